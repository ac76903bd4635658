//! What the forms of every room share. A service's form is a struct that serde reads from what a browser
//! sends: choices are of the type they choose from, and an unknown one is refused. What people type stays
//! text until the service has looked at it and can say what is wrong.

use std::{fmt::Display, str::FromStr};

use serde::{Deserialize, Deserializer, de::Error};

/// A check box: sent when it is ticked, and not at all otherwise (with `#[serde(default)]`).
pub fn ticked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "yes" => Ok(true),
        other => Err(D::Error::custom(format!("a box ticked with {other:?}"))),
    }
}

/// A choice that may be left open: nothing, or an empty text, chooses nothing (with `#[serde(default)]`).
pub fn chosen<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(D::Error::custom)
}

domain::coded_enum! {
    /// An answer to a question that may be left open.
    pub enum YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// The person does not know, or would not say.
        Unknown = "unknown",
    }
}

impl From<YesNo> for Option<bool> {
    fn from(answer: YesNo) -> Self {
        match answer {
            YesNo::Yes => Some(true),
            YesNo::No => Some(false),
            YesNo::Unknown => None,
        }
    }
}
