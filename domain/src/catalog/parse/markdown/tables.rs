//! The one trap of tables: a plain bar of furigana ends the cell.

use std::ops::Range;

use super::page::Page;
use crate::catalog::diagnostic::Message;

/// Reports `{base|reading}` in a row of a table; whether there was none.
pub(crate) fn check_row(page: &mut Page<'_>, row: Range<usize>) -> bool {
    let Some(text) = page.text().get(row.clone()) else {
        return true;
    };
    let mut open = None;
    let mut code = false;
    let mut found = Vec::new();
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        match letter {
            '`' => code = !code,
            '{' if !code => open = Some((at, None)),
            '|' if before != '\\' => {
                if let Some((_, bar)) = &mut open {
                    *bar = bar.or(Some(at));
                }
            }
            '}' => {
                if let Some((start, Some(bar))) = open.take() {
                    // A cell boundary has spaces around it; furigana does not.
                    let inner = &text[start + 1..at];
                    if bar > start + 1 && bar + 1 < at && !inner.contains(char::is_whitespace) {
                        found.push((row.start + start..row.start + at + 1, inner.replace('|', "｜")));
                    }
                }
            }
            '\n' => open = None,
            _ => {}
        }
        before = letter;
    }
    let fine = found.is_empty();
    for (span, meant) in found {
        page.sink
            .error(
                "K0309",
                span,
                Message::new(
                    "表の中では「|」がマスの区切りになり、ふりがなになりません。",
                    "Inside a table, \"|\" ends the cell and is not furigana.",
                ),
            )
            .help(
                format!("全角の「｜」を使ってください: {{{meant}}}"),
                format!("Use the full-width bar: {{{meant}}}"),
            );
    }
    fine
}
