//! Grading, as a specification.

use std::collections::BTreeMap;

use crate::catalog::model::{Choice, Partial, Question, QuestionKind};
use crate::catalog::typed::number;
use crate::learning::grade::*;
use proptest::prelude::*;

pub(in crate::learning) fn question(kind: QuestionKind, partial: Partial, points: u32) -> Question {
    Question {
        id: "q".into(),
        points,
        shuffle: true,
        partial,
        tags: Vec::new(),
        hint_cost: 0.0,
        kind,
        texts: BTreeMap::new(),
    }
}

pub(in crate::learning) fn choices(correct: &[bool]) -> Vec<Choice> {
    correct
        .iter()
        .enumerate()
        .map(|(n, &correct)| Choice {
            id: format!("c{n}"),
            correct,
        })
        .collect()
}

fn chosen(ids: &[&str]) -> Answer {
    Answer::Choices(ids.iter().map(|id| id.to_string()).collect())
}

fn points(question: &Question, answer: &Answer) -> f64 {
    grade(question, Some(answer)).points
}

#[test]
fn one_right_choice_earns_the_points_and_two_choices_none() {
    let single = question(
        QuestionKind::Single {
            choices: choices(&[false, true]),
        },
        Partial::AllOrNothing,
        2,
    );
    assert_eq!(points(&single, &chosen(&["c1"])), 2.0);
    assert_eq!(points(&single, &chosen(&["c0"])), 0.0);
    assert_eq!(points(&single, &chosen(&["c0", "c1"])), 0.0);
    assert_eq!(
        grade(&single, None),
        Graded {
            points: 0.0,
            max: 2.0,
            correct: false
        }
    );
}

#[test]
fn partly_right_choices_earn_their_share_only_where_the_author_says_so() {
    let kind = QuestionKind::Multiple {
        choices: choices(&[true, true, false, false]),
    };
    let shared = question(kind.clone(), Partial::Proportional, 4);
    assert_eq!(points(&shared, &chosen(&["c0"])), 2.0);
    assert_eq!(points(&shared, &chosen(&["c0", "c1", "c2"])), 2.0);
    assert_eq!(points(&shared, &chosen(&["c0", "c1", "c2", "c3"])), 0.0);
    assert!(!grade(&shared, Some(&chosen(&["c0"]))).correct);
    let strict = question(kind, Partial::AllOrNothing, 4);
    assert_eq!(points(&strict, &chosen(&["c0"])), 0.0);
    assert_eq!(points(&strict, &chosen(&["c1", "c0"])), 4.0);
}

#[test]
fn a_text_is_folded_unless_exact() {
    let text = |exact| {
        let accepted = vec!["パスワード".into(), "password".into()];
        question(QuestionKind::Text { accepted, exact }, Partial::AllOrNothing, 1)
    };
    for typed in ["ぱすわーど", "ﾊﾟｽﾜｰﾄﾞ", " ＰＡＳＳＷＯＲＤ "] {
        assert_eq!(points(&text(false), &Answer::Text(typed.into())), 1.0, "{typed}");
        assert_eq!(points(&text(true), &Answer::Text(typed.into())), 0.0, "{typed}");
    }
    assert_eq!(points(&text(true), &Answer::Text("password".into())), 1.0);
    assert_eq!(points(&text(false), &Answer::Text("  ".into())), 0.0);
}

#[test]
fn a_number_may_be_typed_in_many_ways() {
    let number = |value, tolerance, unit: Option<&str>| {
        let kind = QuestionKind::Number {
            value,
            tolerance,
            unit: unit.map(String::from),
        };
        question(kind, Partial::AllOrNothing, 1)
    };
    let yen = number(1200.0, 0.0, Some("円"));
    for typed in [
        "1200",
        "１２００",
        "1,200",
        "１，２００円",
        " 1200 円",
        "1200.0",
        "+1200",
    ] {
        assert_eq!(points(&yen, &Answer::Number(typed.into())), 1.0, "{typed}");
    }
    for typed in [
        "12,00",
        "1200 m",
        "-1200",
        "千二百",
        "",
        "1e3",
        "NaN",
        "円",
        ",",
        "1,,200",
    ] {
        assert_eq!(points(&yen, &Answer::Number(typed.into())), 0.0, "{typed}");
    }
    let length = number(42.0, 0.5, Some("cm"));
    for typed in ["42.5㎝", "41.5 CM", "４２．５ｃｍ"] {
        assert_eq!(points(&length, &Answer::Number(typed.into())), 1.0, "{typed}");
    }
    assert_eq!(points(&length, &Answer::Number("42.51".into())), 0.0);
    assert_eq!(
        points(&number(-3.0, 0.0, None), &Answer::Text("ー３".into())),
        1.0
    );
    assert_eq!(
        points(&number(0.1, 0.2, None), &Answer::Number("0.3".into())),
        1.0
    );
}

#[test]
fn an_answer_of_another_kind_is_wrong_and_no_mistake_of_the_program() {
    let number = question(
        QuestionKind::Number {
            value: 1.0,
            tolerance: 0.0,
            unit: None,
        },
        Partial::AllOrNothing,
        1,
    );
    assert_eq!(points(&number, &chosen(&["1"])), 0.0);
    let single = question(
        QuestionKind::Single {
            choices: choices(&[true]),
        },
        Partial::AllOrNothing,
        1,
    );
    assert_eq!(points(&single, &Answer::Text("c0".into())), 0.0);
}

fn map<V: From<T>, T>(entries: Vec<(&str, T)>) -> BTreeMap<String, V> {
    entries
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect()
}

fn ids(list: &[&str]) -> Vec<String> {
    list.iter().map(|id| id.to_string()).collect()
}

#[test]
fn each_gap_counts_and_is_folded_as_a_text_is() {
    let blank = |id: &str, accepted: &[&str]| crate::catalog::model::Blank {
        id: id.into(),
        accepted: accepted.iter().map(|answer| answer.to_string()).collect(),
    };
    let kind = QuestionKind::Blanks {
        blanks: vec![blank("1", &["Ctrl"]), blank("2", &["C", "シー"])],
        exact: false,
    };
    let typed = |one: &str, two: &str| Answer::Blanks(map(vec![("1", one), ("2", two)]));
    let shared = question(kind.clone(), Partial::Proportional, 2);
    assert_eq!(points(&shared, &typed("ｃｔｒｌ", "しー")), 2.0);
    assert_eq!(points(&shared, &typed("ctrl", "v")), 1.0);
    assert_eq!(points(&shared, &typed("c", "ctrl")), 0.0);
    let strict = question(kind, Partial::AllOrNothing, 2);
    assert_eq!(points(&strict, &typed("ctrl", "v")), 0.0);
    assert_eq!(points(&strict, &typed("ctrl", "c")), 2.0);
}

#[test]
fn pairs_go_by_id_and_a_side_that_belongs_to_nothing_is_never_right() {
    let kind = QuestionKind::Match {
        pairs: ids(&["sheet", "letter"]),
        extra: ids(&["game"]),
    };
    let shared = question(kind, Partial::Proportional, 4);
    let chosen = |sheet: &str, letter: &str| Answer::Pairs(map(vec![("sheet", sheet), ("letter", letter)]));
    assert_eq!(points(&shared, &chosen("sheet", "letter")), 4.0);
    assert_eq!(points(&shared, &chosen("sheet", "game")), 2.0);
    assert_eq!(points(&shared, &chosen("letter", "sheet")), 0.0);
}

#[test]
fn steps_count_at_their_own_place() {
    let kind = QuestionKind::Order {
        steps: ids(&["save", "close", "off"]),
    };
    let shared = question(kind, Partial::Proportional, 3);
    let places = |save: u32, close: u32, off: u32| {
        Answer::Places(map(vec![("save", save), ("close", close), ("off", off)]))
    };
    assert_eq!(points(&shared, &places(1, 2, 3)), 3.0);
    assert_eq!(points(&shared, &places(2, 1, 3)), 1.0);
    // The same place for all must not earn everything.
    assert_eq!(points(&shared, &places(1, 1, 1)), 1.0);
}

#[test]
fn a_person_grades_an_essay_and_nobody_a_survey() {
    let essay = question(
        QuestionKind::Essay {
            rubric: ids(&["greeting", "date"]),
        },
        Partial::AllOrNothing,
        4,
    );
    assert_eq!(points(&essay, &Answer::Text("拝啓".into())), 0.0);
    assert_eq!(grade_by_hand(&essay, &ids(&["date", "nonsense"])).points, 2.0);
    assert!(grade_by_hand(&essay, &ids(&["date", "greeting"])).correct);
    let survey = question(
        QuestionKind::Survey {
            choices: ids(&["good", "bad"]),
            many: false,
        },
        Partial::AllOrNothing,
        0,
    );
    assert!(grade(&survey, Some(&chosen(&["bad"]))).correct);
    assert_eq!(grade(&survey, Some(&chosen(&["bad"]))).max, 0.0);
}

#[test]
fn nothing_of_nothing_is_zero_percent() {
    assert_eq!(percent(0.0, 0.0), 0.0);
    assert_eq!(percent(4.0, 5.0), 80.0);
}

pub(in crate::learning) fn any_kind() -> impl Strategy<Value = QuestionKind> {
    let list = || prop::collection::vec(any::<bool>(), 0..6).prop_map(|correct| choices(&correct));
    prop_oneof![
        list().prop_map(|choices| QuestionKind::Single { choices }),
        list().prop_map(|choices| QuestionKind::Multiple { choices }),
        (prop::collection::vec(".{0,6}", 0..3), any::<bool>())
            .prop_map(|(accepted, exact)| QuestionKind::Text { accepted, exact }),
        (any::<f64>(), any::<f64>(), prop::option::of(".{0,3}")).prop_map(|(value, tolerance, unit)| {
            QuestionKind::Number {
                value,
                tolerance,
                unit,
            }
        }),
        (
            prop::collection::vec(prop::collection::vec(".{0,6}", 0..3), 0..4),
            any::<bool>()
        )
            .prop_map(|(blanks, exact)| QuestionKind::Blanks {
                blanks: (1..)
                    .zip(blanks)
                    .map(|(id, accepted): (u32, _)| crate::catalog::model::Blank {
                        id: id.to_string(),
                        accepted,
                    })
                    .collect(),
                exact,
            }),
        (0usize..5, 0usize..3).prop_map(|(pairs, extra)| QuestionKind::Match {
            pairs: (0..pairs).map(|n| format!("c{n}")).collect(),
            extra: (pairs..pairs + extra).map(|n| format!("c{n}")).collect(),
        }),
        (0usize..6).prop_map(|steps| QuestionKind::Order {
            steps: (0..steps).map(|n| format!("c{n}")).collect(),
        }),
        (0usize..4).prop_map(|points| QuestionKind::Essay {
            rubric: (0..points).map(|n| format!("c{n}")).collect(),
        }),
        (0usize..4).prop_map(|choices| QuestionKind::Survey {
            choices: (0..choices).map(|n| format!("c{n}")).collect(),
            many: false,
        }),
    ]
}

pub(in crate::learning) fn any_question() -> impl Strategy<Value = Question> {
    let partial = prop::sample::select(vec![Partial::AllOrNothing, Partial::Proportional]);
    (any_kind(), partial, 0u32..20).prop_map(|(kind, partial, points)| question(kind, partial, points))
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        prop::collection::vec("c[0-7]", 0..7).prop_map(Answer::Choices),
        any::<String>().prop_map(Answer::Text),
        "[-+ー]?[0-9０-９,.]{0,8} ?[a-z円㎝]{0,2}".prop_map(Answer::Number),
        prop::collection::btree_map("[1-4]", ".{0,6}", 0..5).prop_map(Answer::Blanks),
        prop::collection::btree_map("c[0-5]", "c[0-5]", 0..5).prop_map(Answer::Pairs),
        prop::collection::btree_map("c[0-5]", 0u32..7, 0..6).prop_map(Answer::Places),
    ]
}

proptest! {
    #[test]
    fn points_lie_between_nothing_and_the_maximum(question in any_question(), answer in any_answer()) {
        let graded = grade(&question, Some(&answer));
        prop_assert!((0.0..=graded.max).contains(&graded.points), "{graded:?}");
        prop_assert_eq!(graded.max, f64::from(question.points));
        let less = graded.less_hints(2, 0.5);
        prop_assert!((0.0..=graded.points).contains(&less.points), "{less:?}");
        prop_assert!(!graded.correct || graded.points == graded.max);
        prop_assert!((0.0..=100.0).contains(&percent(graded.points, graded.max)));
    }

    #[test]
    fn reordering_choices_and_answers_changes_no_score(
        (mut question, answer) in (any_question(), any_answer()),
        turn in 0usize..6,
    ) {
        let before = grade(&question, Some(&answer));
        if let QuestionKind::Single { choices } | QuestionKind::Multiple { choices } = &mut question.kind {
            let turn = turn % choices.len().max(1);
            choices.rotate_left(turn);
        }
        let answer = match answer {
            Answer::Choices(mut ids) => {
                ids.reverse();
                Answer::Choices(ids)
            }
            answer @ (Answer::Text(_)
            | Answer::Number(_)
            | Answer::Blanks(_)
            | Answer::Pairs(_)
            | Answer::Places(_)
            | Answer::Files(_)) => answer,
        };
        if let QuestionKind::Match { pairs, .. } = &mut question.kind {
            pairs.reverse();
        }
        prop_assert_eq!(grade(&question, Some(&answer)), before);
    }

    #[test]
    fn exactly_the_right_choices_earn_everything(correct in prop::collection::vec(any::<bool>(), 1..8)) {
        let list = choices(&correct);
        let right = list.iter().filter(|c| c.correct).map(|c| c.id.clone()).collect();
        let question = question(QuestionKind::Multiple { choices: list }, Partial::Proportional, 3);
        prop_assert!(grade(&question, Some(&Answer::Choices(right))).correct);
    }

    #[test]
    fn a_written_number_is_read_back(value in -1_000_000i32..1_000_000, unit in prop::option::of("[a-z円個]{1,2}")) {
        let typed = format!("{value}{}", unit.clone().unwrap_or_default());
        prop_assert_eq!(number(&typed, unit.as_deref()), Some(f64::from(value)));
    }
}
