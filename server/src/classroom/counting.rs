//! Which class sessions count for a learner.

use chrono::{DateTime, Utc};
use domain::classroom::Mark;

use super::tables::{class_session, enrolment};

/// Whether a class session counts for a learner: it is held, not cancelled, and the learner belonged to the cohort.
/// Unmarked is not absent until the session is closed, however long ago it ended.
pub(super) fn counts(
    session: &class_session::Model,
    enrolment: &enrolment::Model,
    mark: Option<Mark>,
    now: DateTime<Utc>,
) -> bool {
    let held = session.closed_at.is_some() || (mark.is_some() && session.ends_at <= now);
    session.cancelled_at.is_none() && held && (belonged(session, enrolment) || mark.is_some())
}

/// Whether the learner belonged to the cohort when the class session took place.
pub(super) fn belonged(session: &class_session::Model, enrolment: &enrolment::Model) -> bool {
    session.ends_at > enrolment.enrolled_at
        && enrolment.ended_at.is_none_or(|ended| session.starts_at < ended)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::db;

    #[test]
    fn a_session_before_the_enrolment_or_not_closed_says_nothing() {
        let now = db::now();
        let hours = chrono::TimeDelta::hours;
        let mut session = class_session::Model {
            id: Uuid::now_v7(),
            cohort_id: Uuid::nil(),
            starts_at: now - hours(4),
            ends_at: now - hours(2),
            place: String::new(),
            topic: String::new(),
            secret: String::new(),
            closed_at: None,
            cancelled_at: None,
            cancelled_because: None,
        };
        let mut enrolment = enrolment::Model {
            cohort_id: Uuid::nil(),
            person_id: Uuid::nil(),
            enrolled_at: now - hours(9),
            ended_at: None,
        };
        assert!(
            !counts(&session, &enrolment, None, now),
            "unmarked is not absent until closed"
        );
        assert!(counts(&session, &enrolment, Some(Mark::Present), now));
        session.closed_at = Some(now);
        assert!(counts(&session, &enrolment, None, now));
        session.cancelled_at = Some(now);
        assert!(
            !counts(&session, &enrolment, Some(Mark::Excused), now),
            "a class that did not take place counts for nobody"
        );
        session.cancelled_at = None;
        enrolment.enrolled_at = now;
        assert!(
            !counts(&session, &enrolment, None, now),
            "nobody is absent before joining"
        );
        enrolment.enrolled_at = now - hours(9);
        enrolment.ended_at = Some(now - hours(5));
        assert!(
            !counts(&session, &enrolment, None, now),
            "nobody is absent after leaving"
        );
    }
}
