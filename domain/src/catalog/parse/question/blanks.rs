//! Gaps in a question's text: `[[answer|another answer]]`.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::catalog::diagnostic::Message;
use crate::catalog::furigana;
use crate::catalog::model::Blank;
use crate::catalog::parse::markdown::document::Ev;
use crate::catalog::parse::markdown::page::Page;

/// Takes the gaps out of the events; where each stood is an `InlineMath` event with its number, which
/// no markdown of a course file gives, and the renderer writes as `<x-blank>`.
pub(crate) fn take<'a>(page: &mut Page<'_>, events: Vec<Ev<'a>>) -> (Vec<Ev<'a>>, Vec<Blank>) {
    let text = page.text();
    let gaps = find(text, &events);
    if gaps.is_empty() {
        return (events, Vec::new());
    }
    let mut blanks: Vec<Blank> = Vec::new();
    for gap in &gaps {
        let inner = gap.start + 2..gap.end - 2;
        let accepted = alternatives(text.get(inner).unwrap_or_default());
        if accepted.is_empty() {
            let message = Message::new("空欄の答えがありません。", "This gap has no answer.");
            page.sink
                .error("K0423", gap.clone(), message)
                .help("例: [[C|c]]", "For example: [[C|c]]");
        }
        blanks.push(Blank {
            id: (blanks.len() + 1).to_string(),
            accepted,
        });
    }
    let mut out = Vec::with_capacity(events.len());
    let mut next = 0;
    for (event, span) in events {
        let Event::Text(written) = &event else {
            let inside = gaps
                .iter()
                .any(|gap| gap.start < span.start && span.end < gap.end);
            if !inside {
                out.push((event, span));
            }
            continue;
        };
        let mut from = span.start;
        let plain = written.len() == span.len();
        while let Some(gap) = gaps.get(next).filter(|gap| gap.start < span.end) {
            if plain && from < gap.start {
                out.push(part(text, from..gap.start));
            }
            if gap.start >= span.start {
                out.push((Event::InlineMath((next + 1).to_string().into()), gap.clone()));
            }
            from = gap.end;
            if gap.end > span.end {
                break;
            }
            next += 1;
        }
        // A gap that began in an earlier event may end in this one.
        if let Some(gap) = gaps
            .get(next.saturating_sub(1))
            .filter(|gap| gap.end > from && gap.start < span.start)
        {
            from = gap.end;
        }
        if from == span.start {
            out.push((event, span));
        } else if plain && from < span.end {
            out.push(part(text, from..span.end));
        }
    }
    (out, blanks)
}

fn part<'a>(text: &str, range: Range<usize>) -> Ev<'a> {
    let written = text.get(range.clone()).unwrap_or_default().to_owned();
    (Event::Text(written.into()), range)
}

/// Where the gaps stand: `[[` begins in text, not in code, and `]]` follows on the same line.
fn find(text: &str, events: &[Ev<'_>]) -> Vec<Range<usize>> {
    let mut gaps: Vec<Range<usize>> = Vec::new();
    for (event, span) in events {
        if !matches!(event, Event::Text(_)) {
            continue;
        }
        let mut from = gaps.last().map_or(span.start, |gap| gap.end.max(span.start));
        while from < span.end
            && let Some(start) = text.get(from..).and_then(|rest| rest.find("[["))
            && from + start < span.end
        {
            let start = from + start;
            let line = text.get(start..).unwrap_or_default();
            let line = line.split('\n').next().unwrap_or_default();
            let Some(length) = line.find("]]") else { break };
            gaps.push(start..start + length + 2);
            from = start + length + 2;
        }
    }
    gaps
}

/// The accepted answers: parted by bars that are not of furigana. Of furigana, both the word and its
/// reading are accepted.
fn alternatives(inner: &str) -> Vec<String> {
    let mut answers = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, letter) in inner.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '|' | '｜' if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    for part in parts {
        // In a table a bar is written `\|`.
        let part = part.trim().trim_end_matches('\\').trim();
        for answer in [furigana::to_plain(part), furigana::to_reading(part)] {
            if !answer.is_empty() && !answers.contains(&answer) {
                answers.push(answer);
            }
        }
    }
    answers
}
