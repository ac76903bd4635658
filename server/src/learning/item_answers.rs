//! What was answered to one question: how often each choice was chosen, which wrong answers are frequent.

use std::collections::{BTreeMap, HashMap};

use domain::{
    catalog::{Question, QuestionKind},
    learning::{
        Answer,
        accepted::{Extra, accepted, accepts, same_answer, with_accepted},
        grade,
        items::{ChoiceCount, Group},
    },
};

use super::items::Wrong;

/// Wrong answers that are shown of each question and gap.
const MOST_WRONG: usize = 10;

/// How often each choice was chosen, by all and by the thirds.
pub(super) fn count_choices(question: &Question, answers: &[(Option<&Answer>, Group)]) -> Vec<ChoiceCount> {
    let (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }) = &question.kind else {
        return Vec::new();
    };
    choices
        .iter()
        .map(|choice| {
            let chose: Vec<Group> = answers
                .iter()
                .filter(|(answer, _)| match answer {
                    Some(Answer::Choices(chosen)) => chosen.contains(&choice.id),
                    Some(_) | None => false,
                })
                .map(|(_, group)| *group)
                .collect();
            let of = |wanted: Group| chose.iter().filter(|group| **group == wanted).count();
            ChoiceCount {
                id: choice.id.clone(),
                correct: choice.correct,
                all: chose.len(),
                upper: of(Group::Upper),
                lower: of(Group::Lower),
            }
        })
        .collect()
}

/// The wrong answers in words, the most frequent first. Spellings that grading takes as the same are one.
pub(super) fn wrong_answers(
    key: &Question,
    now: Option<&Question>,
    extras: &[Extra],
    answers: &[(Option<&Answer>, Group)],
) -> Vec<Wrong> {
    let mut typed: Vec<(Option<&str>, &str)> = Vec::new();
    for answer in answers.iter().filter_map(|(answer, _)| *answer) {
        match (&key.kind, answer) {
            (QuestionKind::Text { .. }, Answer::Text(text) | Answer::Number(text)) => {
                if !accepts(key, None, text) {
                    typed.push((None, text.trim()));
                }
            }
            (QuestionKind::Number { .. }, Answer::Text(text) | Answer::Number(text)) => {
                if !grade(key, Some(answer)).correct {
                    typed.push((None, text.trim()));
                }
            }
            (QuestionKind::Blanks { .. }, Answer::Blanks(gaps)) => {
                for (blank, text) in gaps {
                    if !text.trim().is_empty() && !accepts(key, Some(blank), text) {
                        typed.push((Some(blank), text.trim()));
                    }
                }
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
            ) => {}
        }
    }
    // By gap and folded answer: how often each spelling came.
    let mut found: BTreeMap<(Option<&str>, String), BTreeMap<&str, usize>> = BTreeMap::new();
    for (blank, text) in typed {
        let spellings = found.entry((blank, same_answer(key, text))).or_default();
        *spellings.entry(text).or_default() += 1;
    }
    let now = now.map(|now| with_accepted(now, extras));
    let mut wrong: Vec<Wrong> = found
        .into_iter()
        .filter_map(|((blank, _), spellings)| {
            let count = spellings.values().sum();
            // The first in order of those that came most, so that no order of attempts decides.
            let (answer, _) = spellings.into_iter().rev().max_by_key(|(_, count)| *count)?;
            let may = now
                .as_ref()
                .is_some_and(|now| accepted(now, blank).is_some() && !accepts(now, blank, answer));
            Some(Wrong {
                blank: blank.map(str::to_owned),
                answer: answer.to_owned(),
                count,
                may_be_accepted: may,
            })
        })
        .collect();
    wrong.sort_by(|a, b| (&a.blank, b.count, &a.answer).cmp(&(&b.blank, a.count, &b.answer)));
    let mut shown: HashMap<Option<String>, usize> = HashMap::new();
    wrong.retain(|wrong| {
        let shown = shown.entry(wrong.blank.clone()).or_default();
        *shown += 1;
        *shown <= MOST_WRONG
    });
    wrong
}
