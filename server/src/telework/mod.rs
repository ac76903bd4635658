//! Working from home: kits and their loans, and the texts that people agree to.

pub mod history;
pub mod kit_import;
pub mod kit_list;
pub mod kit_photo;
pub mod kits;
pub mod loans;
pub mod tables;
pub mod texts;

mod lengths;
