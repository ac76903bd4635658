//! One course folder to one course, with every problem of every file.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::{Items, Tools, lesson, quiz};
use super::diagnostic::{Diagnostic, Message, Severity, Sink};
use super::lesson::DraftLesson;
use super::manifest::{self, Manifest, top};
use super::markdown::page::Page;
use super::markdown::render::is_image;
use super::model::{Course, Item, Outside, Unit};
use super::quiz::DraftQuiz;
use super::source::SourceFiles;
use crate::Lang;

/// What reading a course gave.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The course as far as it could be read; nothing if it has no id. It may go live only if there is
    /// no error among the diagnostics.
    pub course: Option<Course>,
    /// Every problem of every file, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Whether something keeps the course from going live.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads one course folder on its own.
pub fn parse_course(files: &SourceFiles) -> Parsed {
    parse_course_among(files, None)
}

/// Reads one course folder, checking that the courses it requires are among the known ones.
pub fn parse_course_among(files: &SourceFiles, known: Option<&BTreeSet<String>>) -> Parsed {
    let mut found = Vec::new();
    let texts = texts(files, &mut found);
    let manifest = read_manifest(&texts, files, known, &mut found);
    let mut reading = Reading {
        files,
        course: manifest.as_ref().map_or("", |manifest| manifest.id.as_str()),
        used: BTreeSet::new(),
        outside: Vec::new(),
        found,
    };
    let (mut lessons, mut quizzes) = reading.read_all(&texts);
    let (used, outside, mut found) = (reading.used, reading.outside, reading.found);
    let course = manifest.as_ref().map(|manifest| {
        let mut tools = Tools {
            texts: &texts,
            languages: &manifest.languages,
            found: &mut found,
        };
        let mut course = Course {
            id: manifest.id.clone(),
            title: manifest.title.clone(),
            summary: manifest.summary.clone(),
            languages: manifest.languages.clone(),
            hours: manifest.hours,
            competences: manifest.competences.clone(),
            requires: manifest
                .requires
                .iter()
                .map(|required| required.value.clone())
                .collect(),
            units: Vec::new(),
            lessons: BTreeMap::new(),
            quizzes: BTreeMap::new(),
            images: images(files, &used),
            outside,
        };
        course.units = units(manifest, &lessons, &quizzes, &texts, files, tools.found);
        let named: BTreeSet<Item> = course
            .units
            .iter()
            .flat_map(|unit| unit.items.iter().cloned())
            .collect();
        for (id, drafts) in std::mem::take(&mut lessons) {
            unnamed(
                &mut tools,
                &named,
                &Item::Lesson(id.clone()),
                drafts.values().map(|(path, _)| *path),
            );
            course
                .lessons
                .extend(lesson(&mut tools, &id, drafts).map(|lesson| (id, lesson)));
        }
        for (id, drafts) in std::mem::take(&mut quizzes) {
            unnamed(
                &mut tools,
                &named,
                &Item::Quiz(id.clone()),
                drafts.values().map(|(path, _)| *path),
            );
            course
                .quizzes
                .extend(quiz(&mut tools, &id, drafts).map(|quiz| (id, quiz)));
        }
        course
    });
    strays(files, &used, &mut found);
    found.sort_by(|a, b| {
        (&a.path, a.span.start, a.span.end, a.code).cmp(&(&b.path, b.span.start, b.span.end, b.code))
    });
    // A footnote mentioned from two places is rendered, and complained about, twice.
    found.dedup();
    Parsed {
        course,
        diagnostics: found,
    }
}

/// The text files; those that are not UTF-8 are reported.
fn texts<'a>(files: &'a SourceFiles, found: &mut Vec<Diagnostic>) -> BTreeMap<&'a str, &'a str> {
    let mut texts = BTreeMap::new();
    for (path, bytes) in &files.0 {
        if !path.ends_with(".md") && path != "course.toml" {
            continue;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                texts.insert(path.as_str(), text);
            }
            Err(error) => found.push(not_utf8(path, bytes, error)),
        }
    }
    texts
}

/// The complaint about a file that is not UTF-8, at its first wrong byte.
pub(super) fn not_utf8(path: &str, bytes: &[u8], error: std::str::Utf8Error) -> Diagnostic {
    let start = error.valid_up_to();
    let end = (start + error.error_len().unwrap_or(1)).min(bytes.len());
    Diagnostic {
        code: "K0101",
        severity: Severity::Error,
        path: path.to_owned(),
        span: start..end,
        message: Message::new(
            "ファイルの文字コードがUTF-8ではありません。",
            "The file is not UTF-8 text.",
        ),
        help: Some(Message::new(
            "エディターで「UTF-8」を選んで保存し直してください。",
            "Save it again with the encoding UTF-8.",
        )),
    }
}

fn read_manifest(
    texts: &BTreeMap<&str, &str>,
    files: &SourceFiles,
    known: Option<&BTreeSet<String>>,
    found: &mut Vec<Diagnostic>,
) -> Option<Manifest> {
    let Some(text) = texts.get("course.toml") else {
        if !files.contains("course.toml") {
            let mut sink = Sink::new("course.toml", "");
            let message = Message::new("course.toml がありません。", "There is no course.toml.");
            sink.error("K0107", 0..0, message);
            found.extend(sink.into_found());
        }
        return None;
    };
    let mut sink = Sink::new("course.toml", text);
    let manifest = manifest::read(&mut sink);
    if let (Some(manifest), Some(known)) = (&manifest, known) {
        for required in &manifest.requires {
            if !known.contains(&required.value) {
                let message = Message::new(
                    format!("「{}」というコースはありません。", required.value),
                    format!("There is no course \"{}\".", required.value),
                );
                let known = known.iter().map(String::as_str);
                sink.error("K0203", required.span.clone(), message)
                    .did_you_mean(&required.value, known);
            }
        }
    }
    found.extend(sink.into_found());
    manifest
}

/// What reading the markdown files shares.
struct Reading<'a> {
    files: &'a SourceFiles,
    course: &'a str,
    used: BTreeSet<String>,
    outside: Vec<Outside>,
    found: Vec<Diagnostic>,
}

impl<'a> Reading<'a> {
    fn read_all(
        &mut self,
        texts: &BTreeMap<&'a str, &'a str>,
    ) -> (Items<'a, DraftLesson>, Items<'a, DraftQuiz>) {
        let (mut lessons, mut quizzes): (Items<'a, _>, Items<'a, _>) = (BTreeMap::new(), BTreeMap::new());
        for (path, text) in texts {
            if !path.ends_with(".md") || is_aside(path) {
                continue;
            }
            let Some(name) = Name::of(path) else {
                let mut sink = Sink::new(path, text);
                sink.error(
                    "K0109",
                    top(text),
                    Message::new(
                        "ファイル名から言語が分かりません。",
                        "The file's name does not tell its language.",
                    ),
                )
                .help(
                    "mouse.ja.md や first-steps.quiz.en.md のような名前にしてください。",
                    "Name it like mouse.ja.md or first-steps.quiz.en.md.",
                );
                self.found.extend(sink.into_found());
                continue;
            };
            let mut page = Page {
                path,
                lang: name.lang,
                course: self.course,
                files: self.files,
                sink: Sink::new(path, text),
                anchors: BTreeSet::new(),
                used: BTreeSet::new(),
                outside: Vec::new(),
            };
            if name.quiz {
                let draft = super::quiz::read(&mut page);
                quizzes
                    .entry(name.id.to_owned())
                    .or_default()
                    .insert(name.lang, (path, draft));
            } else {
                let draft = super::lesson::read(&mut page);
                lessons
                    .entry(name.id.to_owned())
                    .or_default()
                    .insert(name.lang, (path, draft));
            }
            self.used.append(&mut page.used);
            self.outside.append(&mut page.outside);
            self.found.extend(page.sink.into_found());
        }
        (lessons, quizzes)
    }
}

/// What a markdown file's name says.
struct Name<'p> {
    id: &'p str,
    lang: Lang,
    quiz: bool,
}

impl<'p> Name<'p> {
    fn of(path: &'p str) -> Option<Name<'p>> {
        let (stem, code) = path.strip_suffix(".md")?.rsplit_once('.')?;
        let lang = Lang::from_code(code)?;
        let quiz = stem.strip_suffix(".quiz");
        let id = quiz.unwrap_or(stem);
        let fine = !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        fine.then_some(Name {
            id,
            lang,
            quiz: quiz.is_some(),
        })
    }
}

/// Resolves the items of `course.toml`.
fn units(
    manifest: &Manifest,
    lessons: &Items<'_, DraftLesson>,
    quizzes: &Items<'_, DraftQuiz>,
    texts: &BTreeMap<&str, &str>,
    files: &SourceFiles,
    found: &mut Vec<Diagnostic>,
) -> Vec<Unit> {
    let mut sink = Sink::new(
        "course.toml",
        texts.get("course.toml").copied().unwrap_or_default(),
    );
    let mut units = Vec::new();
    for unit in &manifest.units {
        let mut items = Vec::new();
        for item in &unit.items {
            let id = &item.value;
            match (lessons.contains_key(id), quizzes.contains_key(id)) {
                (true, false) => items.push(Item::Lesson(id.clone())),
                (false, true) => items.push(Item::Quiz(id.clone())),
                (true, true) => {
                    let message = Message::new(
                        format!("「{id}」という名前のレッスンとテストがあります。"),
                        format!("Both a lesson and a quiz are called \"{id}\"."),
                    );
                    sink.error("K0204", item.span.clone(), message)
                        .help("どちらかの名前を変えてください。", "Rename one of them.");
                    items.push(Item::Lesson(id.clone()));
                }
                (false, false) if unreadable(files, id) => {}
                (false, false) => {
                    let message = Message::new(
                        format!("「{id}」というレッスンもテストもありません。"),
                        format!("There is no lesson or quiz \"{id}\"."),
                    );
                    let ids = lessons.keys().chain(quizzes.keys()).map(String::as_str);
                    sink.error("K0201", item.span.clone(), message)
                        .did_you_mean(id, ids);
                }
            }
        }
        units.push(Unit {
            id: unit.id.clone(),
            title: unit.title.clone(),
            items,
        });
    }
    found.extend(sink.into_found());
    units
}

/// Whether the item has a file, which then is not UTF-8.
fn unreadable(files: &SourceFiles, id: &str) -> bool {
    files
        .paths()
        .any(|path| Name::of(path).is_some_and(|name| name.id == id))
}

/// Reports the files of an item that no unit names.
fn unnamed<'p>(
    tools: &mut Tools<'_, '_>,
    named: &BTreeSet<Item>,
    item: &Item,
    paths: impl Iterator<Item = &'p str>,
) {
    if named.contains(item) || named.iter().any(|other| other.id() == item.id()) {
        return;
    }
    for path in paths {
        let text = tools.texts.get(path).copied().unwrap_or_default();
        let mut sink = Sink::new(path, text);
        let message = Message::new(
            format!("course.toml の items に「{}」がありません。", item.id()),
            format!("No unit of course.toml names \"{}\".", item.id()),
        );
        sink.warning("K0108", top(text), message);
        tools.found.extend(sink.into_found());
    }
}

/// Whether a file is about the course rather than of it.
fn is_aside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let upper = name.to_uppercase();
    name.starts_with('.')
        || ["README", "LICENSE", "CREDITS"]
            .iter()
            .any(|aside| upper.starts_with(aside))
}

/// Reports images and other files that nothing points at.
fn strays(files: &SourceFiles, used: &BTreeSet<String>, found: &mut Vec<Diagnostic>) {
    for path in files.paths() {
        if path == "course.toml" || path.ends_with(".md") || is_aside(path) || used.contains(path) {
            continue;
        }
        let mut sink = Sink::new(path, "");
        let message = Message::new(
            "このファイルはどこからも使われていません。",
            "Nothing uses this file.",
        );
        sink.warning("K0108", 0..0, message);
        found.extend(sink.into_found());
    }
}

fn images(files: &SourceFiles, used: &BTreeSet<String>) -> BTreeMap<String, Vec<u8>> {
    let kept = files
        .0
        .iter()
        .filter(|(path, _)| is_image(path) || used.contains(*path));
    kept.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}
