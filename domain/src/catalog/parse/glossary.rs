//! The glossary, `glossary.toml`: the words of all courses, explained. Lessons link to them as
//! `[browser](glossary:browser)`.

use std::collections::BTreeSet;

use super::course::manifest::top;
use super::settings::keys::{Keys, parse_table};
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::furigana;
use crate::catalog::model::{Target, Term};
use crate::catalog::parse::id::check_id;
use crate::catalog::parse::sink::Sink;
use crate::catalog::{Course, Fact};
use crate::{Lang, Text};

/// The name of the glossary's file in the courses folder.
pub const GLOSSARY: &str = "glossary.toml";

/// How old a fact may be before somebody should look it up again, in days.
const FACT_DAYS: i64 = 365;

/// Reads a glossary, with every problem.
pub fn parse_glossary(path: &str, bytes: &[u8]) -> (Vec<Term>, Vec<Diagnostic>) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return (Vec::new(), vec![super::course::not_utf8(path, bytes, error)]),
    };
    let mut sink = Sink::new(path, text);
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let (table, whole) = parse_table(&mut sink, &text[start..], start);
    let mut keys = Keys::new(&table, start, top(text), whole);
    let mut terms: Vec<Term> = Vec::new();
    let mut ids = BTreeSet::new();
    for mut entry in keys.tables(&mut sink, "term") {
        let id = entry.required_string(&mut sink, "id");
        let word = entry.text(&mut sink, "word", &[Lang::Ja, Lang::En]);
        let reading = entry.string(&mut sink, "reading").map(|at| at.value);
        let meaning = entry.marked_text(&mut sink, "meaning", &[Lang::Ja, Lang::En]);
        entry.finish(&mut sink);
        let Some(id) = id else { continue };
        check_id(&mut sink, &id);
        if !ids.insert(id.value.clone()) {
            let message = Message::new(
                format!("「{}」という用語が2つあります。", id.value),
                format!("Two terms have the id \"{}\".", id.value),
            );
            sink.error("K0111", id.span, message);
            continue;
        }
        if let (Some(word), Some(meaning)) = (word, meaning) {
            let html = |text: Option<String>| text.map(|text| furigana::to_html(&text));
            terms.push(Term {
                id: id.value,
                word,
                reading,
                meaning_html: Text {
                    ja: html(meaning.ja),
                    en: html(meaning.en),
                },
            });
        }
    }
    keys.finish(&mut sink);
    (terms, sink.into_found())
}

/// The links of a course to terms that the glossary does not have.
pub fn unknown_terms(course: &Course, terms: &[Term]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for outside in &course.outside {
        let Target::Term(id) = &outside.target else {
            continue;
        };
        if terms.iter().any(|term| term.id == *id) {
            continue;
        }
        let mut sink = Sink::new(&outside.path, "");
        let message = Message::new(
            format!("用語集に「{id}」がありません。"),
            format!("The glossary has no \"{id}\"."),
        );
        sink.error("K0317", 0..0, message)
            .did_you_mean(id, terms.iter().map(|term| term.id.as_str()));
        found.extend(sink.into_found().into_iter().map(|diagnostic| Diagnostic {
            span: outside.start..outside.end,
            ..diagnostic
        }));
    }
    found
}

/// The facts of a course that nobody has looked up for a year, or that say they are looked up in the future.
pub fn stale_facts(course: &Course, today: chrono::NaiveDate) -> Vec<Diagnostic> {
    let facts = course.lessons.values().flat_map(|lesson| &lesson.facts);
    let stale = |fact: &Fact| (today - fact.checked).num_days() > FACT_DAYS;
    let ahead = |fact: &Fact| fact.checked > today;
    let (all, mut found) = (facts, Vec::new());
    for fact in all.clone().filter(|fact| ahead(fact)) {
        found.push(Diagnostic {
            code: "K0105",
            severity: crate::catalog::Severity::Warning,
            path: fact.path.clone(),
            span: fact.start..fact.end,
            message: Message::new(
                format!("「{}」を確かめた日が、未来の日です。", fact.what),
                format!("“{}” was looked up on a day that is still to come.", fact.what),
            ),
            help: None,
            instead: None,
        });
    }
    let stale = all.filter(|fact| stale(fact)).map(|fact| Diagnostic {
        code: "K0316",
        severity: crate::catalog::Severity::Warning,
        path: fact.path.clone(),
        span: fact.start..fact.end,
        message: Message::new(
            format!("「{}」を確かめてから1年以上たっています。", fact.what),
            format!("“{}” was last looked up more than a year ago.", fact.what),
        ),
        help: Some(Message::new(
            format!("{} で確かめて、日付を直してください。", fact.source),
            format!("Look it up at {}, then change the day.", fact.source),
        )),
        instead: None,
    });
    found.extend(stale);
    found
}
