//! The format's promises. A fixture is a small course folder; the expected span of a problem is its text.

use std::collections::BTreeMap;

use super::parse_course;
use super::{Course, Parsed, SourceFiles};

mod commonmark;
mod diagnostics;
mod format;
mod guides;
mod leftover;
mod pages;
mod parsing;
mod questions;
mod rendering;
mod robust;
mod style;
mod together;
mod translations;
mod types;

/// A course folder in Japanese only, with one lesson and one quiz, and nothing wrong with it.
struct Folder(BTreeMap<String, Vec<u8>>);

const TOML: &str = r#"id = "demo"
title = { ja = "見本" }
summary = { ja = "短い見本です。" }
languages = ["ja"]
hours = 1.5
competences = ["digcomp:1.1"]
requires = []

[[unit]]
id = "first"
title = { ja = "はじめに" }
items = ["a", "q"]
"#;

const QUIZ: &str = "+++\ntitle = \"テスト\"\n+++\n\n## 1たす1は？ {#sum}\n\n= 2\n";

impl Folder {
    pub fn new() -> Folder {
        Folder(BTreeMap::new())
            .file("course.toml", TOML)
            .lesson("本文です。\n")
            .file("q.quiz.ja.md", QUIZ)
    }

    pub fn file(mut self, path: &str, content: impl AsRef<[u8]>) -> Folder {
        self.0.insert(path.into(), content.as_ref().to_vec());
        self
    }

    /// Replaces the lesson's markdown.
    pub fn lesson(self, markdown: &str) -> Folder {
        self.file("a.ja.md", format!("+++\ntitle = \"レッスン\"\n+++\n\n{markdown}"))
    }

    /// Replaces the quiz's markdown, with one more line of front matter.
    pub fn quiz(self, front: &str, markdown: &str) -> Folder {
        self.file(
            "q.quiz.ja.md",
            format!("+++\ntitle = \"テスト\"\n{front}\n+++\n\n{markdown}"),
        )
    }

    pub fn files(self) -> SourceFiles {
        SourceFiles(self.0)
    }

    /// Every problem as "code: the characters it points at".
    pub fn problems(self) -> Vec<String> {
        let files = self.files();
        let show = |parsed: Parsed| {
            parsed
                .diagnostics
                .into_iter()
                .map(|found| {
                    let bytes = files.get(&found.path).unwrap_or_default();
                    format!("{}: {}", found.code, String::from_utf8_lossy(&bytes[found.span]))
                })
                .collect()
        };
        show(parse_course(&files))
    }

    /// The help of the only problem.
    pub fn help(self) -> String {
        let parsed = parse_course(&self.files());
        assert_eq!(parsed.diagnostics.len(), 1, "{:#?}", parsed.diagnostics);
        parsed.diagnostics[0]
            .help
            .clone()
            .map(|help| help.en)
            .unwrap_or_default()
    }

    /// The course, which has no errors.
    pub fn course(self) -> Course {
        let parsed = parse_course(&self.files());
        assert!(!parsed.has_errors(), "{:#?}", parsed.diagnostics);
        parsed.course.unwrap()
    }
}
