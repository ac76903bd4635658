//! The held class sessions that a learner missed, and which of them were made up.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::classroom::{Mark, is_missed};
use uuid::Uuid;

use super::{
    counting,
    tables::{class_session, enrolment},
};
use crate::db;

/// A held class session that a learner missed.
pub struct Missed {
    /// The class session.
    pub session: Uuid,
    /// When it started.
    pub starts_at: DateTime<Utc>,
    /// Absent or excused; none when the roll call left it out.
    pub mark: Option<Mark>,
    /// The day on which it was made up.
    pub made_up: Option<NaiveDate>,
}

/// What a learner missed, in the order of the class sessions.
pub(super) fn of(
    sessions: &[class_session::Model],
    enrolment: &enrolment::Model,
    latest: &HashMap<(Uuid, Uuid), Option<Mark>>,
    made_up: &HashMap<(Uuid, Uuid), NaiveDate>,
) -> Vec<Missed> {
    let now = db::now();
    sessions
        .iter()
        .filter_map(|session| {
            let place = (session.id, enrolment.person_id);
            let mark = latest.get(&place).copied().flatten();
            let missed = is_missed(mark) && counting::counts(session, enrolment, mark, now);
            missed.then(|| Missed {
                session: session.id,
                starts_at: session.starts_at,
                mark,
                made_up: made_up.get(&place).copied(),
            })
        })
        .collect()
}
