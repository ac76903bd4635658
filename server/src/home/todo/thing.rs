//! A thing that waits for somebody.

use chrono::{DateTime, NaiveDate, Utc};
use domain::home::{TodoKind, Urgency, urgency};
use uuid::Uuid;

use crate::db::list::Count;

/// A thing that waits.
#[derive(Clone, Debug)]
pub struct Todo {
    /// What it is.
    pub kind: TodoKind,
    /// What tells it from others of its kind.
    pub thing: String,
    /// About whom, where that is somebody with an account.
    pub person: Option<Uuid>,
    /// What that person, or whatever it is about, is called.
    pub name: String,
    /// What else tells it from others: the job, the test.
    pub about: String,
    /// The day that counts.
    pub due: Option<NaiveDate>,
    /// Since when it waits.
    pub since: Option<DateTime<Utc>>,
    /// Where it is done.
    pub link: String,
    /// Who may not do it: whoever signed what it is about.
    pub barred: Vec<Uuid>,
    /// Who handed it over to the acting person.
    pub from: Option<String>,
    /// How urgent it is.
    pub urgency: Urgency,
}

/// All of a kind.
#[derive(Clone, Debug)]
pub(super) struct OfKind {
    pub kind: TodoKind,
    pub things: Vec<Todo>,
    pub count: Count,
}

impl Todo {
    pub(super) fn new(kind: TodoKind, thing: impl ToString, name: impl Into<String>, link: String) -> Todo {
        Todo {
            kind,
            thing: thing.to_string(),
            person: None,
            name: name.into(),
            about: String::new(),
            due: None,
            since: None,
            link,
            barred: Vec::new(),
            from: None,
            urgency: Urgency::Later,
        }
    }

    pub(super) fn of(mut self, person: Uuid) -> Todo {
        self.person = Some(person);
        self
    }

    pub(super) fn about(mut self, about: impl Into<String>) -> Todo {
        self.about = about.into();
        self
    }

    pub(super) fn due(mut self, due: NaiveDate) -> Todo {
        self.due = Some(due);
        self
    }

    pub(super) fn since(mut self, since: DateTime<Utc>) -> Todo {
        self.since = Some(since);
        self
    }

    pub(super) fn not_for(mut self, barred: Vec<Uuid>) -> Todo {
        self.barred = barred;
        self
    }

    pub(super) fn judged(mut self, today: NaiveDate) -> Todo {
        self.urgency = urgency(self.kind, self.due, today);
        self
    }
}
