//! Home, courses, lessons, quizzes and attempts.

pub mod attempt;
pub mod course;
pub mod home;
pub mod lesson;
pub mod quiz;

mod question;
mod result;
