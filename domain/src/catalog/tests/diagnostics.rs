//! Problems of files, of `course.toml` and of markdown, each at its exact characters.

use super::{Folder, TOML};
use crate::catalog::{Severity, parse_course, parse_rule};

fn lesson(markdown: &str) -> Vec<String> {
    Folder::new().lesson(markdown).problems()
}

fn toml(from: &str, to: &str) -> Folder {
    assert!(TOML.contains(from));
    Folder::new().file("course.toml", TOML.replacen(from, to, 1))
}

#[test]
fn nothing_is_wrong_with_the_example() {
    assert_eq!(Folder::new().problems(), [""; 0]);
}

#[test]
fn files_that_are_not_utf8_are_told_with_their_byte() {
    let files = Folder::new()
        .file("a.ja.md", b"+++\ntitle = \"\x83\x8c\"\n+++\n")
        .files();
    let parsed = parse_course(&files);
    let codes: Vec<_> = parsed
        .diagnostics
        .iter()
        .map(|found| (found.code, found.span.clone()))
        .collect();
    assert_eq!(codes, [("K0101", 13..14)]);
    assert_eq!(
        parsed.diagnostics[0].line_column(files.get("a.ja.md").unwrap()),
        (2, 10)
    );
}

#[test]
fn a_byte_order_mark_and_crlf_are_fine() {
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let lesson =
        windows("+++\ntitle = \"x\"\n+++\n\n### Q {.question #q}\n\n- [x] a {#a}\n- [ ] b {#b}\n  > c\n");
    let quiz = windows("+++\ntitle = \"x\"\n+++\n\n## Q {#q}\n\n= 橋 | bridge\n\naccept: 橋\n");
    let folder = Folder::new().file("course.toml", windows(TOML));
    assert_eq!(
        folder
            .file("a.ja.md", lesson)
            .file("q.quiz.ja.md", quiz)
            .problems(),
        [""; 0]
    );
}

#[test]
fn broken_toml_does_not_hide_the_rest() {
    let folder = toml("hours = 1.5", "hours = = 1").lesson("![](x.svg)\n");
    let problems = folder.problems();
    assert!(
        problems.iter().any(|problem| problem.starts_with("K0102")),
        "{problems:?}"
    );
    assert!(
        problems.iter().any(|problem| problem.starts_with("K0306")),
        "{problems:?}"
    );
}

#[test]
fn unknown_keys_are_found_at_every_depth() {
    assert_eq!(toml("hours", "huors").problems(), ["K0103: huors"]);
    // The key is there, if under a wrong name.
    assert_eq!(toml("summary", "sumary").problems(), ["K0103: sumary"]);
    assert_eq!(toml("hours", "huors").help(), "Did you mean \"hours\"?");
    assert_eq!(
        toml("{ ja = \"はじめに\" }", "{ ja = \"はじめに\", fr = \"\" }").problems(),
        ["K0103: fr"]
    );
    let quiz = Folder::new().quiz(
        "draw = [{ tag = \"a\", count = 1, cuont = 2 }]",
        "## Q {#q tags=a}\n\n= 7\n",
    );
    assert_eq!(quiz.problems(), ["K0103: cuont"]);
    assert_eq!(
        Folder::new()
            .quiz("pass_pecent = 80", "## Q {#q}\n\n= 7\n")
            .problems(),
        ["K0103: pass_pecent"]
    );
}

#[test]
fn values_must_be_there_and_right() {
    assert_eq!(
        toml("title = { ja = \"見本\" }\n", "").problems(),
        ["K0104: id = \"demo\""]
    );
    assert_eq!(
        toml("hours = 1.5", "hours = \"long\"").problems(),
        ["K0105: \"long\""]
    );
    assert_eq!(toml("[\"ja\"]", "[\"ja\", \"fr\"]").problems(), ["K0105: \"fr\""]);
    assert_eq!(
        Folder::new()
            .quiz("kind = \"exam\"", "## Q {#q}\n\n= 7\n")
            .problems(),
        ["K0105: \"exam\""]
    );
    assert_eq!(
        Folder::new()
            .quiz("pass_percent = 101", "## Q {#q}\n\n= 7\n")
            .problems(),
        ["K0105: 101"]
    );
    assert_eq!(
        Folder::new()
            .file("a.ja.md", "+++\nminutes = 5\n+++\n")
            .problems(),
        ["K0104: +++"]
    );
    assert_eq!(
        toml("id = \"demo\"", "id = \"見本\"").problems(),
        ["K0110: \"見本\""]
    );
}

#[test]
fn front_matter_must_be_there_and_closed() {
    assert_eq!(
        Folder::new().file("a.ja.md", "# 題\n").problems(),
        ["K0106: # 題"]
    );
    assert_eq!(
        Folder::new().file("a.ja.md", "+++\ntitle = \"x\"\n").problems(),
        ["K0106: +++"]
    );
}

#[test]
fn a_folder_needs_its_course_file() {
    let mut files = Folder::new().files();
    files.0.remove("course.toml");
    let parsed = parse_course(&files);
    assert_eq!(parsed.diagnostics[0].code, "K0107");
    assert!(parsed.course.is_none());
}

#[test]
fn files_that_no_course_names_are_told() {
    let extra = "+++\ntitle = \"x\"\n+++\n\n文\n";
    assert_eq!(Folder::new().file("b.ja.md", extra).problems(), ["K0108: +++"]);
    assert_eq!(Folder::new().file("images/y.png", "x").problems(), ["K0108: "]);
    assert_eq!(
        Folder::new()
            .file("README.md", "x")
            .file("LICENSE", "x")
            .problems(),
        [""; 0]
    );
    assert_eq!(Folder::new().file("b.fr.md", "文\n").problems(), ["K0109: 文"]);
}

#[test]
fn items_must_exist_once() {
    assert_eq!(
        toml("[\"a\", \"q\"]", "[\"a\", \"q\", \"aa\"]").problems(),
        ["K0201: \"aa\""]
    );
    assert_eq!(
        toml("[\"a\", \"q\"]", "[\"a\", \"q\", \"aa\"]").help(),
        "Did you mean \"a\"?"
    );
    assert_eq!(
        toml("[\"a\", \"q\"]", "[\"a\", \"q\", \"a\"]").problems(),
        ["K0202: \"a\""]
    );
    // A misspelt item is one problem, though its file is named by nobody.
    assert_eq!(
        toml("[\"a\", \"q\"]", "[\"aa\", \"q\"]").problems(),
        ["K0201: \"aa\""]
    );
    let unnamed = toml("[\"a\", \"q\"]", "[\"a\", \"q\", \"b\"]").file("b.md", "文\n");
    assert_eq!(unnamed.problems(), ["K0109: 文"]);
    let both = Folder::new().file("a.quiz.ja.md", super::QUIZ);
    assert_eq!(both.problems(), ["K0204: \"a\""]);
}

#[test]
fn html_outside_the_list_is_told_once() {
    assert_eq!(lesson("a <b>c</b>\n"), ["K0301: <b>"]);
    assert_eq!(lesson("<kbd class=\"x\">c</kbd>\n"), ["K0301: <kbd class=\"x\">"]);
    assert_eq!(lesson("<div\n  id=x>\n\n文\n"), ["K0301: <div\n  id=x>"]);
    assert_eq!(lesson("<mark>a\n\n文\n"), ["K0302: <mark>"]);
}

#[test]
fn links_must_lead_somewhere_allowed() {
    assert_eq!(lesson("[x](b.ja.md)\n"), ["K0303: b.ja.md"]);
    assert_eq!(
        Folder::new().lesson("[x](q.quiz.en.md)\n").help(),
        "Did you mean \"q.quiz.ja.md\"?"
    );
    assert_eq!(lesson("[x](javascript:alert)\n"), ["K0304: javascript:alert"]);
    assert_eq!(lesson("[x](//example.com)\n"), ["K0304: //example.com"]);
    assert_eq!(lesson("## 場所\n\n[x](#場)\n"), ["K0312: #場"]);
    assert_eq!(
        lesson("[x](q.quiz.ja.md) [y](/help) [z](https://example.com) [a](mailto:a@example.com)\n"),
        [""; 0]
    );
}

#[test]
fn images_must_be_there_with_their_text() {
    assert_eq!(lesson("![図](images/x.svg)\n"), ["K0305: images/x.svg"]);
    let folder = || Folder::new().file("images/x.svg", "<svg/>");
    assert_eq!(
        folder().lesson("![](images/x.svg)\n").problems(),
        ["K0306: ![](images/x.svg)"]
    );
    assert_eq!(folder().lesson("![図](./images/x.svg)\n").problems(), [""; 0]);
    assert_eq!(
        lesson("![図](https://example.com/x.png)\n"),
        ["K0307: https://example.com/x.png"]
    );
    assert_eq!(lesson("![図](../other/x.png)\n"), ["K0305: ../other/x.png"]);
}

#[test]
fn headings_do_not_jump_and_keep_their_attributes_to_questions() {
    assert_eq!(lesson("## 一\n\n#### 三\n"), ["K0308: #### 三"]);
    assert_eq!(lesson("### 問い {.question #q}\n\n= 7\n"), [""; 0]);
    assert_eq!(lesson("## 一 {#one type=text}\n"), ["K0313: type"]);
    assert_eq!(lesson("## 一\n\n- [x] a\n"), ["K0314: [x]"]);
}

#[test]
fn stars_that_make_nothing_bold_are_told() {
    assert_eq!(lesson("これは**「大切」**です\n"), ["K0315: **", "K0315: **"]);
    assert_eq!(lesson("2\\*\\*3 と `**`\n"), [""; 0]);
}

#[test]
fn furigana_in_a_table_needs_the_wide_bar() {
    assert_eq!(
        lesson("| a | b |\n|---|---|\n| {押|お}す | 1 |\n"),
        ["K0309: {押|お}"]
    );
    let help = Folder::new()
        .lesson("| a | b |\n|---|---|\n| {押|お}す | 1 |\n")
        .help();
    assert_eq!(help, "Use the full-width bar: {押｜お}");
    assert_eq!(lesson("{押|}す\n"), ["K0311: {押|}"]);
}

#[test]
fn boxes_must_be_known_and_in_their_place() {
    assert_eq!(lesson("> [!TPI]\n> x\n"), ["K0310: [!TPI]"]);
    assert_eq!(
        Folder::new().lesson("> [!TPI]\n> x\n").help(),
        "Did you mean \"TIP\"?"
    );
    assert_eq!(lesson("> [!CAUTION]\n> x\n"), ["K0310: [!CAUTION]"]);
    assert_eq!(lesson("> [!TIP] x\n"), ["K0310: [!TIP]"]);
    assert_eq!(lesson("> [!HINT]\n> x\n"), ["K0422: [!HINT]"]);
}

#[test]
fn every_problem_of_every_file_is_told_in_one_run() {
    let folder = toml("hours", "huors")
        .lesson("<b>\n\n![](images/x.svg)\n")
        .quiz("kind = 1", "## Q\n\n= 7\n");
    let codes: Vec<_> = folder
        .problems()
        .into_iter()
        .map(|problem| problem[..5].to_owned())
        .collect();
    assert_eq!(
        codes,
        ["K0301", "K0306", "K0305", "K0103", "K0105", "K0401"].map(str::to_owned)
    );
}

#[test]
fn rules_are_read_with_their_place() {
    let rule = "id = \"r\"\ntitle = { ja = \"x\" }\n\n[sign_off]\nrole = \"coordinator\"\nvalid_dais = 3\n";
    let (read, found) = parse_rule("r.toml", rule.as_bytes());
    assert!(read.is_none());
    assert_eq!((found[0].code, found[0].severity), ("K0103", Severity::Error));
    assert_eq!(&rule[found[0].span.clone()], "valid_dais");
    assert_eq!(found[0].help.as_ref().unwrap().en, "Did you mean \"valid_days\"?");
    assert!(
        parse_rule("r.toml", rule.replace("dais", "days").as_bytes())
            .0
            .is_some()
    );
    assert_eq!(parse_rule("r.toml", b"\xff").1[0].code, "K0101");
}

#[test]
fn what_a_home_must_reach_is_read_with_its_place() {
    let rule = "id = \"r\"\ntitle = { ja = \"x\" }\n\n[sign_off]\nrole = \"coordinator\"\n\n\
        [[require]]\nid = \"home\"\nkind = \"checklist\"\nitems = [\"line-speed\"]\n\
        limits = { down = 20, jiter = 30 }\n";
    let (read, found) = parse_rule("r.toml", rule.as_bytes());
    assert!(read.is_none());
    assert_eq!(&rule[found[0].span.clone()], "jiter");
    assert_eq!(found[0].help.as_ref().unwrap().en, "Did you mean \"jitter\"?");
    let (read, found) = parse_rule("r.toml", rule.replace("jiter", "jitter").as_bytes());
    assert!(found.is_empty(), "{found:?}");
    let limits = read.unwrap().require[0].limits.clone().unwrap();
    assert_eq!(
        (limits.down, limits.jitter, limits.up),
        (Some(20), Some(30), None)
    );
    // It says nothing for another kind.
    let other = rule
        .replace("jiter", "jitter")
        .replace("checklist\"\nitems = [\"line-speed\"]", "attendance\"");
    assert_eq!(parse_rule("r.toml", other.as_bytes()).1[0].code, "K0606");
}

#[test]
fn signs_in_full_width_are_told_at_the_sign() {
    let quiz = |line: &str| {
        let before = "## Q {#q}\n\n- [x] a {#a}\n- [ ] b {#b}\n\n";
        let problems = Folder::new().quiz("", &format!("{before}{line}\n")).problems();
        problems.into_iter().find(|problem| problem.starts_with("K0113"))
    };
    for (line, sign) in [
        ("＃＃ Q {#r}", "＃"),
        ("＃　Q", "＃"),
        ("#＃ Q {#r}", "＃"),
        ("##Q {#r}", "##"),
        ("##　Q {#r}", "##　"),
        ("## Q ｛#r｝", "｛"),
        ("## Q {＃r}", "＃"),
        ("## Q {#r tags=“a”}", "“"),
        ("＞ [!HINT]", "＞"),
        ("> ［!HINT]", "［"),
        ("> [！HINT]", "！"),
        ("> [!HINT］", "］"),
        ("　> [!HINT］", "］"),
        ("・[ ] c", "・"),
        ("－ [ ] c", "－"),
        ("- ［ ］ c", "［"),
        ("- [ｘ] c", "ｘ"),
        ("- [　] c", "　"),
        ("３．c {#c}", "３．"),
        ("［［Ｃ｜ｃ］］を押す", "［［"),
        ("｛漢字｜かんじ｝", "｛"),
    ] {
        assert_eq!(quiz(line), Some(format!("K0113: {sign}")), "{line}");
    }
    for line in [
        "## Q {#r tags=a,b}",
        "#9110 に電話します。",
        "＃はシャープです。",
        "> ［注意］と書いてあります。",
        "- [リンク](a.ja.md)",
        "・ことば",
        "１．はじめに",
        "`［［`と書きます。",
        "｛かっこ｝",
        "-1℃",
    ] {
        assert_eq!(quiz(line), None, "{line}");
    }
    let code = "```\n＃＃ code\n<<<<<<< HEAD\n```\n";
    assert_eq!(lesson(code), [""; 0]);
}

#[test]
fn broken_toml_says_what_a_keyboard_most_likely_did() {
    let help = |line: &str| {
        let file = format!("+++\n{line}\n+++\n\n本文\n");
        let parsed = parse_course(&Folder::new().file("a.ja.md", file).files());
        let found = parsed.diagnostics.iter().find(|found| found.code == "K0102");
        let help = found.and_then(|found| found.help.clone());
        help.map(|help| help.get(crate::Lang::En).to_owned())
            .unwrap_or_default()
    };
    for (line, words) in [
        ("title = “マウス”", "curly"),
        ("title ＝ \"マウス\"", "full-width sign"),
        ("title = \"a\"\ngoals = [\"a\"、\"b\"]", "full-width sign"),
        ("title = \"a\"\nminutes = １０", "ordinary digits"),
        ("title = マウス", "between"),
        ("title = \"マウス", "not closed"),
    ] {
        assert!(help(line).contains(words), "{line}: {}", help(line));
    }
}

#[test]
fn a_repeated_id_is_told_once_and_not_as_mixed_answers() {
    let quiz = "## Q {#q}\n\n- [x] a {#a}\n- [ ] b {#b}\n\n## R {#q}\n\n= 橋\n\naccept: 橋\n";
    assert_eq!(Folder::new().quiz("", quiz).problems(), ["K0402: #q"]);
}

#[test]
fn marks_of_a_merge_are_told_and_nothing_that_follows_from_them() {
    let both = "<<<<<<< HEAD\n## Q {#q}\n=======\n### Q {#q}\n>>>>>>> other\n\n= 7\n";
    assert_eq!(
        Folder::new().quiz("", both).problems(),
        ["K0112: <<<<<<< HEAD", "K0112: =======", "K0112: >>>>>>> other"]
    );
    // A line under words makes a heading of them; that is no mark.
    assert_eq!(lesson("題\n=======\n")[..], [""; 0]);
}

#[test]
fn a_heading_that_is_too_deep_does_not_join_two_questions() {
    let two = |heading: &str| {
        let quiz = format!("## Q {{#q}}\n\n- [x] a {{#a}}\n- [ ] b {{#b}}\n\n{heading}\n\n- [x] c {{#c}}\n");
        let problems = Folder::new().quiz("", &quiz).problems();
        problems.into_iter().find(|problem| problem.starts_with("K0429"))
    };
    assert_eq!(two("### R {#r}"), Some("K0429: ### R {#r}".to_owned()));
    assert_eq!(two("### R"), Some("K0429: ### R".to_owned()));
    assert_eq!(two("## R {#r}"), None);
    // A heading within one question.
    let within = "## Q {#q}\n\n### 手紙\n\n本文\n\n- [x] a {#a}\n- [ ] b {#b}\n";
    assert_eq!(Folder::new().quiz("", within).problems(), [""; 0]);
}

#[test]
fn what_is_said_in_japanese_has_no_english_sentence_in_it() {
    let broken = [
        "id = demo",
        "id = \"demo",
        "id =",
        "id \"demo\"",
        "= 1",
        "id = \"a\"\nid = \"b\"",
        "languages = [\"ja\"",
        "title = { ja = \"x\"",
        "hours = 1.5.2",
        "hours = １．５",
        "day = 2026-13-45",
        "[[unit]\nid = \"u\"",
        "[unit\n",
        "id = “demo”",
        "id = \"\\q\"",
        "id = \"\"\"\nx",
        "a.b.c = 1\na = 2",
        "hours = 99999999999999999999",
        "id = true false",
        "キー = 1",
        "\u{1}id = 1",
    ];
    for toml in broken {
        for course in [true, false] {
            let folder = match course {
                true => Folder::new().file("course.toml", toml),
                false => Folder::new().file("a.ja.md", format!("+++\n{toml}\n+++\n\n文\n")),
            };
            let found = parse_course(&folder.files()).diagnostics;
            assert!(!found.is_empty(), "{toml}");
            for problem in found {
                let texts = std::iter::once(&problem.message).chain(&problem.help);
                for text in texts {
                    let quoted = |part: (usize, &str)| part.0.is_multiple_of(2).then(|| part.1.to_owned());
                    let own: String = text
                        .ja
                        .split(['「', '」', '"'])
                        .enumerate()
                        .filter_map(quoted)
                        .collect();
                    let words: Vec<&str> = own.split(' ').collect();
                    let word =
                        |text: &str| text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_lowercase());
                    let english: Vec<_> = words
                        .windows(2)
                        .filter(|pair| pair.iter().all(|text| word(text)))
                        .collect();
                    assert!(english.is_empty(), "{toml}: {english:?} in {}", text.ja);
                    assert!(text.ja.chars().any(|letter| letter >= 'ぁ'), "{}", text.ja);
                }
            }
        }
    }
}
