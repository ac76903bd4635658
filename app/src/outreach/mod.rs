//! Information sessions: what visitors see and send, and how coordinators hold them.

pub mod calendar;
pub mod contact;
pub mod enquiries;
pub mod enquiry;
pub mod entry;
pub mod funnel;
pub mod manage;
pub mod manage_list;
pub mod paper_list;
pub mod party;
pub mod poster;
pub mod reception;
pub mod register;
pub mod registration;
pub mod registrations;
pub mod removal;
pub mod session;
pub mod session_form;
pub mod sessions;

mod calls;
mod history;
mod share;
mod words;
