//! The languages of a lesson or a quiz, put together: the source decides, the translations add words.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::Lang;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::{Choice, Partial, Question, QuestionKind, QuestionText};
use crate::catalog::parse::nearest::nearest;
use crate::catalog::parse::question::DraftQuestion;
use crate::catalog::parse::question::check_answers;
use crate::catalog::parse::sink::Sink;

/// One language's file and the questions in it.
pub(crate) struct Translated<'a> {
    pub lang: Lang,
    pub path: &'a str,
    pub file: &'a str,
    pub questions: Vec<DraftQuestion>,
}

/// Puts the questions together; `all` has the source first.
pub(crate) fn questions(
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
        // With an id missing or misspelt on either side, that is the problem; what follows from it is not.
        let all_given = [&source.questions, &translation.questions]
            .into_iter()
            .flatten()
            .all(|draft| given(&draft.id.value, &draft.id.span));
        let strange = translation.questions.iter().map(|draft| draft.id.value.as_str());
        let strange: Vec<&str> = strange
            .filter(|id| source.questions.iter().all(|draft| draft.id.value != *id))
            .collect();
        for draft in &source.questions {
            let id = draft.id.value.as_str();
            let misspelt = strange.iter().any(|strange| nearest(strange, [id]).is_some());
            if all_given && !misspelt && translation.questions.iter().all(|other| other.id.value != id) {
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
                if !all_given {
                    continue;
                }
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
        points: points(written.points, &kind),
        shuffle: written.shuffle.unwrap_or(true),
        partial: written.partial.unwrap_or(Partial::AllOrNothing),
        tags: written.tags.clone(),
        hint_cost: written.hint_cost.unwrap_or(hint_cost),
        kind,
        texts: BTreeMap::from([(lang, draft.text.clone())]),
    })
}

/// What a question is worth: a survey nothing; one graded by hand a point for each of its rubric, and
/// any other one point, unless its author says so.
fn points(written: Option<u32>, kind: &QuestionKind) -> u32 {
    match kind {
        QuestionKind::Survey { .. } => 0,
        QuestionKind::Essay { rubric } | QuestionKind::Upload { rubric, .. } => {
            written.unwrap_or_else(|| u32::try_from(rubric.len()).unwrap_or(1))
        }
        QuestionKind::Single { .. }
        | QuestionKind::Multiple { .. }
        | QuestionKind::Text { .. }
        | QuestionKind::Number { .. }
        | QuestionKind::Blanks { .. }
        | QuestionKind::Match { .. }
        | QuestionKind::Order { .. } => written.unwrap_or(1),
    }
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
    for (id, left) in original.iter().flat_map(|original| &original.lefts) {
        text.lefts.entry(id.clone()).or_insert_with(|| left.clone());
    }
    text.unit = text
        .unit
        .or_else(|| original.and_then(|original| original.unit.clone()));
    question.texts.insert(lang, text);
    if let (QuestionKind::Blanks { blanks, .. }, Some(QuestionKind::Blanks { blanks: more, .. })) =
        (&mut question.kind, &draft.kind)
    {
        for (blank, more) in blanks.iter_mut().zip(more) {
            for answer in &more.accepted {
                if !blank.accepted.contains(answer) {
                    blank.accepted.push(answer.clone());
                }
            }
        }
    }
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
    let ids = original.choices.iter().chain(&draft.choices);
    if !ids.into_iter().all(|(id, (span, _))| given(id, span)) {
        return;
    }
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
        (QuestionKind::Blanks { blanks: theirs, .. }, QuestionKind::Blanks { blanks: ours, .. }) => {
            theirs.len() == ours.len()
        }
        (
            QuestionKind::Match { pairs, extra },
            QuestionKind::Match {
                pairs: ours,
                extra: our_extra,
            },
        ) => {
            let both = |a: &[String], b: &[String]| a.iter().chain(b).cloned().collect::<Vec<_>>();
            compare_ids(sink, source, draft, &both(pairs, extra), &both(ours, our_extra));
            // A pair that became an extra, or the other way, changes the key.
            extra.iter().all(|id| !ours.contains(id)) && pairs.iter().all(|id| !our_extra.contains(id))
        }
        (QuestionKind::Order { steps: theirs }, QuestionKind::Order { steps: ours }) => {
            compare_ids(sink, source, draft, theirs, ours);
            let shared: Vec<_> = theirs.iter().filter(|id| ours.contains(id)).collect();
            shared == ours.iter().filter(|id| theirs.contains(id)).collect::<Vec<_>>()
        }
        (QuestionKind::Essay { rubric: theirs }, QuestionKind::Essay { rubric: ours })
        | (QuestionKind::Upload { rubric: theirs, .. }, QuestionKind::Upload { rubric: ours, .. })
        | (QuestionKind::Survey { choices: theirs, .. }, QuestionKind::Survey { choices: ours, .. }) => {
            compare_ids(sink, source, draft, theirs, ours);
            true
        }
        (
            QuestionKind::Single { .. }
            | QuestionKind::Multiple { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Blanks { .. }
            | QuestionKind::Match { .. }
            | QuestionKind::Order { .. }
            | QuestionKind::Essay { .. }
            | QuestionKind::Upload { .. }
            | QuestionKind::Survey { .. },
            _,
        ) => false,
    };
    let worth = draft
        .written
        .points
        .is_none_or(|written| written == points(original.written.points, theirs));
    if !same || !worth {
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
    let ids = |choices: &[Choice]| choices.iter().map(|choice| choice.id.clone()).collect::<Vec<_>>();
    compare_ids(sink, source, draft, &ids(theirs), &ids(ours));
    for choice in ours {
        let Some((_, mark)) = draft.choices.get(&choice.id) else {
            continue;
        };
        let original = theirs.iter().find(|original| original.id == choice.id);
        if original.is_some_and(|original| original.correct != choice.correct) {
            let message = Message::new(
                format!("正解が {source} と違います。"),
                format!("Which choice is right differs from {source}."),
            );
            sink.error("K0506", mark.clone(), message);
        }
    }
}

/// Whether an id stands in the file; one that is missing has a number for a name, and has been reported.
fn given(id: &str, span: &Range<usize>) -> bool {
    span.len() == id.len() + 1
}

/// Reports ids that only one of the two languages has.
fn compare_ids(sink: &mut Sink<'_>, source: &str, draft: &DraftQuestion, theirs: &[String], ours: &[String]) {
    for ours in ours {
        if theirs.contains(ours) {
            continue;
        }
        let message = Message::new(
            format!("{source} に「{ours}」という選択肢はありません。"),
            format!("{source} has no choice \"{ours}\"."),
        );
        let span = draft
            .choices
            .get(ours)
            .map_or(draft.id.span.clone(), |(id, _)| id.clone());
        sink.error("K0505", span, message)
            .did_you_mean(ours, theirs.iter().map(String::as_str));
    }
    for original in theirs {
        let misspelt = |ours: &String| !theirs.contains(ours) && nearest(ours, [original.as_str()]).is_some();
        if !ours.contains(original) && !ours.iter().any(misspelt) {
            let message = Message::new(
                format!("{source} にある選択肢「{original}」がありません。"),
                format!("The choice \"{original}\" of {source} is missing."),
            );
            sink.warning("K0503", draft.id.span.clone(), message);
        }
    }
}
