//! Answers, grading and progress.

pub mod fold;

pub use fold::fold_answer;
