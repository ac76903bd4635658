//! Progress, attempts, answers, grading.

pub mod tables;
