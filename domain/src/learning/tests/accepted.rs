use super::grade::{choices, question};
use crate::learning::accepted::*;
use crate::{
    catalog::model::{Blank, Partial, Question, QuestionKind},
    learning::{Answer, grade},
};

fn text(exact: bool) -> Question {
    let accepted = vec!["保存".to_owned()];
    question(QuestionKind::Text { accepted, exact }, Partial::AllOrNothing, 1)
}

fn extra(blank: Option<&str>, answer: &str) -> Extra {
    Extra {
        blank: blank.map(str::to_owned),
        answer: answer.to_owned(),
    }
}

fn is_right(question: &Question, extras: &[Extra], typed: &str) -> bool {
    grade(
        &with_accepted(question, extras),
        Some(&Answer::Text(typed.to_owned())),
    )
    .correct
}

#[test]
fn an_answer_that_is_accepted_later_counts_with_all_its_spellings() {
    let extras = [extra(None, "セーブ")];
    assert!(!is_right(&text(false), &[], "せーぶ"));
    assert!(is_right(&text(false), &extras, "せーぶ"));
    assert!(is_right(&text(false), &extras, "保存"));
    assert!(!is_right(&text(true), &extras, "せーぶ"));
    assert!(accepts(&with_accepted(&text(false), &extras), None, " ｾｰﾌﾞ"));
    assert!(!accepts(&text(false), None, "セーブ"));
}

#[test]
fn a_gap_takes_its_own_answers_only_and_a_choice_takes_none() {
    let blank = |id: &str| Blank {
        id: id.to_owned(),
        accepted: vec!["C".to_owned()],
    };
    let blanks = vec![blank("1"), blank("2")];
    let gaps = question(
        QuestionKind::Blanks { blanks, exact: false },
        Partial::AllOrNothing,
        1,
    );
    let more = with_accepted(
        &gaps,
        &[extra(Some("2"), "シー"), extra(Some("9"), "x"), extra(None, "y")],
    );
    assert!(!accepts(&more, Some("1"), "しー"));
    assert!(accepts(&more, Some("2"), "しー"));
    let single = question(
        QuestionKind::Single {
            choices: choices(&[true, false]),
        },
        Partial::AllOrNothing,
        1,
    );
    assert_eq!(*with_accepted(&single, &[extra(None, "c1")]), single);
}

const SOURCE: &str = "+++\ntitle = \"x\"\n+++\n\n## 一つ目 {#word-two}\n\n= a\n\n## 二つ目 {#word points=2}\n\n```\n= これは例\n```\n\n= 保存 | ほぞん\naccept: ホゾン\n\n## 空欄 {#gaps}\n\n[[Ctrl|コントロール]] と [[C]]\n\n| 表 |\n|---|\n| [[x]] |\n";

fn diff(question: &str, extra: &Extra) -> String {
    unified_diff(
        "demo/all.quiz.ja.md",
        SOURCE,
        &propose(SOURCE, question, extra).unwrap(),
    )
}

#[test]
fn the_proposal_is_a_unified_diff_of_the_answer_line() {
    assert_eq!(
        diff("word", &extra(None, "セーブ")),
        "--- a/demo/all.quiz.ja.md\n+++ b/demo/all.quiz.ja.md\n@@ -12,7 +12,7 @@\n = これは例\n ```\n \n-= 保存 | ほぞん\n+= 保存 | ほぞん | セーブ\n accept: ホゾン\n \n ## 空欄 {#gaps}\n"
    );
}

#[test]
fn a_gap_is_found_by_its_number_also_in_a_table() {
    assert!(diff("gaps", &extra(Some("2"), "c")).contains("\n+[[Ctrl|コントロール]] と [[C|c]]\n"));
    let last = diff("gaps", &extra(Some("3"), "y"));
    assert!(last.ends_with(" |---|\n-| [[x]] |\n+| [[x\\|y]] |\n"), "{last}");
    assert_eq!(propose(SOURCE, "gaps", &extra(Some("4"), "y")), None);
    assert_eq!(propose(SOURCE, "gaps", &extra(None, "y")), None);
    assert_eq!(propose(SOURCE, "nothing", &extra(None, "y")), None);
}

#[test]
fn line_breaks_stay_as_they_are() {
    let source = "## q {#q}\r\n\r\n= a\r\n\r\nend";
    let change = propose(source, "q", &extra(None, "b")).unwrap();
    assert_eq!(changed(source, &change), "## q {#q}\r\n\r\n= a | b\r\n\r\nend");
    let bare = "## q {#q}\n\n= a";
    let change = propose(bare, "q", &extra(None, "b")).unwrap();
    assert!(
        unified_diff("q.md", bare, &change)
            .ends_with("-= a\n\\ No newline at end of file\n+= a | b\n\\ No newline at end of file\n")
    );
}
