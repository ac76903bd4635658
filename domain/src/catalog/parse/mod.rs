//! The parser of the course format, each part above what it stands on:
//!
//! - `settings`: TOML key by key, in `course.toml` and at the top of markdown files
//! - `markdown`: structure, safe HTML, links; `question`: one question of one language
//! - `lesson`, `quiz`, `glossary`, `rule`: one file each
//! - `course`: the files of a course read, their languages put together
//! - `together`: a whole courses folder, what one course says about another
//! - `style`: what could be better, as hints
//! - `format`: the same files in one style
//!
//! Problems of a file are gathered in its `sink`.

mod cache;
pub mod codes;
mod competence;
mod course;
mod format;
mod glossary;
mod id;
mod lesson;
pub(crate) mod markdown;
mod nearest;
mod question;
mod quiz;
mod rule;
mod settings;
mod sink;
mod slips;
mod source;
mod style;
mod together;
mod workers;

pub use course::source_state;
pub use course::{ParseCache, Parsed, parse_course, parse_course_with};
pub use format::{
    Formatted, UsedIds, add_item, course_languages, format_course, format_course_with, format_text,
};
pub use glossary::{GLOSSARY, parse_glossary, stale_facts, unknown_terms};
pub use rule::{ParsedRule, parse_rule};
pub use source::{SourceFiles, course_hash};
pub use together::{ParsedFolder, SourceFolder, parse_courses, parse_courses_with};
