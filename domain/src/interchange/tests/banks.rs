//! Banks of other systems that nobody wrote: each question, choice, point, gap and piece of feedback is kept
//! or told.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::catalog::QuestionKind;

#[derive(Clone, Debug)]
struct Asked {
    kind: Answered,
    points: u32,
    feedback: bool,
    general: bool,
}

#[derive(Clone, Debug)]
enum Answered {
    Choices {
        right: Vec<bool>,
        many: bool,
    },
    Text(usize),
    Gaps(usize),
    Pairs(usize),
    /// Gaps with a word bank.
    Bank(usize),
}

/// What a question has, in numbers: choices, right ones, gaps, accepted answers, pairs, points, feedback.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    choices: usize,
    right: usize,
    gaps: usize,
    accepted: usize,
    pairs: usize,
    points: u32,
    feedback: usize,
    explained: bool,
}

fn asked() -> impl Strategy<Value = Asked> {
    let kind = prop_oneof![
        3 => (prop::collection::vec(prop::bool::ANY, 2..6), prop::bool::ANY)
            .prop_map(|(right, many)| Answered::Choices { right, many }),
        2 => (1usize..4).prop_map(Answered::Text),
        2 => (1usize..5).prop_map(Answered::Gaps),
        1 => (1usize..5).prop_map(Answered::Pairs),
        1 => (1usize..4).prop_map(Answered::Bank),
    ];
    (kind, 1u32..6, prop::bool::ANY, prop::bool::ANY).prop_map(|(kind, points, feedback, general)| Asked {
        kind,
        points,
        feedback,
        general,
    })
}

fn name(at: usize) -> String {
    format!("問い{at}号")
}

fn moodle(bank: &[Asked]) -> String {
    let mut out = String::from("<?xml version=\"1.0\"?><quiz>");
    for (at, asked) in bank.iter().enumerate() {
        let (mut text, mut body) = (format!("問題{at}です。"), String::new());
        let feedback = |at: usize| {
            if asked.feedback {
                format!("<feedback><text>返事{at}</text></feedback>")
            } else {
                String::new()
            }
        };
        let kind = match &asked.kind {
            Answered::Choices { right, many } => {
                write!(body, "<single>{}</single>", !many).unwrap();
                let count = right.iter().filter(|right| **right).count().max(1);
                for (number, right) in right.iter().enumerate() {
                    let share = if *many { 100.0 / count as f64 } else { 100.0 };
                    let wrong = if *many { -share } else { 0.0 };
                    let weight = if *right { share } else { wrong };
                    write!(
                        body,
                        "<answer fraction=\"{weight}\"><text>選択{number}</text>{}</answer>",
                        feedback(number)
                    )
                    .unwrap();
                }
                "multichoice"
            }
            Answered::Text(accepted) => {
                for number in 0..*accepted {
                    write!(
                        body,
                        "<answer fraction=\"100\"><text>答え{number}</text>{}</answer>",
                        feedback(number)
                    )
                    .unwrap();
                }
                "shortanswer"
            }
            Answered::Gaps(gaps) => {
                for number in 0..*gaps {
                    let said = if asked.feedback { "#返事" } else { "" };
                    write!(text, " {{1:SHORTANSWER:=穴{number}{said}}}").unwrap();
                }
                "cloze"
            }
            Answered::Pairs(pairs) => {
                for number in 0..*pairs {
                    write!(body, "<subquestion><text>左{number}</text><answer><text>右{number}</text></answer></subquestion>").unwrap();
                }
                "matching"
            }
            Answered::Bank(gaps) => {
                for number in 1..=*gaps {
                    write!(text, " [[{number}]]").unwrap();
                    write!(body, "<selectoption><text>語{number}</text></selectoption>").unwrap();
                }
                "gapselect"
            }
        };
        let general = if asked.general {
            "<generalfeedback><text>解説</text></generalfeedback>"
        } else {
            ""
        };
        write!(
            out,
            "<question type=\"{kind}\"><name><text>{}</text></name><questiontext><text>{text}</text></questiontext><defaultgrade>{}</defaultgrade>{general}{body}</question>",
            name(at), asked.points
        )
        .unwrap();
    }
    out.push_str("</quiz>");
    out
}

/// What must come out of a question, unless something is told.
fn wanted(asked: &Asked) -> Counts {
    let mut counts = Counts {
        points: asked.points,
        explained: asked.general,
        ..Counts::default()
    };
    match &asked.kind {
        Answered::Choices { right, .. } => {
            counts.choices = right.len();
            counts.right = right.iter().filter(|right| **right).count();
            counts.feedback = if asked.feedback { right.len() } else { 0 };
        }
        Answered::Text(accepted) => {
            counts.accepted = *accepted;
            counts.feedback = if asked.feedback { *accepted } else { 0 };
        }
        Answered::Gaps(gaps) | Answered::Bank(gaps) => {
            counts.gaps = *gaps;
            counts.accepted = *gaps;
            counts.feedback = if asked.feedback && matches!(asked.kind, Answered::Gaps(_)) {
                *gaps
            } else {
                0
            };
        }
        Answered::Pairs(pairs) => counts.pairs = *pairs,
    }
    counts
}

fn got(question: &Question) -> Counts {
    let text = question.text(Lang::Ja).unwrap();
    let mut counts = Counts {
        points: question.points,
        explained: text.explanation_html.is_some(),
        feedback: text
            .choices
            .values()
            .filter(|choice| choice.feedback_html.is_some())
            .count(),
        ..Counts::default()
    };
    match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
            counts.choices = choices.len();
            counts.right = choices.iter().filter(|choice| choice.correct).count();
        }
        QuestionKind::Text { accepted, .. } => counts.accepted = accepted.len(),
        QuestionKind::Blanks { blanks, .. } => {
            counts.gaps = blanks.len();
            counts.accepted = blanks.iter().map(|blank| blank.accepted.len()).sum();
        }
        QuestionKind::Match { pairs, .. } => counts.pairs = pairs.len(),
        kind => panic!("{kind:?}"),
    }
    counts
}

fn csv(bank: &[Asked]) -> String {
    let mut out = String::from(
        "問題,選択肢1,選択肢2,選択肢3,選択肢4,選択肢5,正解,配点,解説,返事1,返事2,返事3,返事4,返事5\n",
    );
    for (at, asked) in bank.iter().enumerate() {
        let Answered::Choices { right, .. } = &asked.kind else {
            continue;
        };
        let cells = |word: &str, count: usize| {
            (0..5)
                .map(|n| {
                    if n < count {
                        format!("{word}{n},")
                    } else {
                        ",".to_owned()
                    }
                })
                .collect::<String>()
        };
        let key: Vec<String> = right
            .iter()
            .enumerate()
            .filter(|(_, right)| **right)
            .map(|(n, _)| (n + 1).to_string())
            .collect();
        let general = if asked.general { "解説" } else { "" };
        let said = if asked.feedback { right.len() } else { 0 };
        writeln!(
            out,
            "{}番の{},{}\"{}\",{},{general},{}",
            at,
            name(at),
            cells("選択", right.len()),
            key.join(","),
            asked.points,
            cells("返事", said).trim_end_matches(',')
        )
        .unwrap();
    }
    out
}

/// Each question that was asked came out whole, or something is told of it.
fn nothing_is_lost_silently(imported: &Imported, bank: &[(String, Counts)]) -> Result<(), TestCaseError> {
    let told = losses(imported);
    let none = Vec::new();
    let quiz = (!imported.quizzes.is_empty()).then(|| quiz(imported));
    let questions = quiz.as_ref().map_or(&none, |quiz| &quiz.questions);
    let mut back = questions.iter();
    for (name, wanted) in bank {
        let said: Vec<_> = imported.losses.iter().filter(|loss| loss.item == *name).collect();
        if said.iter().any(|loss| loss.left_out) {
            continue;
        }
        let kept = back.next().map(got);
        prop_assert!(
            kept.as_ref() == Some(wanted) || kept.is_some() && !said.is_empty(),
            "{} {:?} is neither kept nor told: {:?}\n{:#?}",
            name,
            wanted,
            kept,
            told
        );
    }
    prop_assert_eq!(back.next().map(got), None, "{:#?}", told);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn moodles_questions_are_kept_or_told(bank in prop::collection::vec(asked(), 1..7)) {
        // A single pair becomes a choice of one, which is told.
        let wanted: Vec<(String, Counts)> = bank.iter().enumerate().map(|(at, asked)| (name(at), wanted(asked))).collect();
        nothing_is_lost_silently(&file("bank.xml", moodle(&bank)), &wanted)?;
    }

    #[test]
    fn rows_of_tables_are_kept_or_told(bank in prop::collection::vec(asked(), 1..7)) {
        let wanted: Vec<(String, Counts)> = bank
            .iter()
            .enumerate()
            .filter(|(_, asked)| matches!(asked.kind, Answered::Choices { .. }))
            .map(|(at, asked)| (format!("{at}番の{}", name(at)), wanted(asked)))
            .collect();
        if !wanted.is_empty() {
            nothing_is_lost_silently(&file("bank.csv", csv(&bank)), &wanted)?;
        }
    }
}
