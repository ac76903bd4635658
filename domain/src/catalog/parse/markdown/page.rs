//! What rendering one file needs to know about its course, and what it leaves behind.

use std::collections::BTreeSet;
use std::ops::Range;

use super::skeleton::Skeleton;
use crate::Lang;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::{Outside, Target};
use crate::catalog::parse::settings::keys::At;
use crate::catalog::parse::sink::Sink;
use crate::catalog::parse::source::SourceFiles;

/// One file being rendered.
pub(crate) struct Page<'a> {
    pub path: &'a str,
    pub lang: Lang,
    /// The course's id, for URLs.
    pub course: &'a str,
    pub files: &'a SourceFiles,
    pub sink: Sink<'a>,
    /// The ids that links of this page may point at.
    pub anchors: BTreeSet<String>,
    /// Links to places of other files.
    pub jumps: Vec<Jump>,
    /// The files that links and images point at.
    pub used: BTreeSet<String>,
    /// What it names outside of its course's folder.
    pub outside: Vec<Outside>,
    /// How the tables are called.
    pub tables: Tables,
    /// The front matter's `source`: from which state of the source it was translated.
    pub made_from: Option<At<String>>,
    /// What its text is made of.
    pub skeleton: Skeleton,
}

/// Names for tables: each is a region of the page, and regions need names of their own.
#[derive(Default)]
pub(crate) struct Tables {
    /// The title of the question they stand in. Counting them by question keeps a question's text the same
    /// when another question gets a table.
    pub question: Option<String>,
    /// How many were written so far.
    pub written: usize,
}

impl Tables {
    /// The name of the next table, as plain text.
    pub fn next(&mut self, lang: Lang) -> String {
        self.written += 1;
        let name = match lang {
            Lang::Ja => format!("表{}", self.written),
            Lang::En => format!("Table {}", self.written),
        };
        match &self.question {
            Some(title) => format!("{name}: {title}"),
            None => name,
        }
    }
}

/// A link to a place of another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Jump {
    /// The file with the link.
    pub path: String,
    /// Where the link's target stands in it.
    pub span: Range<usize>,
    /// The other course's id, if the file is of one.
    pub course: Option<String>,
    /// The file that it leads to.
    pub file: String,
    /// The place in that file.
    pub anchor: String,
}

impl Jump {
    /// The complaint if the place is not among the file's; a file without places has its own complaint.
    pub fn check(&self, text: &str, anchors: Option<&BTreeSet<String>>) -> Vec<Diagnostic> {
        let mut sink = Sink::new(&self.path, text);
        if let Some(anchors) = anchors.filter(|anchors| !anchors.contains(&self.anchor)) {
            let message = Message::new(
                format!("{} に「{}」という場所はありません。", self.file, self.anchor),
                format!("{} has no place \"{}\".", self.file, self.anchor),
            );
            sink.error("K0312", self.span.clone(), message)
                .did_you_mean(&self.anchor, anchors.iter().map(String::as_str));
        }
        sink.into_found()
    }
}

impl<'a> Page<'a> {
    pub fn text(&self) -> &'a str {
        self.sink.text()
    }

    /// Notes that the characters of `span` name something outside of the course's folder.
    pub fn names(&mut self, span: Range<usize>, target: Target) {
        let outside = Outside {
            path: self.path.to_owned(),
            start: span.start,
            end: span.end,
            target,
        };
        // A footnote mentioned from two places is rendered twice.
        if !self.outside.contains(&outside) {
            self.outside.push(outside);
        }
    }
}
