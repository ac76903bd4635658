//! A question as form fields (`fields`), back to an answer (`read`), and both in words (`words`).

mod fields;
mod read;
mod words;

pub use fields::{body, fields, practice_fields};
pub use read::{is_field, read, read_practice};
pub use words::{feedback, plain, right_answer, words};
