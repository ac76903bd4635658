//! Matching: employers, openings, the explained lists, consent, the packet and its referral.

pub mod consent;
pub mod disclosures;
pub mod employer;
pub mod employers;
pub mod opening;
pub mod opening_form;
pub mod openings;
pub mod packet;
pub mod posting;
pub mod posting_sheet;
pub mod refer;
pub mod referral;
pub mod referrals;
pub mod round;
pub mod round_company;
pub mod round_mine;
pub mod round_person;
pub mod rounds;
pub mod second;
pub mod wishes;
pub mod work;

mod employer_form;
mod explained;
mod packet_view;
mod places;
pub(crate) mod words;
