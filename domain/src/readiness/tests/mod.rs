//! The room's rules, as specifications.

mod evaluate;
mod step;
