//! Whether a translation still says what its source says.
//!
//! Nobody but a translator can tell for sure. Two things can be told from the files alone: what the two
//! are made of (headings, images, tables, code, boxes), and, where the translator notes it, from which
//! state of the source the translation was made.

use sha2::{Digest, Sha256};

use super::manifest::top;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::parse::markdown::skeleton::Skeleton;
use crate::catalog::parse::settings::keys::At;
use crate::catalog::parse::sink::Sink;

/// One language of a lesson or quiz.
pub(crate) struct Twin<'a> {
    pub path: &'a str,
    pub text: &'a str,
    /// The front matter's `source`: the state it was translated from.
    pub made_from: Option<At<String>>,
    pub skeleton: Skeleton,
}

/// The state of a source text that a translation names: the first eight hexadecimal digits of its
/// SHA-256, without a byte order mark and with plain line ends.
pub fn source_state(text: &str) -> String {
    let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let digest = Sha256::digest(plain.as_bytes());
    hex::encode(&digest[..4])
}

/// Reports what is different in a translation.
pub(crate) fn compare(source: &Twin<'_>, translation: &Twin<'_>) -> Vec<Diagnostic> {
    let mut sink = Sink::new(translation.path, translation.text);
    match &translation.made_from {
        Some(state) => {
            let now = source_state(source.text);
            if state.value != now {
                let message = Message::new(
                    format!("{} は、この翻訳の後で変わりました。", source.path),
                    format!("{} has changed since this translation was made.", source.path),
                );
                sink.warning("K0509", state.span.clone(), message).help(
                    format!("翻訳を見直してから、source = \"{now}\" と書いてください。"),
                    format!("Look the translation over, then write source = \"{now}\"."),
                );
            }
        }
        // Who notes the state has looked; the others are told what they can be told.
        None => {
            if let Some((ja, en)) = source.skeleton.difference(&translation.skeleton) {
                let message = Message::new(
                    format!("{} と作りが違います（{ja}）。", source.path),
                    format!("It is made differently from {}: {en}.", source.path),
                );
                sink.warning("K0508", top(translation.text), message).help(
                    "訳していない所がないか、見てください。",
                    "See whether a part is not translated yet.",
                );
            }
        }
    }
    sink.into_found()
}
