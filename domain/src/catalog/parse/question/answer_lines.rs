//! The lines under a `text` or `number` question: `= answer`, `accept: …`, `reject: …`.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::catalog::parse::markdown::document::Ev;
use crate::catalog::parse::settings::keys::At;
use crate::folding;

/// What such lines say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AnswerLines {
    /// Each `=` line, what follows the sign.
    pub answers: Vec<At<String>>,
    /// The author's own tests: whether it must be accepted, and the answer.
    pub tests: Vec<(bool, At<String>)>,
}

enum Line {
    Answer(Range<usize>),
    Test(bool, Range<usize>),
}

/// Takes the answer lines out of a paragraph; returns what is left of it.
pub(crate) fn take<'a>(text: &str, paragraph: &[Ev<'a>], lines: &mut AnswerLines) -> Vec<Ev<'a>> {
    let Some(((Event::Start(Tag::Paragraph), span), _)) = paragraph.split_first() else {
        return paragraph.to_vec();
    };
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut start = span.start;
    for written in text.get(span.clone()).unwrap_or_default().split_inclusive('\n') {
        let whole = start..start + written.len();
        start = whole.end;
        let Some(line) = classify(written, whole.start) else {
            continue;
        };
        let at = |range: Range<usize>| At {
            value: text[range.clone()].to_owned(),
            span: range,
        };
        match line {
            Line::Answer(range) => lines.answers.push(at(range)),
            Line::Test(accept, range) => lines.tests.push((accept, at(range))),
        }
        taken.push(whole);
    }
    if taken.is_empty() {
        return paragraph.to_vec();
    }
    let inner = &paragraph[1..paragraph.len() - 1];
    let mut left: Vec<Ev<'a>> = inner
        .iter()
        .filter(|(_, span)| !taken.iter().any(|line| line.contains(&span.start)))
        .cloned()
        .collect();
    while matches!(left.last(), Some((Event::SoftBreak | Event::HardBreak, _))) {
        left.pop();
    }
    if left.is_empty() {
        return left;
    }
    left.insert(0, paragraph[0].clone());
    left.push(paragraph[paragraph.len() - 1].clone());
    left
}

fn classify(written: &str, start: usize) -> Option<Line> {
    let line = written.trim_start();
    let indent = written.len() - line.len();
    let content = |skip: usize| {
        let rest = &line[skip..];
        let from = start + indent + skip + (rest.len() - rest.trim_start().len());
        from..from + rest.trim().len()
    };
    for sign in ["=", "＝"] {
        // With a space after it: `=SUM(A1)` is a formula.
        if line
            .strip_prefix(sign)
            .is_some_and(|rest| rest.starts_with(char::is_whitespace))
        {
            return Some(Line::Answer(content(sign.len())));
        }
    }
    for (word, accept) in [("accept", true), ("reject", false)] {
        for colon in [":", "："] {
            if line
                .strip_prefix(word)
                .is_some_and(|rest| rest.starts_with(colon))
            {
                return Some(Line::Test(accept, content(word.len() + colon.len())));
            }
        }
    }
    None
}

/// The alternatives of an answer line: `パスワード | password`.
pub(crate) fn alternatives(answer: &str) -> impl Iterator<Item = &str> {
    answer
        .split(['|', '｜'])
        .map(folding::trimmed)
        .filter(|answer| !answer.is_empty())
}
