//! Files of a program that a learner meets only in a later course.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::place::{id_at, text};
use crate::Lang;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::{Course, QuestionKind};
use crate::catalog::parse::sink::Sink;
use crate::catalog::parse::source::SourceFiles;

/// The files of a program, and the words by which a course about it is known: by its id or title.
struct Program {
    endings: &'static [&'static str],
    words: &'static [&'static str],
}

const PROGRAMS: [Program; 3] = [
    Program {
        endings: &["docx", "doc", "odt", "rtf"],
        words: &["document", "word processing", "文書", "ワープロ"],
    },
    Program {
        endings: &["xlsx", "xls", "ods", "csv"],
        words: &["spreadsheet", "excel", "表計算", "エクセル"],
    },
    Program {
        endings: &["pptx", "ppt", "odp"],
        words: &[
            "presentation",
            "presenting",
            "slides",
            "powerpoint",
            "発表",
            "スライド",
        ],
    },
];

/// Looks at what a course asks for and hands out.
pub(super) fn check(
    name: &str,
    course: &Course,
    courses: &BTreeMap<&str, &Course>,
    files: &SourceFiles,
) -> Vec<Diagnostic> {
    let before = before(name, courses);
    // The courses that teach the program of an ending, if they all come later.
    let later = |ending: &str| -> Option<Vec<&str>> {
        let program = PROGRAMS
            .iter()
            .find(|program| program.endings.contains(&ending))?;
        let teach: Vec<&str> = courses
            .iter()
            .filter(|(_, course)| program.is_taught_by(course))
            .map(|(name, _)| *name)
            .collect();
        let fine = teach.is_empty() || teach.iter().any(|name| before.contains(name));
        (!fine).then_some(teach)
    };
    let mut found = Vec::new();
    for (path, bytes) in &files.0 {
        let Some(lang) = [Lang::Ja, Lang::En]
            .into_iter()
            .find(|lang| path.ends_with(&format!(".{lang}.md")))
        else {
            continue;
        };
        // Once, in the course's own language.
        if course.languages.first() != Some(&lang) {
            continue;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            continue;
        };
        let mut sink = Sink::new(path, text);
        for (span, ending) in links(text) {
            if let Some(teach) = later(&ending) {
                tell(&mut sink, span, &ending, &teach);
            }
        }
        found.extend(sink.into_found());
    }
    found.extend(uploads(course, files, later));
    found
}

/// What a learner may hand in: every ending that is taken belongs to a program of a later course.
fn uploads<'c>(
    course: &Course,
    files: &SourceFiles,
    later: impl Fn(&str) -> Option<Vec<&'c str>>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for quiz in course.quizzes.values() {
        let Some(lang) = course.languages.first() else {
            continue;
        };
        let path = format!("{}.quiz.{lang}.md", quiz.id);
        let Some(text) = text(files, &path) else { continue };
        let mut sink = Sink::new(&path, text);
        for question in &quiz.questions {
            let QuestionKind::Upload { accept, .. } = &question.kind else {
                continue;
            };
            let Some(first) = accept.first() else { continue };
            let all_later = accept.iter().all(|ending| later(ending).is_some());
            let (Some(teach), Some(id)) = (later(first).filter(|_| all_later), id_at(text, 0, &question.id))
            else {
                continue;
            };
            let line = id.end..text[id.end..].find('\n').map_or(text.len(), |end| id.end + end);
            let written = text[line.clone()].to_ascii_lowercase();
            let span = written
                .find("accept")
                .and_then(|accept| Some(accept + written[accept..].find(first.as_str())?))
                .map_or(id, |at| line.start + at..line.start + at + first.len());
            tell(&mut sink, span, first, &teach);
        }
        found.extend(sink.into_found());
    }
    found
}

fn tell(sink: &mut Sink<'_>, span: Range<usize>, ending: &str, teach: &[&str]) {
    let teach = teach.join(", ");
    let message = Message::new(
        format!("「.{ending}」のファイルを教えるコース（{teach}）は、このコースの前にありません。"),
        format!("Files \".{ending}\" are taught by a course that need not come before this one: {teach}."),
    );
    sink.hint("K0804", span, message).help(
        "course.toml の requires に足すか、別の種類のファイル（pdf や txt）でも出せるようにしてください。",
        "Add it to requires in course.toml, or take another kind of file as well, such as pdf or txt.",
    );
}

impl Program {
    fn is_taught_by(&self, course: &Course) -> bool {
        let titles = [&course.title.ja, &course.title.en];
        let known = |text: &str| {
            let text = text.to_lowercase();
            self.words.iter().any(|word| text.contains(word))
        };
        known(&course.id) || titles.into_iter().flatten().any(|title| known(title))
    }
}

/// A course and all that it requires, and what those require.
fn before<'c>(name: &'c str, courses: &BTreeMap<&'c str, &'c Course>) -> BTreeSet<&'c str> {
    let mut before = BTreeSet::from([name]);
    let mut next = vec![name];
    while let Some(at) = next.pop() {
        let required = courses
            .get(at)
            .map(|course| course.requires.as_slice())
            .unwrap_or_default();
        for id in required {
            if before.insert(id) {
                next.push(id);
            }
        }
    }
    before
}

/// The files that a text hands out: the ending of each link to one of `files/`.
fn links(text: &str) -> Vec<(Range<usize>, String)> {
    let found = text.match_indices("](files/").filter_map(|(at, _)| {
        let start = at + 2;
        let length = text[start..].find([')', '\n', ' '])?;
        let target = &text[start..start + length];
        let (_, ending) = target.rsplit_once('.')?;
        Some((start..start + length, ending.to_lowercase()))
    });
    found.collect()
}
