//! Home, courses, lessons, quizzes and attempts.

pub mod attempt;
pub mod course;
pub mod grade;
pub mod grading;
pub mod help;
pub mod help_requests;
pub mod home;
pub mod lesson;
pub mod quiz;
pub mod sent_file;

pub(crate) mod question;
mod result;
