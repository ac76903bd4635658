//! A problem of a file as it is kept and shown: its place, and the author's own line with the very
//! characters marked.

use domain::catalog::{Diagnostic, Message, Severity, line_column};
use serde::{Deserialize, Serialize};

/// How much of a long line is kept on either side of the marked characters.
const AROUND: usize = 120;

/// Problems of one item that are kept; a file of the wrong kind can have thousands.
const MOST: usize = 500;

/// One problem of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The stable code, `K` and four digits.
    pub code: String,
    /// Whether it keeps the course from going live.
    pub severity: Severity,
    /// The file, relative to the source's folder.
    pub path: String,
    /// Where in the file; none for a problem of the file as a whole.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: Message,
    /// What to do about it.
    pub help: Option<Message>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The author's line before the marked characters.
    pub before: String,
    /// The characters meant; of several lines, those of the first.
    pub marked: String,
    /// The rest of the line.
    pub after: String,
}

impl Place {
    /// A line of carets that stands below the marked characters in any font of even width: full-width
    /// characters get full-width spaces and carets.
    pub fn carets(&self) -> String {
        let spaces = self.before.chars().map(|c| match c {
            '\t' => '\t',
            c if is_wide(c) => '\u{3000}',
            _ => ' ',
        });
        let carets = self.marked.chars().map(|c| if is_wide(c) { '＾' } else { '^' });
        let mut line: String = spaces.chain(carets).collect();
        if self.marked.is_empty() {
            line.push('^');
        }
        line
    }
}

/// Whether a character is shown at full width (Unicode Standard Annex 11, the blocks that courses use).
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

impl Problem {
    /// A problem of a file as a whole.
    pub fn of_file(code: &str, severity: Severity, path: &str, message: Message) -> Problem {
        Problem {
            code: code.to_owned(),
            severity,
            path: printable(path),
            place: None,
            message,
            help: None,
        }
    }

    /// Adds what to do.
    pub fn with_help(mut self, ja: &str, en: &str) -> Problem {
        self.help = Some(Message::new(ja, en));
        self
    }

    /// Whether it keeps the course from going live.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// What the parser found, with the author's line. `folder` is put before the file's path.
    pub fn of(diagnostic: &Diagnostic, folder: &str, bytes: Option<&[u8]>) -> Problem {
        let path = if folder.is_empty() {
            diagnostic.path.clone()
        } else {
            format!("{folder}/{}", diagnostic.path)
        };
        Problem {
            code: diagnostic.code.to_owned(),
            severity: diagnostic.severity,
            path: printable(&path),
            place: bytes.map(|bytes| place(diagnostic, bytes)),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
        }
    }

    /// The problems the parser found, at most as many as anybody reads.
    pub fn all_of<'a>(
        diagnostics: &[Diagnostic],
        folder: &str,
        bytes: impl Fn(&str) -> Option<&'a [u8]>,
    ) -> Vec<Problem> {
        diagnostics
            .iter()
            .take(MOST)
            .map(|diagnostic| Problem::of(diagnostic, folder, bytes(&diagnostic.path)))
            .collect()
    }
}

fn place(diagnostic: &Diagnostic, bytes: &[u8]) -> Place {
    let start = diagnostic.span.start.min(bytes.len());
    let end = diagnostic.span.end.clamp(start, bytes.len());
    let from = bytes[..start]
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |at| at + 1);
    let to = bytes[start..]
        .iter()
        .position(|b| *b == b'\n')
        .map_or(bytes.len(), |at| start + at);
    let text = |range: std::ops::Range<usize>| {
        let bytes = bytes.get(range).unwrap_or_default();
        printable(
            String::from_utf8_lossy(bytes)
                .trim_start_matches('\u{feff}')
                .trim_end_matches('\r'),
        )
    };
    let (line, column) = line_column(bytes, start);
    let (before, after) = (text(from..start), text(end.min(to)..to));
    Place {
        line,
        column,
        before: match before.chars().count() {
            many if many > AROUND => {
                format!("…{}", before.chars().skip(many - AROUND).collect::<String>())
            }
            _ => before,
        },
        marked: cut(&text(start..end.min(to)), 2 * AROUND),
        after: cut(&after, AROUND),
    }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most).chain(['…']).collect()
}

/// A name or line as it may be shown: control characters and those that turn the direction of text
/// could make it look like another, so they are shown as a sign.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c != '\t' && is_odd(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Control characters, and format characters that change how others are shown.
pub(super) fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(span: std::ops::Range<usize>) -> Diagnostic {
        Diagnostic {
            code: "K0401",
            severity: Severity::Error,
            path: "a.ja.md".into(),
            span,
            message: Message::new("だめ", "wrong"),
            help: None,
            instead: None,
        }
    }

    #[test]
    fn the_caret_stands_below_the_very_characters() {
        let file = "一行目\nねこ is here\r\n".as_bytes();
        let at = "一行目\nねこ ".len();
        let place = Problem::of(&diagnostic(at..at + 2), "cats", Some(file))
            .place
            .unwrap();
        assert_eq!((place.line, place.column), (2, 4));
        assert_eq!(
            (&*place.before, &*place.marked, &*place.after),
            ("ねこ ", "is", " here")
        );
        assert_eq!(place.carets(), "\u{3000}\u{3000} ^^");
    }

    #[test]
    fn a_span_over_lines_marks_its_first_and_an_empty_one_still_has_a_caret() {
        let file = b"one\ntwo\nthree";
        let place = place(&diagnostic(4..13), file);
        assert_eq!((place.line, &*place.marked, &*place.after), (2, "two", ""));
        let empty = super::place(&diagnostic(13..13), file);
        assert_eq!(
            (empty.line, empty.column, empty.carets().trim_start()),
            (3, 6, "^")
        );
        assert_eq!(super::place(&diagnostic(90..99), b"").line, 1);
    }

    #[test]
    fn a_name_that_would_turn_the_line_is_shown_with_a_sign() {
        assert_eq!(printable("a\u{202e}gpj.exe\u{7}"), "a\u{fffd}gpj.exe\u{fffd}");
    }
}
