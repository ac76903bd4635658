//! Working from home: kits and their loans, and what a learner sees of them.

pub mod environment;
pub mod kit;
pub mod kit_form;
pub mod kit_import;
pub mod kit_labels;
pub mod kit_photo;
pub mod kit_terms;
pub mod kits;
pub mod loan;
pub mod person;

mod loans;
mod words;
