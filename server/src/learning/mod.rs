//! Progress through lessons, practice, attempts at quizzes, answers and grading.

pub mod attempts;
pub mod hand_grading;
pub mod help;
pub mod home;
pub mod practice;
pub mod progress;
pub mod sent_files;
pub mod tables;

pub(crate) mod grading;
mod memory;

pub use grading::{Given, Score};
pub use memory::Memory;
