//! Where the problems of one file are gathered while it is read.

use std::ops::Range;

use super::nearest::nearest;
use crate::catalog::diagnostic::{Diagnostic, Message, Severity};

/// The nearest range that lies in `text` and on its character boundaries.
pub(crate) fn clamp(text: &str, span: Range<usize>) -> Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(span.start);
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// Gathers the problems of one file.
#[derive(Debug)]
pub(crate) struct Sink<'a> {
    path: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl<'a> Sink<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Sink<'a> {
        Sink {
            path,
            text,
            found: Vec::new(),
        }
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    pub(crate) fn error(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: Message,
    ) -> &mut Diagnostic {
        self.push(code, Severity::Error, span, message)
    }

    pub(crate) fn warning(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: Message,
    ) -> &mut Diagnostic {
        self.push(code, Severity::Warning, span, message)
    }

    pub(crate) fn hint(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: Message,
    ) -> &mut Diagnostic {
        self.push(code, Severity::Hint, span, message)
    }

    fn push(
        &mut self,
        code: &'static str,
        severity: Severity,
        span: Range<usize>,
        message: Message,
    ) -> &mut Diagnostic {
        let span = clamp(self.text, span);
        let path = self.path.to_owned();
        self.found.push(Diagnostic {
            code,
            severity,
            path,
            span,
            message,
            help: None,
            instead: None,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Whether a problem of one of these codes was found from a byte on.
    pub(crate) fn has(&self, codes: &[&str], from: usize) -> bool {
        let mut found = self.found.iter();
        found.any(|found| codes.contains(&found.code) && found.span.start >= from)
    }

    /// Whether a problem of one of these codes begins at a byte.
    pub(crate) fn told_at(&self, codes: &[&str], start: usize) -> bool {
        let mut found = self.found.iter();
        found.any(|found| codes.contains(&found.code) && found.span.start == start)
    }

    /// What was found. In a file with marks of a merge, everything else follows from them.
    pub(crate) fn into_found(self) -> Vec<Diagnostic> {
        let mut found = self.found;
        if found.iter().any(|found| found.code == "K0112") {
            found.retain(|found| found.code == "K0112");
        }
        found
    }
}

impl Diagnostic {
    /// Adds what to do.
    pub(crate) fn help(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.help = Some(Message::new(ja, en));
    }

    /// Adds "did you mean", if one of `candidates` is near `word`.
    pub(crate) fn did_you_mean<'c>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'c str>) {
        if let Some(near) = nearest(word, candidates) {
            self.help(format!("もしかして: {near}"), format!("Did you mean \"{near}\"?"));
            self.instead = Some(near.to_owned());
        }
    }
}
