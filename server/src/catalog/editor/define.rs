//! Where an id leads: to the lesson, quiz, course, term or file that it names.

use std::path::PathBuf;

use domain::catalog::{Course, Item};
use lsp_types::{GotoDefinitionResponse, Location, Range, TextDocumentPositionParams};

use super::place::{floor, uri_of};
use super::workspace::{Here, Workspace};

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A term of the glossary.
    Term(String),
    /// A course, by its id.
    Course(String),
    /// A lesson or quiz of a course.
    Item(String, String),
    /// A file of the course.
    File(String),
    /// A competence.
    Competence(String),
    /// A key or an attribute, with the value it has here.
    Key(String, String),
}

/// The characters of ids, links and tags.
fn of_word(letter: char) -> bool {
    letter.is_alphanumeric() || "-_:./#%".contains(letter)
}

/// The word around a byte.
pub(super) fn word(text: &str, at: usize) -> (&str, usize) {
    let at = floor(text, at);
    let start = text[..at].rfind(|letter| !of_word(letter)).map_or(0, |before| {
        before + text[before..].chars().next().map_or(1, char::len_utf8)
    });
    let end = text[at..]
        .find(|letter| !of_word(letter))
        .map_or(text.len(), |after| at + after);
    (&text[start..end], start)
}

/// The key of the TOML value a byte stands in: the last `key =` before it that is still open.
pub(super) fn toml_key(text: &str, at: usize) -> Option<&str> {
    let before = &text[..floor(text, at)];
    for line in before.lines().rev() {
        if line.trim_start().starts_with('[') && !line.contains('=') {
            return None;
        }
        if let Some((key, value)) = line.split_once('=') {
            // On an earlier line only an open list reaches here.
            let same_line = before.ends_with(line);
            if same_line || (value.contains('[') && !value.contains(']')) {
                let key = key.rsplit(['{', ',', ' ']).find(|part| !part.is_empty())?;
                return Some(key.trim());
            }
            return None;
        }
        if line.contains(']') {
            return None;
        }
    }
    None
}

/// Where the front matter of a markdown file ends; 0 if it has none.
pub(super) fn front_end(text: &str) -> usize {
    let start = text.trim_start_matches('\u{feff}');
    if !start.starts_with("+++") {
        return 0;
    }
    start[3..]
        .find("\n+++")
        .map_or(text.len(), |end| text.len() - start.len() + 3 + end + 1)
}

/// What stands at a byte of a file.
pub(super) fn named(here: &Here<'_>, at: usize) -> Option<Named> {
    let (found, start) = word(here.text, at);
    if found.is_empty() {
        return None;
    }
    if let Some((_, id)) = found.split_once("glossary:") {
        return Some(Named::Term(id.to_owned()));
    }
    if found.starts_with("digcomp:") {
        return Some(Named::Competence(found.to_owned()));
    }
    let markdown = here.path.ends_with(".md");
    if markdown && start >= front_end(here.text) {
        if here.text[..start].ends_with("](") {
            let path = found.split('#').next().unwrap_or_default();
            return Some(Named::File(path.to_owned()));
        }
        let line = here.text[..start].lines().next_back().unwrap_or_default();
        let rest = here.text[start + found.len()..]
            .lines()
            .next()
            .unwrap_or_default();
        if line.contains('{') || found.contains('{') {
            if let Some(value) = rest.strip_prefix('=') {
                let value: String = value.chars().take_while(|letter| of_word(*letter)).collect();
                return Some(Named::Key(found.to_owned(), value));
            }
            if let Some(before) = line.strip_suffix('=') {
                let key = before.rsplit([' ', '{']).next().unwrap_or_default();
                return Some(Named::Key(key.to_owned(), found.to_owned()));
            }
        }
        return None;
    }
    let line_start = here.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let lead = &here.text[line_start..start];
    let rest = here.text[start + found.len()..].trim_start_matches([' ', '\t']);
    if rest.starts_with('=') && !lead.contains('"') {
        return Some(Named::Key(found.to_owned(), String::new()));
    }
    match toml_key(here.text, start)? {
        "items" => Some(Named::Item(here.course.clone(), found.to_owned())),
        "requires" => Some(Named::Course(found.to_owned())),
        "ref" => match found.split_once('/') {
            Some((course, item)) => Some(Named::Item(course.to_owned(), item.to_owned())),
            None => Some(Named::Course(found.to_owned())),
        },
        key => Some(Named::Key(key.to_owned(), found.to_owned())),
    }
}

/// A course by its id, and its folder.
pub(super) fn course<'h>(here: &'h Here<'_>, id: &str) -> Option<(&'h str, &'h Course)> {
    here.known.parsed.courses.iter().find_map(|(folder, parsed)| {
        let course = parsed.course.as_ref()?;
        (course.id == id || folder == id).then_some((folder.as_str(), course))
    })
}

/// The file of a lesson or quiz in the course's first language.
fn item_file(here: &Here<'_>, id: &str, item: &str) -> Option<(String, String)> {
    let (folder, course) = course(here, id)?;
    let quiz = course.quizzes.contains_key(item);
    let files = here.known.folder.courses.get(folder)?;
    let lang = course.languages.first()?.code();
    let path = if quiz {
        format!("{item}.quiz.{lang}.md")
    } else {
        format!("{item}.{lang}.md")
    };
    files.contains(&path).then(|| (folder.to_owned(), path))
}

/// Answers "go to definition".
pub(super) fn define(
    workspace: &Workspace,
    asked: &TextDocumentPositionParams,
) -> Option<GotoDefinitionResponse> {
    let here = workspace.here(&asked.text_document.uri)?;
    let at = workspace.places(here.text).byte(asked.position);
    let (folder, path, found) = match named(&here, at)? {
        Named::Term(id) => {
            let text = here.known.text("", "");
            let place = text.find(&format!("id = \"{id}\""))?;
            (String::new(), domain::catalog::GLOSSARY.to_owned(), place)
        }
        Named::Course(id) => (course(&here, &id)?.0.to_owned(), "course.toml".to_owned(), 0),
        Named::Item(id, item) => {
            let (folder, path) = item_file(&here, &id, &item)?;
            (folder, path, 0)
        }
        Named::File(path) => (here.course.clone(), path, 0),
        Named::Competence(_) | Named::Key(..) => return None,
    };
    let file: PathBuf = here.root.join(&folder).join(&path);
    let text = here.known.text(&folder, &path);
    let place = workspace.places(text).position(found);
    file.exists().then_some(())?;
    Some(GotoDefinitionResponse::Scalar(Location::new(
        uri_of(&file)?,
        Range::new(place, place),
    )))
}

/// Whether an item of a unit is a lesson or a quiz.
pub(super) fn item<'c>(course: &'c Course, id: &str) -> Option<&'c Item> {
    course
        .units
        .iter()
        .flat_map(|unit| &unit.items)
        .find(|item| item.id() == id)
}
