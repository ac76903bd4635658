//! For code hosts and editors: SARIF 2.1.0
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use domain::catalog::{Severity, codes};
use serde_json::{Value, json};

use super::{Finding, Report};
use crate::Result;

/// The address of the schema that the output keeps to.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Report {
    pub(super) fn sarif(&self) -> Result<String> {
        let rules: Vec<Value> = codes::ALL
            .iter()
            .map(|code| {
                json!({
                    "id": code.code,
                    "shortDescription": { "text": format!("{} / {}", code.ja, code.en) },
                    "help": { "text": format!("{} / {}", code.ja, code.en), "markdown": code.page },
                })
            })
            .collect();
        let results: Vec<Value> = self.findings.iter().map(|finding| self.result(finding)).collect();
        let log = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "kakehashi check",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        Ok(serde_json::to_string_pretty(&log)? + "\n")
    }

    fn result(&self, finding: &Finding) -> Value {
        let mut text = format!("{} / {}", finding.message.ja, finding.message.en);
        if let Some(help) = &finding.help {
            text.push_str(&format!("\n{} / {}", help.ja, help.en));
        }
        let mut location = json!({ "artifactLocation": { "uri": uri(&self.path(finding)) } });
        if let Some(place) = self.place(finding) {
            location["region"] = json!({
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            });
        }
        let mut result = json!({
            "ruleId": finding.code,
            "level": match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Hint => "note",
            },
            "message": { "text": text },
            "locations": [{ "physicalLocation": location }],
        });
        if let Some(index) = codes::ALL.iter().position(|code| code.code == finding.code) {
            result["ruleIndex"] = json!(index);
        }
        result
    }
}

/// A path as a relative reference: whatever is not an ordinary letter is escaped (RFC 3986).
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.trim_start_matches("./").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' => uri.push('/'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
