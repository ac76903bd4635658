//! The room's rules, as specifications.

mod accepted;
pub(super) mod grade;
mod items;
mod paper;
mod progress;
