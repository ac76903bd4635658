//! The changes of a file, made at their places.

use std::ops::Range;

use super::outline::{Outline, Slot};
use crate::catalog::parse::markdown::attributes::{Attributes, words};

/// The text with the outline's new ids, and with even spacing around attribute blocks.
pub(super) fn apply(text: &str, outline: &Outline) -> String {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let slots = outline
        .questions
        .iter()
        .flat_map(|entry| std::iter::once(&entry.slot).chain(&entry.parts));
    for slot in slots {
        edits.extend(slot_edit(text, slot));
    }
    for capital in &outline.capitals {
        edits.push((capital.clone(), "[x]".to_owned()));
    }
    edits.extend(front_gap(text, outline.body));
    if outline.loose_end {
        edits.extend(file_end(text, outline.body));
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for (range, new) in edits {
        // Two changes never overlap; were it otherwise, the second is left out.
        if range.start < at {
            continue;
        }
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Writes the attribute block of a slot anew: one space before it, one between its words.
fn slot_edit(text: &str, slot: &Slot) -> Option<(Range<usize>, String)> {
    let id = slot.id.as_deref()?;
    let (place, inner) = match &slot.block {
        None if slot.new => (slot.end..slot.end, format!("#{id}")),
        None => return None,
        Some(block) => (
            slot.end..block.span.end,
            block_words(text, block, slot.new.then_some(id)),
        ),
    };
    // Nothing but white space may stand between the text and its block.
    if !text
        .get(place.start..slot.block.as_ref().map_or(place.end, |block| block.span.start))?
        .trim()
        .is_empty()
    {
        return None;
    }
    let first = text[..place.start].ends_with([' ', '\n', '\t']);
    let space = if first { "" } else { " " };
    Some((place, format!("{space}{{{inner}}}")))
}

fn block_words(text: &str, block: &Attributes, id: Option<&str>) -> String {
    let inner = text
        .get(block.span.start + 1..block.span.end - 1)
        .unwrap_or_default();
    let mut all: Vec<String> = words(inner)
        .into_iter()
        .map(|(_, word)| word.to_owned())
        .collect();
    if let Some(id) = id {
        let after = all
            .iter()
            .rposition(|word| word.starts_with('.'))
            .map_or(0, |at| at + 1);
        all.insert(after, format!("#{id}"));
    }
    all.join(" ")
}

/// One blank line between the front matter and the text.
fn front_gap(text: &str, body: usize) -> Option<(Range<usize>, String)> {
    let rest = text
        .get(body..)
        .filter(|_| body > 0 && text[..body].ends_with('\n'))?;
    let first_text = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    // Blank lines may hold spaces, and an indented first line is code; both stay.
    if first_text == rest.len() || rest[first_text..].starts_with([' ', '\t']) {
        return None;
    }
    Some((body..body + first_text, newline(text).to_owned()))
}

/// One newline at the end.
fn file_end(text: &str, body: usize) -> Option<(Range<usize>, String)> {
    let kept = text.trim_end_matches(['\r', '\n']).len();
    let last = text[..kept].chars().next_back()?;
    // A line of spaces at the end is left for the author to see.
    (kept > body && !last.is_whitespace()).then(|| (kept..text.len(), newline(text).to_owned()))
}

/// The file's own line end.
fn newline(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        Some(_) | None => "\n",
    }
}
