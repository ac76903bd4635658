//! `course.toml`: what the course is called and what it is made of.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::catalog::diagnostic::Message;
use crate::catalog::parse::competence;
use crate::catalog::parse::id::check_id;
use crate::catalog::parse::settings::keys::{At, Keys, parse_table};
use crate::catalog::parse::sink::Sink;
use crate::{Lang, Text};

/// What `course.toml` says.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    pub id: At<String>,
    pub title: Text,
    pub summary: Text,
    pub languages: Vec<Lang>,
    pub hours: f32,
    pub competences: Vec<String>,
    pub requires: Vec<At<String>>,
    pub units: Vec<DraftUnit>,
}

/// A unit whose items are not yet known to exist.
#[derive(Clone, Debug, Default)]
pub(crate) struct DraftUnit {
    pub id: String,
    pub title: Text,
    pub items: Vec<At<String>>,
}

/// Reads `course.toml`.
pub(crate) fn read(sink: &mut Sink<'_>) -> Option<Manifest> {
    let text = sink.text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let (table, whole) = parse_table(sink, &text[start..], start);
    let first_line = start..text[start..].find('\n').map_or(text.len(), |end| start + end);
    let mut keys = Keys::new(&table, start, first_line, whole);
    let mut manifest = Manifest {
        id: At {
            value: String::new(),
            span: start..start,
        },
        title: Text::default(),
        summary: Text::default(),
        languages: Vec::new(),
        hours: 0.0,
        competences: Vec::new(),
        requires: Vec::new(),
        units: Vec::new(),
    };
    let id = keys.required_string(sink, "id");
    if let Some(id) = &id {
        check_id(sink, id);
        manifest.id.clone_from(id);
    }
    manifest.languages = languages(sink, &mut keys);
    manifest.title = keys.text(sink, "title", &manifest.languages).unwrap_or_default();
    manifest.summary = keys
        .text(sink, "summary", &manifest.languages)
        .unwrap_or_default();
    manifest.hours = keys
        .decimal(sink, "hours")
        .map(|hours| hours.value)
        .unwrap_or_default();
    let tags = keys.strings(sink, "competences");
    manifest.competences = competence::read(sink, tags);
    manifest.requires = keys.strings(sink, "requires").unwrap_or_default();
    let mut unit_ids = BTreeSet::new();
    let mut item_ids = BTreeSet::new();
    for mut unit in keys.tables(sink, "unit") {
        let id = unit.required_string(sink, "id");
        if let Some(id) = &id {
            check_id(sink, id);
            once(sink, &mut unit_ids, id, ("単元", "unit"));
        }
        let title = unit.text(sink, "title", &manifest.languages).unwrap_or_default();
        let items = unit.strings(sink, "items");
        if items.is_none() {
            unit.missing(sink, "items");
        }
        let items = items.unwrap_or_default();
        let mut kept = Vec::new();
        for item in items {
            if once(sink, &mut item_ids, &item, ("項目", "item")) {
                kept.push(item);
            }
        }
        unit.finish(sink);
        manifest.units.push(DraftUnit {
            id: id.map(|id| id.value).unwrap_or_default(),
            title,
            items: kept,
        });
    }
    if manifest.units.is_empty() {
        keys.missing(sink, "unit");
    }
    keys.finish(sink);
    id.map(|_| manifest)
}

fn languages(sink: &mut Sink<'_>, keys: &mut Keys<'_, '_>) -> Vec<Lang> {
    let Some(codes) = keys.strings(sink, "languages") else {
        return Lang::ALL.to_vec();
    };
    let mut languages = Vec::new();
    for code in codes {
        match code.value.parse::<Lang>().ok() {
            Some(lang) if languages.contains(&lang) => {}
            Some(lang) => languages.push(lang),
            None => {
                let message = Message::new(
                    format!("「{}」という言語は使えません。", code.value),
                    format!("There is no language \"{}\".", code.value),
                );
                sink.error("K0105", code.span, message)
                    .help("使えるのは ja と en です。", "Use ja and en.");
            }
        }
    }
    if languages.is_empty() {
        Lang::ALL.to_vec()
    } else {
        languages
    }
}

fn once(sink: &mut Sink<'_>, seen: &mut BTreeSet<String>, id: &At<String>, what: (&str, &str)) -> bool {
    let new = seen.insert(id.value.clone());
    if !new {
        let message = Message::new(
            format!("{}「{}」が2回出てきます。", what.0, id.value),
            format!("The {} \"{}\" occurs twice.", what.1, id.value),
        );
        sink.error("K0202", id.span.clone(), message);
    }
    new
}

/// The values without their places.
pub(crate) fn values(list: Option<Vec<At<String>>>) -> Vec<String> {
    list.unwrap_or_default().into_iter().map(|at| at.value).collect()
}

/// Where a file begins, to point at when the whole file is meant.
pub(crate) fn top(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    start..text[start..].find('\n').map_or(text.len(), |end| start + end)
}
