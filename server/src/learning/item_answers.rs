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

/// Wrong answers that are shown of each question and gap.
const MOST_WRONG: usize = 10;

/// One left side of pairs with its right sides, or one step with its places.
pub struct PartCount {
    /// The pair's or the step's id.
    pub id: String,
    /// The right sides by their ids, or the places by their numbers from 1.
    pub choices: Vec<ChoiceCount>,
}

/// A wrong answer that several gave.
pub struct Wrong {
    /// The gap.
    pub blank: Option<String>,
    /// The answer, in its most frequent spelling.
    pub answer: String,
    /// How many gave it.
    pub count: usize,
    /// Whether it may be accepted: the live question takes answers in words, and does not have it.
    pub may_be_accepted: bool,
}

/// How often each choice was chosen, by all and by the thirds.
pub(super) fn count_choices(question: &Question, answers: &[(Option<&Answer>, Group)]) -> Vec<ChoiceCount> {
    let (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }) = &question.kind else {
        return Vec::new();
    };
    choices
        .iter()
        .map(|choice| {
            let chose = |answer: &Answer| matches!(answer, Answer::Choices(ids) if ids.contains(&choice.id));
            counted(choice.id.clone(), choice.correct, answers, chose)
        })
        .collect()
}

/// How often each right side was given to each left one, and each place to each step.
pub(super) fn count_parts(question: &Question, answers: &[(Option<&Answer>, Group)]) -> Vec<PartCount> {
    if let QuestionKind::Match { pairs, extra } = &question.kind {
        let rights = |pair: &String| {
            let count = |right: &String| {
                let chose = |answer: &Answer| matches!(answer, Answer::Pairs(chosen) if chosen.get(pair) == Some(right));
                counted(right.clone(), right == pair, answers, chose)
            };
            pairs.iter().chain(extra).map(count).collect()
        };
        let part = |pair: &String| PartCount {
            id: pair.clone(),
            choices: rights(pair),
        };
        return pairs.iter().map(part).collect();
    }
    if let QuestionKind::Order { steps } = &question.kind {
        let places = |step: &String, right: u32| {
            let count = |place: u32| {
                let chose = |answer: &Answer| matches!(answer, Answer::Places(places) if places.get(step) == Some(&place));
                counted(place.to_string(), place == right, answers, chose)
            };
            (1..).take(steps.len()).map(count).collect()
        };
        let part = |(step, right): (&String, u32)| PartCount {
            id: step.clone(),
            choices: places(step, right),
        };
        return steps.iter().zip(1..).map(part).collect();
    }
    Vec::new()
}

fn counted(
    id: String,
    correct: bool,
    answers: &[(Option<&Answer>, Group)],
    chose: impl Fn(&Answer) -> bool,
) -> ChoiceCount {
    let chose: Vec<Group> = answers
        .iter()
        .filter(|(answer, _)| answer.is_some_and(&chose))
        .map(|(_, group)| *group)
        .collect();
    let of = |wanted: Group| chose.iter().filter(|group| **group == wanted).count();
    ChoiceCount {
        id,
        correct,
        all: chose.len(),
        upper: of(Group::Upper),
        lower: of(Group::Lower),
    }
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

#[cfg(test)]
mod tests {
    use domain::{
        Lang,
        catalog::{SourceFiles, parse_course},
    };

    use super::*;

    fn questions() -> Vec<Question> {
        let toml = "id = \"c\"\ntitle = { ja = \"c\" }\nsummary = { ja = \"c\" }\nlanguages = [\"ja\"]\nhours = 1\n\n[[unit]]\nid = \"u\"\ntitle = { ja = \"u\" }\nitems = [\"q\"]\n";
        let quiz = "+++\ntitle = \"q\"\nkind = \"test\"\npass_percent = 50\n+++\n\n\
            ## 組 {#pairs type=match}\n\n| 左 | 右 |\n|---|---|\n| 一 | 壱 {#one} |\n| 二 | 弐 {#two} |\n| | 参 {#three} |\n\n\
            ## 順 {#steps type=order}\n\n1. 開く {#open}\n2. 書く {#write}\n3. 閉じる {#close}\n";
        let files = SourceFiles::from_iter([
            ("course.toml", toml.as_bytes().to_vec()),
            ("q.quiz.ja.md", quiz.as_bytes().to_vec()),
        ]);
        let course = parse_course(&files).course.unwrap();
        assert!(course.quizzes["q"].text(Lang::Ja).is_some());
        course.quizzes["q"].questions.clone()
    }

    /// All, upper and lower third of each option, with a star at the right one.
    fn table(question: &Question, answers: &[(Option<&Answer>, Group)]) -> Vec<String> {
        let cell = |count: &ChoiceCount| {
            let star = if count.correct { "*" } else { "" };
            format!("{}{star} {}/{}/{}", count.id, count.all, count.upper, count.lower)
        };
        count_parts(question, answers)
            .iter()
            .map(|part| {
                format!(
                    "{}: {}",
                    part.id,
                    part.choices.iter().map(cell).collect::<Vec<_>>().join(", ")
                )
            })
            .collect()
    }

    #[test]
    fn pairs_and_places_are_counted_side_by_side() {
        let [pairs, steps] = <[Question; 2]>::try_from(questions()).unwrap();
        let paired = |one: &str, two: &str| {
            Answer::Pairs(
                [("one", one), ("two", two)]
                    .map(|(a, b)| (a.to_owned(), b.to_owned()))
                    .into(),
            )
        };
        let (right, swapped, other) = (paired("one", "two"), paired("two", "one"), paired("one", "three"));
        let answers = [
            (Some(&right), Group::Upper),
            (Some(&other), Group::Middle),
            (Some(&swapped), Group::Lower),
            (None, Group::Lower),
        ];
        assert_eq!(
            table(&pairs, &answers),
            [
                "one: one* 2/1/0, two 1/0/1, three 0/0/0",
                "two: one 1/0/1, two* 1/1/0, three 1/0/0"
            ]
        );
        let placed = |open: u32, write: u32, close: u32| {
            Answer::Places(
                [("open", open), ("write", write), ("close", close)]
                    .map(|(a, b)| (a.to_owned(), b))
                    .into(),
            )
        };
        let (right, swapped) = (placed(1, 2, 3), placed(1, 3, 2));
        assert_eq!(
            table(
                &steps,
                &[(Some(&right), Group::Upper), (Some(&swapped), Group::Lower)]
            ),
            [
                "open: 1* 2/1/1, 2 0/0/0, 3 0/0/0",
                "write: 1 0/0/0, 2* 1/1/0, 3 1/0/1",
                "close: 1 0/0/0, 2 1/0/1, 3* 1/1/0"
            ]
        );
    }
}
