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
        folder = folder::read(if parent.as_os_str().is_empty() {
            Path::new(".")
        } else {
            parent
        })?;
        let name = name.to_string_lossy();
        folder.courses.retain(|course, _| *course == name);
    }
    let mut report = Report {
        text: String::new(),
        errors: 0,
        warnings: 0,
    };
    for (name, files) in &folder.courses {
        report.add(name, files, &parse_course(files).diagnostics);
    }
    for (path, bytes) in &folder.rules.0 {
        let (_, diagnostics) = parse_rule(path, bytes);
        report.add(
            "readiness",
            &Files::from_iter([(path.clone(), bytes.clone())]),
            &diagnostics,
        );
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

/// Where a byte of a file stands in the text that is shown. They differ in a file that is not UTF-8,
/// whose wrong bytes are shown as a longer sign.
fn shown_at(bytes: &[u8], at: usize) -> usize {
    String::from_utf8_lossy(&bytes[..at.min(bytes.len())]).len()
}

/// Diagnostics as a terminal shows them, in both languages.
pub fn human(course: &str, files: &Files, diagnostics: &[Diagnostic]) -> String {
    let renderer = Renderer::plain();
    let mut text = String::new();
    for diagnostic in diagnostics {
        let bytes = files.get(&diagnostic.path).unwrap_or_default();
        let source = String::from_utf8_lossy(bytes);
        let end = source.ceil_char_boundary(shown_at(bytes, diagnostic.span.end));
        let start = source.floor_char_boundary(shown_at(bytes, diagnostic.span.start).min(end));
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = format!("{} / {}", diagnostic.message.ja, diagnostic.message.en);
        let path = format!("{course}/{}", diagnostic.path);
        let mut group = level.primary_title(&title).id(diagnostic.code).element(
            Snippet::source(source.as_ref())
                .path(&path)
                .annotation(AnnotationKind::Primary.span(start..end)),
        );
        let help = diagnostic
            .help
            .as_ref()
            .map(|help| format!("{} / {}", help.ja, help.en));
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help));
        }
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_utf8_is_shown_with_its_place() {
        for bytes in [&b"\xff\xfe\x00"[..], b"title\n\xe3\x81", b"a\xff\xff\xe3\x81b"] {
            let files = Files::from_iter([
                ("course.toml", b"id = \"c\"\nlanguages = [\"ja\"]\n".to_vec()),
                ("lesson.ja.md", bytes.to_vec()),
            ]);
            let text = human("c", &files, &parse_course(&files).diagnostics);
            assert!(text.contains("c/lesson.ja.md"), "{text}");
        }
    }
}
