//! Where everybody stands under every live rule, kept as rows (`tables::standing`), so that a page about a
//! whole classroom reads fifty of them and computes nothing.
//!
//! What a row is, `definition` says: the full computation from the evidence. The rows are brought up to date by
//! what changes it:
//!
//! - An event marks whom it is about (`tables::stale`) in its own transaction; the database does it, see
//!   `m0025_standing`.
//! - What the clock alone changes has a due time (`tables::standing_person`).
//! - A new revision of a rule, or of a course that it names, is another basis: rows of it are made beside those
//!   that are shown, and shown when they are there for everybody.
//!
//! A worker does all of it in batches (`worker`), and a page of everybody that finds a little to be done does it
//! first (`catch_up`). Who is stopped in between leaves the marks, and the next one takes them. Decisions and
//! pages about one person do not look here: they compute.

mod basis;
mod catch_up;
mod check;
mod definition;
mod memory;
mod missing_people;
mod write;

pub mod worker;

pub use catch_up::Progress;
pub(super) use catch_up::{CaughtUp, catch_up, progress};
pub use check::{Checked, check};

pub use memory::{Counts, Memory};
