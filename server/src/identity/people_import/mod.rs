//! People brought in from a file: read, looked at with what is wrong at its cells, and made only when
//! somebody confirms; then invited by a sheet of cards.

pub mod cards;
pub mod confirm;
pub mod preview;

mod sheet;
