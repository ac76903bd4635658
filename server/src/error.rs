//! The one error type of the services: what a page can explain, and what only the log may tell.

use chrono::Datelike;
use domain::{Lang, folding};

use crate::limits;

/// A sentence for a person, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Sentence {
    /// Makes a sentence of its two wordings.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Sentence {
            ja: ja.into(),
            en: en.into(),
        }
    }

    /// The wording in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.t(&self.ja, &self.en)
    }
}

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's `name` in the form.
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub message: Sentence,
}

/// Why a service did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in; the page sends the person to sign in and back.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The acting person may not do this.
    #[error("forbidden")]
    Forbidden,
    /// The thing does not exist, or the acting person may not know that it does.
    #[error("not found")]
    NotFound,
    /// Fields of a form are wrong; the page shows each beside its field and keeps what was typed.
    #[error("invalid input in {0:?}")]
    Invalid(Vec<FieldError>),
    /// A form holds a field, an act or an id that its page does not know: a fault of a page or a script,
    /// which the log tells. Nothing was done.
    #[error("a form that was not understood: {0}")]
    Misread(String),
    /// A rule of the domain says no: a closed session, a late submit, an expired link.
    #[error("refused: {}", .0.en)]
    Refused(Sentence),
    /// What was sent is larger than its address takes.
    #[error("too large: {}", .0.en)]
    TooLarge(Sentence),
    /// What was sent stood still on its way, or came in pieces that do not fit.
    #[error("not arrived: {}", .0.en)]
    NotArrived(Sentence),
    /// Too many tries; wait this many seconds.
    #[error("rate limited for {0} s")]
    RateLimited(u64),
    /// A fault of ours. It goes to the log, never to the person.
    #[error(transparent)]
    Unexpected(#[from] Fault),
}

/// A fault of ours: what was being done, and why it failed.
#[derive(Debug)]
pub struct Fault {
    what: String,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What was being done, and the causes, the outermost first: a log takes one line.
impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)?;
        let mut said = self.what.clone();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            let text = error.to_string();
            // Some errors tell their own cause in their words.
            if !said.ends_with(&text) {
                write!(f, ": {text}")?;
            }
            said = text;
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as _)
    }
}

impl Error {
    /// One wrong field.
    pub fn field(field: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Error::Invalid(vec![FieldError {
            field,
            message: Sentence::new(ja, en),
        }])
    }

    /// A rule says no.
    pub fn refused(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Error::Refused(Sentence::new(ja, en))
    }

    /// A fault of ours that no other error caused.
    pub fn unexpected(what: impl std::fmt::Display) -> Self {
        Error::Unexpected(Fault {
            what: what.to_string(),
            cause: None,
        })
    }

    /// A fault of ours: what was being done, and the error that stopped it.
    pub fn caused(
        what: impl std::fmt::Display,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Error::Unexpected(Fault {
            what: what.to_string(),
            cause: Some(cause.into()),
        })
    }
}

/// The states in which PostgreSQL ends a transaction that would have gone otherwise a moment later: it could not
/// be put in a row with another (SERIALIZABLE), each waited for the other, or another wrote a row of the same
/// key, as of a form that is sent twice at once.
const CONFLICTS: [&str; 3] = ["40001", "40P01", "23505"];

impl Error {
    /// Whether nothing was written since another transaction was in the way: the same again may succeed.
    pub fn is_conflict(&self) -> bool {
        use sea_orm::{DbErr, RuntimeErr, sqlx};
        let Error::Unexpected(fault) = self else {
            return false;
        };
        let cause = fault
            .cause
            .as_ref()
            .and_then(|cause| cause.downcast_ref::<DbErr>());
        let Some(DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) =
            cause
        else {
            return false;
        };
        let sqlx::Error::Database(cause) = cause.as_ref() else {
            return false;
        };
        cause
            .code()
            .is_some_and(|state| CONFLICTS.contains(&state.as_ref()))
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Error::caused("database", error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::caused("file", error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::caused("stored JSON", error)
    }
}

/// Said beside a text that is longer than its field takes.
pub fn too_long(length: usize, most: usize) -> Sentence {
    Sentence::new(
        format!("長すぎます。{most} 文字までです（いま {length} 文字）。短くしてください。"),
        format!("It is too long: up to {most} letters, and it has {length}. Please shorten it."),
    )
}

/// The years in which a date can be: beyond them it is a mistyped one, and days cannot be added to it.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Collects wrong fields, so that a person sees all of them at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<FieldError>);

impl Problems {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a wrong field.
    pub fn add(&mut self, field: &'static str, ja: impl Into<String>, en: impl Into<String>) {
        self.0.push(FieldError {
            field,
            message: Sentence::new(ja, en),
        });
    }

    /// Notes the field when it is empty or longer than its limit, and gives it trimmed.
    pub fn required(&mut self, field: &'static str, value: &str) -> String {
        let value = folding::trimmed(value);
        if value.is_empty() {
            self.add(field, "入力してください。", "Please fill this in.");
        }
        let (most, length) = (limits::text(field).1, limits::letters(value));
        if length > most {
            let told = too_long(length, most);
            self.add(field, told.ja, told.en);
        }
        value.to_owned()
    }

    /// Notes the field when it is not a whole number from `min` to `max`; gives the number, or `min`.
    pub fn number(&mut self, field: &'static str, value: &str, min: i32, max: i32) -> i32 {
        match folding::structure(value).parse::<i32>() {
            Ok(number) if (min..=max).contains(&number) => number,
            _ => {
                self.add(
                    field,
                    format!("{min} から {max} までの数字を入れてください。"),
                    format!("Please enter a whole number from {min} to {max}."),
                );
                min
            }
        }
    }

    /// Notes the field when it is not a date (`2026-11-22`) of these centuries; gives the date, or 1970-01-01.
    pub fn date(&mut self, field: &'static str, value: &str) -> chrono::NaiveDate {
        let none = chrono::NaiveDate::default();
        // Where no calendar opens, people type 2026/11/22 or 2026年11月22日.
        let written = folding::structure(value)
            .replace(['/', '年', '月'], "-")
            .replace('日', "");
        let Ok(date) = written.parse::<chrono::NaiveDate>() else {
            self.add(field, "日付を選んでください。", "Please choose a date.");
            return none;
        };
        if YEARS.contains(&date.year()) {
            return date;
        }
        self.add(
            field,
            format!(
                "{} 年から {} 年までの日付を選んでください。",
                YEARS.start(),
                YEARS.end()
            ),
            format!("Please choose a date from {} to {}.", YEARS.start(), YEARS.end()),
        );
        none
    }

    /// Notes the field when it is not a time of day (`09:30`); gives minutes after midnight, or 0.
    pub fn time(&mut self, field: &'static str, value: &str) -> i32 {
        use chrono::Timelike;
        match chrono::NaiveTime::parse_from_str(&folding::structure(value), "%H:%M") {
            Ok(time) => (time.hour() * 60 + time.minute()) as i32,
            Err(_) => {
                self.add(field, "時刻を選んでください。", "Please choose a time.");
                0
            }
        }
    }

    /// Notes the field when it is longer than so many letters.
    pub fn at_most(&mut self, field: &'static str, value: &str, letters: usize) {
        if value.chars().count() > letters {
            self.add(
                field,
                format!("{letters} 文字までにしてください。"),
                format!("Please keep this to {letters} letters."),
            );
        }
    }

    /// Notes the field when it holds something that is no web address.
    pub fn link(&mut self, field: &'static str, value: &str) {
        let value = value.trim();
        let web = ["https://", "http://"]
            .iter()
            .any(|begin| value.starts_with(begin));
        if !value.is_empty() && (!web || value.contains(char::is_whitespace)) {
            self.add(
                field,
                "https:// で始まるアドレスを入れてください。",
                "Please enter an address that begins with https://.",
            );
        }
    }

    /// Nothing wrong: go on. Else all of it, as an error.
    pub fn done(self) -> Result<(), Error> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the disk is full")]
    struct Full;

    #[derive(Debug, thiserror::Error)]
    #[error("no page was written")]
    struct Unwritten(#[source] Full);

    #[derive(Debug, thiserror::Error)]
    #[error("no page was written: {0}")]
    struct Told(#[source] Full);

    #[test]
    fn a_fault_keeps_its_causes_and_tells_each_once() {
        let error = Error::caused("a backup", Unwritten(Full));
        assert_eq!(
            error.to_string(),
            "a backup: no page was written: the disk is full"
        );
        let cause = std::error::Error::source(&error).unwrap();
        assert!(cause.is::<Unwritten>());
        assert!(cause.source().unwrap().is::<Full>());
        assert_eq!(
            Error::caused("a backup", Told(Full)).to_string(),
            "a backup: no page was written: the disk is full"
        );
        assert_eq!(Error::unexpected("no key").to_string(), "no key");
    }
}
