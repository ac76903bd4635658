//! An address: who may ask for what, and what answers. `crate::routes` lists them.

use std::{future::Future, pin::Pin};

use server::{Result, http::Who};

use super::{FromPosted, Posted, Reply, Req};

/// What a page gives: its answer, once it has it.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Reply>> + Send + 'a>>;

/// A page's `show`.
pub type Show = for<'a> fn(&'a Req) -> Answering<'a>;

/// A page's `submit`, with the form as it came.
pub type Submit = for<'a> fn(&'a Req, Posted) -> Answering<'a>;

/// Reads a posted form as the page does, and does nothing with it.
pub type Reads = fn(Posted) -> Result<()>;

/// Reads what a `submit` takes.
pub fn read_by<F: FromPosted, Answering>(_: impl Fn(&'static Req, F) -> Answering) -> Reads {
    |posted| F::read(posted).map(drop)
}

/// One address.
#[derive(Clone, Copy)]
pub struct Route {
    /// The path, with `{names}` for its variable parts.
    pub path: &'static str,
    /// Who may ask.
    pub who: Who,
    /// Answers GET.
    pub get: Option<Show>,
    /// Answers POST.
    pub post: Option<Submit>,
    /// Reads what is posted.
    pub reads: Option<Reads>,
    /// How much may be posted.
    pub takes: Takes,
    /// Whether scripts alone ask: the answer is JSON, whatever they say that they read.
    pub script: bool,
    /// Whether a learner's own device may keep the page, to show it without a line (`device`).
    pub keeps: bool,
}

/// How much may be posted to an address; `server::limits` has the sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A form.
    Form,
    /// A form with a text as long as an essay.
    LongForm,
    /// A form that may bring files.
    Files,
}

impl Route {
    /// The address takes what is not a short form.
    pub const fn takes(self, takes: Takes) -> Route {
        Route { takes, ..self }
    }

    /// The page may be kept on a learner's own device: nothing is on it but what is everybody's to read, or
    /// this learner's own.
    pub const fn kept(self) -> Route {
        Route { keeps: true, ..self }
    }
}
