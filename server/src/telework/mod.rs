//! Working from home: kits and their loans, and the texts that people agree to.

mod asker;
pub mod calls;
pub mod history;
pub mod incident_list;
pub mod incidents;
pub mod kit_import;
pub mod kit_list;
pub mod kit_photo;
pub mod kits;
pub mod line;
pub mod loans;
pub mod measurements;
pub(crate) mod own_data;
pub mod pledges;
pub mod signalling;
pub mod tables;
pub mod texts;
pub mod workplaces;

mod lengths;
