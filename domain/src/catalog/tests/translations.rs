//! Two languages of one course.

use super::{Folder, TOML};
use crate::Lang;
use crate::catalog::{Block, QuestionKind};
use crate::learning::{Answer, grade};

const JA: &str = "+++\ntitle = \"レッスン\"\n+++\n\n\
    ### 問い {.question #one}\n\n- [x] はい {#yes}\n- [ ] いいえ {#no}\n\n\
    ### 言葉 {.question #two}\n\n= 橋\n";

const EN: &str = "+++\ntitle = \"Lesson\"\n+++\n\n\
    ### Question {.question #one}\n\n- [x] Yes {#yes}\n- [ ] No {#no}\n\n\
    ### Word {.question #two}\n\n= bridge\n";

fn folder(en: &str) -> Folder {
    let toml = TOML
        .replace("[\"ja\"]", "[\"ja\", \"en\"]")
        .replace("{ ja = \"見本\" }", "{ ja = \"見本\", en = \"Demo\" }")
        .replace(
            "{ ja = \"短い見本です。\" }",
            "{ ja = \"短い見本です。\", en = \"A short demo.\" }",
        )
        .replace("{ ja = \"はじめに\" }", "{ ja = \"はじめに\", en = \"Start\" }")
        .replace("[\"a\", \"q\"]", "[\"a\"]");
    let mut folder = Folder::new()
        .file("course.toml", toml)
        .file("a.ja.md", JA)
        .file("a.en.md", en);
    folder.0.remove("q.quiz.ja.md");
    folder
}

#[test]
fn accepted_answers_are_those_of_both_languages() {
    let course = folder(EN).course();
    let lesson = &course.lessons["a"];
    let accepted = ["橋", "bridge"].map(str::to_owned).to_vec();
    assert_eq!(
        lesson.questions["two"].kind,
        QuestionKind::Text {
            accepted,
            exact: false
        }
    );
    assert_eq!(
        lesson.questions["one"].text(Lang::En).unwrap().choices["yes"].html,
        "Yes"
    );
    assert_eq!(lesson.text(Lang::En).unwrap().1.title, "Lesson");
    assert_eq!(folder(EN).problems(), [""; 0]);
}

#[test]
fn a_number_has_a_unit_in_each_language_and_may_be_typed_with_any() {
    let word = "### Word {.question #two}\n\n= bridge\n";
    let en = EN.replace(word, "### Length {.question #two}\n\n= 3 hours\n");
    let ja = JA.replace("= 橋", "= 3 時間");
    let course = folder(&en).file("a.ja.md", ja.clone()).course();
    let question = &course.lessons["a"].questions["two"];
    let unit = |lang| question.text(lang).unwrap().unit.as_deref();
    assert_eq!((unit(Lang::Ja), unit(Lang::En)), (Some("時間"), Some("hours")));
    for typed in ["3", "３時間", "3 hours", "3HOURS"] {
        let answer = Answer::Number(typed.into());
        assert!(grade(question, Some(&answer)).correct, "{typed}");
    }
    assert!(!grade(question, Some(&Answer::Number("3 days".into()))).correct);
    // Without one of its own, a translation shows the source's.
    let bare = EN.replace(word, "### Length {.question #two}\n\n= 3\n");
    let course = folder(&bare).file("a.ja.md", ja).course();
    let text = course.lessons["a"].questions["two"].text(Lang::En).unwrap();
    assert_eq!(text.unit.as_deref(), Some("時間"));
}

#[test]
fn a_missing_question_is_shown_in_the_source_language_and_reported() {
    let part = EN.split("### Word").next().unwrap();
    assert_eq!(folder(part).problems(), ["K0502: #two"]);
    let course = folder(part).course();
    let text = &course.lessons["a"].texts[&Lang::En];
    assert_eq!(text.blocks.last(), Some(&Block::Question("two".into())));
    assert_eq!(
        course.lessons["a"].questions["two"].text(Lang::En).unwrap().title,
        "言葉"
    );
}

#[test]
fn a_missing_choice_is_shown_in_the_source_language_and_reported() {
    let part = EN.replace(
        "### Question {.question #one}",
        "### Question {.question #one type=single}",
    );
    let part = part.replace("- [ ] No {#no}\n", "- [ ] Never {#never}\n");
    assert_eq!(folder(&part).problems(), ["K0503: #one", "K0505: #never"]);
    let part = EN.replace("- [ ] No {#no}\n", "- [ ] No {#noo}\n");
    // One mistake, one problem.
    assert_eq!(folder(&part).problems(), ["K0505: #noo"]);
    let part = EN.replace(" {#no}", "");
    assert_eq!(folder(&part).problems(), ["K0407: No"]);
    let part = EN.replace("{.question #one}", "{.question}");
    assert_eq!(folder(&part).problems(), ["K0401: ### Question {.question}"]);
}

#[test]
fn a_translation_does_not_change_the_key() {
    let swapped = EN.replace("[x] Yes", "[ ] Yes").replace("[ ] No", "[x] No");
    assert_eq!(folder(&swapped).problems(), ["K0506: [ ]", "K0506: [x]"]);
    let other = EN.replace("#two}", "#too}");
    assert_eq!(folder(&other).problems(), ["K0505: #too"]);
    let points = EN.replace("#two}", "#two points=2}");
    assert_eq!(folder(&points).problems(), ["K0506: #two"]);
}

#[test]
fn a_translation_that_is_made_differently_is_told() {
    let ja = JA.replacen("### 問い", "## 一\n\n![図](x.svg)\n\n## 二\n\n### 問い", 1);
    let en = EN.replacen("### Question", "## One\n\n### Question", 1);
    let both = |en: &str| folder(en).file("a.ja.md", &ja).file("x.svg", "<svg/>");
    assert_eq!(both(&en).problems(), ["K0508: +++"]);
    let parsed = crate::catalog::parse_course(&both(&en).files());
    assert_eq!(
        parsed.diagnostics[0].message.en,
        "It is made differently from a.ja.md: headings 2 → 1, images 1 → 0."
    );
    // Who notes the state of the source is told when that changes.
    let state = crate::catalog::source_state(&ja);
    let noted = |state: &str| en.replacen("\n+++", &format!("\nsource = \"{state}\"\n+++"), 1);
    assert_eq!(both(&noted(&state)).problems(), [""; 0]);
    assert_eq!(both(&noted("12345678")).problems(), ["K0509: \"12345678\""]);
}

#[test]
fn missing_files_and_texts_are_warnings() {
    let mut one = folder(EN);
    one.0.remove("a.en.md");
    assert_eq!(one.problems(), ["K0501: +++"]);
    let toml = String::from_utf8(folder(EN).0["course.toml"].clone()).unwrap();
    let partial = folder(EN).file("course.toml", toml.replace(", en = \"Demo\"", ""));
    assert_eq!(partial.problems(), ["K0504: { ja = \"見本\" }"]);
    let unlisted = folder(EN).file("course.toml", toml.replace("[\"ja\", \"en\"]", "[\"ja\"]"));
    assert_eq!(unlisted.problems(), ["K0507: +++"]);
    assert!(!crate::catalog::parse_course(&folder(EN).files()).has_errors());
}
