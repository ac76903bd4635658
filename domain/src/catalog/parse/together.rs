//! A whole courses folder: each course and rule on its own first, then what one says about another.

use std::collections::{BTreeMap, BTreeSet};

use super::course::{ParseCache, Parsed, parse_course_with};
use super::glossary::{parse_glossary, stale_facts, unknown_terms};
use super::nearest::nearest;
use super::rule::{self, ParsedRule, Refers};
use super::source::SourceFiles;
use super::workers;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::{Course, Item, QuizKind, RequirementKind, Target, Term};
use crate::catalog::parse::sink::Sink;

/// The files of a courses folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFolder {
    /// The files of each course, by its folder's name.
    pub courses: BTreeMap<String, SourceFiles>,
    /// The rule files, by their path below `readiness/`.
    pub rules: SourceFiles,
    /// `glossary.toml`, if there is one.
    pub glossary: Option<Vec<u8>>,
}

/// What reading a courses folder gave.
#[derive(Clone, Debug, Default)]
pub struct ParsedFolder {
    /// Each course, by its folder's name.
    pub courses: BTreeMap<String, Parsed>,
    /// Each rule, by its path below `readiness/`.
    pub rules: BTreeMap<String, ParsedRule>,
    /// The words of the glossary.
    pub terms: Vec<Term>,
    /// The problems of the glossary.
    pub glossary: Vec<Diagnostic>,
}

/// Reads a courses folder: every problem of every file, and of the files together. `today` tells which
/// facts are due to be looked up again; without it, none are.
pub fn parse_courses(folder: &SourceFolder, today: Option<chrono::NaiveDate>) -> ParsedFolder {
    parse_courses_with(folder, today, None)
}

/// As [`parse_courses`]; files that have not changed are taken from the cache.
pub fn parse_courses_with(
    folder: &SourceFolder,
    today: Option<chrono::NaiveDate>,
    cache: Option<&ParseCache>,
) -> ParsedFolder {
    if let Some(cache) = cache {
        cache.next_round();
    }
    let mut parsed = ParsedFolder {
        courses: workers::map(&folder.courses, |_, files| parse_course_with(files, cache)),
        ..ParsedFolder::default()
    };
    for (path, bytes) in &folder.rules.0 {
        parsed.rules.insert(path.clone(), rule::read(path, bytes));
    }
    if let Some(bytes) = &folder.glossary {
        (parsed.terms, parsed.glossary) = parse_glossary(super::GLOSSARY, bytes);
    }
    parsed.check_together(folder, today);
    parsed
}

impl ParsedFolder {
    /// Every problem with the name of its folder: a course's, `readiness`, or nothing for the glossary.
    pub fn diagnostics(&self) -> impl Iterator<Item = (&str, &Diagnostic)> {
        let courses = self
            .courses
            .iter()
            .flat_map(|(name, parsed)| parsed.diagnostics.iter().map(move |found| (name.as_str(), found)));
        let rules = self
            .rules
            .values()
            .flat_map(|parsed| parsed.diagnostics.iter().map(|found| ("readiness", found)));
        courses
            .chain(rules)
            .chain(self.glossary.iter().map(|found| ("", found)))
    }

    /// What courses and rules say about each other.
    fn check_together(&mut self, folder: &SourceFolder, today: Option<chrono::NaiveDate>) {
        let mut found: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for (name, parsed) in &self.courses {
            let files = folder.courses.get(name);
            let text = |path: &str| {
                let bytes = files.and_then(|files| files.get(path));
                bytes
                    .and_then(|bytes| std::str::from_utf8(bytes).ok())
                    .unwrap_or_default()
            };
            let here = found.entry(name.clone()).or_default();
            here.extend(self.manifest(name, parsed, text("course.toml")));
            let Some(course) = &parsed.course else { continue };
            here.extend(unknown_terms(course, &self.terms));
            here.extend(self.outside(course, text));
            here.extend(self.places(parsed, text));
            here.extend(today.into_iter().flat_map(|today| stale_facts(course, today)));
        }
        for (name, more) in found {
            if let Some(parsed) = self.courses.get_mut(&name) {
                parsed.add(more);
            }
        }
        let courses: BTreeMap<&str, &Course> = self
            .courses
            .iter()
            .filter_map(|(name, parsed)| parsed.course.as_ref().map(|course| (name.as_str(), course)))
            .collect();
        for (path, parsed) in &mut self.rules {
            let bytes = folder.rules.get(path).unwrap_or_default();
            let mut sink = Sink::new(path, std::str::from_utf8(bytes).unwrap_or_default());
            for refers in &parsed.refers {
                reference(&mut sink, refers, &courses);
            }
            parsed.diagnostics.extend(sink.into_found());
            if parsed.diagnostics.iter().any(Diagnostic::is_error) {
                parsed.rule = None;
            }
        }
    }

    /// A course's id, and the courses that it requires.
    fn manifest(&self, name: &str, parsed: &Parsed, text: &str) -> Vec<Diagnostic> {
        let Some(places) = &parsed.places else {
            return Vec::new();
        };
        let mut sink = Sink::new("course.toml", text);
        if places.id.value != name {
            sink.error(
                "K0206",
                places.id.span.clone(),
                Message::new(
                    format!("idがフォルダーの名前「{name}」と違います。"),
                    format!("The id differs from the folder's name, \"{name}\"."),
                ),
            )
            .help(
                format!("id = \"{name}\" と書きます。"),
                format!("Write id = \"{name}\"."),
            );
        }
        for required in &places.requires {
            let id = required.value.as_str();
            if !self.courses.contains_key(id) {
                let message = Message::new(
                    format!("「{id}」というコースはありません。"),
                    format!("There is no course \"{id}\"."),
                );
                sink.error("K0203", required.span.clone(), message)
                    .did_you_mean(id, self.courses.keys().map(String::as_str));
            } else if let Some(way) = self.way(id, name) {
                let circle: Vec<&str> = std::iter::once(name).chain(way).collect();
                let circle = circle.join(" → ");
                let message = Message::new(
                    format!("コースがたがいに必要とし合っていて、だれも始められません（{circle}）。"),
                    format!("These courses require each other, so nobody can begin: {circle}."),
                );
                sink.error("K0205", required.span.clone(), message).help(
                    "どれか一つの requires から消してください。",
                    "Take one of them out of a requires.",
                );
            }
        }
        sink.into_found()
    }

    /// The courses on a way of requirements from one course to another, both included.
    fn way<'s>(&'s self, from: &'s str, to: &str) -> Option<Vec<&'s str>> {
        let mut before: BTreeMap<&str, Option<&str>> = BTreeMap::from([(from, None)]);
        let mut next = vec![from];
        while let Some(at) = next.pop() {
            if at == to {
                let mut way = Vec::new();
                let mut step = Some(at);
                while let Some(at) = step {
                    way.push(at);
                    step = before.get(at).copied().flatten();
                }
                way.reverse();
                return Some(way);
            }
            let places = self.courses.get(at).and_then(|parsed| parsed.places.as_ref());
            for required in places.iter().flat_map(|places| &places.requires) {
                let id = required.value.as_str();
                if !before.contains_key(id) {
                    before.insert(id, Some(at));
                    next.push(id);
                }
            }
        }
        None
    }

    /// Links to lessons and quizzes of other courses.
    fn outside<'t>(&self, course: &Course, text: impl Fn(&str) -> &'t str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for outside in &course.outside {
            let Target::Item { course: other, item } = &outside.target else {
                continue;
            };
            let mut sink = Sink::new(&outside.path, text(&outside.path));
            let span = outside.start..outside.end;
            match self.courses.get(other) {
                None => {
                    let message = Message::new(
                        format!("「{other}」というコースはありません。"),
                        format!("There is no course \"{other}\"."),
                    );
                    sink.error("K0303", span, message)
                        .did_you_mean(other, self.courses.keys().map(String::as_str));
                }
                Some(parsed) => {
                    // A course that cannot be read says so itself.
                    if let Some(theirs) = parsed.course.as_ref().filter(|theirs| !has(theirs, item)) {
                        let id = item.id();
                        let message = Message::new(
                            format!("コース「{other}」に「{id}」はありません。"),
                            format!("The course \"{other}\" has no \"{id}\"."),
                        );
                        let ids = theirs.lessons.keys().chain(theirs.quizzes.keys());
                        sink.error("K0303", span, message)
                            .did_you_mean(id, ids.map(String::as_str));
                    }
                }
            }
            found.extend(sink.into_found());
        }
        found
    }

    /// Links to places of lessons of other courses.
    fn places<'t>(&self, parsed: &Parsed, text: impl Fn(&str) -> &'t str) -> Vec<Diagnostic> {
        let jumps = parsed.places.iter().flat_map(|places| &places.jumps);
        jumps
            .flat_map(|jump| {
                let theirs = jump.course.as_ref().and_then(|course| self.courses.get(course));
                let anchors = theirs
                    .and_then(|theirs| theirs.places.as_ref())
                    .and_then(|places| places.anchors.get(&jump.file));
                jump.check(text(&jump.path), anchors)
            })
            .collect()
    }
}

fn has(course: &Course, item: &Item) -> bool {
    match item {
        Item::Lesson(id) => course.lessons.contains_key(id),
        Item::Quiz(id) => course.quizzes.contains_key(id),
    }
}

/// What a rule's requirement refers to must be there, and there must be a way to meet it.
fn reference(sink: &mut Sink<'_>, refers: &Refers, courses: &BTreeMap<&str, &Course>) {
    let to = refers.to.value.as_str();
    let span = refers.to.span.clone();
    match refers.kind {
        RequirementKind::Course => {
            if !courses.contains_key(to) {
                unknown(sink, refers, courses.keys().copied());
            }
        }
        RequirementKind::Quiz => {
            let (course, id) = to.split_once('/').unwrap_or((to, ""));
            let quiz = courses.get(course).and_then(|course| course.quizzes.get(id));
            let Some(quiz) = quiz else {
                let all: Vec<String> = courses
                    .iter()
                    .flat_map(|(name, course)| course.quizzes.keys().map(move |id| format!("{name}/{id}")))
                    .collect();
                return unknown(sink, refers, all.iter().map(String::as_str));
            };
            let offered = courses.get(course).is_some_and(|course| {
                let mut items = course.units.iter().flat_map(|unit| &unit.items);
                items.any(|item| *item == Item::Quiz(id.to_owned()))
            });
            if quiz.kind == QuizKind::Survey {
                nobody(
                    sink,
                    span,
                    ("アンケートには点がつきません", "a survey has no score"),
                );
            } else if !offered {
                nobody(
                    sink,
                    span,
                    (
                        "このテストは、コースの items にありません",
                        "no unit of the course offers this quiz",
                    ),
                );
            }
        }
        RequirementKind::Competence => {
            let given: BTreeSet<&str> = courses
                .values()
                .flat_map(|course| {
                    let lessons = course.lessons.values().flat_map(|lesson| &lesson.competences);
                    let quizzes = course.quizzes.values().flat_map(|quiz| &quiz.competences);
                    course.competences.iter().chain(lessons).chain(quizzes)
                })
                .map(String::as_str)
                .collect();
            if !given.contains(to) {
                let message = Message::new(
                    format!("「{to}」を教えるコースがありません。"),
                    format!("No course teaches \"{to}\"."),
                );
                sink.warning("K0605", span, message).did_you_mean(to, given);
            }
        }
        RequirementKind::Attendance | RequirementKind::Checklist | RequirementKind::Rubric => {}
    }
}

fn unknown<'c>(sink: &mut Sink<'_>, refers: &Refers, known: impl Iterator<Item = &'c str> + Clone) {
    let to = refers.to.value.as_str();
    let found = sink.error(
        "K0601",
        refers.to.span.clone(),
        Message::new(
            format!("「{to}」というコースやテストはありません。"),
            format!("There is no course or quiz \"{to}\"."),
        ),
    );
    match nearest(to, known.clone()) {
        Some(_) => found.did_you_mean(to, known),
        None if refers.kind == RequirementKind::Quiz => {
            found.help("「コース/テスト」の形で書きます。", "Write it as course/quiz.");
        }
        None => {}
    }
}

fn nobody(sink: &mut Sink<'_>, span: std::ops::Range<usize>, why: (&str, &str)) {
    let message = Message::new(
        format!("だれもこの条件を満たせません。{}。", why.0),
        format!("Nobody can meet this: {}.", why.1),
    );
    sink.error("K0602", span, message);
}
