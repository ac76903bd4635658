//! Where courses come from: sources, revisions, publishing.

pub mod glossary;
pub mod previewing;
pub mod publish;
pub mod revision;
pub mod settings;
pub mod source;
pub mod source_form;
pub mod sources;
pub mod withdraw;

pub(crate) mod words;
