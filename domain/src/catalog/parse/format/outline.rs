//! The places of a file where ids stand or belong.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::catalog::parse::markdown::alerts::{self, Marker};
use crate::catalog::parse::markdown::attributes::Attributes;
use crate::catalog::parse::markdown::document::{
    Document, Ev, Heading, blocks, cut_attributes, load, matching_end, plain,
};
use crate::catalog::parse::question::choices::{first_line, is_task_list, items};
use crate::catalog::parse::question::pairs::{is_numbered, is_table};
use crate::catalog::parse::settings::front_matter;
use crate::catalog::parse::sink::Sink;

/// The questions of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    pub questions: Vec<Entry>,
    /// Where the markdown begins, behind the front matter.
    pub body: usize,
    /// Boxes written `[X]`.
    pub capitals: Vec<Range<usize>>,
    /// Whether blank lines at the file's end are only that, and not part of code.
    pub loose_end: bool,
}

/// A question and its choices, pairs, steps or rubric points.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub slot: Slot,
    pub parts: Vec<Slot>,
}

/// A place for an id.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub kind: &'static str,
    pub id: Option<String>,
    /// The id was not in the file.
    pub new: bool,
    /// The words it could be named after.
    pub words: String,
    /// The attribute block, if there is one.
    pub block: Option<Attributes>,
    /// Where the text before the attribute block ends.
    pub end: usize,
}

/// Scans a lesson's or a quiz's file.
pub(super) fn of(text: &str, quiz: bool) -> Outline {
    let front = front_matter::split(&mut Sink::new("", text));
    let document = load(text, front.body);
    let all = blocks(&document.events);
    let mut outline = Outline {
        body: front.body,
        loose_end: !matches!(
            all.last().and_then(|block| block.first()),
            Some((
                Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::FootnoteDefinition(_)),
                _
            ))
        ),
        ..Outline::default()
    };
    let mut at = 0;
    while at < all.len() {
        let heading = heading(&document, all[at]);
        at += 1;
        let Some(heading) = heading.filter(|heading| match quiz {
            true => heading.level == 2,
            false => heading.is_question(),
        }) else {
            continue;
        };
        let end = all[at..].iter().position(|block| {
            self::heading(&document, block).is_some_and(|next| next.level <= heading.level)
        });
        let end = end.map_or(all.len(), |length| at + length);
        outline.entry(text, heading, all[at - 1], &all[at..end]);
        at = end;
    }
    outline
}

fn heading<'d>(document: &'d Document<'_>, block: &[Ev<'_>]) -> Option<&'d Heading> {
    match block.first() {
        Some((Event::Start(Tag::Heading { .. }), span)) => document.headings.get(&span.start),
        _ => None,
    }
}

impl Outline {
    /// Whether an id was added.
    pub fn has_new(&self) -> bool {
        let mut slots = self
            .questions
            .iter()
            .flat_map(|entry| std::iter::once(&entry.slot).chain(&entry.parts));
        slots.any(|slot| slot.new)
    }

    /// The ids of each question and of its parts.
    pub fn ids(&self) -> Vec<(Option<&str>, Vec<Option<&str>>)> {
        let entries = self.questions.iter();
        entries
            .map(|entry| {
                (
                    entry.slot.id.as_deref(),
                    entry.parts.iter().map(|part| part.id.as_deref()).collect(),
                )
            })
            .collect()
    }

    fn entry(&mut self, text: &str, heading: &Heading, title: &[Ev<'_>], below: &[&[Ev<'_>]]) {
        let inner = &title[1..title.len().saturating_sub(1).max(1)];
        let first_line = text
            .get(heading.span.clone())
            .and_then(|text| text.lines().next());
        let first_line = heading.span.start + first_line.map_or(0, |line| line.trim_end().len());
        let block = heading.attributes.clone();
        let end = end_of(text, inner).unwrap_or(block.as_ref().map_or(first_line, |block| block.span.start));
        let declared = block.as_ref().and_then(|block| {
            let pair = block.pairs.iter().find(|(key, _)| key.value == "type");
            pair.and_then(|(_, value)| value.as_ref())
                .map(|value| value.value.clone())
        });
        let mut parts = Vec::new();
        let mut taken = false;
        for block in below {
            match block.first() {
                _ if is_task_list(block) => self.choices(text, block, "choice", &mut parts),
                Some((Event::Start(Tag::BlockQuote(None)), _))
                    if matches!(alerts::marker(text, &block[1..]), Some((Marker::Rubric, _, _))) =>
                {
                    for inner in blocks(&block[1..block.len() - 1]) {
                        if is_task_list(inner) {
                            self.choices(text, inner, "point", &mut parts);
                        }
                    }
                }
                _ if !taken && declared.as_deref() == Some("match") && is_table(block) => {
                    taken = true;
                    pairs(text, block, &mut parts);
                }
                _ if !taken && declared.as_deref() == Some("order") && is_numbered(block) => {
                    taken = true;
                    for item in items(block) {
                        let inner = &item[1..item.len().saturating_sub(1).max(1)];
                        parts.extend(slot(text, "step", first_line_of(inner), None));
                    }
                }
                _ => {}
            }
        }
        self.questions.push(Entry {
            slot: Slot {
                kind: "question",
                id: block
                    .as_ref()
                    .and_then(|block| block.id.as_ref())
                    .map(|id| id.value.clone()),
                new: false,
                words: plain(inner),
                block,
                end,
            },
            parts,
        });
    }

    fn choices(&mut self, text: &str, list: &[Ev<'_>], kind: &'static str, parts: &mut Vec<Slot>) {
        for item in items(list) {
            let mark = item.iter().take(3).find_map(|(event, span)| match event {
                Event::TaskListMarker(_) => Some(span.clone()),
                _ => None,
            });
            let Some(mark) = mark else { continue };
            if text.get(mark.clone()) == Some("[X]") {
                self.capitals.push(mark.clone());
            }
            let inner: Vec<Ev<'_>> = item[1..item.len().saturating_sub(1).max(1)]
                .iter()
                .filter(|(_, span)| *span != mark)
                .cloned()
                .collect();
            parts.extend(slot(text, kind, first_line_of(&inner), Some(mark.end)));
        }
    }
}

fn first_line_of<'a>(inner: &[Ev<'a>]) -> Vec<Ev<'a>> {
    first_line(inner).0
}

fn pairs(text: &str, table: &[Ev<'_>], parts: &mut Vec<Slot>) {
    for row in blocks(&table[1..table.len().saturating_sub(1).max(1)]) {
        if !matches!(row.first(), Some((Event::Start(Tag::TableRow), _))) {
            continue;
        }
        let cells = blocks(&row[1..row.len().saturating_sub(1).max(1)]);
        if let [_, right] = cells.as_slice() {
            let inner = right[1..right.len().saturating_sub(1).max(1)].to_vec();
            parts.extend(slot(text, "pair", inner, None));
        }
    }
}

/// The slot at the end of some inline events; of none, at `empty`.
fn slot(text: &str, kind: &'static str, mut inline: Vec<Ev<'_>>, empty: Option<usize>) -> Option<Slot> {
    let block = cut_attributes(text, &mut inline);
    let end = end_of(text, &inline);
    let end = match &block {
        // Nothing but the block: it begins right after the box.
        Some(block) => end
            .filter(|end| *end <= block.span.start)
            .or(empty)
            .unwrap_or(block.span.start),
        None => end.or(empty)?,
    };
    Some(Slot {
        kind,
        id: block
            .as_ref()
            .and_then(|block| block.id.as_ref())
            .map(|id| id.value.clone()),
        new: false,
        words: plain(&inline),
        block,
        end,
    })
}

/// Where inline events end, without the white space behind them.
fn end_of(text: &str, inline: &[Ev<'_>]) -> Option<usize> {
    let shown = inline
        .iter()
        .enumerate()
        .filter(|(at, (event, span))| match event {
            Event::Start(_) => matching_end(inline, *at) < inline.len(),
            Event::End(TagEnd::Paragraph) => false,
            _ => !span.is_empty(),
        });
    let end = shown.map(|(_, (_, span))| span.end).max()?;
    let start = inline.iter().map(|(_, span)| span.start).min()?;
    let written = text.get(start..end)?;
    Some(start + written.trim_end().len())
}
