//! Readiness rule files, read like the rest of the format: every problem in one run, each at its place.

use std::collections::{BTreeMap, BTreeSet};

use super::course::manifest::{top, values};
use super::course::not_utf8;
use super::settings::keys::{At, Keys, parse_table};
use crate::Text;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::{
    Excused, HomeLimits, How, MakeUp, NotSameAs, OnChange, Requirement, RequirementKind, Rule, SignOff,
    WaiverRule,
};
use crate::catalog::parse::id::check_id;
use crate::catalog::parse::sink::Sink;
use crate::identity::Role;

/// A rule file as far as it could be read.
#[derive(Clone, Debug)]
pub struct ParsedRule {
    /// The rule, if nothing is wrong with it that keeps it from being used.
    pub rule: Option<Rule>,
    /// Every problem of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// What each requirement refers to, with its place, for checks against the courses.
    pub(crate) refers: Vec<Refers>,
}

/// A requirement that names something of a course.
#[derive(Clone, Debug)]
pub(crate) struct Refers {
    pub kind: RequirementKind,
    pub to: At<String>,
}

const KINDS: [(&str, RequirementKind); 6] = [
    ("quiz", RequirementKind::Quiz),
    ("course", RequirementKind::Course),
    ("attendance", RequirementKind::Attendance),
    ("competence", RequirementKind::Competence),
    ("rubric", RequirementKind::Rubric),
    ("checklist", RequirementKind::Checklist),
];
const CHANGES: [(&str, OnChange); 2] = [("recheck", OnChange::Recheck), ("keep", OnChange::Keep)];
const ROLES: [(&str, Role); 4] = [
    ("learner", Role::Learner),
    ("instructor", Role::Instructor),
    ("coordinator", Role::Coordinator),
    ("administrator", Role::Administrator),
];
const EXCUSED: [(&str, Excused); 2] = [("exclude", Excused::Exclude), ("count", Excused::Count)];
const MAKE_UP: [(&str, MakeUp); 2] = [("exclude", MakeUp::Exclude), ("count", MakeUp::Count)];
const OTHERS: [(&str, NotSameAs); 1] = [("assessor", NotSameAs::Assessor)];

/// The longest time that a rule may name, in days: a hundred years.
const DAYS: u32 = 36_525;

/// Reads `readiness/*.toml` on its own.
pub fn parse_rule(path: &str, bytes: &[u8]) -> (Option<Rule>, Vec<Diagnostic>) {
    let parsed = read(path, bytes);
    (parsed.rule, parsed.diagnostics)
}

/// Reads `readiness/*.toml`.
pub(crate) fn read(path: &str, bytes: &[u8]) -> ParsedRule {
    let mut refers = Vec::new();
    let (rule, diagnostics) = match std::str::from_utf8(bytes) {
        Ok(text) => {
            let mut sink = Sink::new(path, text);
            let rule = file(&mut sink, path, &mut refers);
            (rule, sink.into_found())
        }
        Err(error) => (None, vec![not_utf8(path, bytes, error)]),
    };
    ParsedRule {
        rule: rule.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)),
        diagnostics,
        refers,
    }
}

fn file(sink: &mut Sink<'_>, path: &str, refers: &mut Vec<Refers>) -> Option<Rule> {
    let text = sink.text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let (table, whole) = parse_table(sink, &text[start..], start);
    let mut keys = Keys::new(&table, start, top(text), whole);
    let id = keys.required_string(sink, "id");
    if let Some(id) = &id
        && check_id(sink, id)
    {
        same_as_file(sink, path, id);
    }
    let title = keys.text(sink, "title", &[]).unwrap_or_default();
    let on_change = keys.choice(sink, "on_change", &CHANGES).unwrap_or_default();
    if !keys.has("sign_off") {
        keys.missing(sink, "sign_off");
    }
    let sign_off = keys.table(sink, "sign_off").and_then(|mut keys| {
        let role = required_choice(sink, &mut keys, "role", &ROLES);
        let valid_days = days(sink, &mut keys, "valid_days");
        let not_same_as = keys.choice(sink, "not_same_as", &OTHERS);
        keys.finish(sink);
        role.map(|role| SignOff {
            role,
            valid_days,
            not_same_as,
        })
    });
    let mut ids = BTreeSet::new();
    let mut require = Vec::new();
    for mut keys in keys.tables(sink, "require") {
        require.extend(requirement(sink, &mut keys, &mut ids, refers));
        keys.finish(sink);
    }
    keys.finish(sink);
    Some(Rule {
        id: id?.value,
        title,
        on_change,
        sign_off: sign_off?,
        require,
    })
}

fn same_as_file(sink: &mut Sink<'_>, path: &str, id: &At<String>) {
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
    if stem != id.value {
        sink.error(
            "K0604",
            id.span.clone(),
            Message::new(
                format!("idとファイルの名前「{stem}」が違います。"),
                format!("The id differs from the file's name, \"{stem}\"."),
            ),
        )
        .help(
            format!("id = \"{stem}\" と書きます。"),
            format!("Write id = \"{stem}\"."),
        );
    }
}

fn requirement(
    sink: &mut Sink<'_>,
    keys: &mut Keys<'_, '_>,
    ids: &mut BTreeSet<String>,
    refers: &mut Vec<Refers>,
) -> Option<Requirement> {
    let id = keys.required_string(sink, "id");
    if let Some(id) = &id {
        check_id(sink, id);
        once(sink, ids, id);
    }
    let title = keys.has("title").then(|| keys.text(sink, "title", &[])).flatten();
    let kind = required_choice(sink, keys, "kind", &KINDS);
    let refers_to = keys.string(sink, "ref");
    let min_percent = keys.number(sink, "min_percent", (1, 100)).map(|at| at.value);
    let in_class = keys.boolean(sink, "in_class");
    let valid_days = days(sink, keys, "valid_days");
    let excused = keys.choice(sink, "excused", &EXCUSED);
    let make_up = keys.choice(sink, "make_up", &MAKE_UP);
    let items = keys.strings(sink, "items");
    let item_titles = item_titles(sink, keys, items.as_deref().unwrap_or_default());
    let evidence = evidence(sink, keys);
    let limits = home_limits(sink, keys);
    let waiver = keys.table(sink, "waiver").and_then(|mut keys| {
        let role = required_choice(sink, &mut keys, "role", &ROLES);
        if !keys.has("max_days") {
            keys.missing(sink, "max_days");
        }
        let max_days = days(sink, &mut keys, "max_days");
        keys.finish(sink);
        Some(WaiverRule {
            role: role?,
            max_days: max_days?,
        })
    });
    let kind = kind?;
    useless(sink, keys, kind);
    match kind {
        RequirementKind::Quiz | RequirementKind::Course | RequirementKind::Competence => {
            if !keys.has("ref") {
                keys.missing(sink, "ref");
            }
        }
        RequirementKind::Checklist => {
            let mut seen = BTreeSet::new();
            for item in items.iter().flatten() {
                check_id(sink, item);
                once(sink, &mut seen, item);
            }
            if items.as_ref().is_none_or(Vec::is_empty) {
                keys.missing(sink, "items");
            }
        }
        RequirementKind::Attendance | RequirementKind::Rubric => {}
    }
    refers.extend(refers_to.clone().map(|to| Refers { kind, to }));
    Some(Requirement {
        id: id?.value,
        title,
        kind,
        refers_to: refers_to.map(|at| at.value),
        min_percent,
        in_class: in_class.unwrap_or(false),
        valid_days,
        excused,
        make_up,
        items: values(items),
        item_titles,
        evidence,
        waiver,
        limits,
    })
}

/// A key that says nothing for this kind is most likely meant for another.
fn useless(sink: &mut Sink<'_>, keys: &Keys<'_, '_>, kind: RequirementKind) {
    use RequirementKind::{Attendance, Checklist, Competence, Course, Quiz, Rubric};
    let uses: [(&str, &[RequirementKind]); 9] = [
        ("ref", &[Quiz, Course, Competence, Rubric]),
        ("min_percent", &[Quiz, Course, Attendance]),
        ("in_class", &[Quiz]),
        ("excused", &[Attendance]),
        ("make_up", &[Attendance]),
        ("items", &[Checklist]),
        ("item_titles", &[Checklist]),
        ("evidence", &[Checklist, Competence, Rubric]),
        ("limits", &[Checklist]),
    ];
    for (key, kinds) in uses {
        if let Some(place) = keys.place(key).filter(|_| !kinds.contains(&kind)) {
            let word = |kind: &RequirementKind| {
                let found = KINDS.iter().find(|(_, known)| known == kind);
                found.map_or("", |(word, _)| *word)
            };
            let list = kinds.iter().map(word).collect::<Vec<_>>().join(", ");
            sink.warning(
                "K0606",
                place,
                Message::new(
                    format!("「{key}」は {} では使われません。", word(&kind)),
                    format!("\"{key}\" says nothing for {}.", word(&kind)),
                ),
            )
            .help(format!("使うのは: {list}"), format!("It belongs to: {list}"));
        }
    }
}

fn once(sink: &mut Sink<'_>, seen: &mut BTreeSet<String>, id: &At<String>) {
    if !seen.insert(id.value.clone()) {
        let message = Message::new(
            format!("「{}」が2回出てきます。", id.value),
            format!("\"{}\" occurs twice.", id.value),
        );
        sink.error("K0603", id.span.clone(), message);
    }
}

fn item_titles(sink: &mut Sink<'_>, keys: &mut Keys<'_, '_>, items: &[At<String>]) -> BTreeMap<String, Text> {
    let Some(table) = keys.table(sink, "item_titles") else {
        return BTreeMap::new();
    };
    let mut titles = BTreeMap::new();
    for (name, title, place) in table.texts(sink) {
        if items.iter().any(|item| item.value == name) {
            titles.insert(name, title);
            continue;
        }
        let message = Message::new(
            format!("items に「{name}」がありません。"),
            format!("The items have no \"{name}\"."),
        );
        sink.error("K0103", place, message)
            .did_you_mean(&name, items.iter().map(|item| item.value.as_str()));
    }
    titles
}

fn evidence(sink: &mut Sink<'_>, keys: &mut Keys<'_, '_>) -> Vec<How> {
    let mut ways = Vec::new();
    for word in keys.strings(sink, "evidence").unwrap_or_default() {
        match word.value.parse::<How>().ok() {
            Some(how) => ways.push(how),
            None => {
                let known = How::ALL.map(How::code);
                let list = known.join(", ");
                sink.error(
                    "K0105",
                    word.span,
                    Message::new(
                        format!("「evidence」は次のどれかです: {list}。"),
                        format!("\"evidence\" is one of: {list}."),
                    ),
                )
                .did_you_mean(&word.value, known);
            }
        }
    }
    ways
}

/// What a device and its line at home must reach.
fn home_limits(sink: &mut Sink<'_>, keys: &mut Keys<'_, '_>) -> Option<HomeLimits> {
    fn number(sink: &mut Sink<'_>, keys: &mut Keys<'_, '_>, key: &'static str, most: u32) -> Option<u32> {
        keys.number(sink, key, (1, most)).map(|at| at.value)
    }
    let mut keys = keys.table(sink, "limits")?;
    let limits = HomeLimits {
        down: number(sink, &mut keys, "down", 10_000),
        up: number(sink, &mut keys, "up", 10_000),
        latency: number(sink, &mut keys, "latency", 10_000),
        jitter: number(sink, &mut keys, "jitter", 10_000),
        loss: number(sink, &mut keys, "loss", 100),
        screen_width: number(sink, &mut keys, "screen_width", 10_000),
        screen_height: number(sink, &mut keys, "screen_height", 10_000),
    };
    keys.finish(sink);
    Some(limits)
}

fn days(sink: &mut Sink<'_>, keys: &mut Keys<'_, '_>, key: &'static str) -> Option<u32> {
    keys.number(sink, key, (1, DAYS)).map(|at| at.value)
}

fn required_choice<T: Copy>(
    sink: &mut Sink<'_>,
    keys: &mut Keys<'_, '_>,
    key: &'static str,
    words: &[(&str, T)],
) -> Option<T> {
    if !keys.has(key) {
        keys.missing(sink, key);
    }
    keys.choice(sink, key, words)
}
