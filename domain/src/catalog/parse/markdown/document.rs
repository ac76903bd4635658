//! A markdown text as a list of events with their places in the file, its headings and footnotes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::attributes::{self, Attributes};
use super::mapped::Mapped;
use crate::catalog::furigana;

/// An event and where it stands in the file.
pub(crate) type Ev<'a> = (Event<'a>, Range<usize>);

/// A heading.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    pub level: u8,
    pub span: Range<usize>,
    pub attributes: Option<Attributes>,
    /// Its id in the page.
    pub anchor: String,
}

impl Heading {
    pub fn is_question(&self) -> bool {
        self.attributes
            .as_ref()
            .is_some_and(|attributes| attributes.has_class("question"))
    }
}

/// A markdown text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document<'a> {
    pub events: Vec<Ev<'a>>,
    /// By where they start.
    pub headings: BTreeMap<usize, Heading>,
    /// Definitions by label: their events.
    pub footnotes: BTreeMap<String, Range<usize>>,
}

/// Reads the markdown of `text` from `body` on.
pub(crate) fn load(text: &str, body: usize) -> Document<'static> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut events: Vec<Ev<'static>> = Parser::new_ext(&hide_braces(&text[body..]), options)
        .into_offset_iter()
        .map(|(event, span)| {
            (
                literal_brace(text, span.start + body, show_braces(event.into_static())),
                span.start + body..span.end + body,
            )
        })
        .collect();
    let mut document = Document::default();
    let mut anchors = BTreeSet::new();
    let mut footnote = Vec::new();
    let mut at = 0;
    while at < events.len() {
        match &events[at].0 {
            Event::Start(Tag::Heading { level, .. }) => {
                let level = *level as u8;
                let end = matching_end(&events, at);
                let span = events[at].1.clone();
                let attributes = cut_attributes(text, &mut events[at + 1..end]);
                let wish = attributes.as_ref().and_then(|attributes| attributes.id.as_ref());
                let slug = match wish {
                    Some(id) => id.value.clone(),
                    None => slug(&plain(&events[at + 1..end])),
                };
                let anchor = unique(slug, &mut anchors);
                document.headings.insert(
                    span.start,
                    Heading {
                        level,
                        span,
                        attributes,
                        anchor,
                    },
                );
                at = end;
            }
            Event::Start(Tag::FootnoteDefinition(label)) => footnote.push((label.to_string(), at + 1)),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, start)) = footnote.pop() {
                    document.footnotes.entry(label).or_insert(start..at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    document.events = events;
    document
}

/// Braces are punctuation, and stars beside punctuation in the middle of a Japanese sentence make
/// nothing bold. So while the markdown is read, the braces of furigana beside a star are control
/// characters, as long as braces are; files have no others.
const HIDDEN: [(char, char); 2] = [('{', '\u{1}'), ('}', '\u{2}')];

fn hide_braces(markdown: &str) -> String {
    let mut bytes = markdown.as_bytes().to_vec();
    let mark = |at: Option<usize>| {
        at.and_then(|at| markdown.as_bytes().get(at))
            .is_some_and(|byte| b"*_~".contains(byte))
    };
    for piece in furigana::pieces(markdown) {
        if let furigana::Piece::Ruby { whole, .. } = piece
            && !markdown[..whole.start].ends_with('\\')
            && (mark(whole.start.checked_sub(1)) || mark(Some(whole.end)))
        {
            bytes[whole.start] = 1;
            bytes[whole.end - 1] = 2;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| markdown.to_owned())
}

/// A brace behind a backslash means itself, also where a bar and another brace follow.
fn literal_brace(text: &str, at: usize, event: Event<'static>) -> Event<'static> {
    match event {
        Event::Text(shown) if shown.starts_with('{') && text[..at].ends_with('\\') => {
            let rest = &text[at..];
            let inner = &rest[..rest.find(['}', '\n']).unwrap_or(0)];
            if !inner.contains(['|', '｜']) || inner.ends_with('\\') {
                return Event::Text(shown);
            }
            Event::Text(format!("{}{}", furigana::LITERAL, &shown[1..]).into())
        }
        other => other,
    }
}

fn show_braces(event: Event<'static>) -> Event<'static> {
    let shown = |text: CowStr<'static>| -> CowStr<'static> {
        if !text.contains(['\u{1}', '\u{2}']) {
            return text;
        }
        HIDDEN
            .iter()
            .fold(text.to_string(), |text, (brace, hidden)| {
                text.replace(*hidden, &brace.to_string())
            })
            .into()
    };
    match event {
        Event::Text(text) => Event::Text(shown(text)),
        Event::Code(text) => Event::Code(shown(text)),
        Event::Html(text) => Event::Html(shown(text)),
        Event::InlineHtml(text) => Event::InlineHtml(shown(text)),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(shown(info))))
        }
        other => other,
    }
}

/// The index of the `End` of the `Start` at `start`; the last index if there is none.
pub(crate) fn matching_end(events: &[Ev<'_>], start: usize) -> usize {
    let mut depth = 0usize;
    for (at, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    events.len().saturating_sub(1)
}

/// Splits events into the blocks of the top level; inline events stand alone.
pub(crate) fn blocks<'e, 'a>(events: &'e [Ev<'a>]) -> Vec<&'e [Ev<'a>]> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < events.len() {
        let end = match events[at].0 {
            Event::Start(_) => matching_end(events, at),
            _ => at,
        };
        blocks.push(&events[at..=end]);
        at = end + 1;
    }
    blocks
}

/// Where some events stand.
pub(crate) fn extent(events: &[Ev<'_>]) -> Range<usize> {
    let start = events.iter().map(|(_, span)| span.start).min().unwrap_or(0);
    let end = events.iter().map(|(_, span)| span.end).max().unwrap_or(start);
    start..end
}

/// Takes the attribute block from the end of inline events, and its text out of them.
pub(crate) fn cut_attributes(text: &str, inline: &mut [Ev<'_>]) -> Option<Attributes> {
    let last = inline.iter().map(|(_, span)| span.end).max()?;
    let first = inline.iter().map(|(_, span)| span.start).min()?;
    // Braces in code at the very end belong to the code.
    if matches!(inline.last(), Some((Event::Code(_), _))) {
        return None;
    }
    let found = attributes::trailing(text, first..last)?;
    let keep = first + text[first..found.span.start].trim_end().len();
    for (event, span) in inline.iter_mut() {
        if span.start >= keep && !matches!(event, Event::Start(_) | Event::End(_)) {
            *event = Event::Text("".into());
            *span = keep..keep;
        } else if let Event::Text(written) = event
            && span.end > keep
            && written.len() == span.len()
        {
            let kept = written.get(..keep - span.start).unwrap_or_default().to_owned();
            *event = Event::Text(kept.into());
            span.end = keep;
        }
    }
    Some(found)
}

/// The words of some events, without markup and readings.
pub(crate) fn plain(events: &[Ev<'_>]) -> String {
    let mut plain = String::new();
    let mut at = 0;
    while at < events.len() {
        match &events[at].0 {
            Event::Text(_) => {
                let (mapped, next) = gather_text(events, at);
                plain.push_str(&furigana::to_plain(&mapped.text));
                at = next;
                continue;
            }
            Event::Code(code) => plain.push_str(code),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
        at += 1;
    }
    plain.trim().to_owned()
}

/// The text of the `Text` events from `start` on that follow each other, and the index after them.
pub(crate) fn gather_text(events: &[Ev<'_>], start: usize) -> (Mapped, usize) {
    let mut mapped = Mapped::default();
    let mut at = start;
    while let Some((Event::Text(text), span)) = events.get(at) {
        // In a table a bar is written `\|`; furigana with it is meant as furigana.
        let escaped_bar = span.start == mapped.end() + 1 && text.starts_with('|');
        if at > start && !mapped.continues(span) && !escaped_bar {
            break;
        }
        mapped.push(text, span.clone());
        at += 1;
    }
    (mapped, at)
}

/// The id of a heading from its words, as git hosts make it.
fn slug(words: &str) -> String {
    let slug: String = words
        .to_lowercase()
        .chars()
        .filter_map(|letter| match letter {
            ' ' | '-' => Some('-'),
            '_' => Some('_'),
            letter if letter.is_alphanumeric() => Some(letter),
            _ => None,
        })
        .collect();
    if slug.is_empty() {
        "section".to_owned()
    } else {
        slug
    }
}

fn unique(wish: String, taken: &mut BTreeSet<String>) -> String {
    let mut name = wish.clone();
    let mut count = 1;
    while !taken.insert(name.clone()) {
        name = format!("{wish}-{count}");
        count += 1;
    }
    name
}
