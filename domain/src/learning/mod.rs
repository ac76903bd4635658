//! Answers, grading and progress.

pub mod accepted;
pub mod attempt;
mod grade;
pub mod items;
mod key;
mod paper;
mod passage;
mod progress;
pub mod versions;

#[cfg(test)]
mod tests;

pub use grade::{Answer, Graded, SentFile, grade, grade_by_hand, is_no_number, percent};
pub use key::right_answer;
pub use paper::{PaperQuestion, choice_order, draw_paper};
pub use passage::{Passage, passage};
pub use progress::{ItemProgress, ItemState, Progress, is_passed, progress};
