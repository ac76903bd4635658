//! One question of one language: its heading, its key and its texts.

mod answer_lines;
pub(crate) mod attributes;
mod blanks;
pub(crate) mod check_answers;
pub(crate) mod choices;
mod kind;
mod number;
pub(crate) mod pairs;
mod parts;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use self::attributes::{Type, Written};
use self::choices::DraftChoice;
use self::parts::Parts;
use super::id::check_id;
use super::markdown::alerts::{self, Marker};
use super::markdown::document::{Document, Ev, Heading, blocks, plain};
use super::markdown::page::{Page, Tables};
use super::markdown::render::{Footnotes, render, render_footnotes};
use super::settings::keys::At;
use crate::catalog::diagnostic::Message;
use crate::catalog::model::{ChoiceText, QuestionKind, QuestionText};

/// A question of one language.
#[derive(Clone, Debug)]
pub(crate) struct DraftQuestion {
    pub id: At<String>,
    pub written: Written,
    /// Nothing if it cannot be answered; that has been reported.
    pub kind: Option<QuestionKind>,
    /// Where the choices stand: the id, and the box.
    pub choices: BTreeMap<String, (Range<usize>, Range<usize>)>,
    pub tests: Vec<(bool, At<String>)>,
    pub text: QuestionText,
}

/// Reads the question of a heading with the blocks below it. `number` is its place in the file; in a
/// survey, a question is one of opinion unless it says otherwise.
pub(crate) fn parse<'a>(
    document: &Document<'a>,
    page: &mut Page<'_>,
    heading: &Heading,
    title: &[Ev<'a>],
    below: &[&[Ev<'a>]],
    (number, survey): (usize, bool),
) -> DraftQuestion {
    let id = id(page, heading, number);
    let mut written = attributes::read(&mut page.sink, heading.attributes.as_ref());
    if survey && written.kind.is_none() {
        written.kind = Some(At {
            value: Type::Survey,
            span: id.span.clone(),
        });
    }
    let declared = written.kind.as_ref().map(|kind| kind.value);
    let mut footnotes = Footnotes::new(&id.value);
    let tables = Tables {
        question: Some(plain(title)),
        written: 0,
    };
    let tables = std::mem::replace(&mut page.tables, tables);
    let title_html = render(document, page, &mut footnotes, title).trim().to_owned();
    let mut parts = Parts::default();
    for block in below {
        part(document, page, &mut footnotes, block, (declared, &mut parts));
    }
    let body = std::mem::take(&mut parts.body);
    let (body, found) = blanks::take(page, body);
    parts.blanks = found;
    let mut body_html = render(document, page, &mut footnotes, &body);
    body_html.push_str(&render_footnotes(document, page, &mut footnotes));
    page.tables = tables;
    choices::check(page, &parts.choices);
    choices::check(page, &parts.rubric);
    pairs::check(page, &parts.parts);
    let kind = kind::kind(page, line(page.text(), &heading.span), &written, &parts);
    let spans = |choice: &DraftChoice| {
        (
            choice.id.value.clone(),
            (choice.id.span.clone(), choice.mark.clone()),
        )
    };
    let choice_spans = (parts.choices.iter().chain(&parts.rubric).map(spans))
        .chain(
            parts
                .parts
                .iter()
                .map(|part| (part.id.value.clone(), (part.id.span.clone(), part.span.clone()))),
        )
        .collect();
    let lefts = parts
        .parts
        .iter()
        .filter(|part| !part.left.is_empty())
        .map(|part| (part.id.value.clone(), part.left.clone()))
        .collect();
    let rights = parts.parts.into_iter().map(|part| {
        let text = ChoiceText {
            html: part.right,
            feedback_html: None,
        };
        (part.id.value, text)
    });
    let text = QuestionText {
        title: plain(title),
        title_html,
        body_html,
        choices: parts
            .choices
            .into_iter()
            .chain(parts.rubric)
            .map(|choice| (choice.id.value, choice.text))
            .chain(rights)
            .collect(),
        lefts,
        columns: parts.columns,
        unit: match &kind {
            Some(QuestionKind::Number { unit, .. }) => unit.clone(),
            Some(_) | None => None,
        },
        hints: parts.hints,
        explanation_html: parts.explanation,
        tests: parts.lines.tests.len(),
    };
    DraftQuestion {
        id,
        written,
        kind,
        choices: choice_spans,
        tests: parts.lines.tests,
        text,
    }
}

fn id(page: &mut Page<'_>, heading: &Heading, number: usize) -> At<String> {
    if let Some(id) = heading
        .attributes
        .as_ref()
        .and_then(|attributes| attributes.id.clone())
    {
        check_id(&mut page.sink, &id);
        return id;
    }
    let span = line(page.text(), &heading.span);
    page.sink
        .error(
            "K0401",
            span.clone(),
            Message::new("問題にidがありません。", "This question has no id."),
        )
        .help(
            "見出しの終わりに {#名前} を付けてください。例: {#open-icon}",
            "Add one at the end of the heading, such as {#open-icon}.",
        );
    At {
        value: format!("question-{number}"),
        span,
    }
}

/// The first line of a span, without its end.
fn line(text: &str, span: &Range<usize>) -> Range<usize> {
    let written = text.get(span.clone()).unwrap_or_default();
    let length = written.lines().next().map_or(0, |line| line.trim_end().len());
    span.start..span.start + length
}

/// Puts one block of a question where it belongs.
fn part<'a>(
    document: &Document<'a>,
    page: &mut Page<'_>,
    footnotes: &mut Footnotes,
    block: &[Ev<'a>],
    (declared, parts): (Option<Type>, &mut Parts<'a>),
) {
    match block.first() {
        Some((Event::Start(Tag::Paragraph), _)) => {
            parts
                .body
                .extend(answer_lines::take(page.text(), block, &mut parts.lines));
        }
        Some((Event::Start(Tag::List(_)), _)) if choices::is_task_list(block) => {
            choices::read(document, page, footnotes, block, &mut parts.choices);
        }
        _ if declared == Some(Type::Match) && parts.parts.is_empty() && pairs::is_table(block) => {
            parts.columns = pairs::read_pairs(document, page, footnotes, block, &mut parts.parts);
        }
        _ if declared == Some(Type::Order) && parts.parts.is_empty() && pairs::is_numbered(block) => {
            pairs::read_steps(document, page, footnotes, block, &mut parts.parts);
        }
        Some((Event::Start(Tag::BlockQuote(None)), _)) => match alerts::marker(page.text(), &block[1..]) {
            Some((Marker::Hint, _, span)) => {
                let content = after_marker(block, span.end);
                parts.hints.push(render(document, page, footnotes, &content));
            }
            Some((Marker::Explanation, _, span)) => {
                let content = after_marker(block, span.end);
                let html = render(document, page, footnotes, &content);
                parts.explanation.get_or_insert_default().push_str(&html);
            }
            Some((Marker::Rubric, _, span)) => {
                for block in blocks(&block[1..block.len() - 1]) {
                    if choices::is_task_list(block) {
                        choices::read(document, page, footnotes, block, &mut parts.rubric);
                    }
                }
                parts.rubric_at = Some(span);
            }
            Some((Marker::Alert | Marker::Unknown, _, _)) => parts.body.extend_from_slice(block),
            None => {
                if !parts.choices.is_empty() {
                    stray_feedback(page, block);
                }
                parts.body.extend_from_slice(block);
            }
        },
        _ => parts.body.extend_from_slice(block),
    }
}

/// A quote after the choices was meant for one of them: it would stand above them all.
fn stray_feedback(page: &mut Page<'_>, quote: &[Ev<'_>]) {
    let Some((_, span)) = quote.first() else { return };
    let span = line(page.text(), span);
    page.sink
        .warning(
            "K0428",
            span,
            Message::new(
                "この引用は、どの選択肢のものでもありません。問題の文として、選択肢の上に出ます。",
                "This quote belongs to no choice. It is shown above the choices, as part of the question.",
            ),
        )
        .help(
            "選択肢への言葉なら、> の前に空白を2つ入れてください。",
            "If it answers a choice, put two spaces before the >.",
        );
}

/// The content of a quote without its marker.
fn after_marker<'a>(quote: &[Ev<'a>], marker_end: usize) -> Vec<Ev<'a>> {
    let mut content: Vec<Ev<'a>> = quote[1..quote.len() - 1]
        .iter()
        .filter(|(event, span)| match event {
            Event::Start(_) | Event::End(_) => true,
            _ => span.start >= marker_end,
        })
        .cloned()
        .collect();
    // The first paragraph may begin with the break after the marker, or be empty now.
    if matches!(content.get(1), Some((Event::SoftBreak | Event::HardBreak, _))) {
        content.remove(1);
    }
    if matches!(content.get(1), Some((Event::End(TagEnd::Paragraph), _))) {
        content.drain(..2);
    }
    content
}
