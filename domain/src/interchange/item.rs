//! One question of any system, in our words.

use super::escape;
use crate::catalog::{Message, Partial};

/// Something of an item that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The item as its file calls it; empty if the whole file is meant.
    pub item: String,
    /// Whether the item is left out altogether.
    pub left_out: bool,
    /// What, and what became of it.
    pub what: Message,
}

/// A question. All texts are our markdown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Item {
    /// As its file calls it.
    pub name: String,
    /// Its file's own id.
    pub id: Option<String>,
    /// The blocks of the question's text; the first may become the heading.
    pub blocks: Vec<String>,
    pub kind: Kind,
    /// As in the source, not yet rounded.
    pub points: f64,
    pub tags: Vec<String>,
    pub shuffle: Option<bool>,
    pub partial: Option<Partial>,
    pub hint_cost: Option<f32>,
    pub hints: Vec<Vec<String>>,
    pub explanation: Vec<String>,
}

/// How it is answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Choices {
        many: bool,
        choices: Vec<Choice>,
    },
    Text {
        accepted: Vec<String>,
        exact: bool,
    },
    Number {
        value: f64,
        tolerance: f64,
        unit: Option<String>,
    },
    /// The gaps stand in the blocks.
    Blanks {
        exact: bool,
    },
    Match {
        pairs: Vec<Pair>,
        extra: Vec<Choice>,
    },
    Order {
        steps: Vec<Choice>,
    },
    Essay {
        rubric: Vec<Choice>,
    },
    Upload {
        rubric: Vec<Choice>,
        accept: Vec<String>,
        max_bytes: Option<u64>,
    },
    Survey {
        many: bool,
        choices: Vec<Choice>,
    },
}

impl Default for Kind {
    fn default() -> Kind {
        Kind::Essay { rubric: Vec::new() }
    }
}

/// A choice, step, or point of a rubric.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Choice {
    /// Its file's own id.
    pub id: Option<String>,
    /// The blocks of its text.
    pub blocks: Vec<String>,
    pub correct: bool,
    /// What is said to one who chose it.
    pub feedback: Vec<String>,
}

/// Two things that belong together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    pub id: Option<String>,
    /// One line of markdown for a table's cell.
    pub left: String,
    /// One line of markdown for a table's cell.
    pub right: String,
}

/// A quiz of items.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Quiz {
    /// Its file's own id.
    pub id: Option<String>,
    pub title: String,
    /// Front matter besides the title, if the file is ours.
    pub front: Option<String>,
    pub intro: Vec<String>,
    pub items: Vec<Item>,
}

/// A title for a quiz, from what its file says or from its name.
pub(crate) fn title(written: &str, stem: &str) -> String {
    let written = escape::finish(written.split_whitespace().collect::<Vec<_>>().join(" "));
    if written.is_empty() {
        stem.to_owned()
    } else {
        written
    }
}
