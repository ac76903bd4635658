//! The course format: what a course is, and how its files become one.
//!
//! `model` is for everyone, server and browser. `parse` reads files, and writes them in one style; it is
//! behind the feature `parser`. Every problem on the way is a `Diagnostic`; nothing stops at the first one.

mod changes;
pub mod competences;
pub mod diagnostic;
pub mod furigana;
pub mod model;
pub(crate) mod typed;

#[cfg(feature = "parser")]
mod parse;

#[cfg(test)]
#[cfg(feature = "parser")]
mod tests;

pub use changes::{WordsChange, words_changed};
pub use diagnostic::{Diagnostic, Message, Severity, line_column};
pub use model::{
    Blank, Block, Choice, ChoiceText, Course, Draw, Excused, Fact, How, Item, Lesson, LessonText, MakeUp,
    NotSameAs, OnChange, Outside, Partial, Question, QuestionKind, QuestionText, Quiz, QuizKind, QuizText,
    Requirement, RequirementKind, Rule, ShowAnswers, SignOff, Target, Term, Unit, WaiverRule,
};
#[cfg(feature = "parser")]
pub use parse::{
    Formatted, GLOSSARY, ParseCache, Parsed, ParsedFolder, ParsedRule, SourceFiles, SourceFolder, UsedIds,
    add_item, codes, course_hash, course_languages, format_course, format_course_with, format_text,
    parse_course, parse_course_with, parse_courses, parse_courses_with, parse_glossary, parse_rule,
    source_state, stale_facts, unknown_terms,
};
