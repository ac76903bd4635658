//! What may stand at the cursor: ids, competences, keys, attributes, files.

use std::collections::BTreeSet;

use domain::Lang;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, TextDocumentPositionParams, TextEdit,
};

use super::define::{front_end, toml_key};
use super::keys::{KEYS, Of};
use super::workspace::{Here, Workspace};
use crate::catalog::competences;

const MARKERS: [&str; 7] = [
    "NOTE",
    "TIP",
    "IMPORTANT",
    "WARNING",
    "HINT",
    "EXPLANATION",
    "RUBRIC",
];

/// Answers a completion.
pub(super) fn complete(workspace: &Workspace, asked: &TextDocumentPositionParams) -> Vec<CompletionItem> {
    let Some(here) = workspace.here(&asked.text_document.uri) else {
        return Vec::new();
    };
    let places = workspace.places(here.text);
    let at = places.byte(asked.position);
    let line_start = here.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &here.text[line_start..at];
    let found = candidates(&here, workspace.lang, at, line);
    let typed = line
        .rfind(|letter: char| !(letter.is_alphanumeric() || "-_:./".contains(letter)))
        .map_or(0, |before| {
            before + line[before..].chars().next().map_or(1, char::len_utf8)
        });
    let range = places.range(line_start + typed..at);
    let typed = &line[typed..];
    found
        .into_iter()
        .map(|candidate| {
            // `glossary:` is part of what is typed.
            let text = match typed.split_once(':') {
                Some(("glossary", _)) => format!("glossary:{}", candidate.text),
                Some(_) | None => candidate.text.clone(),
            };
            CompletionItem {
                label: candidate.text,
                detail: Some(candidate.means).filter(|means| !means.is_empty()),
                kind: Some(candidate.kind),
                filter_text: Some(text.clone()),
                text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, text))),
                ..CompletionItem::default()
            }
        })
        .collect()
}

struct Candidate {
    text: String,
    means: String,
    kind: CompletionItemKind,
}

fn candidate(text: impl Into<String>, means: impl Into<String>, kind: CompletionItemKind) -> Candidate {
    Candidate {
        text: text.into(),
        means: means.into(),
        kind,
    }
}

fn candidates(here: &Here<'_>, lang: Lang, at: usize, line: &str) -> Vec<Candidate> {
    let markdown = here.path.ends_with(".md");
    if markdown && at >= front_end(here.text) {
        return in_markdown(here, lang, line);
    }
    let value = toml_key(here.text, at).filter(|_| line.contains(['"', '[']) || !line.trim().is_empty());
    match value {
        Some("competences") => competences(here, lang),
        Some("items") if here.course != "readiness" => items(here, lang),
        Some("requires") => courses(here, lang),
        Some("ref") => references(here, lang),
        Some("tag") => tags(here),
        Some("languages") => ["ja", "en"]
            .map(|code| candidate(code, "", CompletionItemKind::VALUE))
            .into_iter()
            .collect(),
        Some(name) if line.contains('=') => values(name, lang),
        Some(_) | None => keys(place_of(here, at), lang),
    }
}

/// What kind of table the cursor is in.
fn place_of(here: &Here<'_>, at: usize) -> Of {
    if here.path.ends_with(".md") {
        return if here.path.contains(".quiz.") {
            Of::Quiz
        } else {
            Of::Lesson
        };
    }
    let table = here.text[..at].lines().rev().find(|line| line.starts_with('['));
    match (table, here.course == "readiness") {
        (Some(table), _) if table.starts_with("[[unit]]") => Of::Unit,
        (Some(table), _) if table.starts_with("[[require]]") => Of::Require,
        (_, true) => Of::Rule,
        (_, false) => Of::Course,
    }
}

fn keys(of: Of, lang: Lang) -> Vec<Candidate> {
    KEYS.iter()
        .filter(|key| key.of.contains(&of))
        .map(|key| candidate(key.key, lang.t(key.ja, key.en), CompletionItemKind::PROPERTY))
        .collect()
}

fn values(name: &str, lang: Lang) -> Vec<Candidate> {
    KEYS.iter()
        .filter(|key| key.key == name)
        .flat_map(|key| key.values)
        .map(|(word, ja, en)| candidate(*word, lang.t(*ja, *en), CompletionItemKind::ENUM_MEMBER))
        .collect()
}

fn in_markdown(here: &Here<'_>, lang: Lang, line: &str) -> Vec<Candidate> {
    if let Some(open) = line.rfind("](")
        && !line[open..].contains(')')
    {
        if line[open..].contains("glossary:") {
            return terms(here, lang);
        }
        let mut found = files(here);
        found.push(candidate(
            "glossary:",
            lang.t("用語集", "the glossary"),
            CompletionItemKind::MODULE,
        ));
        return found;
    }
    if line.starts_with('>') && line.contains("[!") && !line.contains(']') {
        let marker = |word: &str| candidate(word, "", CompletionItemKind::KEYWORD);
        return MARKERS.into_iter().map(marker).collect();
    }
    if line.starts_with('#')
        && let Some(open) = line.rfind('{')
        && !line[open..].contains('}')
    {
        let word = line[open + 1..].rsplit(' ').next().unwrap_or_default();
        return match word.split_once('=') {
            Some(("tags", _)) => competences(here, lang),
            Some((name, _)) => values(name, lang),
            None => keys(Of::Question, lang),
        };
    }
    Vec::new()
}

fn terms(here: &Here<'_>, lang: Lang) -> Vec<Candidate> {
    let terms = here.known.parsed.terms.iter();
    terms
        .map(|term| candidate(&term.id, term.word.get(lang), CompletionItemKind::REFERENCE))
        .collect()
}

/// The files of the course that a link or an image may lead to.
fn files(here: &Here<'_>) -> Vec<Candidate> {
    let files = here.known.folder.courses.get(&here.course);
    files
        .into_iter()
        .flat_map(|files| files.0.keys())
        .filter(|path| *path != "course.toml")
        .map(|path| candidate(path, "", CompletionItemKind::FILE))
        .collect()
}

fn courses(here: &Here<'_>, lang: Lang) -> Vec<Candidate> {
    let courses = here
        .known
        .parsed
        .courses
        .values()
        .filter_map(|parsed| parsed.course.as_ref());
    courses
        .map(|course| candidate(&course.id, course.title.get(lang), CompletionItemKind::MODULE))
        .collect()
}

fn references(here: &Here<'_>, lang: Lang) -> Vec<Candidate> {
    let mut found = courses(here, lang);
    for course in here
        .known
        .parsed
        .courses
        .values()
        .filter_map(|parsed| parsed.course.as_ref())
    {
        for quiz in course.quizzes.values() {
            let title = quiz.text(lang).map(|text| text.title.clone()).unwrap_or_default();
            found.push(candidate(
                format!("{}/{}", course.id, quiz.id),
                title,
                CompletionItemKind::REFERENCE,
            ));
        }
    }
    found
}

/// The lessons and quizzes of the course, those first that no unit names yet.
fn items(here: &Here<'_>, lang: Lang) -> Vec<Candidate> {
    let Some(course) = here
        .known
        .parsed
        .courses
        .get(&here.course)
        .and_then(|parsed| parsed.course.as_ref())
    else {
        return Vec::new();
    };
    let lessons = course.lessons.values().map(|lesson| {
        let title = lesson.text(lang).map(|(_, text)| text.title.clone());
        (lesson.id.clone(), title)
    });
    let quizzes = course
        .quizzes
        .values()
        .map(|quiz| (quiz.id.clone(), quiz.text(lang).map(|text| text.title.clone())));
    let mut all: Vec<_> = lessons.chain(quizzes).collect();
    all.sort_by_key(|(id, _)| super::define::item(course, id).is_some());
    all.into_iter()
        .map(|(id, title)| candidate(id, title.unwrap_or_default(), CompletionItemKind::REFERENCE))
        .collect()
}

/// The competences that any course, lesson or quiz names, and those of the DigComp framework.
fn competences(here: &Here<'_>, lang: Lang) -> Vec<Candidate> {
    let mut tags: BTreeSet<String> = competences::DIGCOMP
        .iter()
        .map(|it| format!("{}{}", competences::DIGCOMP_TAG, it.number))
        .collect();
    for course in here
        .known
        .parsed
        .courses
        .values()
        .filter_map(|parsed| parsed.course.as_ref())
    {
        tags.extend(course.competences.iter().cloned());
        tags.extend(
            course
                .lessons
                .values()
                .flat_map(|lesson| lesson.competences.clone()),
        );
    }
    tags.into_iter()
        .map(|tag| {
            let means = competences::name(&tag).get(lang).to_owned();
            candidate(tag, means, CompletionItemKind::CONSTANT)
        })
        .collect()
}

/// The tags of the questions of the course's quizzes.
fn tags(here: &Here<'_>) -> Vec<Candidate> {
    let course = here
        .known
        .parsed
        .courses
        .get(&here.course)
        .and_then(|parsed| parsed.course.as_ref());
    let tags: BTreeSet<&String> = course
        .into_iter()
        .flat_map(|course| course.quizzes.values())
        .flat_map(|quiz| &quiz.questions)
        .flat_map(|question| &question.tags)
        .collect();
    tags.into_iter()
        .map(|tag| candidate(tag, "", CompletionItemKind::CONSTANT))
        .collect()
}
