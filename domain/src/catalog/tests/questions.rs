//! Questions: how they are read, and what is wrong with them.

use super::Folder;
use crate::Lang;
use crate::catalog::{Choice, Partial, Question, QuestionKind, QuizKind, ShowAnswers};

/// The only question of a quiz.
fn question(markdown: &str) -> Question {
    Folder::new().quiz("", markdown).course().quizzes["q"].questions[0].clone()
}

fn problems(markdown: &str) -> Vec<String> {
    Folder::new().quiz("", markdown).problems()
}

const CHOICES: &str = "- [ ] 一つ {#one}\n  > ちがいます。\n- [x] 二つ {#two}\n- [ ] 三つ {#three}\n";

#[test]
fn a_task_list_with_one_right_choice_is_single() {
    let question = question(&format!(
        "## いくつ？ {{#q points=3 tags=\"a,b\"}}\n\n数えます。\n\n{CHOICES}"
    ));
    let choice = |id: &str, correct| Choice {
        id: id.into(),
        correct,
    };
    assert_eq!(
        question.kind,
        QuestionKind::Single {
            choices: vec![choice("one", false), choice("two", true), choice("three", false)]
        }
    );
    assert_eq!(
        (question.points, question.tags.as_slice()),
        (3, ["a".to_owned(), "b".to_owned()].as_slice())
    );
    let text = &question.texts[&Lang::Ja];
    assert_eq!(
        (text.title.as_str(), text.body_html.as_str()),
        ("いくつ？", "<p>数えます。</p>\n")
    );
    assert_eq!(text.choices["one"].html, "一つ");
    assert_eq!(
        text.choices["one"].feedback_html.as_deref(),
        Some("<p>ちがいます。</p>\n")
    );
}

#[test]
fn several_right_choices_or_the_type_make_it_multiple() {
    let two = "- [x] a {#a}\n\n- [x] b {#b}\n\n- [ ] c {#c}\n";
    let question = question(&format!(
        "## Q {{#q partial=proportional shuffle=false}}\n\n{two}"
    ));
    assert!(matches!(question.kind, QuestionKind::Multiple { .. }));
    assert_eq!(
        (question.partial, question.shuffle),
        (Partial::Proportional, false)
    );
    assert_eq!(question.texts[&Lang::Ja].choices["a"].html, "a");
    let declared = self::question(&format!("## Q {{#q type=multiple}}\n\n{CHOICES}"));
    assert!(matches!(declared.kind, QuestionKind::Multiple { .. }));
}

#[test]
fn answer_lines_make_text_or_number() {
    let text = question("## Q {#q exact}\n\n書いてください。\n= パスワード | password\n= 合い言葉\n");
    let accepted = ["パスワード", "password", "合い言葉"].map(str::to_owned).to_vec();
    assert_eq!(
        text.kind,
        QuestionKind::Text {
            accepted,
            exact: true
        }
    );
    assert_eq!(text.texts[&Lang::Ja].body_html, "<p>書いてください。</p>\n");
    let number = question("## Q {#q}\n\n= 42 ± 0.5 cm\n");
    assert_eq!(
        number.kind,
        QuestionKind::Number {
            value: 42.0,
            tolerance: 0.5,
            unit: Some("cm".into())
        }
    );
    let formula = question("## Q {#q}\n\n=SUM(A1) は何をしますか。\n\n= 合計\n");
    assert_eq!(
        formula.texts[&Lang::Ja].body_html,
        "<p>=SUM(A1) は何をしますか。</p>\n"
    );
    let three_d = question("## Q {#q}\n\n= 3D\n");
    assert!(matches!(three_d.kind, QuestionKind::Text { .. }));
}

#[test]
fn hints_and_explanations_are_taken_from_the_text() {
    let text = "> [!HINT]\n> 一つ目\n\n> [!HINT]\n>\n> 二つ目\n\n> [!EXPLANATION]\n> だから\n";
    let question = question(&format!("## Q {{#q hint_cost=0.5}}\n\n= 7\n\n{text}"));
    assert_eq!(question.hint_cost, 0.5);
    let text = &question.texts[&Lang::Ja];
    assert_eq!(text.hints, ["<p>一つ目</p>\n", "<p>二つ目</p>\n"]);
    assert_eq!(text.explanation_html.as_deref(), Some("<p>だから</p>\n"));
    assert_eq!(text.body_html, "");
}

#[test]
fn a_quizzes_settings_are_read() {
    let front = "kind = \"test\"\npass_percent = 70\nattempts = 3\nminutes = 20\nin_class_only = true\n\
                 show_answers = \"after-pass\"\ndraw = [{ tag = \"keys\", count = 1 }]";
    let course = Folder::new()
        .quiz(front, "はじめに。\n\n## Q {#q tags=keys}\n\n= 7\n")
        .course();
    let quiz = &course.quizzes["q"];
    assert_eq!(
        (quiz.kind, quiz.show_answers),
        (QuizKind::Test, ShowAnswers::AfterPass)
    );
    assert_eq!(
        (quiz.pass_percent, quiz.attempts, quiz.minutes, quiz.in_class_only),
        (70, 3, Some(20), true)
    );
    assert_eq!(quiz.draw[0].tag, "keys");
    assert_eq!(quiz.texts[&Lang::Ja].intro_html, "<p>はじめに。</p>\n");
}

#[test]
fn ids_are_required_unique_and_plain() {
    assert_eq!(problems("## Q\n\n= 7\n"), ["K0401: ## Q"]);
    assert_eq!(problems("## Q {#q}\n\n= 7\n\n## R {#q}\n\n= 8\n"), ["K0402: #q"]);
    assert_eq!(problems("## Q {#あ}\n\n= 7\n"), ["K0110: #あ"]);
    assert_eq!(problems("## Q {#q}\n\n- [x] a\n- [ ] b {#b}\n"), ["K0407: a"]);
    assert_eq!(
        problems("## Q {#q}\n\n- [x] a {#a}\n- [ ] b {#a}\n"),
        ["K0408: #a"]
    );
}

#[test]
fn attributes_are_checked() {
    assert_eq!(problems("## Q {#q point=2}\n\n= 7\n"), ["K0403: point"]);
    assert_eq!(
        Folder::new().quiz("", "## Q {#q point=2}\n\n= 7\n").help(),
        "Did you mean \"points\"?"
    );
    assert_eq!(problems("## Q {#q points=many}\n\n= 7\n"), ["K0403: many"]);
    assert_eq!(problems("## Q {#q type=singel}\n\n= 7\n"), ["K0403: singel"]);
    assert_eq!(
        problems("## Q {#q}\n\n- [x] a {#a .b}\n- [ ] b {#b}\n"),
        ["K0403: .b"]
    );
}

#[test]
fn choices_need_exactly_what_their_type_says() {
    assert_eq!(
        problems("## Q {#q}\n\n- [ ] a {#a}\n- [ ] b {#b}\n"),
        ["K0405: ## Q {#q}"]
    );
    assert_eq!(
        problems("## Q {#q}\n\n- [x] a {#a}\n- [x] b {#b}\n"),
        ["K0406: ## Q {#q}"]
    );
    assert_eq!(problems("## Q {#q}\n\n- [x] a {#a}\n"), ["K0417: ## Q {#q}"]);
    let two = "- [x] a {#a}\n- [x] b {#b}\n- [ ] c {#c}\n";
    assert_eq!(
        problems(&format!("## Q {{#q type=single}}\n\n{two}")),
        ["K0414: [x]"]
    );
    assert_eq!(
        problems("## Q {#q}\n\n- [x] a {#a}\n- [ ] a {#b}\n"),
        ["K0409: a"]
    );
    assert_eq!(
        problems("## Q {#q}\n\n- [x] a {#a}\n- [ ] b {#b}\n- c\n"),
        ["K0410: - c"]
    );
}

#[test]
fn there_must_be_one_way_to_answer() {
    assert_eq!(problems("## Q {#q}\n\nただの文\n"), ["K0413: ## Q {#q}"]);
    assert_eq!(
        problems(&format!("## Q {{#q}}\n\n{CHOICES}\n= 7\n")),
        ["K0416: 7"]
    );
    assert_eq!(problems("## Q {#q type=number}\n\n= 七\n"), ["K0415: 七"]);
    // What follows from a misspelt type is not told.
    assert_eq!(
        problems("## Q {#q type=esay}\n\n> [!RUBRIC]\n> - [ ] よい {#good}\n"),
        ["K0403: esay"]
    );
    assert_eq!(problems("## Q {#q type=number}\n\n= 7\n= 8\n"), ["K0415: 8"]);
    assert_eq!(problems("ただの文\n"), ["K0419: +++"]);
    assert_eq!(problems("# Q\n\n## R {#r}\n\n= 7\n"), ["K0418: # Q\n"]);
}

#[test]
fn the_authors_own_tests_are_run() {
    let key = "= パスワード | password\n";
    assert_eq!(
        problems(&format!(
            "## Q {{#q}}\n\n{key}\naccept: ｐａｓｓｗｏｒｄ\nreject: 合い言葉\n"
        )),
        [""; 0]
    );
    assert_eq!(
        problems(&format!("## Q {{#q}}\n\n{key}\naccept: 合い言葉\n")),
        ["K0411: 合い言葉"]
    );
    assert_eq!(
        problems(&format!("## Q {{#q}}\n\n{key}\nreject: ぱすわーど\n")),
        ["K0412: ぱすわーど"]
    );
    assert_eq!(
        problems("## Q {#q}\n\n= 42 ± 0.5\n\naccept: 42.5\nreject: 42.6\n"),
        [""; 0]
    );
    assert_eq!(
        problems(&format!("## Q {{#q}}\n\n{CHOICES}\naccept: a\n")),
        ["K0416: a"]
    );
}

#[test]
fn pools_need_enough_questions() {
    let draw = |tag: &str, count: u32| format!("draw = [{{ tag = \"{tag}\", count = {count} }}]");
    let body = "## Q {#q tags=keys}\n\n= 7\n";
    assert_eq!(
        Folder::new().quiz(&draw("key", 1), body).problems(),
        ["K0420: \"key\""]
    );
    assert_eq!(
        Folder::new().quiz(&draw("key", 1), body).help(),
        "Did you mean \"keys\"?"
    );
    assert_eq!(
        Folder::new().quiz(&draw("keys", 2), body).problems(),
        ["K0421: \"keys\""]
    );
}
