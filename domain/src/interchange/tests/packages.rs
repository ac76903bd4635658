//! Packages of Canvas (QTI 1.2) and TAO (QTI 2.1 and 3.0).

use std::path::Path;

use super::*;
use crate::catalog::{Partial, QuestionKind, QuizKind};

/// A folder of fixtures as an unpacked package.
pub(super) fn folder(name: &str) -> Files {
    let mut files = Files::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/interchange/tests/fixtures")
        .join(name);
    read(&root, "", &mut files);
    files
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{prefix}{name}/"), files);
        } else {
            files.insert(format!("{prefix}{name}"), std::fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn a_canvas_quiz_keeps_its_settings_questions_and_images() {
    let imported = package("canvas.zip", &folder("canvas"));
    assert_eq!(imported.format, "QTI 1.2");
    let quiz = quiz(&imported);
    assert_eq!(quiz.text(Lang::En).unwrap().title, "Keyboard basics");
    assert_eq!(
        (quiz.kind, quiz.minutes, quiz.attempts),
        (QuizKind::Test, Some(25), 3)
    );
    assert_eq!(
        quiz.text(Lang::En).unwrap().intro_html,
        "<p>Take your <strong>time</strong>.</p>\n"
    );
    let kinds: Vec<(&str, &str, u32)> = quiz
        .questions
        .iter()
        .map(|q| (q.id.as_str(), q.kind.word(), q.points))
        .collect();
    assert_eq!(
        kinds,
        [
            ("gq1", "single", 2),
            ("gq2", "single", 1),
            ("gq3", "multiple", 3),
            ("gq4", "text", 1),
            ("gq5", "number", 1),
            ("gq6", "match", 4),
            ("gq7", "blanks", 2),
            ("gq8", "essay", 5),
            ("gq9", "upload", 5),
            ("gq12", "single", 1),
        ]
    );
    let first = quiz.questions[0].text(Lang::En).unwrap();
    assert_eq!(
        first.choices["4251"].feedback_html.as_deref(),
        Some("<p>Enter confirms.</p>\n")
    );
    assert_eq!(
        first.explanation_html.as_deref(),
        Some("<p>Backspace rubs out a letter.</p>\n")
    );
    assert_eq!(
        imported.images.keys().collect::<Vec<_>>(),
        ["images/keyboard.png"]
    );
    let QuestionKind::Multiple { choices } = &quiz.questions[2].kind else {
        panic!()
    };
    assert_eq!(
        choices.iter().map(|choice| choice.correct).collect::<Vec<_>>(),
        [true, true, false]
    );
    let number = QuestionKind::Number {
        value: 3.5,
        tolerance: 0.1,
        unit: None,
    };
    assert_eq!(quiz.questions[4].kind, number);
    let QuestionKind::Blanks { blanks, .. } = &quiz.questions[6].kind else {
        panic!()
    };
    assert_eq!(blanks[0].accepted, ["Ctrl", "control"]);
    assert_eq!(
        losses(&imported),
        [
            "- Text: A text without a question was left out.",
            "- Formula: Calculated questions, whose numbers change, cannot be held.",
            "LaTeX: Formulas (LaTeX) are kept as their source text.",
            "Essay: It had no rubric, so one point was written; please adapt it.",
            "File: It had no rubric, so one point was written; please adapt it.",
        ]
    );
}

#[test]
fn a_tao_test_keeps_its_order_weights_keywords_and_furigana() {
    let imported = package("tao21.zip", &folder("tao21"));
    let quiz = quiz(&imported);
    assert_eq!(quiz.text(Lang::Ja).unwrap().title, "マウスのテスト");
    assert_eq!(quiz.minutes, Some(25));
    let [text, many] = quiz.questions.as_slice() else {
        panic!()
    };
    let accepted = vec!["マウス".to_owned(), "mouse".to_owned()];
    assert_eq!(
        text.kind,
        QuestionKind::Text {
            accepted,
            exact: false
        }
    );
    assert_eq!(
        (many.points, many.partial, many.tags.as_slice()),
        (4, Partial::Proportional, &["マウス-入門".to_owned()][..])
    );
    let words = many.text(Lang::Ja).unwrap();
    assert!(words.title_html.contains("alt=\"二つのボタンがあるマウス\""));
    assert!(
        words.choices["choice_2"]
            .html
            .contains("<ruby>押<rp>(</rp><rt>お</rt>")
    );
    assert_eq!(
        words.explanation_html.as_deref(),
        Some("<p>左のボタンがふつうのボタンです。</p>\n")
    );
    assert_eq!(
        losses(&imported),
        [
            "マウスのテスト: Not kept: the test's own scoring (outcomeProcessing).",
            "マウスのテスト: Not kept: rules for tries of single items (itemSessionControl).",
            "機器の名前: The answer \"ねずみ\", worth a part of the points, was left out.",
            "- item-3: Its file \"../../items/i3/qti.xml\" is missing.",
        ]
    );
}

#[test]
fn items_of_qti_3_are_read_in_the_manifests_order() {
    let imported = package("tao30.zip", &folder("tao30"));
    let quiz = quiz(&imported);
    let kinds: Vec<(&str, &str, u32)> = quiz
        .questions
        .iter()
        .map(|q| (q.id.as_str(), q.kind.word(), q.points))
        .collect();
    assert_eq!(
        kinds,
        [
            ("order", "order", 2),
            ("match", "match", 2),
            ("number", "number", 2),
        ]
    );
    assert_eq!(
        quiz.questions[0].kind,
        QuestionKind::Order {
            steps: vec!["B".into(), "C".into(), "A".into()]
        }
    );
    let pairs = QuestionKind::Match {
        pairs: vec!["W1".into(), "W2".into()],
        extra: vec!["W3".into()],
    };
    assert_eq!(quiz.questions[1].kind, pairs);
    let number = QuestionKind::Number {
        value: 30.0,
        tolerance: 0.5,
        unit: Some("cm".into()),
    };
    assert_eq!(quiz.questions[2].kind, number);
    assert_eq!(
        losses(&imported),
        [
            "- Shortcut: Gaps that are filled from a list cannot be held, and without the list nobody could answer; please write a choice question for each gap.",
            "- Drag the icon: Answers by \"portableCustomInteraction\" (places on images, drawings, scripts) cannot be held.",
            "- Drag words: Gaps that are filled from a list cannot be held, and without the list nobody could answer; please write a choice question for each gap.",
        ]
    );
}

#[test]
fn kahoots_spreadsheet_is_read_with_its_heading_row_below_the_top() {
    let imported = package("kahoot.xlsx", &folder("kahoot"));
    let quiz = quiz(&imported);
    let titles: Vec<&str> = quiz
        .questions
        .iter()
        .map(|q| q.text(Lang::Ja).unwrap().title.as_str())
        .collect();
    assert_eq!(titles, ["コピーするキーは？", "消すキーを全部選んでください"]);
    let right = |at: usize| match &quiz.questions[at].kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
            choices.iter().map(|choice| choice.correct).collect::<Vec<_>>()
        }
        kind => panic!("{kind:?}"),
    };
    assert_eq!(
        (right(0), right(1)),
        (vec![false, true, false], vec![true, true, false])
    );
    assert_eq!(losses(&imported).len(), 2);
}
