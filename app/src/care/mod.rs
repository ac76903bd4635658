//! Care: whom to ask how it goes, and one placement with its follow-ups.

pub mod disclosures;
pub mod due;
pub mod placement;
pub mod referral;

pub(crate) mod words;
