//! Everything that an id of a lesson, quiz, term, question or choice is written at: found, and renamed in all
//! files and languages at once. And the headings of a file, for the editor's outline.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use domain::catalog::GLOSSARY;
use lsp_types::{
    DocumentSymbol, DocumentSymbolResponse, Location, SymbolKind, TextDocumentPositionParams, TextEdit, Uri,
    WorkspaceEdit,
};

use super::define::{Named, course, front_end, named, word};
use super::place::uri_of;
use super::workspace::{Here, Workspace};

/// What an id names.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Thing {
    Term(String),
    /// A lesson or quiz: the folder of its course, and its id.
    Item(String, String),
    /// A question of the files with this stem (`check.quiz`), in a folder.
    Question(String, String, String),
    /// A choice, pair, step or point of a question there.
    Part(String, String, String, String),
}

impl Thing {
    /// The thing of its kind, at the same place, that has this id.
    fn called(&self, name: &str) -> Thing {
        let name = name.to_owned();
        match self.clone() {
            Thing::Term(_) => Thing::Term(name),
            Thing::Item(course, _) => Thing::Item(course, name),
            Thing::Question(folder, stem, _) => Thing::Question(folder, stem, name),
            Thing::Part(folder, stem, question, _) => Thing::Part(folder, stem, question, name),
        }
    }
}

/// A place of a file: the folder of its course, its path there, and the bytes of the id.
type Place = (String, String, Range<usize>);

/// Answers "find all references".
pub(super) fn references(workspace: &Workspace, asked: &TextDocumentPositionParams) -> Option<Vec<Location>> {
    let here = workspace.here(&asked.text_document.uri)?;
    let at = workspace.places(here.text).byte(asked.position);
    let thing = thing(&here, at)?;
    let found = places(&here, &thing)
        .into_iter()
        .filter_map(|(folder, path, span)| {
            let text = here.known.text(&folder, &path);
            Some(Location::new(
                uri(&here, &folder, &path)?,
                workspace.places(text).range(span),
            ))
        });
    Some(found.collect())
}

/// Answers "rename". The id of a lesson or quiz is the name of its files, so it is not renamed here; an id that is
/// there already would make one of two things.
// The protocol's own map; its keys are not changed here.
#[allow(clippy::mutable_key_type)]
pub(super) fn rename(
    workspace: &Workspace,
    asked: &TextDocumentPositionParams,
    name: &str,
) -> Option<WorkspaceEdit> {
    let fine = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let here = workspace.here(&asked.text_document.uri)?;
    let at = workspace.places(here.text).byte(asked.position);
    let thing = thing(&here, at)?;
    if !fine || matches!(thing, Thing::Item(..)) || !places(&here, &thing.called(name)).is_empty() {
        return None;
    }
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for (folder, path, span) in places(&here, &thing) {
        let text = here.known.text(&folder, &path);
        let edit = TextEdit::new(workspace.places(text).range(span), name.to_owned());
        changes.entry(uri(&here, &folder, &path)?).or_default().push(edit);
    }
    Some(WorkspaceEdit::new(changes))
}

fn uri(here: &Here<'_>, folder: &str, path: &str) -> Option<Uri> {
    uri_of(&here.root.join(folder).join(path))
}

/// The files of an item's name without language and ending: `mouse`, `check.quiz`.
fn stem(path: &str) -> &str {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    stem.rsplit_once('.').map_or(stem, |(stem, _)| stem)
}

/// What the id at a byte names.
fn thing(here: &Here<'_>, at: usize) -> Option<Thing> {
    if here.path.ends_with(".md")
        && at >= front_end(here.text)
        && let Some(found) = id_in_braces(here, at)
    {
        return Some(found);
    }
    match named(here, at)? {
        Named::Term(id) => Some(Thing::Term(id)),
        Named::Item(id, item) => Some(Thing::Item(course(here, &id)?.0.to_owned(), item)),
        Named::File(path) => {
            let stem = stem(&path);
            let id = stem.strip_suffix(".quiz").unwrap_or(stem);
            Some(Thing::Item(here.course.clone(), id.to_owned()))
        }
        Named::Key(key, id) if here.path == GLOSSARY && key == "id" => Some(Thing::Term(id)),
        Named::Course(_) | Named::Competence(_) | Named::Key(..) => None,
    }
}

/// The question or part whose `{#id}` a byte stands in.
fn id_in_braces(here: &Here<'_>, at: usize) -> Option<Thing> {
    let (found, _) = word(here.text, at);
    let id = found.trim_start_matches('#');
    let (folder, stem) = (here.course.clone(), stem(&here.path).to_owned());
    let line_at = here.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mut question = None;
    for (span, own, heading) in ids(here.text) {
        if heading {
            question = Some(own.to_owned());
        }
        if span.start >= line_at && own == id && span.start <= at + id.len() {
            return Some(match (heading, question) {
                (true, _) => Thing::Question(folder, stem, id.to_owned()),
                (false, Some(question)) => Thing::Part(folder, stem, question, id.to_owned()),
                (false, None) => return None,
            });
        }
    }
    None
}

/// Every `{#id}` of a markdown text: where the id stands, the id, and whether a heading has it.
fn ids(text: &str) -> Vec<(Range<usize>, &str, bool)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut code = false;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            code = !code;
        } else if !code
            && let Some(open) = line.rfind('{')
            && let Some(sign) = line[open..].find('#')
        {
            let id = &line[open + sign + 1..];
            let end = id
                .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')))
                .unwrap_or(id.len());
            let at = start + open + sign + 1;
            if end > 0 {
                found.push((at..at + end, &id[..end], line.starts_with('#')));
            }
        }
        start += line.len();
    }
    found
}

/// Every place that the id is written at.
fn places(here: &Here<'_>, thing: &Thing) -> Vec<Place> {
    let mut found = Vec::new();
    let known = &here.known.folder;
    let markdown = known.courses.iter().flat_map(|(folder, files)| {
        let paths = files.paths().filter(|path| path.ends_with(".md"));
        paths.map(move |path| (folder.as_str(), path))
    });
    match thing {
        Thing::Term(id) => {
            let glossary = here.known.text("", "");
            found.extend(
                occurrences(glossary, &format!("id = \"{id}\""), "id = \"".len(), id)
                    .map(|span| (String::new(), GLOSSARY.to_owned(), span)),
            );
            for (folder, path) in markdown {
                let text = here.known.text(folder, path);
                found.extend(
                    occurrences(text, &format!("glossary:{id}"), "glossary:".len(), id)
                        .map(|span| (folder.to_owned(), path.to_owned(), span)),
                );
            }
        }
        Thing::Item(course, id) => {
            let toml = here.known.text(course, "course.toml");
            found.extend(
                occurrences(toml, &format!("\"{id}\""), 1, id)
                    .map(|span| (course.clone(), "course.toml".to_owned(), span)),
            );
            for path in known.rules.paths() {
                let text = here.known.text("readiness", path);
                let needle = format!("\"{course}/{id}\"");
                found.extend(
                    occurrences(text, &needle, course.len() + 2, id)
                        .map(|span| ("readiness".to_owned(), path.to_owned(), span)),
                );
            }
            for (folder, path) in markdown {
                let text = here.known.text(folder, path);
                let needle = match folder == course {
                    true => format!("]({id}."),
                    false => format!("](../{course}/{id}."),
                };
                let before = needle.len() - id.len() - 1;
                found.extend(
                    occurrences(text, &needle, before, id)
                        .map(|span| (folder.to_owned(), path.to_owned(), span)),
                );
            }
        }
        Thing::Question(folder, stem, id) => {
            for (path, text) in twins(here, folder, stem) {
                let own = ids(text)
                    .into_iter()
                    .filter(|(_, own, heading)| *heading && own == id);
                found.extend(own.map(|(span, ..)| (folder.clone(), path.clone(), span)));
            }
            // Links to the question's place in the page.
            for (course, path) in markdown.filter(|(course, _)| course == folder) {
                let text = here.known.text(course, path);
                for end in [".md#", "(#"] {
                    let needle = format!("{end}{id}");
                    found.extend(
                        occurrences(text, &needle, end.len(), id)
                            .filter(|span| match end {
                                "(#" => self::stem(path) == stem,
                                _ => {
                                    let before = &text[..span.start];
                                    let target = before.rfind("](").map_or("", |open| &before[open + 2..]);
                                    self::stem(target.trim_end_matches('#')) == stem
                                }
                            })
                            .map(|span| (course.to_owned(), path.to_owned(), span)),
                    );
                }
            }
        }
        Thing::Part(folder, stem, question, id) => {
            for (path, text) in twins(here, folder, stem) {
                let mut inside = false;
                for (span, own, heading) in ids(text) {
                    if heading {
                        inside = own == question;
                    } else if inside && own == id {
                        found.push((folder.clone(), path.clone(), span));
                    }
                }
            }
        }
    }
    found
}

/// The files of a lesson or quiz in each language.
fn twins<'h>(here: &'h Here<'_>, folder: &str, stem: &str) -> BTreeMap<String, &'h str> {
    let files = here.known.folder.courses.get(folder);
    let paths = files.into_iter().flat_map(|files| files.paths());
    paths
        .filter(|path| path.ends_with(".md") && self::stem(path) == stem)
        .map(|path| (path.to_owned(), here.known.text(folder, path)))
        .collect()
}

/// Where the id stands in each occurrence of a needle that holds it; not in a longer id.
fn occurrences<'t>(
    text: &'t str,
    needle: &str,
    before: usize,
    id: &str,
) -> impl Iterator<Item = Range<usize>> + use<'t> {
    let (length, id) = (needle.len(), id.len());
    let found: Vec<usize> = text.match_indices(needle).map(|(at, _)| at).collect();
    found.into_iter().filter_map(move |at| {
        let span = at + before..at + before + id;
        let ends = text[span.end..]
            .chars()
            .next()
            .is_none_or(|next| !(next.is_ascii_alphanumeric() || matches!(next, '-' | '_')));
        (ends && at + length <= text.len()).then_some(span)
    })
}

/// Answers "document symbols": the headings and questions of a file.
pub(super) fn symbols(workspace: &Workspace, asked: &Uri) -> Option<DocumentSymbolResponse> {
    let here = workspace.here(asked)?;
    let places = workspace.places(here.text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut code = false;
    let body = front_end(here.text);
    for line in here.text.split_inclusive('\n') {
        let span = start..start + line.trim_end().len();
        start += line.len();
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            code = !code;
        }
        let markdown = here.path.ends_with(".md");
        let (name, kind) = if markdown && !code && span.start >= body && line.starts_with('#') {
            let words = line.trim_start_matches('#').trim();
            let words = words.rfind('{').map_or(words, |open| words[..open].trim());
            let question = line.contains("{#") || line.contains(".question");
            let kind = if question {
                SymbolKind::FUNCTION
            } else {
                SymbolKind::STRING
            };
            (domain::catalog::furigana::to_plain(words), kind)
        } else if !markdown && (line.starts_with("id = ") || line.starts_with("id=")) {
            let id = line.split('"').nth(1).unwrap_or_default();
            (id.to_owned(), SymbolKind::KEY)
        } else {
            continue;
        };
        if name.is_empty() {
            continue;
        }
        let range = places.range(span);
        #[expect(deprecated, reason = "the protocol's own type has the field")]
        found.push(DocumentSymbol {
            name,
            detail: None,
            kind,
            tags: None,
            deprecated: None,
            range,
            selection_range: range,
            children: None,
        });
    }
    Some(DocumentSymbolResponse::Nested(found))
}
