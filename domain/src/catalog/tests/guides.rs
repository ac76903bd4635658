//! The guides of `docs/authoring/`: what they show has no problems, in both languages alike.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::catalog::{SourceFiles, SourceFolder, parse_courses};

fn guides() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/authoring");
    let mut all: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    all.sort();
    all
}

/// The blocks of a guide: language, file, text.
fn blocks(guide: &str) -> Vec<(String, Option<String>, String)> {
    let mut blocks = Vec::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let text = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .map(|line| format!("{line}\n"))
            .collect();
        let file = info
            .split(' ')
            .find_map(|word| word.strip_prefix("file="))
            .map(str::to_owned);
        blocks.push((info.split(' ').next().unwrap_or_default().to_owned(), file, text));
    }
    blocks
}

/// The files that a guide shows; those it only speaks of are made up.
fn folder(blocks: &[(String, Option<String>, String)]) -> SourceFolder {
    let mut folder = SourceFolder::default();
    let mut courses: BTreeMap<String, SourceFiles> = BTreeMap::new();
    for (_, file, text) in blocks {
        let Some(file) = file else { continue };
        let Some((course, name)) = file.split_once('/') else {
            folder.glossary = Some(text.clone().into());
            continue;
        };
        let files = &mut courses.entry(course.to_owned()).or_default().0;
        let front = name.ends_with(".md") && !text.starts_with("+++");
        let text = if front {
            format!("+++\ntitle = \"x\"\n+++\n\n{text}")
        } else {
            text.clone()
        };
        for word in ["images/mouse.svg", "videos/mouse.mp4"] {
            if text.contains(word) {
                files.insert(word.into(), "<svg/>".into());
            }
        }
        if text.contains("videos/mouse.mp4") {
            let lang = if name.contains(".ja.") { "ja" } else { "en" };
            files.insert(format!("videos/mouse.{lang}.vtt"), "WEBVTT\n".into());
        }
        files.insert(name.to_owned(), text.into());
    }
    for (id, files) in &mut courses {
        if files.contains("course.toml") {
            continue;
        }
        let lessons = files.0.keys().filter(|path| path.ends_with(".md"));
        let stems: BTreeSet<_> = lessons
            .clone()
            .filter_map(|path| path.split('.').next())
            .collect();
        let lang = if lessons.clone().any(|path| path.ends_with(".ja.md")) {
            "ja"
        } else {
            "en"
        };
        let toml = format!(
            "id = \"{id}\"\ntitle = \"x\"\nsummary = \"x\"\nlanguages = [\"{lang}\"]\n[[unit]]\nid = \"u\"\ntitle = \"x\"\nitems = {stems:?}\n"
        );
        files.0.insert(
            "course.toml".into(),
            toml.replace(['{'], "[").replace('}', "]").into(),
        );
    }
    folder.courses = courses;
    folder
}

#[test]
fn every_example_of_the_guides_has_no_problems() {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 6, 1);
    let mut examples = 0;
    for path in guides() {
        let guide = std::fs::read_to_string(&path).unwrap();
        let folder = folder(&blocks(&guide));
        examples += folder.courses.len();
        let parsed = parse_courses(&folder, today);
        let problems: Vec<_> = parsed
            .diagnostics()
            .map(|(name, found)| format!("{name}/{} {}: {}", found.path, found.code, found.message.en))
            .collect();
        assert!(
            problems.is_empty(),
            "{}:\n{}",
            path.display(),
            problems.join("\n")
        );
    }
    assert!(examples >= 8, "{examples}");
}

#[test]
fn our_guides_show_no_example_that_is_not_run_and_exist_in_both_languages() {
    let names: BTreeSet<String> = guides()
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    for name in ["first-lesson", "format", "quizzes", "translating", "git"] {
        let mut shapes = Vec::new();
        for lang in ["ja", "en"] {
            let name = format!("{name}.{lang}.md");
            assert!(names.contains(&name), "{name}");
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../docs/authoring")
                .join(&name);
            let blocks = blocks(&std::fs::read_to_string(path).unwrap());
            for (language, file, _) in &blocks {
                assert!(
                    language == "sh" || file.is_some(),
                    "{name}: a block of {language} is not run"
                );
            }
            shapes.push(
                blocks
                    .into_iter()
                    .map(|(language, ..)| language)
                    .collect::<Vec<_>>(),
            );
        }
        assert_eq!(shapes[0], shapes[1], "{name}");
    }
}
