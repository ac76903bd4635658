//! Things to be paired, a table of two columns, and steps to be put in order, a numbered list.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::choices::{first_line, given_id, items};
use crate::catalog::diagnostic::Message;
use crate::catalog::parse::markdown::document::{Document, Ev, blocks, cut_attributes, extent};
use crate::catalog::parse::markdown::page::Page;
use crate::catalog::parse::markdown::render::{Footnotes, render};
use crate::catalog::parse::markdown::tables;
use crate::catalog::parse::settings::keys::At;

/// A pair or a step of one language.
#[derive(Clone, Debug)]
pub(crate) struct DraftPart {
    pub id: At<String>,
    /// The left side as HTML; empty where nothing belongs to the right side, and for steps.
    pub left: String,
    /// The right side or the step as HTML.
    pub right: String,
    /// Where the right side or the step stands.
    pub span: Range<usize>,
}

/// Whether a block is a table.
pub(crate) fn is_table(block: &[Ev<'_>]) -> bool {
    matches!(block.first(), Some((Event::Start(Tag::Table(_)), _)))
}

/// Whether a block is a numbered list.
pub(crate) fn is_numbered(block: &[Ev<'_>]) -> bool {
    matches!(block.first(), Some((Event::Start(Tag::List(Some(_))), _)))
}

/// Reads the pairs of a table, and the headings of its columns.
pub(crate) fn read_pairs<'a>(
    document: &Document<'a>,
    page: &mut Page<'_>,
    footnotes: &mut Footnotes,
    table: &[Ev<'a>],
    pairs: &mut Vec<DraftPart>,
) -> Vec<String> {
    let mut columns = Vec::new();
    for row in blocks(&table[1..table.len().saturating_sub(1).max(1)]) {
        let cells = blocks(&row[1..row.len().saturating_sub(1).max(1)]);
        let inline = |cell: &[Ev<'a>]| cell[1..cell.len().saturating_sub(1).max(1)].to_vec();
        let row_span = row
            .first()
            .map(|(_, span)| line(page.text(), span))
            .unwrap_or_default();
        if !tables::check_row(page, row_span.clone()) {
            continue;
        }
        let ([left, right], true) = (
            match cells.as_slice() {
                [left, right, ..] => [inline(left), inline(right)],
                _ => [Vec::new(), Vec::new()],
            },
            cells.len() == 2,
        ) else {
            let message = Message::new("組の表は2列です。", "A table of pairs has two columns.");
            page.sink.error("K0424", row_span, message);
            return columns;
        };
        if matches!(row.first(), Some((Event::Start(Tag::TableHead), _))) {
            for heading in [left, right] {
                columns.push(render(document, page, footnotes, &heading).trim().to_owned());
            }
            continue;
        }
        let mut right = right;
        let attributes = cut_attributes(page.text(), &mut right);
        let number = pairs.len() + 1;
        let id = given_id(page, attributes.as_ref(), row_span.clone(), ("pair", number));
        let span = if right.is_empty() {
            row_span
        } else {
            extent(&right)
        };
        pairs.push(DraftPart {
            id,
            left: render(document, page, footnotes, &left).trim().to_owned(),
            right: render(document, page, footnotes, &right).trim().to_owned(),
            span,
        });
    }
    columns
}

/// Reads the steps of a numbered list.
pub(crate) fn read_steps<'a>(
    document: &Document<'a>,
    page: &mut Page<'_>,
    footnotes: &mut Footnotes,
    list: &[Ev<'a>],
    steps: &mut Vec<DraftPart>,
) {
    for item in items(list) {
        let inner = &item[1..item.len().saturating_sub(1).max(1)];
        let (mut inline, rest) = first_line(inner);
        let place = item
            .first()
            .map(|(_, span)| line(page.text(), span))
            .unwrap_or_default();
        let attributes = cut_attributes(page.text(), &mut inline);
        let number = steps.len() + 1;
        let id = given_id(page, attributes.as_ref(), place.clone(), ("step", number));
        let mut html = render(document, page, footnotes, &inline).trim().to_owned();
        html.push_str(&render(document, page, footnotes, rest));
        steps.push(DraftPart {
            id,
            left: String::new(),
            right: html,
            span: if inline.is_empty() { place } else { extent(&inline) },
        });
    }
}

/// Reports ids and sides that occur twice. A left side or a right side that occurs twice could not be
/// paired in one way only.
pub(crate) fn check(page: &mut Page<'_>, parts: &[DraftPart]) {
    for (at, part) in parts.iter().enumerate() {
        let before = &parts[..at];
        if before.iter().any(|other| other.id.value == part.id.value) {
            let id = &part.id.value;
            let message = Message::new(
                format!("id「{id}」が2つあります。"),
                format!("The id \"{id}\" occurs twice."),
            );
            page.sink.error("K0408", part.id.span.clone(), message);
        }
        if part.right.trim().is_empty() {
            super::choices::empty(page, part.id.span.clone());
            continue;
        }
        let left_twice = !part.left.is_empty() && before.iter().any(|other| other.left == part.left);
        if left_twice || before.iter().any(|other| other.right == part.right) {
            let message = Message::new("同じものが2つあります。", "Two of them say the same.");
            page.sink.error("K0409", part.span.clone(), message);
        }
    }
}

/// The first line of a span, without its end.
fn line(text: &str, span: &Range<usize>) -> Range<usize> {
    let written = text.get(span.clone()).unwrap_or_default();
    let length = written.lines().next().map_or(0, |line| line.trim_end().len());
    span.start..span.start + length
}
