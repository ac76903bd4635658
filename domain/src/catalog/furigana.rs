//! Furigana: `{base|reading}`, also with the full-width `｜`.
//!
//! Works on plain text; code and attributes never come here.

use std::ops::Range;

use crate::html::escape_into;
/// Stands for a brace with a backslash, which begins no furigana, while a file is read.
pub(crate) const LITERAL: char = '\u{3}';

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text without furigana.
    Plain(&'a str),
    /// A base with its reading; either may be empty if the author forgot it.
    Ruby {
        base: &'a str,
        reading: &'a str,
        whole: Range<usize>,
    },
}

/// Splits text at its furigana.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain_from = 0;
    let mut open = None;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => open = Some(at),
            '\n' => open = None,
            '}' => {
                let Some(start) = open.take() else { continue };
                let inner = &text[start + 1..at];
                let Some((base, reading)) = inner.split_once(['|', '｜']) else {
                    continue;
                };
                if plain_from < start {
                    pieces.push(Piece::Plain(&text[plain_from..start]));
                }
                pieces.push(Piece::Ruby {
                    base: base.trim(),
                    reading: reading.trim(),
                    whole: start..at + 1,
                });
                plain_from = at + 1;
            }
            _ => {}
        }
    }
    if plain_from < text.len() {
        pieces.push(Piece::Plain(&text[plain_from..]));
    }
    pieces
}

/// The text as safe HTML, its furigana as `<ruby>`.
pub fn to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => escape_into(&mut html, plain),
            Piece::Ruby { base, reading, .. } if base.is_empty() || reading.is_empty() => {
                escape_into(&mut html, base);
                escape_into(&mut html, reading);
            }
            Piece::Ruby { base, reading, .. } => {
                html.push_str("<ruby>");
                escape_into(&mut html, base);
                html.push_str("<rp>(</rp><rt>");
                escape_into(&mut html, reading);
                html.push_str("</rt><rp>)</rp></ruby>");
            }
        }
    }
    html.replace(LITERAL, "{")
}

/// The text without its readings.
pub fn to_plain(text: &str) -> String {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Plain(plain) => plain,
            Piece::Ruby { base, .. } => base,
        })
        .collect::<String>()
        .replace(LITERAL, "{")
}

/// The text with its readings in the place of the words they belong to.
#[cfg(feature = "parser")]
pub(crate) fn to_reading(text: &str) -> String {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Plain(plain) => plain,
            Piece::Ruby { reading, .. } => reading,
        })
        .collect::<String>()
        .replace(LITERAL, "{")
}

#[cfg(test)]
mod tests {
    use super::{to_html, to_plain};

    #[test]
    fn both_bars_make_ruby() {
        assert_eq!(
            to_html("{右|みぎ}手<を>{軽｜かる}く"),
            "<ruby>右<rp>(</rp><rt>みぎ</rt><rp>)</rp></ruby>手&lt;を&gt;\
             <ruby>軽<rp>(</rp><rt>かる</rt><rp>)</rp></ruby>く"
        );
        assert_eq!(to_plain("{右|みぎ}手 {a} }{ {b"), "右手 {a} }{ {b");
    }
}
