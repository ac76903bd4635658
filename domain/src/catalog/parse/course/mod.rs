//! One course folder to one course, with every problem of every file.

mod assemble;
mod check_draw;
mod items;
pub(crate) mod manifest;
mod merge;
mod reading;
mod twins;

pub use reading::ParseCache;
pub use twins::source_state;

use std::collections::{BTreeMap, BTreeSet};

use self::assemble::{Tools, lesson, quiz};
use self::items::{strays, units, unnamed};
use self::manifest::Manifest;
use super::markdown::page::Jump;
use super::markdown::render::is_image;
use super::settings::keys::At;
use super::source::SourceFiles;
use crate::catalog::diagnostic::{Diagnostic, Message, Severity};
use crate::catalog::model::{Course, Item};
use crate::catalog::parse::sink::Sink;

/// What reading a course gave.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The course as far as it could be read; nothing if it has no id. It may go live only if there is
    /// no error among the diagnostics.
    pub course: Option<Course>,
    /// Every problem of every file, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What the checks of a whole courses folder need.
    pub(crate) places: Option<Places>,
}

/// What a course says about itself and others, with the places.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    pub id: At<String>,
    pub requires: Vec<At<String>>,
    /// The anchors of each file.
    pub anchors: BTreeMap<String, BTreeSet<String>>,
    /// Links to a place of a file of another course.
    pub jumps: Vec<Jump>,
}

impl Parsed {
    /// Whether something keeps the course from going live.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Adds problems that were found later.
    pub(crate) fn add(&mut self, more: Vec<Diagnostic>) {
        self.diagnostics.extend(more);
        in_order(&mut self.diagnostics);
    }
}

fn in_order(found: &mut Vec<Diagnostic>) {
    found.sort_by(|a, b| {
        (&a.path, a.span.start, a.span.end, a.code).cmp(&(&b.path, b.span.start, b.span.end, b.code))
    });
    // A footnote mentioned from two places is rendered, and complained about, twice.
    found.dedup();
}

/// Reads one course folder on its own.
pub fn parse_course(files: &SourceFiles) -> Parsed {
    parse_course_with(files, None)
}

/// As [`parse_course`]; files that have not changed are taken from the cache.
pub fn parse_course_with(files: &SourceFiles, cache: Option<&ParseCache>) -> Parsed {
    let mut found = Vec::new();
    let texts = texts(files, &mut found);
    let manifest = read_manifest(&texts, files, &mut found);
    let id = manifest
        .as_ref()
        .map_or("", |manifest| manifest.id.value.as_str());
    let read = reading::read(files, id, &texts, cache);
    found.extend(read.found);
    if let Some(manifest) = &manifest {
        reading::compare_twins(&read.twins, &manifest.languages, &mut found);
    }
    let (mut lessons, mut quizzes, used, outside) = (read.lessons, read.quizzes, read.used, read.outside);
    let course = manifest.as_ref().map(|manifest| {
        let mut tools = Tools {
            texts: &texts,
            languages: &manifest.languages,
            found: &mut found,
        };
        let mut course = Course {
            id: manifest.id.value.clone(),
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
        let (units, meant) = units(manifest, &lessons, &quizzes, &texts, files, tools.found);
        course.units = units;
        let named: BTreeSet<Item> = course
            .units
            .iter()
            .flat_map(|unit| unit.items.iter().cloned())
            .chain(meant.into_iter().map(Item::Lesson))
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
    in_order(&mut found);
    Parsed {
        course,
        diagnostics: found,
        places: manifest.map(|manifest| Places {
            id: manifest.id,
            requires: manifest.requires,
            anchors: read.anchors,
            jumps: read.jumps,
        }),
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
pub(crate) fn not_utf8(path: &str, bytes: &[u8], error: std::str::Utf8Error) -> Diagnostic {
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
        instead: None,
    }
}

fn read_manifest(
    texts: &BTreeMap<&str, &str>,
    files: &SourceFiles,
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
    found.extend(sink.into_found());
    manifest
}

fn images(files: &SourceFiles, used: &BTreeSet<String>) -> BTreeMap<String, Vec<u8>> {
    let kept = files
        .0
        .iter()
        .filter(|(path, _)| is_image(path) || used.contains(*path));
    kept.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}
