//! Readiness rule files, read like the rest of the format.

use super::course::not_utf8;
use super::diagnostic::{Diagnostic, Message, Sink};
use super::nearest::nearest;
use crate::readiness::Rule;

/// Reads `readiness/*.toml`.
pub fn parse_rule(path: &str, bytes: &[u8]) -> (Option<Rule>, Vec<Diagnostic>) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return (None, vec![not_utf8(path, bytes, error)]),
    };
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut sink = Sink::new(path, text);
    match toml::from_str::<Rule>(&text[start..]) {
        Ok(rule) => (Some(rule), sink.into_found()),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let span = span.start + start..span.end + start;
            let what = error.message();
            let diagnostic = sink.error(
                "K0601",
                span,
                Message::new(
                    format!("ルールを読めません（{what}）。"),
                    format!("The rule cannot be read: {what}."),
                ),
            );
            // serde says: unknown field `x`, expected one of `a`, `b`
            let mut quoted = what.split('`').skip(1).step_by(2);
            if let Some(word) = quoted.next()
                && nearest(word, quoted.clone()).is_some()
            {
                diagnostic.did_you_mean(word, quoted);
            }
            (None, sink.into_found())
        }
    }
}
