//! Courses, lessons, quizzes and attempts.

pub mod accept;
pub mod allowances;
pub mod attempt;
pub mod class_report;
pub mod course;
pub mod courses;
pub mod first_lesson;
pub mod grade;
pub mod grading;
pub mod help;
pub mod help_requests;
pub mod item;
pub mod items;
pub mod lesson;
pub mod person_report;
pub mod preview;
pub mod quiz;
pub mod regrade;
pub mod sent_file;
pub mod take_home;

mod attempt_form;
mod item_counts;
mod item_words;
pub(crate) mod question;
mod report_words;
mod result;
mod time_left;
mod versions;
