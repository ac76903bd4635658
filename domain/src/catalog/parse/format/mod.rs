//! `fmt`: writes the ids that are missing, makes the spacing around them even, and changes nothing else.
//!
//! Works on texts: a file is scanned (`outline`), ids are chosen for all languages of a lesson or quiz at
//! once (`ids`), and the changes are made at their places (`edits`). A file that would not come out
//! the same from a second run is left alone.

mod edits;
mod ids;
mod manifest;
mod outline;
mod used;

use std::collections::BTreeMap;

use super::source::{Name, SourceFiles};
use crate::Lang;
pub use manifest::{add_item, course_languages};
use outline::Outline;
pub use used::UsedIds;

/// What formatting a course folder gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formatted {
    /// The new text of each file that changes.
    pub changed: BTreeMap<String, String>,
    /// Translations with ids missing that could not be told from the source, because the two differ
    /// in their questions or choices.
    pub unclear: Vec<String>,
    /// The files in which ids were missing.
    pub named: Vec<String>,
}

/// The languages of a lesson or quiz, the source first: path, language and text.
type Twins<'a> = BTreeMap<usize, (&'a str, Lang, &'a str)>;

/// Formats the lessons and quizzes of one course folder. The languages of a lesson or quiz get the same
/// ids, by position, where they agree in their questions and choices.
pub fn format_course(files: &SourceFiles) -> Formatted {
    format_course_with(files, &UsedIds::default())
}

/// As [`format_course`]; an id that stood for other words before is given to nobody.
pub fn format_course_with(files: &SourceFiles, used: &UsedIds) -> Formatted {
    let languages = languages(files);
    let mut groups: BTreeMap<(&str, bool), Twins<'_>> = BTreeMap::new();
    for (path, bytes) in &files.0 {
        let (Some(name), Ok(text)) = (Name::of(path), std::str::from_utf8(bytes)) else {
            continue;
        };
        let place = languages.iter().position(|lang| *lang == name.lang);
        groups
            .entry((name.id, name.quiz))
            .or_default()
            .insert(place.unwrap_or(languages.len()), (path, name.lang, text));
    }
    let mut formatted = Formatted::default();
    for ((id, quiz), twins) in groups {
        let mut outlines: Vec<(Lang, Outline)> = twins
            .values()
            .map(|(_, lang, text)| (*lang, outline::of(text, quiz)))
            .collect();
        let unclear = ids::choose(&mut outlines, used.of(id, quiz));
        for (((path, _, text), (_, outline)), unclear) in twins.values().zip(&outlines).zip(unclear) {
            if unclear {
                formatted.unclear.push((*path).to_owned());
            }
            if outline.has_new() {
                formatted.named.push((*path).to_owned());
            }
            let new = settled(text, quiz, outline);
            if new != *text {
                formatted.changed.insert((*path).to_owned(), new);
            }
        }
    }
    formatted
}

/// Formats one file on its own; other files than lessons and quizzes stay as they are.
pub fn format_text(path: &str, text: &str) -> String {
    let Some(name) = Name::of(path.rsplit('/').next().unwrap_or(path)) else {
        return text.to_owned();
    };
    let mut outlines = vec![(Lang::Ja, outline::of(text, name.quiz))];
    ids::choose(&mut outlines, None);
    match outlines.first() {
        Some((_, outline)) => settled(text, name.quiz, outline),
        None => text.to_owned(),
    }
}

/// The file with the outline's ids, if it keeps every question and part, each now has the id that was
/// meant for it, and a second run would change nothing; else the file as it was.
fn settled(old: &str, quiz: bool, outline: &Outline) -> String {
    let new = edits::apply(old, outline);
    if new == old {
        return new;
    }
    let again = outline::of(&new, quiz);
    if again.ids() == outline.ids() && edits::apply(&new, &again) == new {
        new
    } else {
        old.to_owned()
    }
}

/// The course's languages, the source first.
fn languages(files: &SourceFiles) -> Vec<Lang> {
    let text = files
        .get("course.toml")
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    text.map_or_else(|| Lang::ALL.to_vec(), course_languages)
}
