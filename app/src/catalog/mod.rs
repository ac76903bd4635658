//! The courses on offer, and where they come from.

pub mod courses;
pub mod glossary;
pub mod preview;
pub mod previewing;
pub mod publish;
pub mod regrade;
pub mod revision;
pub mod settings;
pub mod source;
pub mod source_form;
pub mod sources;

mod words;
