//! The course format: what a course is, and how its files become one.

pub mod model;

pub use model::{
    Block, Choice, ChoiceText, Course, Draw, Item, Lesson, LessonText, Partial, Question, QuestionKind,
    QuestionText, Quiz, QuizKind, QuizText, ShowAnswers, Unit,
};
