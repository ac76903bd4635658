//! Which competences the courses of a folder serve, as a table for its README.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::Path,
};

use domain::{
    Text,
    catalog::{Course, SourceFolder, parse_courses},
};
use serde::Deserialize;

use super::{
    competences::{Competence, DIGCOMP, DIGCOMP_TAG},
    folder,
};
use crate::{Error, Result};

/// Where the table stands in the README.
pub const MARKERS: (&str, &str) = ("<!-- coverage -->", "<!-- /coverage -->");
/// Which lessons serve the topics of other curricula, written by hand.
const STANDARDS: &str = "coverage.toml";
/// `coverage.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Standards {
    #[serde(default)]
    standard: Vec<Standard>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Standard {
    /// Its public name.
    name: String,
    topic: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    name: Text,
    /// `course/lesson`.
    lessons: Vec<String>,
}

/// What the courses of a folder cover.
pub struct Coverage {
    /// The tables, as Markdown.
    pub table: String,
    /// Competences and topics that no lesson serves: said in the table, so that nobody expects them.
    pub holes: Vec<String>,
    /// Lessons that `coverage.toml` names and that are not there.
    pub absent: Vec<String>,
}

/// Lessons and questions of a course that serve a competence.
type Counts<'a> = BTreeMap<(&'a str, &'a str), (usize, usize)>;

/// Looks at every course of a folder.
pub fn coverage(root: &Path) -> Result<Coverage> {
    let snapshot = folder::read(root)?;
    let sources = SourceFolder {
        courses: snapshot.courses,
        rules: snapshot.rules,
        glossary: snapshot.glossary,
    };
    let parsed = parse_courses(&sources, None);
    let courses: Vec<&Course> = parsed
        .courses
        .values()
        .filter_map(|parsed| parsed.course.as_ref())
        .collect();
    let standards = root.join(STANDARDS);
    let standards: Standards = if standards.exists() {
        let text = std::fs::read_to_string(&standards)?;
        toml::from_str(&text).map_err(|e| Error::caused(standards.display(), e))?
    } else {
        Standards::default()
    };
    let (mut holes, mut absent) = (Vec::new(), Vec::new());
    let mut table = competences(&courses, &mut holes);
    for standard in &standards.standard {
        table.push_str(&topics(standard, &courses, &mut holes, &mut absent));
    }
    table.push('\n');
    if holes.is_empty() {
        table.push_str("上の表のどの行にも、レッスンがあります。表にない話題は数えていません。 / Each row above has a lesson. Topics that are not in the tables are not counted.\n");
    } else {
        table.push_str("まだ教えていないもの / Not taught yet:\n\n");
        for hole in &holes {
            let _ = writeln!(table, "- {hole}");
        }
    }
    Ok(Coverage { table, holes, absent })
}

/// A README with this table between its markers; none without markers.
pub fn within(readme: &str, table: &str) -> Option<String> {
    let (before, rest) = readme.split_once(MARKERS.0)?;
    let (_, after) = rest.split_once(MARKERS.1)?;
    Some(format!("{before}{}\n\n{table}\n{}{after}", MARKERS.0, MARKERS.1))
}

fn competences(courses: &[&Course], holes: &mut Vec<String>) -> String {
    let mut counts = Counts::new();
    for course in courses {
        for (tag, lessons, questions) in served(course) {
            let count = counts.entry((tag, course.id.as_str())).or_default();
            count.0 += lessons;
            count.1 += questions;
        }
    }
    let ids: Vec<&str> = courses.iter().map(|course| course.id.as_str()).collect();
    let mut table = format!("| DigComp 2.2 | {} |\n|---|", ids.join(" | "));
    table.push_str(&"--:|".repeat(ids.len()));
    table.push('\n');
    for Competence {
        number: id,
        ja,
        framework: en,
        ..
    } in DIGCOMP
    {
        let _ = write!(table, "| {id} {ja}<br>{en} |");
        let mut taught = false;
        for course in &ids {
            match counts.get(&(id, *course)) {
                Some((lessons, questions)) => {
                    taught |= *lessons > 0;
                    let _ = write!(table, " {lessons} / {questions} |");
                }
                None => table.push_str(" – |"),
            }
        }
        table.push('\n');
        if !taught {
            holes.push(format!("DigComp {id} {ja} / {en}"));
        }
    }
    let total = |count: fn(&Course) -> usize| {
        let cells: Vec<String> = courses.iter().map(|course| count(course).to_string()).collect();
        cells.join(" | ")
    };
    let lessons = total(|course| course.lessons.len());
    let questions = total(|course| questions(course).count());
    let _ = writeln!(table, "| レッスン / Lessons | {lessons} |");
    let _ = writeln!(table, "| 問題 / Questions | {questions} |");
    table
}

/// The competences that each lesson and each question of a course serves, without the tag's beginning.
/// A practice question without tags of its own serves what its lesson serves.
fn served(course: &Course) -> Vec<(&str, usize, usize)> {
    let mut found = Vec::new();
    for lesson in course.lessons.values() {
        let of_lesson = digcomp(&lesson.competences);
        found.extend(of_lesson.iter().map(|tag| (*tag, 1, 0)));
        for question in lesson.questions.values() {
            let own = digcomp(&question.tags);
            let tags = if own.is_empty() { &of_lesson } else { &own };
            found.extend(tags.iter().map(|tag| (*tag, 0, 1)));
        }
    }
    let quizzes = course.quizzes.values().flat_map(|quiz| &quiz.questions);
    for question in quizzes {
        found.extend(digcomp(&question.tags).into_iter().map(|tag| (tag, 0, 1)));
    }
    found
}

fn questions(course: &Course) -> impl Iterator<Item = &domain::catalog::Question> {
    let practice = course
        .lessons
        .values()
        .flat_map(|lesson| lesson.questions.values());
    practice.chain(course.quizzes.values().flat_map(|quiz| &quiz.questions))
}

fn digcomp(tags: &[String]) -> BTreeSet<&str> {
    tags.iter()
        .filter_map(|tag| tag.strip_prefix(DIGCOMP_TAG))
        .collect()
}

fn topics(
    standard: &Standard,
    courses: &[&Course],
    holes: &mut Vec<String>,
    absent: &mut Vec<String>,
) -> String {
    let mut table = format!("\n| {} | レッスン / Lessons |\n|---|---|\n", standard.name);
    for topic in &standard.topic {
        let name = format!(
            "{} / {}",
            topic.name.ja.as_deref().unwrap_or_default(),
            topic.name.en.as_deref().unwrap_or_default()
        );
        let (there, wrong): (Vec<&str>, Vec<&str>) = topic
            .lessons
            .iter()
            .map(String::as_str)
            .partition(|place| is_there(courses, place));
        absent.extend(
            wrong
                .iter()
                .map(|place| format!("{}: {name}: {place}", standard.name)),
        );
        if there.is_empty() {
            holes.push(format!("{}: {name}", standard.name));
        }
        let cell = if there.is_empty() {
            "–".to_owned()
        } else {
            there.join(", ")
        };
        let _ = writeln!(table, "| {name} | {cell} |");
    }
    table
}

fn is_there(courses: &[&Course], place: &str) -> bool {
    place.split_once('/').is_some_and(|(course, lesson)| {
        courses
            .iter()
            .any(|known| known.id == course && known.lessons.contains_key(lesson))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_of_the_courses_shows_what_they_cover() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../courses"));
        let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
        let found = coverage(root).unwrap();
        assert!(
            within(&readme, &found.table).as_deref() == Some(readme.as_str()),
            "courses/README.md is stale: run `kakehashi check --coverage courses`"
        );
        assert_eq!(found.absent, Vec::<String>::new());
        for hole in &found.holes {
            assert!(
                readme.contains(hole),
                "{hole} is not taught, and README.md does not say so"
            );
        }
    }

    #[test]
    fn a_competence_that_only_questions_ask_for_is_a_hole() {
        let root = tempfile::tempdir().unwrap();
        let course = root.path().join("keys");
        std::fs::create_dir(&course).unwrap();
        let write = |name: &str, text: &str| std::fs::write(course.join(name), text).unwrap();
        write(
            "course.toml",
            "id = \"keys\"\ntitle = \"Keys\"\nsummary = \"Keys\"\nlanguages = [\"en\"]\nhours = 1\ncompetences = []\nrequires = []\n\n[[unit]]\nid = \"one\"\ntitle = \"One\"\nitems = [\"copy\", \"check\"]\n",
        );
        write(
            "copy.en.md",
            "+++\ntitle = \"Copy\"\nminutes = 5\ngoals = [\"Copy\"]\ncompetences = [\"digcomp:1.1\"]\n+++\n\nText.\n\n### Which? {.question #which}\n\n- [x] A {#a}\n- [ ] B {#b}\n",
        );
        write(
            "check.quiz.en.md",
            "+++\ntitle = \"Check\"\nkind = \"test\"\n+++\n\n## Which? {#which tags=digcomp:1.2}\n\n- [x] A {#a}\n- [ ] B {#b}\n",
        );
        let found = coverage(root.path()).unwrap();
        assert!(
            found.table.contains("digital content | 1 / 1 |"),
            "{}",
            found.table
        );
        assert!(
            found.table.contains("digital content | 0 / 1 |"),
            "{}",
            found.table
        );
        assert_eq!(found.holes.len(), DIGCOMP.len() - 1);
    }
}
