//! A request as pages see it.

use std::{borrow::Cow, collections::HashMap, str::FromStr, sync::Arc};

use chrono::{DateTime, Utc};
use domain::Lang;
use serde::de::DeserializeOwned;
use server::{
    Actor, Error, FieldError, Result, Sentence, Services,
    http::RequestId,
    identity::sign_in::{self, Client},
};
use uuid::Uuid;

use super::{
    FromPosted, Pairs, Posted, Preferences, Waiting,
    draft::{self, Draft},
    posted::PostedFile,
};

/// A request as pages see it.
pub struct Req {
    /// The number of this request, for the log and for who quotes it.
    pub id: RequestId,
    /// The running classroom.
    pub services: Arc<Services>,
    /// Who asks, when signed in.
    pub actor: Option<Actor>,
    /// The language to answer in.
    pub lang: Lang,
    /// Text size and furigana.
    pub preferences: Preferences,
    /// Path and query, as in the browser's address.
    pub path: String,
    /// The parts of the path that the route names.
    pub params: HashMap<String, String>,
    /// The query.
    pub query: Pairs,
    /// The files that came with the form.
    pub files: Vec<PostedFile>,
    /// What waits on the device that asks.
    pub waiting: Waiting,
    /// What the last page wants to say here: "saved".
    pub flash: Option<String>,
    /// How many notices the signed-in person has not read.
    pub unread: u64,
    /// The cookie that says that somebody opened a packet in this browser (`matching::packet`).
    pub opened: String,
    /// The key of the form that was posted.
    pub(super) key: Option<Uuid>,
    /// When the form was filled, where a script kept it on its device since.
    pub filled_at: Option<DateTime<Utc>>,
    /// Whether a script asks, which reads JSON and no page.
    pub(super) script: bool,
    /// Whether the address is one that a learner's own device may keep.
    pub(super) keeps: bool,
    /// Whether something is kept on the device that asks, for whomever.
    pub(super) has_kept: bool,
    /// Whether the page is taken along for later, and nobody looks at it now.
    pub taking_home: bool,
    /// What was typed, where the page is shown again because of it.
    pub(super) draft: Option<Arc<Draft>>,
    /// The key of what was typed, in the page's address.
    pub(super) again: Option<Uuid>,
    /// The token of the sign-in's cookie.
    pub(super) token: Option<String>,
    /// What the device is known by (`identity::known_device`); only on its page.
    pub(super) device: String,
    /// The browser's name for drafts of visitors.
    pub(super) browser: Option<String>,
    /// The browser.
    pub user_agent: String,
    /// Where the request came from.
    pub address: String,
}

impl Req {
    /// The browser and its place, as a sign-in wants to know them.
    pub fn client(&self) -> Client<'_> {
        Client {
            user_agent: &self.user_agent,
            address: &self.address,
            device: &self.device,
            before: self.token.as_deref(),
        }
    }

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

    /// The page's address, with the key of what was typed where it is shown again because of that.
    pub(super) fn path_with_draft(&self) -> Cow<'_, str> {
        match self.again.filter(|_| self.draft.is_some()) {
            Some(key) => Cow::Owned(draft::again_at(&self.path, key)),
            None => Cow::Borrowed(&self.path),
        }
    }

    /// The key of the form that was posted, so that a form sent twice writes once; a new one where a
    /// program sent none.
    pub fn key<Id: From<Uuid>>(&self) -> Id {
        self.key.unwrap_or_else(Uuid::now_v7).into()
    }

    /// The query, as a struct; what it does not name, or says in a way that cannot be read, is as if it
    /// were not there.
    pub fn query_as<Q: DeserializeOwned + Default>(&self) -> Q {
        self.query.read().unwrap_or_default()
    }

    /// What is wrong with the form, where the page is shown again because of that.
    pub fn errors(&self) -> &[FieldError] {
        self.draft.as_ref().map_or(&[], |draft| draft.errors.as_slice())
    }

    /// Why what was typed was refused, where the page is shown again because of that.
    pub(super) fn refused(&self) -> Option<&Sentence> {
        self.draft.as_ref()?.refused.as_ref()
    }

    /// What was typed, by its fields, where the page is shown again because of it.
    pub fn typed_fields(&self) -> Option<&Pairs> {
        self.draft.as_ref().map(|draft| &draft.values)
    }

    /// What was typed, where the page is shown again because of it.
    pub fn typed<F: FromPosted>(&self) -> Option<F> {
        let fields = self.typed_fields()?.clone();
        F::read(Posted {
            fields,
            files: Vec::new(),
        })
        .ok()
    }

    /// Whose sign-in it was that this request came with, and that has ended.
    pub(super) async fn ended(&self) -> Result<Option<Uuid>> {
        match &self.token {
            Some(token) => sign_in::ended(&self.services, token).await,
            None => Ok(None),
        }
    }

    /// Whether a script asks, which reads JSON and no page.
    pub fn is_script(&self) -> bool {
        self.script
    }

    /// Whether the page is shown again because of what was typed.
    pub fn is_shown_again(&self) -> bool {
        self.draft.is_some()
    }
}
