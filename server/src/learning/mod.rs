//! Progress through lessons, practice, attempts at quizzes, answers and grading.

pub mod attempts;
pub mod home;
pub mod practice;
pub mod progress;
pub mod tables;

mod grading;
mod memory;

pub use memory::Memory;
