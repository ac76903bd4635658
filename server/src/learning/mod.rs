//! Progress through lessons, practice, attempts at quizzes, answers and grading.

pub mod accepted;
pub mod allowances;
pub mod answering;
pub mod attempts;
pub mod eyes;
pub mod grading_list;
pub mod hand_grading;
pub mod help;
pub mod help_list;
pub mod items;
pub(crate) mod own_data;
pub mod practice;
pub mod progress;
pub mod regrade;
pub mod report;
pub mod score_news;
pub mod sent_files;
pub mod stuck;
pub mod tables;
pub mod versions;

mod accepted_rows;
mod accepted_scores;
mod accepted_source;
mod batches;
pub(crate) mod elsewhere;
pub(crate) mod grading;
mod item_answers;
mod keys;
mod memory;
mod own_courses;
pub(crate) mod records;
mod sittings;

pub use grading::{Given, Score};
pub use memory::Memory;
pub(crate) use own_courses::own_courses;
