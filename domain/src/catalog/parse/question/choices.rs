//! The choices of a question: a task list, each item with its id and its feedback.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::catalog::diagnostic::Message;
use crate::catalog::model::ChoiceText;
use crate::catalog::parse::id::check_id;
use crate::catalog::parse::markdown::attributes::Attributes;
use crate::catalog::parse::markdown::document::{Document, Ev, blocks, cut_attributes, extent};
use crate::catalog::parse::markdown::page::Page;
use crate::catalog::parse::markdown::render::{Footnotes, render};
use crate::catalog::parse::settings::keys::At;

/// A choice of one language.
#[derive(Clone, Debug)]
pub(crate) struct DraftChoice {
    pub id: At<String>,
    pub correct: bool,
    /// The box, `[x]`.
    pub mark: Range<usize>,
    pub text: ChoiceText,
    span: Range<usize>,
}

/// Whether a block is a task list.
pub(crate) fn is_task_list(block: &[Ev<'_>]) -> bool {
    matches!(block.first(), Some((Event::Start(Tag::List(_)), _)))
        && items(block).iter().any(|item| mark(item).is_some())
}

/// The items of a list.
pub(crate) fn items<'e, 'a>(list: &'e [Ev<'a>]) -> Vec<&'e [Ev<'a>]> {
    blocks(&list[1..list.len().saturating_sub(1).max(1)])
}

/// The box of an item.
fn mark(item: &[Ev<'_>]) -> Option<(bool, Range<usize>)> {
    item.iter().take(3).find_map(|(event, span)| match event {
        Event::TaskListMarker(correct) => Some((*correct, span.clone())),
        _ => None,
    })
}

/// Reads the choices of a task list into `choices`.
pub(crate) fn read<'a>(
    document: &Document<'a>,
    page: &mut Page<'_>,
    footnotes: &mut Footnotes,
    list: &[Ev<'a>],
    choices: &mut Vec<DraftChoice>,
) {
    for item in items(list) {
        let Some((correct, mark)) = mark(item) else {
            let span = extent(&item[..1]);
            let first_line = page.text().get(span.clone()).and_then(|text| text.lines().next());
            let length = first_line.map_or(0, str::len);
            let message = Message::new(
                "選択肢に [ ] か [x] がありません。",
                "This choice has neither [ ] nor [x].",
            );
            page.sink.error("K0410", span.start..span.start + length, message);
            continue;
        };
        let number = choices.len() + 1;
        choices.push(choice(document, page, footnotes, item, (correct, mark), number));
    }
}

fn choice<'a>(
    document: &Document<'a>,
    page: &mut Page<'_>,
    footnotes: &mut Footnotes,
    item: &[Ev<'a>],
    (correct, mark): (bool, Range<usize>),
    number: usize,
) -> DraftChoice {
    let inner: Vec<Ev<'a>> = item[1..item.len() - 1]
        .iter()
        .filter(|(event, span)| !(matches!(event, Event::TaskListMarker(_)) && *span == mark))
        .cloned()
        .collect();
    let (mut inline, rest) = first_line(&inner);
    let attributes = cut_attributes(page.text(), &mut inline);
    let span = if inline.is_empty() {
        mark.clone()
    } else {
        extent(&inline)
    };
    let mut html = render(document, page, footnotes, &inline).trim().to_owned();
    let mut feedback = String::new();
    for block in blocks(rest) {
        match block.first() {
            Some((Event::Start(Tag::BlockQuote(None)), _)) => {
                feedback.push_str(&render(document, page, footnotes, &block[1..block.len() - 1]));
            }
            _ => html.push_str(&render(document, page, footnotes, block)),
        }
    }
    let id = given_id(page, attributes.as_ref(), span.clone(), ("choice", number));
    let feedback_html = (!feedback.is_empty()).then_some(feedback);
    DraftChoice {
        id,
        correct,
        mark,
        text: ChoiceText { html, feedback_html },
        span,
    }
}

/// The id in the braces of a choice, pair, step or rubric point; a missing one is reported at `place`.
pub(crate) fn given_id(
    page: &mut Page<'_>,
    attributes: Option<&Attributes>,
    place: Range<usize>,
    (what, number): (&str, usize),
) -> At<String> {
    if let Some(attributes) = attributes {
        let classes = attributes.classes.iter();
        for extra in attributes.pairs.iter().map(|(key, _)| key).chain(classes) {
            let message = Message::new(
                "ここに書けるのは {#id} だけです。",
                "Only an {#id} may stand here.",
            );
            page.sink.error("K0403", extra.span.clone(), message);
        }
    }
    if let Some(id) = attributes.and_then(|attributes| attributes.id.clone()) {
        check_id(&mut page.sink, &id);
        return id;
    }
    let message = match what {
        "choice" => Message::new("選択肢にidがありません。", "This choice has no id."),
        "pair" => Message::new("組にidがありません。", "This pair has no id."),
        "step" => Message::new("手順にidがありません。", "This step has no id."),
        _ => Message::new(
            "採点の項目にidがありません。",
            "This point of the rubric has no id.",
        ),
    };
    page.sink.error("K0407", place.clone(), message).help(
        "終わりに {#名前} を付けてください。例: {#twice}",
        "Add one at its end, such as {#twice}.",
    );
    At {
        value: format!("{what}-{number}"),
        span: place,
    }
}

/// The inline events an item begins with, and what follows.
pub(crate) fn first_line<'e, 'a>(inner: &'e [Ev<'a>]) -> (Vec<Ev<'a>>, &'e [Ev<'a>]) {
    if let Some((Event::Start(Tag::Paragraph), _)) = inner.first() {
        let end = inner
            .iter()
            .position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)));
        let end = end.unwrap_or(inner.len() - 1);
        return (inner[1..end].to_vec(), &inner[end + 1..]);
    }
    let inline = inner.iter().position(|(event, _)| match event {
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::Rule => true,
        _ => false,
    });
    let end = inline.unwrap_or(inner.len());
    (inner[..end].to_vec(), &inner[end..])
}

/// Ids of right choices that say so. A direction, too, is another word: `right-side`.
const RIGHT: &[&str] = &["right", "correct", "answer", "solution"];
/// Ids of wrong choices that say so.
const WRONG: &[&str] = &["wrong", "incorrect", "distractor"];

/// Whether an id, given to a choice of either kind, could tell the key.
pub(crate) fn may_tell(id: &str) -> bool {
    let word = bare(id);
    RIGHT.contains(&word) || WRONG.contains(&word)
}

/// An id without the numbers at its end.
fn bare(id: &str) -> &str {
    id.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '-')
}

/// Reports a choice, step or point without words: nobody could choose it.
pub(crate) fn empty(page: &mut Page<'_>, span: Range<usize>) {
    let message = Message::new("文がありません。", "It has no words.");
    page.sink.error("K0431", span, message).help(
        "選ぶ人に見える文を書くか、行を消してください。",
        "Write the words that are shown, or delete the line.",
    );
}

/// Reports ids and texts that occur twice, texts that are none, and ids that tell the key.
pub(crate) fn check(page: &mut Page<'_>, choices: &[DraftChoice]) {
    let mut ids = BTreeSet::new();
    let mut texts = BTreeSet::new();
    for choice in choices {
        let id = &choice.id.value;
        if !ids.insert(id) {
            let message = Message::new(
                format!("id「{id}」の選択肢が2つあります。"),
                format!("Two choices have the id \"{id}\"."),
            );
            page.sink.error("K0408", choice.id.span.clone(), message);
        }
        let telling = match choice.correct {
            true => RIGHT,
            false => WRONG,
        };
        if telling.contains(&bare(id)) {
            let message = Message::new(
                format!("id「{id}」は、正解かどうかを教えてしまいます。"),
                format!("The id \"{id}\" tells whether the choice is right."),
            );
            page.sink.warning("K0430", choice.id.span.clone(), message).help(
                "内容を表す名前にしてください。例: {#right-side}",
                "Name it after what it says, such as {#right-side}.",
            );
        }
        if choice.text.html.trim().is_empty() {
            empty(page, choice.mark.clone());
        } else if !texts.insert(&choice.text.html) {
            let message = Message::new("同じ選択肢が2つあります。", "Two choices say the same.");
            page.sink.error("K0409", choice.span.clone(), message);
        }
    }
}
