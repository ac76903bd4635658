//! The items of `course.toml` against the files that there are.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::{Items, Tools};
use super::manifest::{Manifest, top};
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::{Item, Unit};
use crate::catalog::parse::lesson::DraftLesson;
use crate::catalog::parse::nearest::nearest;
use crate::catalog::parse::quiz::DraftQuiz;
use crate::catalog::parse::sink::Sink;
use crate::catalog::parse::source::SourceFiles;

/// Resolves the items of `course.toml`. Also gives the ids that misspelt items most likely mean.
pub(crate) fn units(
    manifest: &Manifest,
    lessons: &Items<'_, DraftLesson>,
    quizzes: &Items<'_, DraftQuiz>,
    texts: &BTreeMap<&str, &str>,
    files: &SourceFiles,
    found: &mut Vec<Diagnostic>,
) -> (Vec<Unit>, BTreeSet<String>) {
    let mut sink = Sink::new(
        "course.toml",
        texts.get("course.toml").copied().unwrap_or_default(),
    );
    let mut units = Vec::new();
    let mut meant = BTreeSet::new();
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
                (false, false) if ASIDES.contains(&id.to_uppercase().as_str()) => {
                    let message = Message::new(
                        format!("「{id}」は、コースについて書くファイルの名前です。レッスンになりません。"),
                        format!("\"{id}\" is the name of a file about the course; it makes no lesson."),
                    );
                    sink.error("K0201", item.span.clone(), message).help(
                        "ファイルに別の名前を付けてください（例: how-to-read.ja.md）。",
                        "Give the file another name, such as how-to-read.ja.md.",
                    );
                }
                (false, false) if unreadable(files, id) => {}
                (false, false) => {
                    let message = Message::new(
                        format!("「{id}」というレッスンもテストもありません。"),
                        format!("There is no lesson or quiz \"{id}\"."),
                    );
                    let ids = lessons.keys().chain(quizzes.keys()).map(String::as_str);
                    meant.extend(nearest(id, ids.clone()).map(str::to_owned));
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
    (units, meant)
}

/// Whether the item has a file, which then is not UTF-8 or does not tell its language.
fn unreadable(files: &SourceFiles, id: &str) -> bool {
    files.paths().any(|path| {
        let stem = path.strip_suffix(".md").unwrap_or_default();
        stem.split('.').next() == Some(id)
    })
}

/// Reports the files of an item that no unit names.
pub(crate) fn unnamed<'p>(
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

/// What files about a course are called.
const ASIDES: [&str; 3] = ["README", "LICENSE", "CREDITS"];

/// Whether a file is about the course rather than of it.
pub(crate) fn is_aside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or_default().to_uppercase();
    name.starts_with('.')
        || ASIDES.contains(&stem.as_str())
        // `LICENSE-MIT`; a lesson may be called license-plate.
        || (stem.starts_with("LICENSE-") && !name.ends_with(".md"))
}

/// Reports images and other files that nothing points at.
pub(crate) fn strays(files: &SourceFiles, used: &BTreeSet<String>, found: &mut Vec<Diagnostic>) {
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
