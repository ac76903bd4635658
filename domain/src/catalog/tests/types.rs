//! The question types that are more than choices and lines.

use super::Folder;
use crate::catalog::QuestionKind;
use crate::catalog::model::Question;

fn question(markdown: &str) -> Question {
    Folder::new().quiz("", markdown).course().quizzes["q"].questions[0].clone()
}

fn ids(list: &[&str]) -> Vec<String> {
    list.iter().map(|id| id.to_string()).collect()
}

#[test]
fn gaps_become_numbered_fields_and_accept_every_alternative() {
    let asked = question(
        "## コピーの仕方 {#copy}\n\n[[Ctrl]] を押しながら [[C|c|｜シー]] を押し、`[[これは]]` 文字、[[{机|つくえ}]] は机です。\n",
    );
    let QuestionKind::Blanks { blanks, exact } = &asked.kind else {
        panic!("{:?}", asked.kind)
    };
    assert!(!exact);
    let accepted: Vec<_> = blanks.iter().map(|blank| blank.accepted.join(",")).collect();
    assert_eq!(accepted, ["Ctrl", "C,c,シー", "机,つくえ"]);
    let html = &asked.texts[&crate::Lang::Ja].body_html;
    assert_eq!(
        html.trim(),
        "<p><x-blank id=\"1\"></x-blank> を押しながら <x-blank id=\"2\"></x-blank> を押し、<code>[[これは]]</code> \
         文字、<x-blank id=\"3\"></x-blank> は机です。</p>"
    );
}

#[test]
fn gaps_may_stand_in_lists_and_tables() {
    let asked =
        question("## 表 {#t}\n\n- [[一]]つめ\n- **[[二]]**\n\n| a | b |\n|---|---|\n| [[三｜3]] | x |\n");
    let QuestionKind::Blanks { blanks, .. } = &asked.kind else {
        panic!("{:?}", asked.kind)
    };
    assert_eq!(blanks.len(), 3);
    assert_eq!(blanks[2].accepted, ["三", "3"]);
    assert_eq!(
        asked.texts[&crate::Lang::Ja]
            .body_html
            .matches("<x-blank")
            .count(),
        3
    );
}

#[test]
fn a_table_is_pairs_and_a_row_without_a_left_side_is_an_extra() {
    let asked = question(
        "## つなぐ {#m type=match}\n\nどれですか。\n\n| 道具 | 使い道 |\n|---|---|\n| {表計算｜ひょうけいさん} | 計算する {#sheet} |\n| 文書 | 手紙を書く {#letter} |\n| | 絵をかく {#draw} |\n",
    );
    assert_eq!(
        asked.kind,
        QuestionKind::Match {
            pairs: ids(&["sheet", "letter"]),
            extra: ids(&["draw"]),
        }
    );
    let text = &asked.texts[&crate::Lang::Ja];
    assert!(text.lefts["sheet"].starts_with("<ruby>"), "{:?}", text.lefts);
    assert_eq!(text.choices["letter"].html, "手紙を書く");
    assert_eq!(text.columns, ["道具", "使い道"]);
    assert_eq!(text.body_html.trim(), "<p>どれですか。</p>");
}

#[test]
fn a_numbered_list_is_steps_in_their_right_order() {
    let asked =
        question("## ならべる {#o type=order}\n\n1. 保存する {#save}\n2. 閉じる {#close}\n3. 切る {#off}\n");
    assert_eq!(
        asked.kind,
        QuestionKind::Order {
            steps: ids(&["save", "close", "off"])
        }
    );
    assert_eq!(asked.texts[&crate::Lang::Ja].choices["off"].html, "切る");
}

#[test]
fn an_essay_has_a_point_for_each_line_of_its_rubric() {
    let asked = question(
        "## お礼の手紙 {#e type=essay}\n\n書いてください。\n\n> [!RUBRIC]\n> - [ ] あいさつがある {#greeting}\n> - [ ] 日付がある {#date}\n",
    );
    assert_eq!(asked.points, 2);
    assert_eq!(asked.kind.rubric(), ids(&["greeting", "date"]));
    let asked = question(
        "## 送る {#u type=upload accept=\"docx,.PDF\" max=2MB points=6}\n\n> [!RUBRIC]\n> - [ ] 開ける {#opens}\n",
    );
    assert_eq!(asked.points, 6);
    assert_eq!(
        asked.kind,
        QuestionKind::Upload {
            rubric: ids(&["opens"]),
            accept: ids(&["docx", "pdf"]),
            max_bytes: 2 * 1024 * 1024,
        }
    );
}

#[test]
fn a_survey_has_no_key_and_no_points() {
    let asked =
        question("## どうでしたか {#s type=survey many}\n\n- [ ] よい {#good}\n- [ ] ふつう {#fair}\n");
    assert_eq!(asked.points, 0);
    assert_eq!(
        asked.kind,
        QuestionKind::Survey {
            choices: ids(&["good", "fair"]),
            many: true,
        }
    );
    let course = Folder::new()
        .quiz(
            "kind = \"survey\"",
            "## ひとこと {#s}\n\n自由に書いてください。\n",
        )
        .course();
    let text = &course.quizzes["q"].questions[0].kind;
    assert!(matches!(text, QuestionKind::Survey { choices, .. } if choices.is_empty()));
}

#[test]
fn what_a_type_needs_is_asked_for_at_its_place() {
    for (markdown, code, at) in [
        ("## a {#a type=match}\n\n本文\n", "K0425", "## a {#a type=match}"),
        (
            "## a {#a type=order}\n\n1. 一つ {#one}\n",
            "K0425",
            "## a {#a type=order}",
        ),
        ("## a {#a type=essay}\n\n本文\n", "K0426", "## a {#a type=essay}"),
        (
            "## a {#a type=upload accept=pdf max=9GB}\n\n> [!RUBRIC]\n> - [ ] x {#x}\n",
            "K0403",
            "9GB",
        ),
        (
            "## a {#a type=survey}\n\n- [x] x {#x}\n- [ ] y {#y}\n",
            "K0427",
            "[x]",
        ),
        (
            "## a {#a type=match}\n\n| a | b |\n|---|---|\n| {机|つくえ} | 2 {#x} |\n| 3 | 4 {#y} |\n| 5 | 6 {#z} |\n",
            "K0309",
            "{机|つくえ}",
        ),
        ("## a {#a}\n\n空の [[ ]] です。\n", "K0423", "[[ ]]"),
        (
            "## a {#a type=order}\n\n1. 一つ {#one}\n2. 二つ\n",
            "K0407",
            "2. 二つ",
        ),
        (
            "## a {#a type=match}\n\n| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 {#x} |\n",
            "K0424",
            "| a | b | c |",
        ),
    ] {
        let problems = Folder::new().quiz("", markdown).problems();
        assert!(
            problems.contains(&format!("{code}: {at}")),
            "{markdown}: {problems:?}"
        );
    }
}
