//! The pages of `docs/authoring/problems/`: the wrong example has exactly the page's problem, at exactly
//! the marked characters, and the right example has none.

use std::collections::BTreeSet;

use super::Folder;
use crate::catalog::{SourceFolder, codes, parse_courses};

/// An example: the files, and the marked places as file and bytes.
struct Example {
    folder: SourceFolder,
    marks: BTreeSet<(String, usize, usize)>,
}

/// The wrong and the right example of a page.
fn sections(page: &str) -> (&str, &str) {
    let (before, right) = page.split_once("\n## 正しい / Right\n").unwrap();
    let (_, wrong) = before.split_once("\n## 間違い / Wrong\n").unwrap();
    (wrong, right)
}

fn example(section: &str) -> Example {
    let mut folder = SourceFolder::default();
    folder.courses.insert("demo".into(), Folder::new().files());
    let mut example = Example {
        folder,
        marks: BTreeSet::new(),
    };
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let info = info.trim_start_matches('`');
        let fence = &line[..line.len() - info.len()];
        let content: String = lines
            .by_ref()
            .take_while(|line| *line != fence)
            .map(|line| format!("{line}\n"))
            .collect();
        let path = info
            .split(' ')
            .find_map(|word| word.strip_prefix("file="))
            .unwrap();
        let has = |flag: &str| info.split(' ').any(|word| word == flag);
        let front =
            path.ends_with(".md") && !has("whole") && !content.trim_start_matches('⟦').starts_with("+++");
        let content = if front {
            format!("+++\ntitle = \"見本\"\n+++\n\n{content}")
        } else {
            content
        };
        example.file(path, &content, has("bytes"), has("missing"));
    }
    example
}

impl Example {
    fn file(&mut self, path: &str, content: &str, escaped: bool, missing: bool) {
        let (course, name) = match path.strip_prefix('/') {
            Some(path) => path.split_once('/').unwrap_or(("", path)),
            None => ("demo", path),
        };
        let shown = format!("{course}/{name}").trim_start_matches('/').to_owned();
        let mut bytes = Vec::new();
        let mut open = None;
        let mut rest = content;
        while let Some(letter) = rest.chars().next() {
            let hex = rest
                .strip_prefix("\\x")
                .and_then(|hex| u8::from_str_radix(hex.get(..2)?, 16).ok());
            rest = &rest[letter.len_utf8()..];
            match (letter, hex) {
                ('⟦', _) => open = Some(bytes.len()),
                ('⟧', _) => {
                    self.marks
                        .insert((shown.clone(), open.take().unwrap(), bytes.len()));
                }
                (_, Some(byte)) if escaped => {
                    bytes.push(byte);
                    rest = &rest[3..];
                }
                _ => bytes.extend(letter.to_string().bytes()),
            }
        }
        if missing && name == "course.toml" {
            self.marks.insert((shown, 0, 0));
        }
        match (course, name) {
            ("", _) => self.folder.glossary = Some(bytes),
            ("readiness", _) => {
                self.folder.rules.0.insert(name.into(), bytes);
            }
            (course, name) => {
                let files = self.folder.courses.entry(course.into()).or_default();
                files.0.remove(name);
                if !missing {
                    files.0.insert(name.into(), bytes);
                }
            }
        }
    }

    /// The codes of the problems, and their places.
    fn problems(&self, style: bool) -> (Vec<&'static str>, BTreeSet<(String, usize, usize)>) {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 6, 1);
        let mut parsed = parse_courses(&self.folder, today);
        if style {
            parsed.add_style(&self.folder);
        }
        let mut found = Vec::new();
        let mut places = BTreeSet::new();
        for (folder, problem) in parsed.diagnostics() {
            found.push(problem.code);
            let path = format!("{folder}/{}", problem.path)
                .trim_start_matches('/')
                .to_owned();
            places.insert((path, problem.span.start, problem.span.end));
        }
        (found, places)
    }
}

#[test]
fn every_page_shows_its_problem_at_its_very_characters_and_how_it_is_right() {
    let mut wrong = Vec::new();
    for code in codes::ALL {
        // What is odd about files, whatever is in them, is found where they are read.
        if code.code.starts_with("K07") {
            continue;
        }
        let (bad, good) = sections(code.page);
        let (bad, good) = (example(bad), example(good));
        // Hints are asked for on their own.
        let style = code.code.starts_with("K08");
        let (found, places) = bad.problems(style);
        let only = !found.is_empty() && found.iter().all(|found| *found == code.code);
        if !only || places != bad.marks {
            wrong.push(format!(
                "{}: {found:?} {places:?}, marked {:?}",
                code.code, bad.marks
            ));
        }
        let (found, places) = good.problems(style);
        if !found.is_empty() {
            wrong.push(format!("{} right: {found:?} {places:?}", code.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_has_its_title_and_its_line_in_the_list() {
    let list = include_str!("../../../../docs/authoring/problems/README.md");
    for code in codes::ALL {
        let title = format!("# {}: {} / {}\n", code.code, code.ja, code.en);
        assert!(code.page.starts_with(&title), "{}", code.code);
        let line = format!("- [{0}]({0}.md) {1} / {2}\n", code.code, code.ja, code.en);
        assert!(list.contains(&line), "{}", code.code);
    }
    assert_eq!(list.matches("\n- [K").count(), codes::ALL.len());
    assert!(codes::ALL.is_sorted_by(|a, b| a.code < b.code));
}

/// Reads every source file of the parser, so that no code is used without a page.
#[test]
fn every_code_in_the_source_has_a_page_and_every_page_a_code() {
    fn walk(dir: &std::path::Path, used: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                walk(&path, used);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("codes.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for (at, _) in text.match_indices("\"K0") {
                    let code = &text[at + 1..];
                    if code.as_bytes().get(5) == Some(&b'"') {
                        used.insert(code[..5].to_owned());
                    }
                }
            }
        }
    }
    let mut used = BTreeSet::new();
    for source in ["src", "../server/src"] {
        walk(
            &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(source),
            &mut used,
        );
    }
    let known: BTreeSet<String> = codes::ALL.iter().map(|code| code.code.to_owned()).collect();
    assert_eq!(
        used.difference(&known).collect::<Vec<_>>(),
        [""; 0],
        "without a page"
    );
    assert_eq!(known.difference(&used).collect::<Vec<_>>(), [""; 0], "never used");
}
