//! Comments: what Moodle reads in them, and what we wrote there.

use std::collections::BTreeMap;

use crate::interchange::item::{Quiz, title};
use crate::interchange::rich::Reading;

/// What comments say about the question below them.
#[derive(Default)]
pub(crate) struct Notes {
    pub id: Option<String>,
    pub tags: Vec<String>,
    /// Ours, by their names.
    pub own: BTreeMap<String, String>,
    pub hints: Vec<String>,
}

/// Reads one comment.
pub(crate) fn read(comment: &str, notes: &mut Notes, quiz: &mut Quiz, reading: &mut Reading<'_>) {
    let mut rest = comment;
    while let Some(start) = rest.find('[') {
        rest = &rest[start + 1..];
        let Some((key, after)) = rest.split_once(':') else {
            return;
        };
        if let ("kakehashi", Some(value)) = (key, after.strip_suffix(']')) {
            return read_own(value, notes, quiz, reading);
        }
        let Some((value, after)) = after.split_once(']') else {
            return;
        };
        match key.trim() {
            "id" => notes.id = Some(value.trim().to_owned()),
            "tag" => notes.tags.push(value.trim().to_owned()),
            _ => {}
        }
        rest = after;
    }
}

/// Our own notes: `name=value`.
fn read_own(note: &str, notes: &mut Notes, quiz: &mut Quiz, reading: &mut Reading<'_>) {
    let Some((key, value)) = note.split_once('=') else {
        return;
    };
    match key {
        "hint" => notes.hints.push(value.to_owned()),
        "quiz" => quiz.id = Some(value.to_owned()),
        "title" => quiz.title = title(value, &quiz.title),
        "front" => {
            let front = quiz.front.get_or_insert_default();
            front.push_str(value);
            front.push('\n');
        }
        "intro" => quiz.intro = reading.html(value),
        _ => {
            notes.own.insert(key.to_owned(), value.to_owned());
        }
    }
}
