//! The parts of a question as they are found.

use std::ops::Range;

use super::answer_lines::AnswerLines;
use super::choices::DraftChoice;
use super::pairs::DraftPart;
use crate::catalog::model::Blank;
use crate::catalog::parse::markdown::document::Ev;

/// The parts of a question as they are found.
#[derive(Default)]
pub(crate) struct Parts<'a> {
    pub body: Vec<Ev<'a>>,
    pub choices: Vec<DraftChoice>,
    pub lines: AnswerLines,
    pub blanks: Vec<Blank>,
    /// Pairs, or steps.
    pub parts: Vec<DraftPart>,
    pub columns: Vec<String>,
    pub hints: Vec<String>,
    pub explanation: Option<String>,
    /// The points of the rubric, and where its marker stands.
    pub rubric: Vec<DraftChoice>,
    pub rubric_at: Option<Range<usize>>,
}
