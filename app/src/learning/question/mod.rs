//! A question as form fields (`fields`), back to an answer (`read`), and both in words (`words`).

use domain::learning::is_no_number;
use server::learning::attempts::AttemptSheet;

mod fields;
mod read;
mod words;

pub use fields::{body, fields, practice_fields};
pub use read::{is_field, read, read_practice};
pub use words::{feedback, plain, right_answer, words};

/// Whether the answer to a question of an attempt is text where a number is asked for.
pub fn is_unread(sheet: &AttemptSheet, id: &str) -> bool {
    let asked = sheet.quiz().ok().and_then(|quiz| quiz.question(id));
    let answer = sheet.given.answers.get(id);
    asked
        .zip(answer)
        .is_some_and(|(asked, answer)| is_no_number(asked, answer))
}
