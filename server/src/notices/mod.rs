//! Notices: what has happened, for the people it is about. Written in the transaction in which it happens
//! (`write`), by the rule of `domain::notices`; rooms above which this one stands hand events through
//! `Above::notify`. Each person reads the own ones, in the product.

pub mod list;
pub(crate) mod own_data;
pub mod read;
pub mod tables;

mod unread;
pub(crate) mod write;

pub use unread::Unread;
