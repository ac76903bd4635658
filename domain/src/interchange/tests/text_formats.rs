//! GIFT, Aiken and tables.

use super::*;
use crate::catalog::QuestionKind;

#[test]
fn gift_as_moodle_and_people_write_it() {
    let imported = file("quiz.gift", include_str!("fixtures/quiz.gift"));
    let quiz = quiz(&imported);
    let kinds: Vec<(&str, &str)> = quiz
        .questions
        .iter()
        .map(|q| (q.id.as_str(), q.kind.word()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("eraser", "single"),
            ("two-plus-two", "text"),
            ("true-or-false", "single"),
            ("Range", "number"),
            ("Tolerance", "number"),
            ("several-numbers", "number"),
            ("Match", "match"),
            ("Many", "multiple"),
            ("Press", "blanks"),
            ("Essay", "essay"),
            ("Order", "order"),
            ("Words", "single"),
        ]
    );
    assert_eq!(quiz.questions[0].tags, ["keys", "first-day", "Keyboard"]);
    let words = |at: usize| quiz.questions[at].text(Lang::En).unwrap();
    assert_eq!(
        words(0).title_html,
        "Which key rubs out <strong>one letter</strong>?"
    );
    assert_eq!(
        words(0).choices["Enter"].feedback_html.as_deref(),
        Some("<p>No: Enter confirms.</p>\n")
    );
    assert_eq!(words(1).title, "2 + 2 = ?");
    assert_eq!(
        words(2).choices["true"].feedback_html.as_deref(),
        Some("<p>Right, the cable.</p>\n")
    );
    let range = QuestionKind::Number {
        value: 3.0,
        tolerance: 2.0,
        unit: None,
    };
    assert_eq!(quiz.questions[3].kind, range);
    assert_eq!(
        words(8).body_html,
        "<p>Press <x-blank id=\"1\"></x-blank> and C to copy.</p>\n"
    );
    assert!(
        words(11)
            .body_html
            .contains("<ol>\n<li>This list</li>\n<li>stays</li>\n</ol>"),
        "{}",
        words(11).body_html
    );
    assert_eq!(
        losses(&imported),
        [
            "Eraser: Points for, or off, wrong choices (percent) cannot be held.",
            "Several numbers: A number has one answer; the first one worth all points was kept.",
            "Several numbers: Feedback to numbers cannot be held.",
            "Many: The choices' weights became equal: each right one counts the same, each wrong one takes as much off.",
            "- Description: A text without { } (a description) is no question.",
            "- Open: A text without { } (a description) is no question.",
            "Wrong: The choices' weights became equal: each right one counts the same, each wrong one takes as much off.",
            "- Wrong: No choice is right.",
            "Essay: It had no rubric, so one point was written; please adapt it.",
        ]
    );
}

#[test]
fn aiken_says_which_questions_have_no_answer() {
    let imported = file("aiken.txt", include_str!("fixtures/aiken.txt"));
    assert_eq!((imported.format, imported.quizzes[0].questions), ("Aiken", 2));
    assert_eq!(
        losses(&imported),
        [
            "- Nobody knows?: The right answer, D, is not among its choices.",
            "- Unfinished: It has no line ANSWER:.",
        ]
    );
}

#[test]
fn tables_of_many_kinds() {
    let kahoot = file("kahoot.csv", include_str!("fixtures/kahoot.csv"));
    assert_eq!(kahoot.quizzes[0].questions, 2);
    let table = "問題;選択肢1;選択肢2;正解;解説;配点;タグ;備考\n色は？;赤;青;B;海の色です。;3;色、海;x\n言葉は？;;;保存|セーブ;;;;\n";
    let imported = file("table.csv", table);
    let quiz = quiz(&imported);
    assert_eq!(
        (quiz.questions[0].points, quiz.questions[0].tags.as_slice()),
        (3, &["色".to_owned(), "海".to_owned()][..])
    );
    let accepted = vec!["保存".to_owned(), "セーブ".to_owned()];
    assert_eq!(
        quiz.questions[1].kind,
        QuestionKind::Text {
            accepted,
            exact: false
        }
    );
    assert_eq!(losses(&imported), [": These columns are not read: 備考."]);
}

#[test]
fn japanese_encodings_are_read() {
    let text = "::色::海の色は？{=青 ~赤}\n";
    let expected = file("q.gift", text);
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(text);
    assert_eq!(file("q.gift", sjis.into_owned()), expected);
    let little: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(file("q.gift", little), expected);
    let big: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    assert_eq!(file("q.gift", big), expected);
    assert_eq!(
        file("q.gift", format!("\u{feff}{}", text.replace('\n', "\r\n"))),
        expected
    );
    let xml = "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><quiz><question type=\"shortanswer\"><questiontext><text>海の色は？</text></questiontext><answer fraction=\"100\"><text>青</text></answer></question></quiz>";
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(xml);
    assert_eq!(file("q.xml", sjis.into_owned()), file("q.xml", xml));
}
