//! A person's own data: what is held about a person, shown and saved; what was given to others; requests to
//! show, correct, stop and erase; how long what is kept.
//!
//! Each room writes rules for its own tables (`rules`), and this room reads tables by them without knowing
//! them, so that no arrow runs up.

pub mod erase;
pub mod gather;
pub mod keeping;
pub mod provisions;
pub mod requests;
pub mod rules;
pub mod save;
pub mod times;

mod held;
mod helping;
mod texts;

pub use held::{ERASED, HELD};
pub(crate) use helping::HELPING;
