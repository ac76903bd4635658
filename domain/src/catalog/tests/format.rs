//! `fmt` adds ids, evens the spacing around them, and leaves the rest byte for byte.

use proptest::prelude::*;

use super::robust::markdown;
use super::{Folder, QUIZ, TOML};
use crate::catalog::{SourceFiles, format_course, format_text, parse_course};

fn lesson(markdown: &str) -> String {
    let text = format!("+++\ntitle = \"x\"\n+++\n\n{markdown}");
    let new = format_text("a.ja.md", &text);
    assert_eq!(format_text("a.ja.md", &new), new);
    new.strip_prefix("+++\ntitle = \"x\"\n+++\n\n")
        .unwrap()
        .to_owned()
}

fn quiz(markdown: &str) -> String {
    let text = format!("+++\ntitle = \"x\"\n+++\n\n{markdown}");
    let new = format_text("a.quiz.ja.md", &text);
    assert_eq!(format_text("a.quiz.ja.md", &new), new);
    new.strip_prefix("+++\ntitle = \"x\"\n+++\n\n")
        .unwrap()
        .to_owned()
}

/// The marks of words in ids, each as a star.
fn starred(text: &str) -> String {
    let mut out = String::new();
    for (number, part) in text.split('{').enumerate() {
        let brace = if number > 0 { "{" } else { "" };
        let (id, rest) = part.split_at(part.find(['}', ' ']).unwrap_or(part.len()));
        let (id, rest) = match rest.find('}').filter(|_| id.starts_with('.')) {
            Some(end) => part.split_at(id.len() + end),
            None => (id, rest),
        };
        let mark = id.rsplit_once('-').filter(|(_, mark)| {
            brace == "{" && mark.len() == 6 && mark.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        let made = ["question", "choice", "pair", "step", "point", "yes", "q"];
        let mark = mark.filter(|(start, _)| made.contains(&start.rsplit('#').next().unwrap_or_default()));
        match mark {
            Some((start, _)) => out.push_str(&format!("{brace}{start}-*{rest}")),
            None => out.push_str(&format!("{brace}{part}")),
        }
    }
    out
}

#[test]
fn an_id_never_comes_to_other_words() {
    let before = quiz("## どちら？ {#q}\n\n- [x] 右手\n- [ ] 左手\n- [ ] 両手\n");
    let id = |text: &str, words: &str| -> String {
        let line = text.lines().find(|line| line.contains(words)).unwrap();
        line.split("{#").nth(1).unwrap().trim_end_matches('}').to_owned()
    };
    // One is deleted, another one written, and all come in another order.
    let after = quiz(&format!(
        "## どちら？ {{#q}}\n\n- [ ] 足\n- [ ] 両手 {{#{}}}\n- [x] 右手 {{#{}}}\n",
        id(&before, "両手"),
        id(&before, "右手")
    ));
    assert!(
        ["右手", "左手", "両手"]
            .iter()
            .all(|words| id(&before, words) != id(&after, "足"))
    );
    // What was deleted by mistake is itself again.
    let back = quiz("## どちら？ {#q}\n\n- [ ] 左手\n- [x] 右手 {#x}\n");
    assert_eq!(id(&back, "左手"), id(&before, "左手"));
}

#[test]
fn questions_and_choices_get_ids() {
    assert_eq!(
        starred(&lesson(
            "### 開くのは？ {.question}\n\n- [ ] 一つ\n- [x] Two clicks\n  > はい\n- [ ] `code`\n- [X] {#own}\n"
        )),
        "### 開くのは？ {.question #question-*}\n\n- [ ] 一つ {#choice-*}\n- [x] Two clicks {#two-clicks}\n  > はい\n- [ ] `code` {#code}\n- [x] {#own}\n"
    );
    assert_eq!(
        quiz("## What is a mouse?\n\n= a thing\n"),
        "## What is a mouse? {#what-is-a-mouse}\n\n= a thing\n"
    );
    assert_eq!(
        starred(&quiz("## 一 ##\n\n= 1\n\n## 二 {points=2}\n\n= 2\n")),
        "## 一 {#question-*} ##\n\n= 1\n\n## 二 {#question-* points=2}\n\n= 2\n"
    );
}

#[test]
fn pairs_steps_and_rubric_points_get_ids() {
    assert_eq!(
        starred(&quiz(
            "## 組 {#m type=match}\n\n| a | b |\n|---|---|\n| 一 | one |\n| 二 | {二｜に} |\n\n## 順 {#o type=order}\n\n1. 開ける\n2. 閉める {#close}\n\n## 文 {#e type=essay}\n\n> [!RUBRIC]\n> - [ ] 名前\n> - [ ] お礼 {#thanks}\n"
        )),
        "## 組 {#m type=match}\n\n| a | b |\n|---|---|\n| 一 | one {#one} |\n| 二 | {二｜に} {#pair-*} |\n\n## 順 {#o type=order}\n\n1. 開ける {#step-*}\n2. 閉める {#close}\n\n## 文 {#e type=essay}\n\n> [!RUBRIC]\n> - [ ] 名前 {#point-*}\n> - [ ] お礼 {#thanks}\n"
    );
}

#[test]
fn what_would_not_settle_is_left_alone() {
    // With an id, the empty choice would take the next line for its text.
    let odd = "## Q {#q}\n\n- [ ] \n!in the bin\n- [x] b {#b}\n";
    assert_eq!(quiz(odd), odd);
}

#[test]
fn ids_never_clash() {
    assert_eq!(
        starred(&quiz(
            "## Q\n\n- [x] Yes\n- [ ] yes {#yes}\n- [ ] 一\n- [ ] 二 {#choice-3}\n\n## Q\n\n= 1\n"
        )),
        "## Q {#q}\n\n- [x] Yes {#yes-*}\n- [ ] yes {#yes}\n- [ ] 一 {#choice-*}\n- [ ] 二 {#choice-3}\n\n## Q {#q-*}\n\n= 1\n"
    );
}

#[test]
fn spacing_is_even_and_the_rest_stays() {
    assert_eq!(
        quiz(
            "\n\n\n## Q{  #q   points=2 tags=\"a, b\" }\n\nline  \nbreak\n\n- [x] a{#a}\n- [ ] b   { #b }\n\n\n\n"
        ),
        "## Q {#q points=2 tags=\"a, b\"}\n\nline  \nbreak\n\n- [x] a {#a}\n- [ ] b {#b}\n"
    );
    let windows = "\u{feff}+++\r\ntitle = \"x\"\r\n+++\r\n## Q\r\n\r\n= 7";
    assert_eq!(
        format_text("a.quiz.ja.md", windows),
        "\u{feff}+++\r\ntitle = \"x\"\r\n+++\r\n\r\n## Q {#q}\r\n\r\n= 7\r\n"
    );
    for same in [
        "## 使い{方|かた}\n\n文 {a b}\n",
        "```\ncode {  #x }\n\n\n",
        "    code\n",
        "- [ ] no question\n",
    ] {
        assert_eq!(lesson(same), same);
    }
}

#[test]
fn twins_get_the_same_ids_from_the_english_words() {
    let front = "+++\ntitle = \"x\"\n+++\n\n";
    let ja = format!("{front}## どちら？\n\n- [x] 右\n- [ ] 左 {{#left-hand}}\n");
    let en = format!("{front}## Which one?\n\n- [x] Right\n- [ ] Left\n");
    let files: SourceFiles = [
        ("course.toml", TOML.to_owned()),
        ("q.quiz.ja.md", ja),
        ("q.quiz.en.md", en),
    ]
    .into_iter()
    .collect();
    let formatted = format_course(&files);
    // `right` alone would tell the key (K0430): it gets the mark of the source's words.
    assert_eq!(
        formatted.changed["q.quiz.ja.md"],
        format!("{front}## どちら？ {{#which-one}}\n\n- [x] 右 {{#right-xtapxm}}\n- [ ] 左 {{#left-hand}}\n")
    );
    assert_eq!(
        formatted.changed["q.quiz.en.md"],
        format!(
            "{front}## Which one? {{#which-one}}\n\n- [x] Right {{#right-xtapxm}}\n- [ ] Left {{#left-hand}}\n"
        )
    );
    assert!(formatted.unclear.is_empty());
}

#[test]
fn a_translation_with_other_questions_is_left_alone_and_told() {
    let front = "+++\ntitle = \"x\"\n+++\n\n";
    let ja = format!("{front}## 一 {{#one}}\n\n- [x] あ\n- [ ] い\n\n## 二\n\n= 2\n");
    let en = format!("{front}## One {{#one}}\n\n- [x] A\n- [ ] B\n\n## Three\n\n= 3\n\n## Two\n\n= 2\n");
    let files: SourceFiles = [
        ("course.toml", TOML.to_owned()),
        ("q.quiz.ja.md", ja),
        ("q.quiz.en.md", en),
    ]
    .into_iter()
    .collect();
    let formatted = format_course(&files);
    assert_eq!(formatted.unclear, ["q.quiz.en.md"]);
    let new = &formatted.changed["q.quiz.en.md"];
    assert!(
        new.contains("- [x] A {#a}\n") && new.contains("## Three\n"),
        "{new}"
    );
    assert!(formatted.changed["q.quiz.ja.md"].contains("- [x] あ {#a}\n"));
}

/// The course without the ids that `fmt` may have written and without what follows from them.
fn meaning(lesson: &str, quiz: &str) -> String {
    let files = Folder::new()
        .file("a.ja.md", lesson)
        .file("q.quiz.ja.md", quiz)
        .files();
    let parsed = parse_course(&files);
    let course = parsed.course.unwrap();
    let questions = course.lessons["a"].questions.values().chain(
        course
            .quizzes
            .get("q")
            .into_iter()
            .flat_map(|quiz| &quiz.questions),
    );
    let mut all: Vec<String> = questions
        .map(|question| {
            let texts = question.texts.values().map(|text| {
                let mut choices: Vec<String> = text
                    .choices
                    .values()
                    .map(|choice| format!("{choice:?}"))
                    .collect();
                choices.sort();
                format!(
                    "{} {} {choices:?} {:?} {:?}",
                    text.title_html, text.body_html, text.hints, text.explanation_html
                )
            });
            format!(
                "{:?} {} {}",
                texts.collect::<Vec<_>>(),
                question.points,
                question.kind.word()
            )
        })
        .collect();
    all.sort();
    all.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn formatting_twice_changes_nothing_more_and_keeps_the_meaning(lesson in markdown(), quiz in markdown()) {
        let front = "+++\ntitle = \"x\"\n+++\n";
        let (lesson, quiz) = (format!("{front}{lesson}"), format!("{front}{quiz}"));
        let (new_lesson, new_quiz) = (format_text("a.ja.md", &lesson), format_text("q.quiz.ja.md", &quiz));
        prop_assert_eq!(&format_text("a.ja.md", &new_lesson), &new_lesson);
        prop_assert_eq!(&format_text("q.quiz.ja.md", &new_quiz), &new_quiz);
        if !lesson.contains("{#") && !quiz.contains("{#") {
            prop_assert_eq!(meaning(&lesson, &quiz), meaning(&new_lesson, &new_quiz));
        }
    }

    #[test]
    fn any_text_is_formatted(text in "(?s).*", cut in 0usize..200) {
        let once = format_text("a.ja.md", &text);
        prop_assert_eq!(format_text("a.ja.md", &once), once);
        format_text("q.quiz.ja.md", QUIZ.get(..cut).unwrap_or(QUIZ));
    }
}
