//! What a question is once its files are read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Lang;

/// A question in all its languages, with its answer key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The id, unique in its lesson or quiz.
    pub id: String,
    /// What a right answer is worth.
    pub points: u32,
    /// Whether choices are shown in a random order.
    pub shuffle: bool,
    /// What a partly right answer is worth.
    pub partial: Partial,
    /// Tags, for pools.
    pub tags: Vec<String>,
    /// What each hint costs, in points.
    pub hint_cost: f32,
    /// How it is answered, with the key.
    pub kind: QuestionKind,
    /// The text of each language that has it.
    pub texts: BTreeMap<Lang, QuestionText>,
}

impl Question {
    /// The text in `lang`, else in the other language.
    pub fn text(&self, lang: Lang) -> Option<&QuestionText> {
        self.texts.get(&lang).or_else(|| self.texts.get(&lang.other()))
    }
}

/// What a partly right answer is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Partial {
    /// Nothing.
    #[default]
    AllOrNothing,
    /// Its share of the points.
    Proportional,
}

/// How a question is answered, with the key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum QuestionKind {
    /// One of the choices.
    Single {
        /// The choices, in the source language's order.
        choices: Vec<Choice>,
    },
    /// Any number of the choices.
    Multiple {
        /// The choices, in the source language's order.
        choices: Vec<Choice>,
    },
    /// A short text.
    Text {
        /// Every accepted answer, of all languages.
        accepted: Vec<String>,
        /// Whether width, case and kana count.
        exact: bool,
    },
    /// A number.
    Number {
        /// The right value.
        value: f64,
        /// How far off is still right.
        tolerance: f64,
        /// The unit, shown beside the field, in the source language.
        unit: Option<String>,
    },
    /// Gaps in a text.
    Blanks {
        /// The gaps, in the order of the source language's text; their ids are `1`, `2`, ….
        blanks: Vec<Blank>,
        /// Whether width, case and kana count.
        exact: bool,
    },
    /// Things to be paired.
    Match {
        /// The ids of the pairs; each belongs with itself.
        pairs: Vec<String>,
        /// The ids of right sides that belong to nothing.
        extra: Vec<String>,
    },
    /// Steps to be put in order.
    Order {
        /// The ids of the steps in the right order.
        steps: Vec<String>,
    },
    /// A longer text that a person grades.
    Essay {
        /// The ids of the points that a grader looks for.
        rubric: Vec<String>,
    },
    /// Files that a person grades.
    Upload {
        /// The ids of the points that a grader looks for.
        rubric: Vec<String>,
        /// The file name extensions that are taken, in lower case without the dot; empty: any.
        accept: Vec<String>,
        /// The largest file that is taken, in bytes.
        max_bytes: u64,
    },
    /// An opinion; never scored.
    Survey {
        /// The choices' ids in the source language's order; empty: a text.
        choices: Vec<String>,
        /// Whether several may be chosen.
        many: bool,
    },
}

impl QuestionKind {
    /// Whether a person grades it.
    pub fn is_graded_by_hand(&self) -> bool {
        match self {
            QuestionKind::Essay { .. } | QuestionKind::Upload { .. } => true,
            QuestionKind::Single { .. }
            | QuestionKind::Multiple { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Blanks { .. }
            | QuestionKind::Match { .. }
            | QuestionKind::Order { .. }
            | QuestionKind::Survey { .. } => false,
        }
    }

    /// The points that a grader looks for; empty where no person grades.
    pub fn rubric(&self) -> &[String] {
        match self {
            QuestionKind::Essay { rubric } | QuestionKind::Upload { rubric, .. } => rubric,
            QuestionKind::Single { .. }
            | QuestionKind::Multiple { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Blanks { .. }
            | QuestionKind::Match { .. }
            | QuestionKind::Order { .. }
            | QuestionKind::Survey { .. } => &[],
        }
    }

    /// The word of the format for it.
    pub fn word(&self) -> &'static str {
        match self {
            QuestionKind::Single { .. } => "single",
            QuestionKind::Multiple { .. } => "multiple",
            QuestionKind::Text { .. } => "text",
            QuestionKind::Number { .. } => "number",
            QuestionKind::Blanks { .. } => "blanks",
            QuestionKind::Match { .. } => "match",
            QuestionKind::Order { .. } => "order",
            QuestionKind::Essay { .. } => "essay",
            QuestionKind::Upload { .. } => "upload",
            QuestionKind::Survey { .. } => "survey",
        }
    }
}

/// A choice of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The id, unique in its question.
    pub id: String,
    /// Whether it is right.
    pub correct: bool,
}

/// A gap of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blank {
    /// The id, unique in its question.
    pub id: String,
    /// Every accepted answer, of all languages.
    pub accepted: Vec<String>,
}

/// A question in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuestionText {
    /// The heading, plain.
    pub title: String,
    /// The heading with furigana and inline markup.
    pub title_html: String,
    /// What stands under the heading, as HTML. A gap is `<x-blank id="1"></x-blank>`.
    pub body_html: String,
    /// The texts of choices, right sides of pairs, steps and rubric points by their ids.
    pub choices: BTreeMap<String, ChoiceText>,
    /// The left sides of pairs by the pairs' ids, as HTML.
    #[serde(default)]
    pub lefts: BTreeMap<String, String>,
    /// The headings of the two columns of pairs, as HTML.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The unit of a number in this language.
    #[serde(default)]
    pub unit: Option<String>,
    /// The hints, as HTML, in order.
    pub hints: Vec<String>,
    /// What is shown after answering, as HTML.
    pub explanation_html: Option<String>,
    /// How many of the author's own tests (`accept:`, `reject:`) it has; other systems have none.
    #[serde(default, skip_serializing)]
    pub tests: usize,
}

/// A choice in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceText {
    /// The choice, as HTML.
    pub html: String,
    /// What is said to one who chose it, as HTML.
    pub feedback_html: Option<String>,
}
