//! A learner's own attendance, and telling an absence in advance.

use chrono::NaiveDate;
use domain::{
    classroom::{Mark, MarkEntry, Method, Rate, is_missed},
    identity::{Role, policy::Field},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use std::collections::HashMap;
use uuid::Uuid;

use super::{
    made_up, marks, rates, sessions,
    tables::{attendance_mark, class_session, cohort, enrolment},
};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{audit, reading},
};

/// A class session as the learner sees it.
pub struct AttendanceLine {
    /// The class session.
    pub session: class_session::Model,
    /// The cohort's name.
    pub cohort: String,
    /// The mark that counts.
    pub mark: Option<Mark>,
    /// The reason that was told.
    pub reason: String,
    /// Whether it has ended.
    pub past: bool,
    /// The day on which the absence was made up.
    pub made_up: Option<NaiveDate>,
}

/// A learner's attendance.
pub struct OwnAttendance {
    /// The rate over all cohorts.
    pub rate: Rate,
    /// Class sessions, the earliest first.
    pub lines: Vec<AttendanceLine>,
}

/// The class sessions of a learner with marks and rate. For the learner and staff.
pub async fn attendance(actor: &Actor, services: &Services, person: Uuid) -> Result<OwnAttendance> {
    actor.require_self_or(person, &Role::STAFF)?;
    let db = services.db.read();
    let now = db::now();
    let places = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(person))
        .all(db)
        .await?;
    let ids: Vec<Uuid> = places.iter().map(|place| place.cohort_id).collect();
    let names: HashMap<Uuid, String> = cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|cohort| (cohort.id, cohort.name))
        .collect();
    let sessions = class_session::Entity::find()
        .filter(class_session::Column::CohortId.is_in(ids))
        .order_by_asc(class_session::Column::StartsAt)
        .all(db)
        .await?;
    let mut rows = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::PersonId.eq(person))
        .all(db)
        .await?;
    rows.sort_by_key(|row| (row.class_session_id, row.set_at, row.id));
    let latest: HashMap<Uuid, &attendance_mark::Model> = rows
        .chunk_by(|a, b| a.class_session_id == b.class_session_id)
        .filter_map(|rows| Some((rows.first()?.class_session_id, marks::counting(rows)?)))
        .collect();
    let sees_reasons = reading::may(actor, services, person, Field::AbsenceReason).await?;
    let made_up = made_up::days(db, &[person]).await?;
    let lines = sessions
        .into_iter()
        .filter_map(|session| {
            let row = latest.get(&session.id);
            let mark = row.and_then(|row| row.mark.mark());
            let place = places.iter().find(|place| place.cohort_id == session.cohort_id)?;
            let belonged = place.covers(session.starts_at, session.ends_at);
            (belonged || mark.is_some()).then(|| AttendanceLine {
                cohort: names.get(&session.cohort_id).cloned().unwrap_or_default(),
                mark,
                reason: row
                    .filter(|_| mark.is_some() && sees_reasons)
                    .map(|row| row.reason.clone())
                    .unwrap_or_default(),
                made_up: made_up
                    .get(&(session.id, person))
                    .copied()
                    .filter(|_| is_missed(mark)),
                past: session.ends_at <= now || session.closed_at.is_some(),
                session,
            })
        })
        .collect();
    Ok(OwnAttendance {
        rate: rates::rate_of(services, person, None).await?,
        lines,
    })
}

/// The acting learner tells in advance that a class will be missed, and why.
pub async fn announce(actor: &Actor, services: &Services, session: Uuid, reason: &str) -> Result<()> {
    let mut problems = Problems::new();
    let reason = problems.required("reason", reason);
    problems.done()?;
    set(actor, services, session, Some(Mark::Excused), &reason).await
}

/// The acting learner takes an announcement back: "I can come after all."
pub async fn take_back(actor: &Actor, services: &Services, session: Uuid) -> Result<()> {
    set(actor, services, session, None, "").await
}

async fn set(
    actor: &Actor,
    services: &Services,
    session: Uuid,
    mark: Option<Mark>,
    reason: &str,
) -> Result<()> {
    let session = sessions::find(services, session).await?;
    if !sessions::cohorts_of(services, actor.id)
        .await?
        .contains(&session.cohort_id)
    {
        return Err(Error::NotFound);
    }
    if session.cancelled_at.is_some() {
        return Err(sessions::cancelled());
    }
    if session.starts_at <= db::now() || session.closed_at.is_some() {
        return Err(Error::refused(
            "この授業は、もう始まっています。教室に電話してください。",
            "This class has begun already. Please call the classroom.",
        ));
    }
    let tx = services.db.begin().await?;
    db::lock::<enrolment::Entity>(&tx, (session.cohort_id, actor.id)).await?;
    let before = marks::latest_row(&tx, session.id, actor.id).await?;
    let previous = before.as_ref().and_then(|row| row.mark.mark());
    let same = previous == mark && before.as_ref().is_some_and(|row| row.reason == reason);
    if same || previous.is_some_and(marks::was_there) || (previous.is_none() && mark.is_none()) {
        return Ok(());
    }
    let mark = MarkEntry::from(mark);
    let row = attendance_mark::Model {
        id: Uuid::now_v7(),
        class_session_id: session.id,
        person_id: actor.id,
        mark,
        previous,
        method: Method::Notice,
        reason: reason.to_owned(),
        set_by: actor.id,
        set_at: db::now(),
        arrived_at: None,
    };
    row.into_active_model().insert(&tx).await?;
    let detail = format!("{}: {mark}", session.id);
    audit::record(
        &tx,
        Some(actor.id),
        "attendance.announced",
        Some(actor.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    services.live.tell(session.id);
    Ok(())
}
