//! The boxes: `> [!TIP]` and its siblings.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event};

use super::document::Ev;
use crate::Lang;
use crate::catalog::diagnostic::Message;
use crate::catalog::parse::sink::Sink;

/// What the first line of a quote makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marker {
    Hint,
    Explanation,
    Rubric,
    /// One of the boxes, with its text wrongly on the marker's line.
    Alert,
    Unknown,
}

/// Every word that may stand in a marker.
pub(crate) const WORDS: [&str; 7] = [
    "NOTE",
    "TIP",
    "IMPORTANT",
    "WARNING",
    "HINT",
    "EXPLANATION",
    "RUBRIC",
];

/// What an author who writes the word in Japanese means.
const JAPANESE: [(&str, &str); 10] = [
    ("メモ", "NOTE"),
    ("ノート", "NOTE"),
    ("こつ", "TIP"),
    ("コツ", "TIP"),
    ("大切", "IMPORTANT"),
    ("重要", "IMPORTANT"),
    ("注意", "WARNING"),
    ("警告", "WARNING"),
    ("ヒント", "HINT"),
    ("解説", "EXPLANATION"),
];

/// The marker a quote starts with, its word, and where the word's brackets stand.
pub(crate) fn marker<'t>(text: &'t str, quote: &[Ev<'_>]) -> Option<(Marker, &'t str, Range<usize>)> {
    let (_, span) = quote
        .iter()
        .take(3)
        .find(|(event, _)| !matches!(event, Event::Start(_)))?;
    let rest = text.get(span.start..)?;
    let inner = rest.strip_prefix("[!")?;
    let word = &inner[..inner.find(']')?];
    let letters = |letter: char| letter.is_alphabetic() || letter == 'ー';
    if word.is_empty() || !word.chars().all(letters) {
        return None;
    }
    let marker = match word.to_uppercase().as_str() {
        "HINT" => Marker::Hint,
        "EXPLANATION" => Marker::Explanation,
        "RUBRIC" => Marker::Rubric,
        "NOTE" | "TIP" | "IMPORTANT" | "WARNING" => Marker::Alert,
        _ => Marker::Unknown,
    };
    Some((marker, word, span.start..span.start + word.len() + 3))
}

/// The class and the title of a box.
pub(crate) fn class_and_title(kind: BlockQuoteKind, lang: Lang) -> (&'static str, &'static str) {
    use BlockQuoteKind::{Caution, Important, Note, Tip, Warning};
    match kind {
        Note => ("note", lang.t("メモ", "Note")),
        Tip => ("tip", lang.t("こつ", "Tip")),
        Important => ("important", lang.t("大切", "Important")),
        Warning | Caution => ("warning", lang.t("注意", "Caution")),
    }
}

/// Reports a box of a kind that is not known.
pub(crate) fn unknown(sink: &mut Sink<'_>, span: Range<usize>, word: &str) {
    let words = WORDS.join(", ");
    let diagnostic = sink.error(
        "K0310",
        span,
        Message::new(
            format!("「[!{word}]」という囲みはありません。"),
            format!("There is no box \"[!{word}]\"."),
        ),
    );
    diagnostic.help(format!("使えるもの: {words}"), format!("Known: {words}"));
    let meant = JAPANESE.iter().find(|(own, _)| *own == word);
    match meant {
        Some((_, meant)) => {
            diagnostic.help(
                format!("[!{meant}] と書いてください。"),
                format!("Write [!{meant}]."),
            );
            diagnostic.instead = Some((*meant).to_owned());
        }
        None => diagnostic.did_you_mean(&word.to_uppercase(), WORDS),
    }
}

/// Reports a quote that starts with a marker where it cannot be one.
pub(crate) fn misplaced(sink: &mut Sink<'_>, marker: Marker, word: &str, span: Range<usize>) {
    match marker {
        Marker::Hint | Marker::Explanation | Marker::Rubric => {
            let message = Message::new(
                format!("「[!{word}]」は問題の中だけで使えます。"),
                format!("\"[!{word}]\" belongs directly into a question."),
            );
            sink.error("K0422", span, message);
        }
        Marker::Alert => {
            sink.error(
                "K0310",
                span,
                Message::new(
                    format!("「[!{word}]」の文は次の行から書きます。"),
                    format!("The text of \"[!{word}]\" starts on the next line."),
                ),
            )
            .help("印の後で改行してください。", "Break the line after the marker.");
        }
        Marker::Unknown => unknown(sink, span, word),
    }
}
