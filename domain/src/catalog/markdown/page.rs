//! What rendering one file needs to know about its course, and what it leaves behind.

use std::collections::BTreeSet;

use crate::Lang;
use crate::catalog::diagnostic::Sink;
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
}

impl<'a> Page<'a> {
    pub fn text(&self) -> &'a str {
        self.sink.text()
    }
}
