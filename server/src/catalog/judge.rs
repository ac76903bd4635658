//! Judges a snapshot: each course and rule by itself, so that one's error holds back only itself.

use std::collections::BTreeMap;

use domain::catalog::{GLOSSARY, Message, Severity, SourceFiles as Files, course_hash, parse_courses};
use sha2::{Digest, Sha256};

use super::{problem::Problem, snapshot::Snapshot, tables::revision_item};
use crate::Result;

/// A course or rule of a snapshot, judged.
pub(super) struct Judged {
    pub kind: &'static str,
    /// The folder of the course, or the file of the rule.
    pub name: String,
    /// The course's or rule's id; none when it could not be read.
    pub id: Option<String>,
    pub hash: String,
    pub problems: Vec<Problem>,
    /// The files, to be kept.
    pub files: Files,
}

impl Judged {
    pub(super) fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.is_error()).count()
    }

    pub(super) fn refuse(&mut self, code: &str, message: Message, ja: &str, en: &str) {
        let path = match self.kind {
            "rule" => format!("readiness/{}", self.name),
            "glossary" => self.name.clone(),
            _ => format!("{}/course.toml", self.name),
        };
        self.problems.insert(
            0,
            Problem::of_file(code, Severity::Error, &path, message).with_help(ja, en),
        );
    }

    /// The row that keeps it.
    pub(super) fn row(&self, revision: uuid::Uuid) -> Result<revision_item::Model> {
        let errors = self.errors();
        Ok(revision_item::Model {
            revision_id: revision,
            kind: self.kind.to_owned(),
            name: self.name.clone(),
            item_id: self.id.clone(),
            hash: self.hash.clone(),
            errors: i32::try_from(errors).unwrap_or(i32::MAX),
            warnings: i32::try_from(self.problems.len() - errors).unwrap_or(i32::MAX),
            problems: serde_json::to_string(&self.problems)?,
        })
    }
}

/// The content address of a file.
pub(super) fn content_hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// One hash for all that a snapshot holds: what stands for the commit where there is no git.
pub(super) fn snapshot_hash(snapshot: &Snapshot) -> Result<String> {
    let mut hasher = Sha256::new();
    for (name, files) in &snapshot.courses {
        hasher.update(format!("course {name} {}\n", course_hash(files)));
    }
    for (name, bytes) in &snapshot.rules.0 {
        hasher.update(format!("rule {name} {}\n", content_hash(bytes)));
    }
    if let Some(bytes) = &snapshot.glossary {
        hasher.update(format!("glossary {}\n", content_hash(bytes)));
    }
    hasher.update(serde_json::to_string(&snapshot.odd)?);
    Ok(hex::encode(hasher.finalize()))
}

/// Judges every course and rule. `others` are the live courses of other sources: this one's may require
/// them and lead to them.
pub(super) fn judge(
    snapshot: Snapshot,
    others: BTreeMap<String, Files>,
    today: Option<chrono::NaiveDate>,
) -> Vec<Judged> {
    let mut folder = snapshot.folder();
    for (name, files) in others {
        folder.courses.entry(name).or_insert(files);
    }
    let parsed = parse_courses(&folder, today);
    let mut odd = snapshot.odd;
    let mut judged = Vec::new();
    for (name, files) in snapshot.courses {
        let found = parsed.courses.get(&name);
        let mut item = Judged {
            kind: "course",
            id: found
                .and_then(|found| found.course.as_ref())
                .map(|course| course.id.clone()),
            hash: course_hash(&files),
            problems: odd.remove(&name).unwrap_or_default(),
            files,
            name,
        };
        if let Some(found) = found {
            let problems = Problem::all_of(&found.diagnostics, &item.name, |path| item.files.get(path));
            item.problems.extend(problems);
        }
        if item.id.is_none() && item.errors() == 0 {
            let message = Message::new("コースとして読めません。", "This cannot be read as a course.");
            item.refuse(
                "K0107",
                message,
                "course.toml を確かめてください。",
                "Check course.toml.",
            );
        }
        judged.push(item);
    }
    for (name, bytes) in snapshot.rules.0 {
        let found = parsed.rules.get(&name);
        let problems = found.map(|found| Problem::all_of(&found.diagnostics, "readiness", |_| Some(&bytes)));
        judged.push(Judged {
            kind: "rule",
            id: found
                .and_then(|found| found.rule.as_ref())
                .map(|rule| rule.id.clone()),
            hash: content_hash(&bytes),
            problems: problems.unwrap_or_default(),
            files: Files::from_iter([(name.clone(), bytes)]),
            name,
        });
    }
    if let Some(bytes) = snapshot.glossary {
        judged.push(Judged {
            kind: "glossary",
            id: Some(GLOSSARY.to_owned()),
            hash: content_hash(&bytes),
            problems: Problem::all_of(&parsed.glossary, "", |_| Some(&bytes)),
            files: Files::from_iter([(GLOSSARY, bytes)]),
            name: GLOSSARY.to_owned(),
        });
    }
    refuse_twins(&mut judged);
    let rest: Vec<Problem> = odd.into_values().flatten().collect();
    let nothing = judged.iter().all(|item| item.kind == "glossary");
    if nothing || !rest.is_empty() {
        judged.push(of_source(rest, nothing));
    }
    judged
}

/// Problems of files that belong to no course.
fn of_source(problems: Vec<Problem>, nothing: bool) -> Judged {
    let mut item = Judged {
        kind: "source",
        name: String::new(),
        id: None,
        hash: String::new(),
        problems,
        files: Files::default(),
    };
    // A file beside the courses harms none of them.
    for problem in &mut item.problems {
        if problem.code != "K0707" {
            problem.severity = Severity::Warning;
        }
    }
    if nothing {
        let message = Message::new(
            "コースが見つかりません。course.toml のあるフォルダーがありません。",
            "There is no course: no folder with a course.toml.",
        );
        let problem = Problem::of_file("K0709", Severity::Error, "", message).with_help(
            "コースが別のフォルダーにあるときは、「フォルダー」にその名前を書いてください。",
            "If the courses are in a folder of the repository, name it in the source's settings.",
        );
        item.problems.insert(0, problem);
    }
    item
}

/// Of two courses or rules with one id, the first by its folder's name is the one.
fn refuse_twins(judged: &mut [Judged]) {
    let mut seen: BTreeMap<(&'static str, String), String> = BTreeMap::new();
    for item in judged {
        let Some(id) = item.id.clone() else { continue };
        if let Some(first) = seen.get(&(item.kind, id.clone())) {
            let message = Message::new(
                format!("「{id}」という id は、{first} でもう使われています。"),
                format!("The id \"{id}\" is already used by {first}."),
            );
            item.refuse(
                "K0708",
                message,
                "どちらかの id を変えてください。",
                "Change one of the two ids.",
            );
        } else {
            seen.insert((item.kind, id), item.name.clone());
        }
    }
}
