//! What one visitor may take of the program, in numbers. `docs/operating/limits.md` tells operators, with
//! what the person sees; a test holds the two together.

/// Connections that are open at the same time.
pub const CONNECTIONS: usize = 2048;

/// The head of a request, in bytes.
pub const HEAD_BYTES: usize = 64 * 1024;

/// How long the head of a request may take, in seconds; also how long an idle connection stays open.
pub const HEAD_SECONDS: u64 = 15;

/// A form, in bytes, where its page does not say otherwise.
pub const FORM_BYTES: usize = 64 * 1024;

/// A form with long texts, in bytes: an essay of ten thousand letters, as browsers send it.
pub const LONG_FORM_BYTES: usize = 512 * 1024;

/// A form with files, in bytes: what a question may ask for, and a little.
pub const FILES_BYTES: u64 = 51 * 1024 * 1024;

/// How long a form may take to arrive, in seconds.
pub const FORM_SECONDS: u64 = 60;

/// How long a form with files may stand still on its way, in seconds.
pub const STILL_SECONDS: u64 = 20;

/// Wrong passwords in [`TRIES_SECONDS`]: for one sign-in name from devices that are not known.
pub const TRIES_PER_NAME: usize = 8;

/// Wrong passwords from one known device of a person.
pub const TRIES_PER_DEVICE: usize = 8;

/// Wrong passwords from one address; a classroom shares one.
pub const TRIES_PER_ADDRESS: usize = 80;

/// How long wrong passwords are remembered, in seconds.
pub const TRIES_SECONDS: u64 = 300;

/// Names, devices and addresses that wrong passwords are counted for at most.
pub const TRIES_KEPT: usize = 20_000;

/// Passwords that wait for their turn to be checked; as many as there are cores are checked at once.
pub const PASSWORDS_WAITING: usize = 32;

/// The letters of a text whose field is not in [`TEXTS`].
pub const TEXT: usize = 4_000;

/// The letters of an answer to a question, where a page takes long forms.
pub const ANSWER: usize = 100_000;

/// The most letters of what is typed, by the name of its field.
pub const TEXTS: [(&str, usize); 35] = [
    ("name", 100),
    ("kana", 100),
    ("email", 200),
    ("place", 100),
    ("topic", 200),
    ("title", 200),
    ("wage", 200),
    ("contact", 200),
    ("contact_name", 100),
    ("contact_email", 200),
    ("because", 300),
    ("branch", 200),
    ("folder", 300),
    ("password", 200),
    ("old", 200),
    ("new", 200),
    ("code", 100),
    ("reason", 1_000),
    ("waiver_reason", 1_000),
    ("condition", 1_000),
    ("note", 4_000),
    ("message", 4_000),
    ("answer", 4_000),
    ("appeal", 4_000),
    ("appeal_answer", 4_000),
    ("essential", 4_000),
    ("desirable", 4_000),
    ("terms", 4_000),
    ("description", 8_000),
    ("token", 2_000),
    ("url", 2_000),
    ("page", 2_000),
    ("back", 2_000),
    ("to", 2_000),
    ("from", 2_000),
];

/// The most letters of a field, and its name where it is in [`TEXTS`].
pub fn text(field: &str) -> (Option<&'static str>, usize) {
    let named = TEXTS.into_iter().find(|(name, _)| *name == field);
    match named {
        Some((name, most)) => (Some(name), most),
        None => (None, TEXT),
    }
}

/// The letters of a text as they are counted: a line break is one, whatever the browser sends for it.
pub fn letters(text: &str) -> usize {
    text.chars().filter(|letter| *letter != '\r').count()
}

/// Files of all answers of one learner together, in bytes.
pub const FILES_PER_PERSON: i64 = 300 * 1024 * 1024;

/// How long one test of a line may take, in seconds.
pub const LINE_SECONDS: u64 = 60;

/// What one test of a line may send, and what it may take, in bytes.
pub const LINE_BYTES: u64 = 1024 * 1024 * 1024;

/// Tests of lines at the same time.
pub const LINES_RUNNING: usize = 4;

/// Tests of a line that one person may begin in an hour.
pub const LINES_PER_HOUR: usize = 12;

/// Measurements of one person's home that are kept in a day.
pub const MEASUREMENTS_PER_DAY: u64 = 200;

/// Incidents that one person may tell in a day.
pub const INCIDENTS_PER_DAY: u64 = 20;

/// Messages that wait for one side of a call.
pub const CALL_WAITING: usize = 200;

/// The longest message from one side of a call to the other, in bytes.
pub const CALL_BYTES: usize = 64 * 1024;
/// Registrations for information sessions from one address in [`VISITORS_SECONDS`]; a library or an office
/// shares one.
pub const REGISTRATIONS_PER_ADDRESS: usize = 40;

/// Enquiries from one address in [`VISITORS_SECONDS`].
pub const ENQUIRIES_PER_ADDRESS: usize = 5;

/// How long registrations and enquiries are counted, in seconds.
pub const VISITORS_SECONDS: u64 = 600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_told_every_limit() {
        let told = include_str!("../../docs/operating/limits.md");
        for (what, number) in [
            ("connections", CONNECTIONS as u64),
            ("head", HEAD_BYTES as u64),
            ("head", HEAD_SECONDS),
            ("a form |", FORM_BYTES as u64),
            ("a form |", FORM_SECONDS),
            ("long texts", LONG_FORM_BYTES as u64),
            ("form with files", FILES_BYTES),
            ("form with files", STILL_SECONDS),
            ("files of one learner", FILES_PER_PERSON as u64),
            ("sign-in name", TRIES_PER_NAME as u64),
            ("sign-in name", TRIES_SECONDS),
            ("known |", TRIES_PER_DEVICE as u64),
            ("address", TRIES_PER_ADDRESS as u64),
            ("counted for", TRIES_KEPT as u64),
            ("test of a line |", LINE_SECONDS),
            ("test of a line |", LINE_BYTES),
            ("tests of lines", LINES_RUNNING as u64),
            ("tests of one person", LINES_PER_HOUR as u64),
            ("measurements", MEASUREMENTS_PER_DAY),
            ("incidents", INCIDENTS_PER_DAY),
            ("a call |", CALL_WAITING as u64),
            ("a call |", CALL_BYTES as u64),
            ("checked at once", PASSWORDS_WAITING as u64),
            ("a text where", TEXT as u64),
            ("an answer to a question", ANSWER as u64),
            ("a name", text("name").1 as u64),
            ("a reason", text("reason").1 as u64),
            ("a note or message", text("note").1 as u64),
            ("a description", text("description").1 as u64),
            ("registrations", REGISTRATIONS_PER_ADDRESS as u64),
            ("registrations", VISITORS_SECONDS),
            ("enquiries", ENQUIRIES_PER_ADDRESS as u64),
            ("enquiries", VISITORS_SECONDS),
        ] {
            let row = told
                .lines()
                .find(|line| line.starts_with('|') && line.contains(what))
                .unwrap_or_else(|| panic!("no row about {what}"));
            assert!(
                row.split(|letter: char| !letter.is_ascii_digit())
                    .any(|word| word == number.to_string()),
                "{what}: {number} is not in {row}"
            );
        }
    }
}
