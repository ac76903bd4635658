//! Quizzes of other systems: read into the course format, and written for them.
//!
//! Pure: bytes in, text out. Each format has a folder or a file: it is read into the neutral `item`, with
//! texts by `rich`; `emit` writes items as our markdown, `import` chooses the format. Writing for others
//! shares `outgoing`. What a format says and ours cannot hold is a `Loss`, by item: nothing goes silently.

mod aiken;
mod answers;
mod emit;
mod encoding;
mod escape;
mod gift;
mod ids;
mod import;
mod item;
mod moodle;
mod outgoing;
mod package;
mod qti1;
mod qti2;
mod rich;
mod table;
mod xml;

#[cfg(test)]
mod tests;

pub use encoding::decode;
pub use gift::gift;
pub use import::{Imported, ImportedQuiz, Input, import};
pub use item::Loss;
pub use outgoing::Exported;
pub use qti2::{QtiVersion, qti};

use crate::catalog::Message;

/// Why a whole file is refused.
pub type Refused = Message;

/// The files of an unpacked package by path, or one file by its name.
pub type Files = std::collections::BTreeMap<String, Vec<u8>>;
