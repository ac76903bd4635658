//! One lesson file: one language of a lesson.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag};

use super::competence;
use super::course::manifest::values;
use super::markdown::attributes::Attributes;
use super::markdown::document::{Document, Ev, Heading, blocks, load};
use super::markdown::page::Page;
use super::markdown::render::{Footnotes, render, render_footnotes};
use super::markdown::skeleton::Skeleton;
use super::question::{self, DraftQuestion};
use super::settings::front_matter;
use super::settings::keys::{At, Keys, parse_table};
use super::slips;
use crate::catalog::diagnostic::Message;
use crate::catalog::furigana;
use crate::catalog::model::{Block, Fact, LessonText};
use crate::catalog::parse::sink::Sink;

/// A lesson of one language.
#[derive(Clone, Debug)]
pub(crate) struct DraftLesson {
    pub minutes: Option<u32>,
    pub competences: Vec<String>,
    pub text: LessonText,
    pub questions: Vec<DraftQuestion>,
    pub facts: Vec<Fact>,
}

/// How long a lesson takes when its author does not say.
pub(crate) const MINUTES: u32 = 15;

/// Reads a lesson file.
pub(crate) fn read(page: &mut Page<'_>) -> DraftLesson {
    let front = front_matter::split(&mut page.sink);
    slips::check(&mut page.sink, front.body, false);
    let sink = &mut page.sink;
    let toml = &sink.text()[front.toml.clone()];
    let (table, whole) = parse_table(sink, toml, front.toml.start);
    let mut keys = Keys::new(
        &table,
        front.toml.start,
        front.fence.clone(),
        whole && !front.toml.is_empty(),
    );
    let title = keys
        .required_string(sink, "title")
        .map(|at| at.value)
        .unwrap_or_default();
    let minutes = keys.number(sink, "minutes", (1, 600)).map(|at| at.value);
    let goals = values(keys.strings(sink, "goals"));
    let tags = keys.strings(sink, "competences");
    let competences = competence::read(sink, tags);
    let facts = facts(sink, &mut keys, page.path);
    let made_from = keys.string(sink, "source");
    keys.finish(sink);
    page.made_from = made_from;

    let document = load(page.text(), front.body);
    page.skeleton = Skeleton::of(&document, Heading::is_question);
    page.anchors = document
        .headings
        .values()
        .map(|heading| heading.anchor.clone())
        .collect();
    check_headings(page, &document, Heading::is_question);
    let (blocks, questions) = read_body(&document, page);
    let text = LessonText {
        title: furigana::to_plain(&title),
        title_html: furigana::to_html(&title),
        goals: goals.iter().map(|goal| furigana::to_html(goal)).collect(),
        blocks,
    };
    DraftLesson {
        minutes,
        competences,
        text,
        questions,
        facts,
    }
}

/// What the lesson states and where that can be looked up.
fn facts(sink: &mut Sink<'_>, keys: &mut Keys<'_, '_>, path: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    for mut table in keys.tables(sink, "facts") {
        let what = table.required_string(sink, "what");
        let source = table.required_string(sink, "source");
        if !table.has("checked") {
            table.missing(sink, "checked");
        }
        let checked = table.day(sink, "checked");
        table.finish(sink);
        if let (Some(what), Some(source), Some(checked)) = (what, source, checked) {
            facts.push(Fact {
                what: furigana::to_plain(&what.value),
                source: source.value,
                checked: checked.value,
                path: path.to_owned(),
                start: checked.span.start,
                end: checked.span.end,
            });
        }
    }
    facts
}

fn read_body(document: &Document<'_>, page: &mut Page<'_>) -> (Vec<Block>, Vec<DraftQuestion>) {
    let all = blocks(&document.events);
    let mut footnotes = Footnotes::new("");
    let mut out = Vec::new();
    let mut questions: Vec<DraftQuestion> = Vec::new();
    let mut html: Vec<Ev<'_>> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let block = all[at];
        let heading = block.first().and_then(|(event, span)| match event {
            Event::Start(Tag::Heading { .. }) => document.headings.get(&span.start),
            _ => None,
        });
        at += 1;
        let Some(heading) = heading.filter(|heading| heading.is_question()) else {
            check_stray(page, block);
            html.extend_from_slice(block);
            continue;
        };
        let end = all[at..]
            .iter()
            .position(|block| ends(document, block, heading.level));
        let end = end.map_or(all.len(), |length| at + length);
        push_html(document, page, &mut footnotes, &mut html, &mut out);
        let title = &block[1..block.len() - 1];
        let number = questions.len() + 1;
        let question = question::parse(document, page, heading, title, &all[at..end], (number, false));
        out.push(Block::Question(question.id.value.clone()));
        questions.push(question);
        at = end;
    }
    push_html(document, page, &mut footnotes, &mut html, &mut out);
    let notes = render_footnotes(document, page, &mut footnotes);
    if !notes.is_empty() {
        out.push(Block::Html(notes));
    }
    check_ids(page, &questions);
    (out, questions)
}

fn push_html<'a>(
    document: &Document<'a>,
    page: &mut Page<'_>,
    footnotes: &mut Footnotes,
    events: &mut Vec<Ev<'a>>,
    out: &mut Vec<Block>,
) {
    let html = render(document, page, footnotes, &std::mem::take(events));
    if !html.trim().is_empty() {
        out.push(Block::Html(html));
    }
}

/// Whether a block is a heading of this level or a higher one.
pub(crate) fn ends(document: &Document<'_>, block: &[Ev<'_>], level: u8) -> bool {
    matches!(block.first(), Some((Event::Start(Tag::Heading { .. }), span))
        if document.headings.get(&span.start).is_some_and(|heading| heading.level <= level))
}

/// A task list outside a question is most likely a question without its mark.
fn check_stray(page: &mut Page<'_>, block: &[Ev<'_>]) {
    if !super::question::choices::is_task_list(block) {
        return;
    }
    let mark = block
        .iter()
        .find(|(event, _)| matches!(event, Event::TaskListMarker(_)));
    let span = mark.map(|(_, span)| span.clone()).unwrap_or_default();
    let message = Message::new(
        "問題の外に選択肢があります。",
        "These choices belong to no question.",
    );
    // A list of things to do is no harm; one with its right answer ticked would show it.
    let ticked = block
        .iter()
        .any(|(event, _)| matches!(event, Event::TaskListMarker(true)));
    let said = if ticked {
        page.sink.error("K0314", span, message)
    } else {
        page.sink.warning("K0314", span, message)
    };
    said.help(
        "問題の見出しに {.question #名前} を付けてください。",
        "Add {.question #id} to the question's heading.",
    );
}

/// Reports headings that skip a level. A question's heading may stand at any level.
pub(crate) fn check_headings(
    page: &mut Page<'_>,
    document: &Document<'_>,
    is_question: impl Fn(&Heading) -> bool,
) {
    let mut last = 1;
    for heading in document.headings.values() {
        if heading.level > last + 1 && !is_question(heading) {
            let written = page.text().get(heading.span.clone()).unwrap_or_default();
            let length = written.lines().next().map_or(0, |line| line.trim_end().len());
            let message = Message::new(
                format!("見出しの段が{}から{}に飛んでいます。", last, heading.level),
                format!(
                    "The heading jumps from level {} to level {}.",
                    last, heading.level
                ),
            );
            page.sink
                .warning("K0308", heading.span.start..heading.span.start + length, message);
        }
        last = heading.level;
        if let Some(attributes) = heading.attributes.as_ref().filter(|_| !is_question(heading)) {
            check_plain_heading(&mut page.sink, attributes);
        }
    }
}

fn check_plain_heading(sink: &mut Sink<'_>, attributes: &Attributes) {
    let extras: Vec<At<String>> = attributes
        .classes
        .iter()
        .chain(attributes.pairs.iter().map(|(key, _)| key))
        .cloned()
        .collect();
    for extra in extras {
        sink.error(
            "K0313",
            extra.span,
            Message::new(
                format!("問題ではない見出しに「{}」は付けられません。", extra.value),
                format!("A heading that is no question cannot have \"{}\".", extra.value),
            ),
        )
        .help(
            "問題なら .question を付けてください。",
            "If it is a question, add .question.",
        );
    }
}

/// Reports questions with the same id.
pub(crate) fn check_ids(page: &mut Page<'_>, questions: &[DraftQuestion]) {
    let mut seen = BTreeSet::new();
    for question in questions {
        if !seen.insert(&question.id.value) {
            let message = Message::new(
                format!("id「{}」の問題が2つあります。", question.id.value),
                format!("Two questions have the id \"{}\".", question.id.value),
            );
            page.sink.error("K0402", question.id.span.clone(), message);
        }
    }
}
