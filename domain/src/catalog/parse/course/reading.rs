//! The markdown files of a course, read side by side, and then compared with each other: links from one
//! to a place of another, and translations with their source.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::Items;
use super::items::is_aside;
use super::manifest::top;
use super::twins::{self, Twin};
use crate::Lang;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::Outside;
use crate::catalog::parse::lesson::{self, DraftLesson};
use crate::catalog::parse::markdown::page::{Jump, Page, Tables};
use crate::catalog::parse::quiz::{self, DraftQuiz};
use crate::catalog::parse::sink::Sink;
use crate::catalog::parse::source::{Name, SourceFiles};
use crate::catalog::parse::workers;

/// What the files of a course say.
pub(crate) struct Read<'a> {
    pub lessons: Items<'a, DraftLesson>,
    pub quizzes: Items<'a, DraftQuiz>,
    /// The files that links and images point at.
    pub used: BTreeSet<String>,
    pub outside: Vec<Outside>,
    /// The anchors of each file.
    pub anchors: BTreeMap<String, BTreeSet<String>>,
    /// Links to places of files of other courses.
    pub jumps: Vec<Jump>,
    /// The languages of each lesson and quiz.
    pub twins: BTreeMap<(&'a str, bool), BTreeMap<Lang, Twin<'a>>>,
    pub found: Vec<Diagnostic>,
}

enum Draft {
    Lesson(DraftLesson),
    Quiz(DraftQuiz),
}

/// One file that was read.
struct One<'a> {
    name: Name<'a>,
    path: &'a str,
    draft: Draft,
    twin: Twin<'a>,
    anchors: BTreeSet<String>,
    jumps: Vec<Jump>,
    used: BTreeSet<String>,
    outside: Vec<Outside>,
    found: Vec<Diagnostic>,
}

/// Reads every markdown file of the course `id`.
pub(crate) fn read<'a>(files: &'a SourceFiles, id: &str, texts: &BTreeMap<&'a str, &'a str>) -> Read<'a> {
    let all: Vec<(&'a str, &'a str)> = texts
        .iter()
        .filter(|(path, _)| path.ends_with(".md") && !is_aside(path))
        .map(|(path, text)| (*path, *text))
        .collect();
    let mut read = Read {
        lessons: BTreeMap::new(),
        quizzes: BTreeMap::new(),
        used: BTreeSet::new(),
        outside: Vec::new(),
        anchors: BTreeMap::new(),
        jumps: Vec::new(),
        twins: BTreeMap::new(),
        found: Vec::new(),
    };
    let mut jumps = Vec::new();
    for one in workers::each(&all, |(path, text)| one(files, id, path, text)) {
        let one = match one {
            Ok(one) => one,
            Err(problem) => {
                read.found.extend(problem);
                continue;
            }
        };
        let (lang, stem) = (one.name.lang, one.name.id.to_owned());
        read.twins
            .entry((one.name.id, one.name.quiz))
            .or_default()
            .insert(lang, one.twin);
        match one.draft {
            Draft::Lesson(draft) => {
                let drafts = read.lessons.entry(stem).or_default();
                drafts.insert(lang, (one.path, draft));
            }
            Draft::Quiz(draft) => {
                let drafts = read.quizzes.entry(stem).or_default();
                drafts.insert(lang, (one.path, draft));
            }
        }
        read.anchors.insert(one.path.to_owned(), one.anchors);
        jumps.extend(one.jumps);
        read.used.extend(one.used);
        read.outside.extend(one.outside);
        read.found.extend(one.found);
    }
    let (far, near): (Vec<Jump>, Vec<Jump>) = jumps.into_iter().partition(|jump| jump.course.is_some());
    for jump in near {
        let text = texts.get(jump.path.as_str()).copied().unwrap_or_default();
        read.found.extend(jump.check(text, read.anchors.get(&jump.file)));
    }
    read.jumps = far;
    read
}

fn one<'a>(
    files: &'a SourceFiles,
    id: &str,
    path: &'a str,
    text: &'a str,
) -> Result<One<'a>, Vec<Diagnostic>> {
    let Some(name) = Name::of(path) else {
        let mut sink = Sink::new(path, text);
        let message = Message::new(
            "ファイル名から言語が分かりません。",
            "The file's name does not tell its language.",
        );
        sink.error("K0109", top(text), message).help(
            "mouse.ja.md や first-steps.quiz.en.md のような名前にしてください。",
            "Name it like mouse.ja.md or first-steps.quiz.en.md.",
        );
        return Err(sink.into_found());
    };
    let mut page = Page {
        path,
        lang: name.lang,
        course: id,
        files,
        sink: Sink::new(path, text),
        anchors: BTreeSet::new(),
        jumps: Vec::new(),
        used: BTreeSet::new(),
        outside: Vec::new(),
        tables: Tables::default(),
        made_from: None,
        skeleton: Default::default(),
    };
    let draft = if name.quiz {
        Draft::Quiz(quiz::read(&mut page))
    } else {
        Draft::Lesson(lesson::read(&mut page))
    };
    Ok(One {
        name,
        path,
        draft,
        twin: Twin {
            path,
            text,
            made_from: page.made_from,
            skeleton: page.skeleton,
        },
        anchors: page.anchors,
        jumps: page.jumps,
        used: page.used,
        outside: page.outside,
        found: page.sink.into_found(),
    })
}

/// Compares the translations of every lesson and quiz with their source.
pub(crate) fn compare_twins(
    all: &BTreeMap<(&str, bool), BTreeMap<Lang, Twin<'_>>>,
    languages: &[Lang],
    found: &mut Vec<Diagnostic>,
) {
    for twins in all.values() {
        let mut order = languages.iter().filter_map(|lang| twins.get(lang));
        let Some(source) = order.next() else { continue };
        for translation in order {
            found.extend(twins::compare(source, translation));
        }
    }
}
