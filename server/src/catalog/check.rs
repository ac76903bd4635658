//! Every problem of every file of a courses folder, as a compiler shows it: the author's own line
//! with a caret under the very characters.

use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use domain::catalog::{Diagnostic, Severity, parse_course, parse_rule};

use super::folder::{self, Files};
use crate::Result;

/// What a check found.
pub struct Report {
    /// The problems as text for a terminal.
    pub text: String,
    /// How many are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
}

/// Checks a courses folder, or the folder of one course.
pub fn check(root: &Path) -> Result<Report> {
    let mut folder = folder::read(root)?;
    if root.join("course.toml").exists()
        && let (Some(parent), Some(name)) = (root.parent(), root.file_name())
    {
        folder = folder::read(if parent.as_os_str().is_empty() { Path::new(".") } else { parent })?;
        let name = name.to_string_lossy();
        folder.courses.retain(|course, _| *course == name);
    }
    let mut report = Report { text: String::new(), errors: 0, warnings: 0 };
    for (name, files) in &folder.courses {
        report.add(name, files, &parse_course(files).diagnostics);
    }
    for (path, bytes) in &folder.rules.0 {
        let (_, diagnostics) = parse_rule(path, bytes);
        report.add("readiness", &Files::from_iter([(path.clone(), bytes.clone())]), &diagnostics);
    }
    Ok(report)
}

impl Report {
    fn add(&mut self, course: &str, files: &Files, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
            }
        }
        self.text.push_str(&human(course, files, diagnostics));
    }
}

/// Diagnostics as a terminal shows them, in both languages.
pub fn human(course: &str, files: &Files, diagnostics: &[Diagnostic]) -> String {
    let renderer = Renderer::plain();
    let mut text = String::new();
    for diagnostic in diagnostics {
        let source =
            files.get(&diagnostic.path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        let end = diagnostic.span.end.min(source.len());
        let start = diagnostic.span.start.min(end);
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = format!(
            "{} / {}",
            diagnostic.message.ja, diagnostic.message.en
        );
        let path = format!("{course}/{}", diagnostic.path);
        let mut group = level.primary_title(&title).id(diagnostic.code).element(
            Snippet::source(&source).path(&path).annotation(AnnotationKind::Primary.span(start..end)),
        );
        let help = diagnostic.help.as_ref().map(|help| {
            format!("{} / {}", help.ja, help.en)
        });
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help));
        }
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    text
}
