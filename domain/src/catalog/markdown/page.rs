//! What rendering one file needs to know about its course, and what it leaves behind.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::Lang;
use crate::catalog::diagnostic::Sink;
use crate::catalog::model::{Outside, Target};
use crate::catalog::source::SourceFiles;

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
    /// The files that links and images point at.
    pub used: BTreeSet<String>,
    /// What it names outside of its course's folder.
    pub outside: Vec<Outside>,
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
