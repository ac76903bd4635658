//! Moodle 4.5's XML.

use super::*;
use crate::catalog::{Partial, QuestionKind};

const FILE: &str = include_str!("fixtures/moodle-4.5.xml");

fn right(question: &Question) -> Vec<bool> {
    match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
            choices.iter().map(|choice| choice.correct).collect()
        }
        kind => panic!("{kind:?}"),
    }
}

#[test]
fn every_type_that_fits_becomes_a_question() {
    let imported = file("moodle-4.5.xml", FILE);
    assert_eq!((imported.format, imported.lang), ("Moodle XML", Lang::Ja));
    let quiz = quiz(&imported);
    assert_eq!(quiz.id, "moodle-4-5");
    let kinds: Vec<(&str, u32)> = quiz
        .questions
        .iter()
        .map(|question| (question.kind.word(), question.points))
        .collect();
    assert_eq!(
        kinds,
        [
            ("single", 2),
            ("multiple", 1),
            ("single", 1),
            ("text", 1),
            ("number", 2),
            ("match", 3),
            ("single", 1),
            ("single", 1),
            ("single", 1),
            ("essay", 5),
            ("upload", 5),
            ("blanks", 1),
            ("order", 1),
            ("single", 1),
        ]
    );
}

#[test]
fn texts_keys_feedback_hints_tags_and_images_are_kept() {
    let imported = file("moodle-4.5.xml", FILE);
    let quiz = quiz(&imported);
    let first = quiz.question("KEY-001").unwrap();
    assert_eq!(first.tags, ["キー操作", "キーボード"]);
    assert_eq!(right(first), [false, true, false]);
    let text = first.text(Lang::Ja).unwrap();
    assert_eq!(text.title, "まちがえた1文字を消すキーは、どれですか？");
    assert!(text.title_html.contains("<strong>消す</strong>"));
    assert_eq!(text.hints, ["<p>キーボードの右上にあります。</p>\n"]);
    assert_eq!(
        text.explanation_html.as_deref(),
        Some("<p>Backspace は、左の1文字を消します。</p>\n")
    );
    assert!(
        text.choices["Enter"]
            .feedback_html
            .as_deref()
            .unwrap()
            .contains("「決まり」")
    );
    assert!(
        text.body_html.contains("alt=\"キーボードの右上\""),
        "{}",
        text.body_html
    );
    let (path, bytes) = imported.images.iter().next().unwrap();
    assert!(
        path.starts_with("images/image-") && path.ends_with(".png"),
        "{path}"
    );
    assert!(bytes.starts_with(b"\x89PNG"));
    let many = &quiz.questions[1];
    assert_eq!((many.shuffle, many.partial), (false, Partial::Proportional));
    assert!(
        many.text(Lang::Ja)
            .unwrap()
            .body_html
            .contains("<li>ゆっくりで大丈夫です。</li>")
    );
}

#[test]
fn numbers_gaps_pairs_and_rubrics_are_kept() {
    let quiz = quiz(&file("moodle-4.5.xml", FILE));
    let kind = |at: usize| quiz.questions[at].kind.clone();
    assert_eq!(
        kind(4),
        QuestionKind::Number {
            value: 30.5,
            tolerance: 0.25,
            unit: Some("cm".into())
        }
    );
    let QuestionKind::Match { pairs, extra } = kind(5) else {
        panic!()
    };
    assert_eq!((pairs.len(), extra.len()), (2, 1));
    let text = quiz.questions[5].text(Lang::Ja).unwrap();
    assert_eq!(text.lefts[&pairs[0]], "Ctrl + C");
    assert_eq!(text.choices[&pairs[0]].html, "コピー");
    assert!(
        text.body_html.contains("コントロール | 制御"),
        "its own table stays: {}",
        text.body_html
    );
    let QuestionKind::Blanks { blanks, exact } = kind(11) else {
        panic!()
    };
    let accepted: Vec<Vec<String>> = blanks.into_iter().map(|blank| blank.accepted).collect();
    assert_eq!(accepted, [vec!["Ctrl", "control"], vec!["C"], vec!["5"]]);
    assert!(!exact);
    let QuestionKind::Upload {
        accept, max_bytes, ..
    } = kind(10)
    else {
        panic!()
    };
    assert_eq!(
        (accept, max_bytes),
        (vec!["docx".into(), "pdf".into()], 2 * 1024 * 1024)
    );
    let QuestionKind::Essay { rubric } = kind(9) else {
        panic!()
    };
    assert_eq!(
        quiz.questions[9].text(Lang::Ja).unwrap().choices[&rubric[1]].html,
        "お礼の理由がある"
    );
}

#[test]
fn whatever_is_lost_is_told_by_item() {
    let losses = losses(&file("moodle-4.5.xml", FILE));
    assert_eq!(
        losses,
        [
            "消しゴムのキー: Points for, or off, wrong choices (percent) cannot be held.",
            "保存の言葉: The answer \"セーブ*\" has a wildcard; now it fits only as it is written.",
            "保存の言葉: The answer \"しまう\", worth 50%, was left out.",
            "画面の大きさ: A number has one unit; the first was kept.",
            "画面の大きさ: The points, 1.5, became 2 (whole numbers only).",
            "ショートカット: Feedback to gaps cannot be held.",
            "ショートカット: The answer \"Shift\", worth a part of the points, was left out.",
            "ショートカット: Examples of wrong answers to gaps cannot be held.",
            "ショートカット: The tolerance of a number in a gap cannot be held.",
            "ショートカット: The weights of the gaps became equal.",
            "- えらぶショートカット: Gaps that are filled from a list cannot be held, and without the list nobody could answer; please write a choice question for each gap.",
            "- 空欄えらび: Gaps that are filled from a list cannot be held, and without the list nobody could answer; please write a choice question for each gap.",
            "- はじめに: A description is no question; copy its text where it is needed.",
            "- 足し算（数が変わる）: Calculated questions, whose numbers change, cannot be held.",
            "二次方程式と動画: Formulas (LaTeX) are kept as their source text.",
            "二次方程式と動画: A script was taken out.",
            "二次方程式と動画: Media (video @@PLUGINFILE@@/movie.mp4) cannot be held.",
            "二次方程式と動画: The image elsewhere, \"https://example.com/far.png\", became a link.",
            "入力か出力か: A matching question whose answers repeat became one choice question for each pair.",
            "文書の提出: It had no rubric, so one point was written; please adapt it.",
        ]
    );
}

#[test]
fn ids_stay_when_questions_and_choices_move() {
    let ids = |text: &str| -> Vec<(String, Vec<String>)> {
        let mut ids: Vec<_> = quiz(&file("bank.xml", text))
            .questions
            .iter()
            .map(|question| {
                let mut choices: Vec<String> =
                    question.text(Lang::Ja).unwrap().choices.keys().cloned().collect();
                choices.sort();
                (question.id.clone(), choices)
            })
            .collect();
        ids.sort();
        ids
    };
    let question = |name: &str, choices: &[&str]| {
        let answers: String = choices
            .iter()
            .map(|choice| {
                format!(
                    "<answer fraction=\"{}\"><text>{choice}</text></answer>",
                    if *choice == "青" { 100 } else { 0 }
                )
            })
            .collect();
        format!(
            "<question type=\"multichoice\"><name><text>{name}</text></name><questiontext><text>{name}は？</text></questiontext><single>true</single>{answers}</question>"
        )
    };
    let before = format!(
        "<quiz>{}{}</quiz>",
        question("空", &["青", "赤"]),
        question("海", &["青", "緑"])
    );
    let after = format!(
        "<quiz>{}{}</quiz>",
        question("海", &["緑", "青"]),
        question("空", &["赤", "青"])
    );
    assert_eq!(ids(&before), ids(&after));
}
