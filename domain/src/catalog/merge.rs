//! The languages of a lesson or a quiz, put together: the source decides, the translations add words.

use std::collections::BTreeMap;

use super::check_answers;
use super::diagnostic::{Diagnostic, Message, Sink};
use super::model::{Choice, Partial, Question, QuestionKind, QuestionText};
use super::question::DraftQuestion;
use crate::Lang;

/// One language's file and the questions in it.
pub(super) struct Translated<'a> {
    pub lang: Lang,
    pub path: &'a str,
    pub file: &'a str,
    pub questions: Vec<DraftQuestion>,
}

/// Puts the questions together; `all` has the source first.
pub(super) fn questions(
    all: Vec<Translated<'_>>,
    hint_cost: f32,
    found: &mut Vec<Diagnostic>,
) -> Vec<Question> {
    let mut all = all.into_iter();
    let Some(source) = all.next() else {
        return Vec::new();
    };
    let mut sink = Sink::new(source.path, source.file);
    let mut merged: Vec<Question> = Vec::new();
    for draft in &source.questions {
        if merged.iter().all(|question| question.id != draft.id.value)
            && let Some(question) = begin(draft, source.lang, hint_cost)
        {
            merged.push(question);
        }
    }
    let mut files = vec![(source.path, source.file, &source.questions)];
    let translations: Vec<Translated<'_>> = all.collect();
    for translation in &translations {
        let mut other = Sink::new(translation.path, translation.file);
        for draft in &source.questions {
            if translation
                .questions
                .iter()
                .all(|other| other.id.value != draft.id.value)
            {
                let message = Message::new(
                    format!("{} にこの問題がありません。", translation.path),
                    format!("{} lacks this question.", translation.path),
                );
                sink.warning("K0502", draft.id.span.clone(), message);
            }
        }
        for draft in &translation.questions {
            let original = source
                .questions
                .iter()
                .find(|original| original.id.value == draft.id.value);
            let Some(original) = original else {
                let message = Message::new(
                    format!("{} に「{}」という問題はありません。", source.path, draft.id.value),
                    format!("{} has no question \"{}\".", source.path, draft.id.value),
                );
                let ids = source.questions.iter().map(|question| question.id.value.as_str());
                other
                    .error("K0505", draft.id.span.clone(), message)
                    .did_you_mean(&draft.id.value, ids);
                continue;
            };
            compare(&mut other, source.path, original, draft);
            if let Some(question) = merged.iter_mut().find(|question| question.id == draft.id.value) {
                add(question, draft, translation.lang, source.lang);
            }
        }
        found.extend(other.into_found());
        files.push((translation.path, translation.file, &translation.questions));
    }
    found.extend(sink.into_found());
    for (path, file, drafts) in files {
        let mut sink = Sink::new(path, file);
        check_answers::run(&mut sink, drafts, &merged);
        found.extend(sink.into_found());
    }
    merged
}

fn begin(draft: &DraftQuestion, lang: Lang, hint_cost: f32) -> Option<Question> {
    let kind = draft.kind.clone()?;
    let written = &draft.written;
    Some(Question {
        id: draft.id.value.clone(),
        points: written.points.unwrap_or(1),
        shuffle: written.shuffle.unwrap_or(true),
        partial: written.partial.unwrap_or(Partial::AllOrNothing),
        tags: written.tags.clone(),
        hint_cost: written.hint_cost.unwrap_or(hint_cost),
        kind,
        texts: BTreeMap::from([(lang, draft.text.clone())]),
    })
}

/// Adds a translation's words and accepted answers.
fn add(question: &mut Question, draft: &DraftQuestion, lang: Lang, source: Lang) {
    let mut text = draft.text.clone();
    let original: Option<&QuestionText> = question.texts.get(&source);
    for (id, choice) in original.iter().flat_map(|original| &original.choices) {
        text.choices.entry(id.clone()).or_insert_with(|| choice.clone());
    }
    text.choices
        .retain(|id, _| original.is_some_and(|original| original.choices.contains_key(id)));
    question.texts.insert(lang, text);
    if let (QuestionKind::Text { accepted, .. }, Some(QuestionKind::Text { accepted: more, .. })) =
        (&mut question.kind, &draft.kind)
    {
        for answer in more {
            if !accepted.contains(answer) {
                accepted.push(answer.clone());
            }
        }
    }
}

/// Reports where a translation would change the key.
fn compare(sink: &mut Sink<'_>, source: &str, original: &DraftQuestion, draft: &DraftQuestion) {
    let (Some(theirs), Some(ours)) = (&original.kind, &draft.kind) else {
        return;
    };
    let place = draft.id.span.clone();
    let same = match (theirs, ours) {
        (QuestionKind::Single { choices: theirs }, QuestionKind::Single { choices: ours })
        | (QuestionKind::Multiple { choices: theirs }, QuestionKind::Multiple { choices: ours }) => {
            compare_choices(sink, source, draft, theirs, ours);
            true
        }
        (QuestionKind::Text { .. }, QuestionKind::Text { .. }) => true,
        (
            QuestionKind::Number { value, tolerance, .. },
            QuestionKind::Number {
                value: other,
                tolerance: other_tolerance,
                ..
            },
        ) => value == other && tolerance == other_tolerance,
        (
            QuestionKind::Single { .. }
            | QuestionKind::Multiple { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Number { .. },
            _,
        ) => false,
    };
    let points = draft
        .written
        .points
        .is_none_or(|points| points == original.written.points.unwrap_or(1));
    if !same || !points {
        sink.error(
            "K0506",
            place,
            Message::new(
                format!("答えか点数が {source} と違います。"),
                format!("The answer or the points differ from {source}."),
            ),
        );
    }
}

fn compare_choices(
    sink: &mut Sink<'_>,
    source: &str,
    draft: &DraftQuestion,
    theirs: &[Choice],
    ours: &[Choice],
) {
    for choice in ours {
        let Some((id, mark)) = draft.choices.get(&choice.id) else {
            continue;
        };
        match theirs.iter().find(|original| original.id == choice.id) {
            None => {
                let message = Message::new(
                    format!("{source} に「{}」という選択肢はありません。", choice.id),
                    format!("{source} has no choice \"{}\".", choice.id),
                );
                let ids = theirs.iter().map(|choice| choice.id.as_str());
                sink.error("K0505", id.clone(), message)
                    .did_you_mean(&choice.id, ids);
            }
            Some(original) if original.correct != choice.correct => {
                let message = Message::new(
                    format!("正解が {source} と違います。"),
                    format!("Which choice is right differs from {source}."),
                );
                sink.error("K0506", mark.clone(), message);
            }
            Some(_) => {}
        }
    }
    for original in theirs {
        if ours.iter().all(|choice| choice.id != original.id) {
            let message = Message::new(
                format!("{source} にある選択肢「{}」がありません。", original.id),
                format!("The choice \"{}\" of {source} is missing.", original.id),
            );
            sink.warning("K0503", draft.id.span.clone(), message);
        }
    }
}
