//! The markdown files of a course, read side by side, and then compared with each other: links from one
//! to a place of another, and translations with their source.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::assemble::Items;
use super::items::is_aside;
use super::manifest::top;
use super::twins::{self, Twin};
use crate::Lang;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::Outside;
use crate::catalog::parse::cache::{self, Cache};
use crate::catalog::parse::lesson::{self, DraftLesson};
use crate::catalog::parse::markdown::page::{Jump, Page, Tables};
use crate::catalog::parse::markdown::skeleton::Skeleton;
use crate::catalog::parse::quiz::{self, DraftQuiz};
use crate::catalog::parse::settings::keys::At;
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

#[derive(Clone, Debug)]
enum Draft {
    Lesson(DraftLesson),
    Quiz(DraftQuiz),
}

/// Files that were read before. Reading with it gives what reading without it gives.
#[derive(Debug, Default)]
pub struct ParseCache(Cache<KeptFile>);

impl ParseCache {
    /// A folder is read again: forgets what was not asked for lately.
    pub(crate) fn next_round(&self) {
        self.0.next_round();
    }
}

/// What one file came to, by itself.
#[derive(Clone, Debug)]
struct KeptFile {
    draft: Draft,
    made_from: Option<At<String>>,
    skeleton: Skeleton,
    anchors: BTreeSet<String>,
    jumps: Vec<Jump>,
    used: BTreeSet<String>,
    outside: Vec<Outside>,
    found: Vec<Diagnostic>,
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
pub(crate) fn read<'a>(
    files: &'a SourceFiles,
    id: &str,
    texts: &BTreeMap<&'a str, &'a str>,
    cache: Option<&ParseCache>,
) -> Read<'a> {
    let around = cache.map(|cache| (cache, cache::around(files, id)));
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
    for one in workers::each(&all, |(path, text)| one(files, id, (path, text), around.as_ref())) {
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
    (path, text): (&'a str, &'a str),
    around: Option<&(&ParseCache, cache::Key)>,
) -> Result<One<'a>, Vec<Diagnostic>> {
    let Some(name) = Name::of(path) else {
        let mut sink = Sink::new(path, text);
        misnamed(&mut sink, path);
        return Err(sink.into_found());
    };
    if let Some(problem) = other_kind(path, text, &name) {
        return Err(vec![problem]);
    }
    let key = around.map(|(cache, around)| (*cache, cache::key(around, path, text)));
    let known = key.as_ref().and_then(|(cache, key)| cache.0.get(key));
    let file = match known {
        Some(known) => (*known).clone(),
        None => {
            let file = file(files, id, (path, text), &name);
            if let Some((cache, key)) = key {
                cache.0.keep(key, Arc::new(file.clone()));
            }
            file
        }
    };
    Ok(One {
        name,
        path,
        draft: file.draft,
        twin: Twin {
            path,
            text,
            made_from: file.made_from,
            skeleton: file.skeleton,
        },
        anchors: file.anchors,
        jumps: file.jumps,
        used: file.used,
        outside: file.outside,
        found: file.found,
    })
}

/// Reads one file by itself.
fn file(files: &SourceFiles, id: &str, (path, text): (&str, &str), name: &Name<'_>) -> KeptFile {
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
    KeptFile {
        draft,
        made_from: page.made_from,
        skeleton: page.skeleton,
        anchors: page.anchors,
        jumps: page.jumps,
        used: page.used,
        outside: page.outside,
        found: page.sink.into_found(),
    }
}

/// Says what keeps a file's name from telling what it is.
fn misnamed(sink: &mut Sink<'_>, path: &str) {
    let top = top(sink.text());
    let (stem, code) = path
        .strip_suffix(".md")
        .and_then(|stem| stem.rsplit_once('.'))
        .unwrap_or((path, ""));
    if code.parse::<Lang>().is_ok() {
        let name = stem.strip_suffix(".quiz").unwrap_or(stem);
        let message = Message::new(
            format!("ファイル名「{name}」はページの住所になるので、半角の英数字と - と _ だけで書きます。"),
            format!(
                "The file's name \"{name}\" is the page's address: it has only letters and digits of ASCII, - and _."
            ),
        );
        sink.error("K0110", top, message).help(
            format!("greeting.{code}.md のような名前にしてください。題名は title に日本語で書けます。"),
            format!("Name it like greeting.{code}.md; the title may be in any script."),
        );
        return;
    }
    let message = Message::new(
        "ファイル名から言語が分かりません。",
        "The file's name does not tell its language.",
    );
    sink.error("K0109", top, message).help(
        "mouse.ja.md や first-steps.quiz.en.md のような名前にしてください。",
        "Name it like mouse.ja.md or first-steps.quiz.en.md.",
    );
}

/// Keys that only a quiz, and keys that only a lesson has at its top.
const OF_QUIZZES: [&str; 6] = [
    "kind",
    "pass_percent",
    "attempts",
    "show_answers",
    "in_class_only",
    "draw",
];
const OF_LESSONS: [&str; 2] = ["goals", "facts"];

/// A quiz saved under the name of a lesson, or the other way round: all else that is wrong follows from it.
fn other_kind(path: &str, text: &str, name: &Name<'_>) -> Option<Diagnostic> {
    let front = text.trim_start_matches('\u{feff}').strip_prefix("+++")?;
    let front = front.split("\n+++").next().unwrap_or_default();
    let offset = text.len() - text.trim_start_matches('\u{feff}').len() + "+++".len();
    let (foreign, own) = match name.quiz {
        true => (&OF_LESSONS[..], &OF_QUIZZES[..]),
        false => (&OF_QUIZZES[..], &OF_LESSONS[..]),
    };
    let mut at = offset;
    let mut found = None;
    for line in front.split_inclusive('\n') {
        let key = line
            .split('=')
            .next()
            .unwrap_or_default()
            .trim()
            .trim_matches(['[', ']']);
        if own.contains(&key) {
            return None;
        }
        if foreign.contains(&key) && line.contains(['=', '[']) && found.is_none() {
            found = Some(at..at + line.trim_end().len());
        }
        at += line.len();
    }
    let span = found?;
    let (id, code) = (name.id, name.lang.code());
    let mut sink = Sink::new(path, text);
    let (message, better) = if name.quiz {
        (
            Message::new(
                "テストの名前ですが、中身はレッスンのようです。",
                "It is named as a quiz and looks like a lesson.",
            ),
            format!("{id}.{code}.md"),
        )
    } else {
        (
            Message::new(
                "レッスンの名前ですが、中身はテストのようです。",
                "It is named as a lesson and looks like a quiz.",
            ),
            format!("{id}.quiz.{code}.md"),
        )
    };
    sink.error("K0114", span, message).help(
        format!("ファイルの名前を {better} に変えてください。"),
        format!("Rename the file to {better}."),
    );
    sink.into_found().pop()
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
