//! Working from home: kits and their loans, the self-test, the pledge, the workplace, incidents and calls.

pub mod call;
pub mod check;
pub mod environment;
pub mod incident;
pub mod incident_new;
pub mod incidents;
pub mod kit;
pub mod kit_form;
pub mod kit_import;
pub mod kit_labels;
pub mod kit_photo;
pub mod kit_terms;
pub mod kits;
pub mod loan;
pub mod person;
pub mod pledge;
pub mod pledge_text;
pub mod workplace;
pub mod workplace_photo;

mod by_work;
mod check_words;
mod incident_words;
mod invitation;
mod loans;
mod text_form;
mod words;

pub use invitation::invitation;
