//! Every problem of every file of a courses folder, in one run, and as text, JSON or SARIF.

mod human;
mod json;
mod sarif;
#[cfg(test)]
mod tests;

use std::{ops::Range, path::Path};

use domain::catalog::{
    Diagnostic, Message, ParsedFolder, Severity, SourceFolder, codes, line_column, parse_courses,
};

use super::{folder, problem::Problem, snapshot::Snapshot};
use crate::{Error, Result};

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: the author's line with a caret under the very characters.
    #[default]
    Human,
    /// For programs.
    Json,
    /// For code hosts and editors: the Static Analysis Results Interchange Format 2.1.0.
    Sarif,
}

/// What a check found.
pub struct Report {
    findings: Vec<Finding>,
    sources: SourceFolder,
    /// What stands before every path, so that it can be opened from here.
    base: String,
}

/// One problem.
struct Finding {
    code: String,
    severity: Severity,
    /// The course's folder, `readiness`, or nothing.
    folder: String,
    /// The file below it.
    path: String,
    /// Where in the file; none for a file as a whole.
    span: Option<Range<usize>>,
    message: Message,
    help: Option<Message>,
    instead: Option<String>,
}

/// Checks a courses folder, the folder of one course, or one file: those are checked among their neighbours,
/// but only their own problems are told. Facts that are a year old on `today` are told.
pub fn check(root: &Path, today: chrono::NaiveDate) -> Result<Report> {
    if root.is_file() {
        let (folder, name, path) = folder_of(root)?;
        let mut report = check(&folder, today)?;
        report
            .findings
            .retain(|finding| finding.folder == name && finding.path == path);
        return Ok(report);
    }
    let (root, only) = whole(root)?;
    let snapshot = folder::read(&root)?;
    let odd = odd(&snapshot);
    let sources = SourceFolder {
        courses: snapshot.courses,
        rules: snapshot.rules,
        glossary: snapshot.glossary,
    };
    let mut parsed = parse_courses(&sources, Some(today));
    parsed.add_style(&sources);
    let ParsedProblems(mut findings) = ParsedProblems::of(parsed);
    findings.extend(odd);
    findings.extend(beside(&root)?);
    if let Some(only) = only {
        findings.retain(|finding| finding.folder == only);
    }
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| finding.span.as_ref().map(|span| (span.start, span.end));
        (&a.folder, &a.path, key(a), &a.code).cmp(&(&b.folder, &b.path, key(b), &b.code))
    });
    let base = root.to_string_lossy().trim_end_matches('/').to_owned();
    Ok(Report {
        findings,
        sources,
        base: if base == "." { String::new() } else { base + "/" },
    })
}

/// For a file: the folder to check, the name of the file's own folder there, and its path below that.
fn folder_of(file: &Path) -> Result<(std::path::PathBuf, String, String)> {
    let full = file.canonicalize()?;
    let below = |folder: &Path| {
        let path = full.strip_prefix(folder).unwrap_or(&full).to_string_lossy();
        domain::folding::file_name(&path.replace('\\', "/"))
    };
    let name = |folder: &Path| {
        folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    for folder in full.ancestors().skip(1) {
        if folder.join("course.toml").exists() {
            return Ok((folder.to_path_buf(), name(folder), below(folder)));
        }
    }
    let parent = full.parent().unwrap_or(&full);
    if name(parent) == "readiness" {
        let root = parent.parent().unwrap_or(parent);
        return Ok((root.to_path_buf(), "readiness".to_owned(), below(parent)));
    }
    Ok((parent.to_path_buf(), String::new(), below(parent)))
}

/// The courses folder of a folder, and the course that is meant if it is the folder of one.
pub fn whole(root: &Path) -> Result<(std::path::PathBuf, Option<String>)> {
    if !root.is_dir() {
        return Err(Error::unexpected(format!(
            "{0}: そのファイルもフォルダーもありません。 / there is no such file or folder: {0}",
            root.display()
        )));
    }
    if !root.join("course.toml").exists() {
        return Ok((root.to_path_buf(), None));
    }
    // `.` has no name of its own.
    let full = root.canonicalize()?;
    let name = full.file_name().map(|name| name.to_string_lossy().into_owned());
    let parent = match root.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        Some(_) if root != Path::new(".") => Path::new(".").to_path_buf(),
        Some(_) | None => full.parent().unwrap_or(&full).to_path_buf(),
    };
    Ok((parent, name))
}

struct ParsedProblems(Vec<Finding>);

impl ParsedProblems {
    /// The problems alone: the courses themselves are no longer needed.
    fn of(parsed: ParsedFolder) -> ParsedProblems {
        let all = parsed
            .diagnostics()
            .map(|(folder, found)| Finding::of(folder, found));
        ParsedProblems(all.collect())
    }
}

/// What is odd about files, whatever is in them.
fn odd(snapshot: &Snapshot) -> Vec<Finding> {
    let all = snapshot.odd.values().flatten();
    all.map(|problem: &Problem| {
        let (folder, path) = problem.path.split_once('/').unwrap_or(("", &problem.path));
        Finding {
            code: problem.code.clone(),
            severity: problem.severity,
            folder: folder.to_owned(),
            path: path.to_owned(),
            span: None,
            message: problem.message.clone(),
            help: problem.help.clone(),
            instead: None,
        }
    })
    .collect()
}

/// Lessons that are in no course: beside the courses, or in a folder without a `course.toml`.
fn beside(root: &Path) -> Result<Vec<Finding>> {
    let is_lesson = |name: &str| {
        name.strip_suffix(".md")
            .and_then(|stem| stem.rsplit_once('.'))
            .is_some_and(|(_, lang)| lang.parse::<domain::Lang>().is_ok())
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if name.starts_with('.') || name == "readiness" {
            continue;
        }
        let (code, folder, path, message) = if kind.is_file() && is_lesson(&name) {
            let message = Message::new(
                "このファイルは、どのコースのフォルダーにもありません。",
                "This file is in no course's folder.",
            );
            ("K0108", String::new(), name, message)
        } else if kind.is_dir() && !entry.path().join("course.toml").exists() {
            let mut inside = std::fs::read_dir(entry.path())?;
            let lessons =
                inside.any(|entry| entry.is_ok_and(|entry| is_lesson(&entry.file_name().to_string_lossy())));
            if !lessons {
                continue;
            }
            let message = Message::new("course.toml がありません。", "There is no course.toml.");
            ("K0107", name, "course.toml".to_owned(), message)
        } else {
            continue;
        };
        found.push(Finding {
            code: code.to_owned(),
            severity: if code == "K0107" {
                Severity::Error
            } else {
                Severity::Warning
            },
            folder,
            path,
            span: None,
            message,
            help: None,
            instead: None,
        });
    }
    Ok(found)
}

impl Finding {
    fn of(folder: &str, found: &Diagnostic) -> Finding {
        Finding {
            code: found.code.to_owned(),
            severity: found.severity,
            folder: folder.to_owned(),
            path: found.path.clone(),
            span: Some(found.span.clone()),
            message: found.message.clone(),
            help: found.help.clone(),
            instead: found.instead.clone(),
        }
    }

    /// The page about this kind of problem.
    fn page(&self) -> Option<String> {
        codes::find(&self.code).map(codes::Code::path)
    }
}

/// A place as people count: lines and columns from 1, columns in characters.
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Report {
    /// How many problems of this kind there are.
    pub fn count(&self, severity: Severity) -> usize {
        let found = self.findings.iter();
        found.filter(|found| found.severity == severity).count()
    }

    /// The report as text.
    pub fn write(&self, format: Format) -> Result<String> {
        match format {
            Format::Human => Ok(self.human()),
            Format::Json => self.json(),
            Format::Sarif => self.sarif(),
        }
    }

    /// The bytes of a finding's file.
    fn bytes(&self, finding: &Finding) -> &[u8] {
        let files = match finding.folder.as_str() {
            "" if finding.path == domain::catalog::GLOSSARY => {
                return self.sources.glossary.as_deref().unwrap_or_default();
            }
            "readiness" => Some(&self.sources.rules),
            folder => self.sources.courses.get(folder),
        };
        files
            .and_then(|files| files.get(&finding.path))
            .unwrap_or_default()
    }

    /// The path of a finding's file from here.
    fn path(&self, finding: &Finding) -> String {
        match finding.folder.as_str() {
            "" => format!("{}{}", self.base, finding.path),
            folder => format!("{}{folder}/{}", self.base, finding.path),
        }
    }

    fn place(&self, finding: &Finding) -> Option<Place> {
        let span = finding.span.as_ref()?;
        let bytes = self.bytes(finding);
        let (line, column) = line_column(bytes, span.start);
        let (end_line, end_column) = line_column(bytes, span.end);
        Some(Place {
            line,
            column,
            end_line,
            end_column,
        })
    }
}
