//! How long what was typed may be: asked of every field of every form before its page sees it, by the one
//! table in `server::limits`.

use server::{Error, FieldError, Result, limits, too_long};

use super::{Pairs, Takes};

/// Fails at each field that is longer than it may be. Fields that no table names stand on no page beside a
/// message: the first of them is told by a sentence.
pub(super) fn check(takes: Takes, fields: &Pairs) -> Result<()> {
    let mut wrong: Vec<FieldError> = Vec::new();
    let mut unnamed = None;
    for (name, value) in fields.iter() {
        let (field, most) = match (takes, limits::text(name)) {
            (Takes::Form, known) => known,
            // What is long on a long form: its answer, and what no table names.
            (Takes::LongForm | Takes::Files, (Some(field), _)) if field == "answer" => {
                (Some(field), limits::ANSWER)
            }
            (Takes::LongForm | Takes::Files, (Some(field), most)) => (Some(field), most),
            (Takes::LongForm | Takes::Files, (None, _)) => (None, limits::ANSWER),
        };
        let length = limits::letters(value);
        if length <= most {
            continue;
        }
        let message = too_long(length, most);
        match field {
            Some(field) => wrong.push(FieldError { field, message }),
            None => unnamed = unnamed.or(Some(message)),
        }
    }
    match (wrong.is_empty(), unnamed) {
        (true, None) => Ok(()),
        (true, Some(sentence)) => Err(Error::Refused(sentence)),
        (false, _) => Err(Error::Invalid(wrong)),
    }
}
