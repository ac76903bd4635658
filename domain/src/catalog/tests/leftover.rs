//! Whatever learners would see as stray notation, and whatever nobody could answer, is told at its place.

use proptest::prelude::*;

use super::{Folder, TOML};
use crate::catalog::{Block, parse_course};

fn lesson(markdown: &str) -> Vec<String> {
    Folder::new().lesson(markdown).problems()
}

fn quiz(markdown: &str) -> Vec<String> {
    Folder::new()
        .file("q.quiz.ja.md", format!("+++\ntitle = \"x\"\n+++\n\n{markdown}"))
        .problems()
}

#[test]
fn notation_that_does_nothing_is_told_at_its_place() {
    for (text, told) in [
        ("![画面](images/画面 1.png)\n", "K0319: ![画面]"),
        ("！[画面](images/a.png)\n", "K0303: images/a.png"),
        ("!［画面］(images/a.png)\n", "K0319: !［画面］"),
        ("![画面]（images/a.png）\n", "K0319: ![画面]"),
        ("![画面]images/a.png)\n", "K0319: !["),
        ("![画面 images/a.png)\n", "K0319: !["),
        ("[次へ]（b.ja.md）\n", "K0319: [次へ]"),
        ("{右手|みぎて\n", "K0319: {"),
        ("右手|みぎて}です\n", "K0319: }"),
        ("｜右手《みぎて》で\n", "K0319: 《"),
        ("右手《みぎて》で\n", "K0319: 《"),
        ("> [!注意]\n> 熱いです。\n", "K0310: [!注意]"),
        ("[!TIP]\n> 休みます。\n", "K0319: [!"),
        ("> [!TIP\n> 休みます。\n", "K0319: [!"),
        ("文です。[^1]\n", "K0319: [^1]"),
        ("これは~~消す\n", "K0319: ~~"),
        ("キーは `Ctrl です。\n", "K0319: `"),
        ("文です。 {#here}\n", "K0319: {#"),
        ("{{< youtube x >}}\n", "K0319: {{"),
        ("| a | b |\n| 1 | 2 |\n", "K0319: |"),
        ("これは__太字__です\n", "K0319: __"),
        ("これは==大切==です\n", "K0319: =="),
        ("::: tip\n", "K0319: :::"),
        (
            "https://www.soumu.go.jp/x を見ます\n",
            "K0320: https://www.soumu.go.jp",
        ),
        ("www.soumu.go.jp を見ます\n", "K0320: www.soumu.go.jp"),
        ("```\nls\n\n## 次\n", "K0321: ```"),
        ("> ~~~\n> ls\n\n次\n", "K0321: ~~~"),
        ("<!-- 後で\n\n次\n", "K0321: <!--"),
        ("文 <!-- 後で\n", "K0319: <!--"),
        ("##何円\n", "K0113: ##"),
    ] {
        let mut found = lesson(text);
        found.dedup();
        assert_eq!(found, [told], "{text}");
    }
}

#[test]
fn what_is_meant_to_be_seen_is_no_problem() {
    for text in [
        "`{右手|みぎて` と `[x](y)` と `https://www.soumu.go.jp`\n",
        "\\{x|y} と \\[a\\](b) と \\~~ と \\`\n",
        "[総務省](https://www.soumu.go.jp) <https://www.soumu.go.jp>\n",
        "https://example.com と https:// で始まる住所\n",
        "［注］（1）と (1)[2] と a[0]\n",
        "《重要》なこと、『本《上》』\n",
        "5 > 3 と a_b_c と C:\\\\x と 50%\n",
        "```\n[x](y) {#z} **\n```\n",
        "```\n\n```\n",
        "> ```\n> ls\n> ```\n",
        "- 一\n\n  ```sh\n  ls\n  ```\n",
        "<!-- 後で -->\n\n文 <!-- 中 --> 文\n",
        "文[^1]\n\n[^1]: 注\n",
    ] {
        assert_eq!(lesson(text), [""; 0], "{text}");
    }
}

#[test]
fn a_brace_with_a_backslash_begins_no_furigana() {
    let files = Folder::new()
        .lesson("\\{x|y} と {右|みぎ} と **\\{a|b}**\n")
        .files();
    let course = parse_course(&files).course.unwrap();
    let Block::Html(html) = &course.lessons["a"].texts[&crate::Lang::Ja].blocks[0] else {
        panic!()
    };
    assert!(
        html.contains("{x|y} と <ruby>") && html.contains("<strong>{a|b}</strong>"),
        "{html}"
    );
}

#[test]
fn lines_of_japanese_join_before_bold_code_and_links() {
    for (inline, html) in [
        ("**太字**", "<strong>太字</strong>"),
        ("`日本`", "<code>日本</code>"),
        (
            "[題](https://example.com)",
            "<a href=\"https://example.com\">題</a>",
        ),
        ("{右|みぎ}", "<ruby>"),
        ("~~消~~", "<del>消</del>"),
    ] {
        for text in [format!("文の\n{inline}\n文の"), format!("{inline}\n{inline}の")] {
            let files = Folder::new().lesson(&text).files();
            let course = parse_course(&files).course.unwrap();
            let Block::Html(shown) = &course.lessons["a"].texts[&crate::Lang::Ja].blocks[0] else {
                panic!()
            };
            assert!(
                shown.contains(html) && !shown.trim_end().contains('\n'),
                "{shown}"
            );
        }
    }
    let files = Folder::new().lesson("word\n**bold**\nと\n`code`\n").files();
    let course = parse_course(&files).course.unwrap();
    let Block::Html(shown) = &course.lessons["a"].texts[&crate::Lang::Ja].blocks[0] else {
        panic!()
    };
    assert!(
        shown.contains("word\n<strong>bold</strong>\nと\n<code>"),
        "{shown}"
    );
}

#[test]
fn items_that_nobody_can_answer_are_told() {
    for (text, told) in [
        ("## Q {#q}\n\n- [x] a {#a}\n- [ ]  {#b}\n", "K0431: [ ]"),
        (
            "## Q {#q type=upload max=10}\n\n> [!RUBRIC]\n> - [ ] a {#a}\n",
            "K0403: 10",
        ),
        (
            "## Q {#q type=upload accept=\"Word\"}\n\n> [!RUBRIC]\n> - [ ] a {#a}\n",
            "K0403: \"Word\"",
        ),
        (
            "## Q {#q type=upload accept=\"ワード,pdf\"}\n\n> [!RUBRIC]\n> - [ ] a {#a}\n",
            "K0403: \"ワード,pdf\"",
        ),
        ("## Q {#q}\n\n- [x]右手 {#a}\n- [ ] 左手 {#b}\n", "K0113: [x]"),
    ] {
        let found = quiz(text);
        assert!(found.iter().any(|found| found == told), "{text}{found:?}");
    }
    assert_eq!(
        quiz("## Q {#q type=upload accept=\".docx, PDF\" max=5MB}\n\n> [!RUBRIC]\n> - [ ] a {#a}\n"),
        [""; 0]
    );
}

#[test]
fn competences_are_those_of_digcomp_or_of_a_list_of_ones_own() {
    let lesson = |tag: &str| {
        let text = format!("+++\ntitle = \"x\"\ncompetences = [\"{tag}\"]\n+++\n\n文\n");
        Folder::new().file("a.ja.md", text).problems()
    };
    for tag in [
        "digcomp:9.9",
        "digcomp:1.10",
        "digcomp:",
        "DigComp:1.1",
        "digcomp：1.1",
        "digcomp: 1.1",
        "digcomp-1.1",
    ] {
        assert_eq!(lesson(tag), [format!("K0115: \"{tag}\"")], "{tag}");
    }
    for tag in ["digcomp:1.1", "digcomp:5.4", "our-town:maps", "9.9"] {
        assert_eq!(lesson(tag), [""; 0], "{tag}");
    }
    let course = Folder::new().file("course.toml", TOML.replacen("digcomp:1.1", "digcomp:6.1", 1));
    assert_eq!(course.problems(), ["K0115: \"digcomp:6.1\""]);
    assert_eq!(
        Folder::new()
            .quiz("competences = [\"digcomp:0.1\"]", "## Q {#q}\n\n= 1\n")
            .problems(),
        ["K0115: \"digcomp:0.1\""]
    );
    assert_eq!(
        quiz("## Q {#q tags=add,digcomp:7.7}\n\n= 1\n"),
        ["K0115: digcomp:7.7"]
    );
    let near = Folder::new().file(
        "course.toml",
        TOML.replacen("digcomp:1.1", "ＤｉｇＣｏｍｐ：１．１", 1),
    );
    assert_eq!(near.help(), "Did you mean \"digcomp:1.1\"?");
}

#[test]
fn a_fact_that_was_looked_up_in_the_future_is_told() {
    let text = "+++\ntitle = \"x\"\n\n[[facts]]\nwhat = \"電話\"\nsource = \"https://example.com\"\nchecked = 2026-06-02\n+++\n\n文\n";
    let mut folder = crate::catalog::SourceFolder::default();
    folder
        .courses
        .insert("demo".into(), Folder::new().file("a.ja.md", text).files());
    let told = |day: u32| -> Vec<&str> {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 6, day);
        let parsed = crate::catalog::parse_courses(&folder, today);
        parsed.diagnostics().map(|(_, found)| found.code).collect()
    };
    assert_eq!(told(1), ["K0105"]);
    assert_eq!(told(2), [""; 0]);
}

#[test]
fn names_of_files_say_what_is_wrong_with_them() {
    let text = "+++\ntitle = \"x\"\n+++\n\n文\n";
    let folder = |name: &str, item: &str| {
        Folder::new()
            .file(
                "course.toml",
                TOML.replacen("[\"a\", \"q\"]", &format!("[\"a\", \"q\", \"{item}\"]"), 1),
            )
            .file(name, text)
    };
    assert_eq!(folder("readme.ja.md", "readme").problems(), ["K0201: \"readme\""]);
    assert_eq!(folder("license-plate.ja.md", "license-plate").problems(), [""; 0]);
    let greeting = Folder::new().file("あいさつ.ja.md", text);
    assert_eq!(greeting.problems(), ["K0110: +++"]);
    let quiz = "+++\ntitle = \"x\"\nkind = \"test\"\n+++\n\n## Q {#q}\n\n- [x] a {#a}\n- [ ] b {#b}\n\n= 1\n";
    assert_eq!(
        folder("b.ja.md", "b").file("b.ja.md", quiz).problems(),
        ["K0114: kind = \"test\""]
    );
    assert_eq!(
        folder("b.ja.md", "b").file("b.ja.md", quiz).help(),
        "Rename the file to b.quiz.ja.md."
    );
}

#[test]
fn a_text_where_a_list_belongs_is_one_problem() {
    let folder = |from: &str, to: &str| Folder::new().file("course.toml", TOML.replacen(from, to, 1));
    assert_eq!(folder("[\"ja\"]", "\"ja\"").problems(), ["K0105: \"ja\""]);
}

#[test]
fn names_of_images_are_the_same_on_every_system() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    for file in ["images/画面か\u{3099}.svg", "images/画面が.svg"] {
        for link in [
            "images/画面か\u{3099}.svg",
            "images/画面が.svg",
            "images/%E7%94%BB%E9%9D%A2%E3%81%8C.svg",
        ] {
            let files: crate::catalog::SourceFiles = Folder::new()
                .lesson(&format!("![図]({link})\n"))
                .files()
                .0
                .into_iter()
                .chain([(file.to_owned(), svg.as_bytes().to_vec())])
                .collect();
            assert!(parse_course(&files).diagnostics.is_empty(), "{file} {link}");
        }
    }
}

/// What learners see of a course's lesson: without tags, and without what stands in code.
fn shown(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at..];
        let end = match ["code", "a "].iter().find(|name| tag[1..].starts_with(**name)) {
            Some(&"code") => tag.find("</code>").map_or(tag.len(), |end| end + 7),
            _ => tag.find('>').map_or(tag.len(), |end| end + 1),
        };
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

const STRAY: [&str; 9] = ["](", "![", "[^", "{#", "**", "~~", "`", "&lt;!--", "[!"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// A whole text with one sign lost, doubled or in full width: what is then seen of the notation is told.
    #[test]
    fn whatever_is_seen_of_notation_is_told(at in 0usize..400, how in 0u8..3) {
        let whole = "{右手|みぎて}で**大切**な~~古い~~`code`を[開く](https://example.com)。[^1]\n\n![絵](images/x.svg)\n\n> [!TIP]\n> 休みます。\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```\nls\n```\n\n<!-- 後で -->\n\n[^1]: 注です。\n\n終わり\n";
        let signs: Vec<(usize, char)> = whole.char_indices().filter(|(_, sign)| sign.is_ascii_punctuation()).collect();
        let (place, sign) = signs[at % signs.len()];
        let wide = char::from_u32(sign as u32 + 0xfee0).unwrap().to_string();
        let instead = match how {
            0 => String::new(),
            1 => wide,
            _ => format!("{sign}{sign}"),
        };
        let text = format!("{}{instead}{}", &whole[..place], &whole[place + 1..]);
        let files = Folder::new().file("images/x.svg", "<svg/>").lesson(&text).files();
        let parsed = parse_course(&files);
        let told = parsed.diagnostics.iter().any(|found| found.path == "a.ja.md");
        let course = parsed.course.unwrap();
        let html: String = course.lessons["a"].texts[&crate::Lang::Ja]
            .blocks
            .iter()
            .map(|block| match block {
                Block::Html(html) => shown(html),
                Block::Question(_) => String::new(),
            })
            .collect();
        let stray = STRAY.iter().find(|stray| html.contains(**stray));
        prop_assert!(told || stray.is_none(), "{:?} is seen and not told:\n{}\n{}", stray, text, html);
        prop_assert!(told || html.contains("終わり"), "the end is not seen:\n{}", text);
    }
}
