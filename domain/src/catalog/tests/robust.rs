//! Any bytes: no panic, no endless loop, every span within its file on character boundaries.

use proptest::prelude::*;

use super::{Folder, QUIZ, TOML};
use crate::catalog::{
    ParseCache, SourceFiles, SourceFolder, parse_course, parse_courses, parse_courses_with, parse_rule,
};

fn check(files: &SourceFiles) -> Result<(), TestCaseError> {
    let parsed = parse_course(files);
    for found in &parsed.diagnostics {
        let bytes = files.get(&found.path).unwrap_or_default();
        prop_assert!(
            found.span.start <= found.span.end && found.span.end <= bytes.len(),
            "{found:?}"
        );
        if let Ok(text) = std::str::from_utf8(bytes) {
            prop_assert!(text.get(found.span.clone()).is_some(), "{found:?}");
        }
        found.line_column(bytes);
    }
    Ok(())
}

/// Text made of the pieces that mean something in the format.
pub fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "## ",
        "### ",
        "# ",
        "\n",
        "\n\n",
        "\r\n",
        "- [ ] ",
        "- [x] ",
        "{#a}",
        "{#b .question}",
        "{橋|はし}",
        "{",
        "}",
        "|",
        "｜",
        "> ",
        "> [!HINT]\n",
        "> [!TIP]\n",
        "[!EXPLANATION]",
        "= 42 ± 1",
        "= ",
        "accept: ",
        "reject: x",
        "<kbd>",
        "</kbd>",
        "<details>",
        "</details>",
        "<script",
        "<!--",
        "-->",
        "`",
        "```\n",
        "*",
        "**",
        "_",
        "[^1]",
        "\n[^1]: ",
        "[a](b)",
        "![](x)",
        "![橋](images/x.svg)",
        "[x](#",
        ")",
        "[[",
        "]]",
        "~~",
        "| a | b |\n|---|---|\n",
        "  ",
        "    ",
        "1. ",
        "&amp;",
        "\\",
        "\u{feff}",
        "+++",
        "\u{0}",
        "語",
        "e\u{301}",
        "type=text",
        "points=",
        "\"",
        "<",
        ">",
        "- ",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_markdown_is_read(lesson in markdown(), quiz in markdown(), english in markdown()) {
        let front = "+++\ntitle = \"x\"\n+++\n";
        let folder = Folder::new()
            .lesson(&lesson)
            .quiz("", &quiz)
            .file("a.en.md", format!("{front}{english}"))
            .file("q.quiz.en.md", format!("{front}{quiz}{english}"));
        check(&folder.files())?;
    }

    #[test]
    fn with_a_cache_a_folder_reads_as_without(texts in prop::collection::vec((markdown(), 0u8..3), 1..5)) {
        let cache = ParseCache::default();
        let mut folder = SourceFolder::default();
        folder.courses.insert("demo".into(), Folder::new().files());
        for (text, file) in texts {
            let files = folder.courses.entry("demo".into()).or_default();
            let front = "+++\ntitle = \"x\"\n+++\n";
            match file {
                0 => files.0.insert("a.ja.md".into(), format!("{front}{text}").into_bytes()),
                1 => files.0.insert("q.quiz.ja.md".into(), format!("{front}{text}").into_bytes()),
                _ => files.0.insert("images/x.svg".into(), text.into_bytes()),
            };
            let (with, without) = (parse_courses_with(&folder, None, Some(&cache)), parse_courses(&folder, None));
            let (with, without) = (&with.courses["demo"], &without.courses["demo"]);
            prop_assert_eq!(&with.diagnostics, &without.diagnostics);
            prop_assert_eq!(&with.course, &without.course);
        }
    }

    #[test]
    fn any_text_is_read(course in "\\PC*", lesson in "(?s).*", quiz in "(?s)\\+\\+\\+\n.*") {
        let folder = Folder::new().file("course.toml", course).file("a.ja.md", lesson).file("q.quiz.ja.md", quiz);
        check(&folder.files())?;
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0usize..200) {
        let toml = &TOML.as_bytes()[..cut.min(TOML.len())];
        let folder = Folder::new()
            .file("course.toml", toml)
            .file("a.ja.md", &bytes)
            .file("q.quiz.ja.md", &QUIZ.as_bytes()[..cut.min(QUIZ.len())]);
        check(&folder.files())?;
        parse_rule("r.toml", &bytes);
    }

    #[test]
    fn html_is_balanced_and_safe(lesson in markdown()) {
        let parsed = parse_course(&Folder::new().lesson(&lesson).files());
        let course = parsed.course.unwrap();
        for text in course.lessons["a"].texts.values() {
            for block in &text.blocks {
                if let crate::catalog::Block::Html(html) = block {
                    balanced(html)?;
                }
            }
        }
    }
}

/// Every tag closes in order.
fn balanced(html: &str) -> Result<(), TestCaseError> {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        prop_assert!(tag.contains('>'), "{html}");
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        prop_assert!(!name.is_empty() && name != "script", "{html}");
        if tag.starts_with('/') {
            prop_assert_eq!(open.pop(), Some(name), "{}", html);
        } else if !["br", "hr", "img", "track"].contains(&name.as_str()) {
            open.push(name);
        }
    }
    prop_assert!(open.is_empty(), "{html}");
    Ok(())
}

#[test]
fn deep_nesting_neither_overflows_nor_takes_long() {
    let deep = |piece: &str| piece.repeat(20_000);
    for lesson in [
        deep("> "),
        deep("- "),
        deep("<kbd>"),
        deep("*a "),
        deep("!["),
        deep("{a|"),
        deep("[^1]"),
    ] {
        Folder::new().lesson(&lesson).problems();
    }
}
