//! For programs: one object with every problem.

use domain::catalog::{Message, Severity};
use serde::Serialize;

use super::Report;
use crate::Result;

#[derive(Serialize)]
struct Whole<'r> {
    errors: usize,
    warnings: usize,
    hints: usize,
    problems: Vec<One<'r>>,
}

#[derive(Serialize)]
struct One<'r> {
    code: &'r str,
    severity: Severity,
    path: String,
    /// Lines and columns from 1, columns in characters; the end is behind the last character.
    #[serde(flatten)]
    place: Option<Where>,
    message: &'r Message,
    help: Option<&'r Message>,
    /// What should probably stand there instead.
    instead: Option<&'r str>,
    page: Option<String>,
}

#[derive(Serialize)]
struct Where {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start_byte: usize,
    end_byte: usize,
}

impl Report {
    pub(super) fn json(&self) -> Result<String> {
        let problems = self.findings.iter().map(|finding| {
            let span = finding.span.clone().unwrap_or_default();
            One {
                code: &finding.code,
                severity: finding.severity,
                path: self.path(finding),
                place: self.place(finding).map(|place| Where {
                    line: place.line,
                    column: place.column,
                    end_line: place.end_line,
                    end_column: place.end_column,
                    start_byte: span.start,
                    end_byte: span.end,
                }),
                message: &finding.message,
                help: finding.help.as_ref(),
                instead: finding.instead.as_deref(),
                page: finding.page(),
            }
        });
        let whole = Whole {
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            hints: self.count(Severity::Hint),
            problems: problems.collect(),
        };
        Ok(serde_json::to_string_pretty(&whole)? + "\n")
    }
}
