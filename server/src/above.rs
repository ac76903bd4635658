//! What a room asks of the rooms above it. The question is named here in words of the rooms below; the
//! house ([`Services`]) puts the answers in place when it starts, so that no room names a higher one.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;
use domain::events::Event;
use futures::future::BoxFuture;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::{
    Result, Services,
    catalog::{
        Revision, RuleRevision,
        plan::{CourseAttempts, PersonPlan},
    },
    identity::own_data::rules::RoomData,
};

/// Courses by id, as they would be; none for one that would go.
pub type Courses = HashMap<String, Option<Arc<Revision>>>;
/// Rules by id, as they would be; none for one that would go.
pub type Rules = BTreeMap<String, Option<Arc<RuleRevision>>>;

/// About whom courses and rules would say something else.
pub type PeopleChanged =
    for<'a> fn(&'a Services, &'a Courses, &'a Rules) -> BoxFuture<'a, Result<Vec<PersonPlan>>>;

/// Who of some people is at work, each with the last day where it is known.
pub type AtWork =
    for<'a> fn(&'a Services, &'a [Uuid]) -> BoxFuture<'a, Result<HashMap<Uuid, Option<NaiveDate>>>>;

/// The questions, each with the function that answers it.
#[derive(Clone, Copy)]
pub struct Above {
    /// How many attempts at a course (its id) began on other revisions than the one of this hash.
    pub attempts_elsewhere:
        for<'a> fn(&'a Services, &'a str, Option<&'a str>) -> BoxFuture<'a, Result<CourseAttempts>>,
    /// About whom the rules would say something else with these courses and rules.
    pub people_changed: PeopleChanged,
    /// The running class session that a person has checked in to.
    pub class_now: for<'a> fn(&'a Services, Uuid) -> BoxFuture<'a, Result<Option<Uuid>>>,
    /// Of some people, those who have a job or are about to begin it.
    pub at_work: AtWork,
    /// Tells the people it is about what has happened, in the transaction in which it happens; nobody hears
    /// of what they did themselves.
    pub notify: Notify,
    /// What each room holds about people, in the order of the rooms.
    pub own_data: &'static [RoomData],
}

/// Writes the notices of an event that a person (or nobody who has an account) has done.
pub type Notify = for<'a> fn(&'a DatabaseTransaction, Option<Uuid>, &'a Event) -> BoxFuture<'a, Result<News>>;

/// Whom notices were written for. After the commit, [`News::arrived`] makes them be seen at once.
#[must_use = "notices are marked in the menu at once when `arrived` is called after the commit"]
#[derive(Debug, Default)]
pub struct News(pub Vec<Uuid>);

impl News {
    /// The transaction is committed.
    pub fn arrived(self, services: &Services) {
        services.unread.forget(&self.0);
    }
}
