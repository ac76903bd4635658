//! Quizzes of other systems: read into the course format, and written for them.
//!
//! Pure: bytes in, text out. Each format is read into the neutral `Item`; one place writes items as our
//! markdown. What a format says and ours cannot hold is a `Loss`, by item: nothing goes silently.

mod aiken;
mod answers;
mod blocks;
mod cloze;
mod emit;
mod encoding;
mod entities;
mod escape;
mod gift;
mod gift_answers;
mod gift_export;
mod html;
mod ids;
mod images;
mod import;
mod item;
mod markdown;
mod moodle;
mod moodle_kinds;
mod outgoing;
mod package;
mod qti1;
mod qti1_kinds;
mod qti1_score;
mod qti2;
mod qti2_answers;
mod qti2_body;
mod qti2_choices;
mod qti2_export;
mod qti2_kinds;
mod qti2_package;
mod qti2_pairs;
mod qti2_rules;
mod rich;
mod rubies;
mod sheet;
mod table;
mod xml;

#[cfg(test)]
mod tests;

pub use encoding::decode;
pub use gift_export::gift;
pub use import::{Imported, ImportedQuiz, Input, import};
pub use item::Loss;
pub use outgoing::Exported;
pub use qti2_package::{QtiVersion, qti};

use crate::catalog::Message;

/// Why a whole file is refused.
pub type Refused = Message;

/// The files of an unpacked package by path, or one file by its name.
pub type Files = std::collections::BTreeMap<String, Vec<u8>>;
