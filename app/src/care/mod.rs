//! Care: whom to ask how it goes, and one placement with its follow-ups.

pub mod due;
pub mod placement;

pub(crate) mod words;
