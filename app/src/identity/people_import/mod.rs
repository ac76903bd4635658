//! People brought in from a file: choosing it, looking at it, the sheet of cards.

pub mod cards;
pub mod choose;
pub mod preview;
