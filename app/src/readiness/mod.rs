//! Readiness: the learner's page, the board, the person's page.

pub mod board;
pub mod mine;
pub mod person;
pub mod step;
pub mod words;

mod appeals;
mod criteria;
mod decided;
mod rules;
