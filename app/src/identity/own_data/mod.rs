//! A person's own data: what is held, who received what, requests, and how long what is kept.

pub mod all;
pub mod keeping;
pub mod mine;
pub mod of_person;
pub mod request;
pub mod requests;
pub mod zip;

mod given;
mod values;
mod words;
