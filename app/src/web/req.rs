//! A request as pages see it.

use std::{collections::HashMap, str::FromStr, sync::Arc};

use domain::Lang;
use server::{Actor, Error, FieldError, Result, Sentence, Services};
use uuid::Uuid;

use super::Look;

/// Names and values of a form or query, in their order; a name may come several times.
#[derive(Clone, Debug, Default)]
pub struct Pairs(pub(super) Vec<(String, String)>);

impl Pairs {
    /// The first value of a name, or an empty text.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the name came at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// Nothing came.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every pair.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A file that came with a form. It lies on the disk until the request is answered.
pub struct PostedFile {
    /// The field's name.
    pub field: String,
    /// The file's name on the sender's device.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Where it lies.
    pub path: tempfile::TempPath,
}

/// A request as pages see it.
pub struct Req {
    /// The running classroom.
    pub services: Arc<Services>,
    /// Who asks, when signed in.
    pub actor: Option<Actor>,
    /// The language to answer in.
    pub lang: Lang,
    /// Text size and furigana.
    pub look: Look,
    /// Path and query, as in the browser's address.
    pub path: String,
    /// The parts of the path that the route names.
    pub params: HashMap<String, String>,
    /// The query.
    pub query: Pairs,
    /// The form that was posted; also when a page is shown again because of an error in it.
    pub form: Pairs,
    /// The files that came with the form.
    pub files: Vec<PostedFile>,
    /// What is wrong with the form.
    pub errors: Vec<FieldError>,
    /// Why the post was refused.
    pub refused: Option<Sentence>,
    /// What the last page wants to say here: "saved".
    pub said: Option<String>,
    /// The browser.
    pub user_agent: String,
    /// Where the request came from.
    pub address: String,
}

impl Req {
    /// The signed-in person.
    pub fn actor(&self) -> Result<&Actor> {
        self.actor.as_ref().ok_or(Error::SignInNeeded)
    }

    /// A part of the path that the route names, as it came.
    pub fn param_text(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// A part of the path that the route names. What cannot be read is a page that does not exist.
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T> {
        self.param_text(name).parse().map_err(|_| Error::NotFound)
    }

    /// A field of the form that is an id.
    pub fn form_id<T: FromStr>(&self, name: &str) -> Result<T> {
        self.form.get(name).parse().map_err(|_| Error::NotFound)
    }

    /// Where a text leads, when it is an address of this site; else the start page. Browsers read a
    /// backslash as a slash and leave out control characters, so `/\t/elsewhere` is another site too.
    pub fn own_address(text: &str) -> &str {
        let own = text.starts_with('/') && !text.starts_with("//");
        if own && !text.contains(|c: char| c == '\\' || c.is_control()) {
            text
        } else {
            "/"
        }
    }

    /// The client's key of this form, so that a form sent twice writes once; a new one where the form
    /// has none.
    pub fn key<Id: From<Uuid>>(&self) -> Id {
        self.form
            .get("key")
            .parse()
            .unwrap_or_else(|_| Uuid::now_v7())
            .into()
    }
}
