//! Problems as data: what is wrong, at which characters of which file, and what to do about it.
//!
//! Nothing here prints; the command line and the pages each have their one renderer.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::Lang;

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The Japanese wording.
    pub ja: String,
    /// The English wording.
    pub en: String,
}

impl Message {
    /// The sentence of both wordings.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Message {
        Message {
            ja: ja.into(),
            en: en.into(),
        }
    }

    /// The wording in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.t(&self.ja, &self.en)
    }
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The course cannot go live.
    Error,
    /// The course can go live; somebody should look.
    Warning,
    /// Nothing is wrong; it could be better.
    Hint,
}

/// One problem of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The stable code, `K` and four digits.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The file, relative to the course's folder.
    pub path: String,
    /// Bytes of the file, within it and on character boundaries (if the file is UTF-8).
    pub span: Range<usize>,
    /// What is wrong.
    pub message: Message,
    /// What to do about it.
    pub help: Option<Message>,
    /// What the characters of the span, or the name in them, should probably say.
    pub instead: Option<String>,
}

impl Diagnostic {
    /// Whether it keeps the course from going live.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Where it starts in its file, both from 1, the column in characters. A byte order mark does not
    /// count.
    pub fn line_column(&self, file: &[u8]) -> (usize, usize) {
        line_column(file, self.span.start)
    }
}

/// The line and the column, in characters, of a byte of a file; both count from 1.
pub fn line_column(file: &[u8], offset: usize) -> (usize, usize) {
    let before = &file[..offset.min(file.len())];
    let before = before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::line_column;

    #[test]
    fn columns_count_characters_and_not_the_byte_order_mark() {
        let file = "\u{feff}橋を\r\n渡る".as_bytes();
        assert_eq!(line_column(file, 3), (1, 1));
        assert_eq!(line_column(file, 6), (1, 2));
        assert_eq!(line_column(file, 14), (2, 2));
        assert_eq!(line_column(file, 999), (2, 3));
    }
}
