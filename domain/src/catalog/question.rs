//! One question of one language: its heading, its key and its texts.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::alerts::{self, Marker};
use super::answer_lines::{self, AnswerLines};
use super::choices::{self, DraftChoice};
use super::diagnostic::Message;
use super::keys::At;
use super::markdown::document::{Document, Ev, Heading, plain};
use super::markdown::page::Page;
use super::markdown::render::{Footnotes, render, render_footnotes};
use super::model::{Choice, QuestionKind, QuestionText};
use super::number;
use super::question_attributes::{self, Type, Written, check_id};

/// A question of one language.
#[derive(Clone, Debug)]
pub(super) struct DraftQuestion {
    pub id: At<String>,
    pub written: Written,
    /// Nothing if it cannot be answered; that has been reported.
    pub kind: Option<QuestionKind>,
    /// Where the choices stand: the id, and the box.
    pub choices: BTreeMap<String, (Range<usize>, Range<usize>)>,
    pub tests: Vec<(bool, At<String>)>,
    pub text: QuestionText,
}

/// The parts of a question as they are found.
#[derive(Default)]
struct Parts<'a> {
    body: Vec<Ev<'a>>,
    choices: Vec<DraftChoice>,
    lines: AnswerLines,
    hints: Vec<String>,
    explanation: Option<String>,
    rubric: Option<Range<usize>>,
}

/// Reads the question of a heading with the blocks below it. `number` is its place in the file.
pub(super) fn parse<'a>(
    document: &Document<'a>,
    page: &mut Page<'_>,
    heading: &Heading,
    title: &[Ev<'a>],
    blocks: &[&[Ev<'a>]],
    number: usize,
) -> DraftQuestion {
    let id = id(page, heading, number);
    let written = question_attributes::read(&mut page.sink, heading.attributes.as_ref());
    let mut footnotes = Footnotes::new(&id.value);
    let title_html = render(document, page, &mut footnotes, title).trim().to_owned();
    let mut parts = Parts::default();
    for block in blocks {
        part(document, page, &mut footnotes, block, &mut parts);
    }
    let mut body_html = render(document, page, &mut footnotes, &parts.body);
    body_html.push_str(&render_footnotes(document, page, &mut footnotes));
    choices::check(page, &parts.choices);
    let kind = kind(page, heading, &written, &parts);
    let choice_spans = parts
        .choices
        .iter()
        .map(|choice| {
            (
                choice.id.value.clone(),
                (choice.id.span.clone(), choice.mark.clone()),
            )
        })
        .collect();
    let text = QuestionText {
        title: plain(title),
        title_html,
        body_html,
        choices: parts
            .choices
            .into_iter()
            .map(|choice| (choice.id.value, choice.text))
            .collect(),
        hints: parts.hints,
        explanation_html: parts.explanation,
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
    parts: &mut Parts<'a>,
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
            Some((Marker::Rubric, _, span)) => parts.rubric = Some(span),
            Some((Marker::Alert | Marker::Unknown, _, _)) | None => parts.body.extend_from_slice(block),
        },
        _ => parts.body.extend_from_slice(block),
    }
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

/// How the question is answered.
fn kind(
    page: &mut Page<'_>,
    heading: &Heading,
    written: &Written,
    parts: &Parts<'_>,
) -> Option<QuestionKind> {
    let place = line(page.text(), &heading.span);
    let declared = written.kind.as_ref().map(|kind| kind.value);
    if declared == Some(Type::Later) || parts.rubric.is_some() {
        let declared_at = written.kind.as_ref().map(|kind| kind.span.clone());
        return unsupported(page, declared_at.or(parts.rubric.clone()).unwrap_or(place));
    }
    if let (false, Some(answer)) = (parts.choices.is_empty(), parts.lines.answers.first()) {
        let message = Message::new(
            "選択肢と「=」の行の両方があります。",
            "This question has both choices and a line with \"=\".",
        );
        page.sink.error("K0416", answer.span.clone(), message);
    }
    let wants_choices = matches!(declared, Some(Type::Single | Type::Multiple));
    let wants_line = matches!(declared, Some(Type::Text | Type::Number));
    if !wants_line && !parts.choices.is_empty() {
        return choice_kind(page, place, declared, &parts.choices);
    }
    if !wants_choices && !parts.lines.answers.is_empty() {
        return line_kind(page, written, declared, &parts.lines.answers);
    }
    if let Some(span) = blanks(page.text(), &parts.body) {
        return unsupported(page, span);
    }
    page.sink
        .error(
            "K0413",
            place,
            Message::new("答え方がありません。", "There is no way to answer this question."),
        )
        .help(
            "選択肢（- [ ] … {#id}）か、答えの行（= …）を書いてください。",
            "Write choices (- [ ] … {#id}) or a line with the answer (= …).",
        );
    None
}

fn unsupported(page: &mut Page<'_>, span: Range<usize>) -> Option<QuestionKind> {
    page.sink
        .error(
            "K0404",
            span,
            Message::new(
                "この種類の問題は、まだ使えません。",
                "This question type is not supported yet.",
            ),
        )
        .help(
            "使えるのは single, multiple, text, number です。",
            "Supported are single, multiple, text, number.",
        );
    None
}

/// A gap, `[[…]]`, in the question's text.
fn blanks(text: &str, body: &[Ev<'_>]) -> Option<Range<usize>> {
    body.iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Paragraph)))
        .find_map(|(_, span)| {
            let written = text.get(span.clone())?;
            let start = written.find("[[")?;
            let end = written[start..].find("]]")? + 2;
            Some(span.start + start..span.start + start + end)
        })
}

fn choice_kind(
    page: &mut Page<'_>,
    place: Range<usize>,
    declared: Option<Type>,
    drafts: &[DraftChoice],
) -> Option<QuestionKind> {
    let right = drafts.iter().filter(|choice| choice.correct).count();
    let sink = &mut page.sink;
    if right == 0 {
        sink.error(
            "K0405",
            place,
            Message::new("正しい選択肢がありません。", "No choice is marked as right."),
        )
        .help(
            "正しいものを [x] にしてください。",
            "Mark the right one with [x].",
        );
    } else if drafts.len() == 1 {
        let message = Message::new("選択肢が1つしかありません。", "There is only one choice.");
        sink.error("K0417", place, message);
    } else if right == drafts.len() {
        let message = Message::new("すべての選択肢が正解です。", "All choices are right.");
        sink.warning("K0406", place, message);
    } else if declared == Some(Type::Single) && right > 1 {
        let second = drafts.iter().filter(|choice| choice.correct).nth(1);
        let span = second.map_or(place, |choice| choice.mark.clone());
        let message = Message::new(
            "type=single なのに正解が2つ以上あります。",
            "More than one choice is right, but type=single.",
        );
        sink.error("K0414", span, message);
    }
    let multiple = declared == Some(Type::Multiple) || (declared.is_none() && right > 1);
    let choices = drafts
        .iter()
        .map(|choice| Choice {
            id: choice.id.value.clone(),
            correct: choice.correct,
        })
        .collect();
    Some(if multiple {
        QuestionKind::Multiple { choices }
    } else {
        QuestionKind::Single { choices }
    })
}

fn line_kind(
    page: &mut Page<'_>,
    written: &Written,
    declared: Option<Type>,
    answers: &[At<String>],
) -> Option<QuestionKind> {
    let first = answers.first()?;
    let number = number::parse(&first.value);
    let number = match declared {
        Some(Type::Number) => Some(number),
        Some(_) => None,
        None => (answers.len() == 1)
            .then(|| number.filter(|number| number.plain))
            .flatten()
            .map(Some),
    };
    match number {
        Some(Some(number)) if answers.len() == 1 => Some(QuestionKind::Number {
            value: number.value,
            tolerance: number.tolerance,
            unit: number.unit,
        }),
        Some(_) => {
            let wrong = answers.get(1).unwrap_or(first);
            page.sink
                .error(
                    "K0415",
                    wrong.span.clone(),
                    Message::new(
                        "数の答えは1つの数でなければなりません。",
                        "The answer must be one number.",
                    ),
                )
                .help("例: = 42 ± 0.5 cm", "For example: = 42 ± 0.5 cm");
            None
        }
        None => {
            let answers = answers
                .iter()
                .flat_map(|answer| answer_lines::alternatives(&answer.value));
            let accepted: Vec<String> = answers.map(str::to_owned).collect();
            if accepted.is_empty() {
                let message = Message::new("答えが空です。", "The answer is empty.");
                page.sink.error("K0413", first.span.clone(), message);
                return None;
            }
            Some(QuestionKind::Text {
                accepted,
                exact: written.exact,
            })
        }
    }
}
