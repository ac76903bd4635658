//! The course format: what a course is, and how its files become one.
//!
//! `model` is for everyone. The rest is the parser, behind the feature of that name: files are read
//! one by one (`lesson`, `quiz`), their languages are put together (`assemble`, `merge`), and every
//! problem on the way is a `Diagnostic`; nothing stops at the first one.

pub mod diagnostic;
pub mod furigana;
pub mod model;

#[cfg(feature = "parser")]
mod alerts;
#[cfg(feature = "parser")]
mod answer_lines;
#[cfg(feature = "parser")]
mod assemble;
#[cfg(feature = "parser")]
mod blanks;
#[cfg(feature = "parser")]
mod check_answers;
#[cfg(feature = "parser")]
mod check_draw;
#[cfg(feature = "parser")]
mod choices;
#[cfg(feature = "parser")]
pub mod codes;
#[cfg(feature = "parser")]
mod course;
#[cfg(feature = "parser")]
mod format;
#[cfg(feature = "parser")]
mod front_matter;
#[cfg(feature = "parser")]
mod glossary;
#[cfg(feature = "parser")]
mod items;
#[cfg(feature = "parser")]
mod keys;
#[cfg(feature = "parser")]
mod lesson;
#[cfg(feature = "parser")]
mod manifest;
#[cfg(feature = "parser")]
mod markdown;
#[cfg(feature = "parser")]
mod merge;
#[cfg(feature = "parser")]
mod nearest;
#[cfg(feature = "parser")]
mod number;
#[cfg(feature = "parser")]
mod pairs;
#[cfg(feature = "parser")]
mod question;
#[cfg(feature = "parser")]
mod question_attributes;
#[cfg(feature = "parser")]
mod question_kind;
#[cfg(feature = "parser")]
mod quiz;
#[cfg(feature = "parser")]
mod reading;
#[cfg(feature = "parser")]
mod rule;
#[cfg(feature = "parser")]
mod slips;
#[cfg(feature = "parser")]
mod source;
#[cfg(feature = "parser")]
mod together;
#[cfg(feature = "parser")]
mod toml_file;
#[cfg(feature = "parser")]
mod twins;
#[cfg(feature = "parser")]
mod workers;

#[cfg(test)]
#[cfg(feature = "parser")]
mod tests;

pub use diagnostic::{Diagnostic, Message, Severity, line_column};
pub use model::{
    Blank, Block, Choice, ChoiceText, Course, Draw, Fact, Item, Lesson, LessonText, Outside, Partial,
    Question, QuestionKind, QuestionText, Quiz, QuizKind, QuizText, ShowAnswers, Target, Term, Unit,
};

#[cfg(feature = "parser")]
pub use course::{Parsed, parse_course};
#[cfg(feature = "parser")]
pub use format::{Formatted, add_item, course_languages, format_course, format_text};
#[cfg(feature = "parser")]
pub use glossary::{GLOSSARY, parse_glossary, stale_facts, unknown_terms};
#[cfg(feature = "parser")]
pub use rule::{ParsedRule, parse_rule};
#[cfg(feature = "parser")]
pub use source::{SourceFiles, course_hash};
#[cfg(feature = "parser")]
pub use together::{ParsedFolder, SourceFolder, parse_courses};
#[cfg(feature = "parser")]
pub use twins::source_state;
