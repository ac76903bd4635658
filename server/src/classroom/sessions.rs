//! Class sessions: adding one, closing and reopening it, and which one is next or running.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    classroom::{Mark, check_in_code::OPENS_BEFORE_MINUTES},
    identity::Role,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    JoinType, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    marks,
    tables::{class_session, cohort, enrolment},
};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{Token, audit, enrolment::running_at},
};

/// A class session that is not stored yet.
pub(super) fn new_session(
    cohort: Uuid,
    place: &str,
    topic: &str,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> Result<class_session::Model> {
    Ok(class_session::Model {
        id: Uuid::now_v7(),
        cohort_id: cohort,
        starts_at,
        ends_at,
        place: place.to_owned(),
        topic: topic.to_owned(),
        secret: Token::new()?.as_str().to_owned(),
        closed_at: None,
        cancelled_at: None,
        cancelled_because: None,
    })
}

/// What the form for one more class session sends.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// The day, as `2026-11-24`.
    pub date: String,
    /// The start, as `14:00`.
    pub starts: String,
    /// The end, as `16:00`.
    pub ends: String,
    /// Where; empty for the cohort's place.
    pub place: String,
    /// What it is about; may be empty.
    pub topic: String,
}

/// Adds one class session to a cohort under the form's key: sent twice, it is added once. For those who
/// teach, and coordinators.
pub async fn add(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    cohort: Uuid,
    new: NewSession,
) -> Result<Uuid> {
    actor.require(&Role::STAFF)?;
    let cohort = cohort::Entity::find_by_id(cohort)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let (from, to) = times(services, &new)?;
    let mut session = new_session(cohort.id, place(&new, &cohort), new.topic.trim(), from, to)?;
    let before = class_session::Entity::find_by_id(key)
        .one(services.db.read())
        .await?;
    // A page taken out of the browser's history may send an old key with another class.
    if before
        .is_none_or(|before| before.cohort_id == session.cohort_id && before.starts_at == session.starts_at)
    {
        session.id = key;
    }
    let id = session.id;
    db::insert_once(
        services.db.write(),
        session.into_active_model(),
        class_session::Column::Id,
    )
    .await?;
    Ok(id)
}

/// When a class begins and ends, by its form.
pub(super) fn times(services: &Services, new: &NewSession) -> Result<(DateTime<Utc>, DateTime<Utc>)> {
    let mut problems = Problems::new();
    let date = problems.date("date", &new.date);
    let starts = problems.time("starts", &new.starts);
    let ends = problems.time("ends", &new.ends);
    if !new.ends.trim().is_empty() && ends <= starts {
        problems.add("ends", ENDS_LATER.0, ENDS_LATER.1);
    }
    problems.done()?;
    Ok((
        services.config.moment(date, starts),
        services.config.moment(date, ends),
    ))
}

/// Where a class meets, by its form: empty is the cohort's place.
pub(super) fn place<'a>(new: &'a NewSession, cohort: &'a cohort::Model) -> &'a str {
    match new.place.trim() {
        "" => &cohort.place,
        place => place,
    }
}

/// Said beside the end of a class that ends before it starts.
pub(super) const ENDS_LATER: (&str, &str) = (
    "終わりは、始まりより後にしてください。",
    "The end must be after the start.",
);

/// A class session and its cohort. For staff.
pub async fn get(
    actor: &Actor,
    services: &Services,
    id: Uuid,
) -> Result<(class_session::Model, cohort::Model)> {
    actor.require(&Role::STAFF)?;
    let session = find(services, id).await?;
    let cohort = cohort::Entity::find_by_id(session.cohort_id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    Ok((session, cohort))
}

/// The day of a class session, where the classroom is. For staff.
pub async fn day(actor: &Actor, services: &Services, id: Uuid) -> Result<NaiveDate> {
    let (session, _) = get(actor, services, id).await?;
    Ok(session
        .starts_at
        .with_timezone(&services.config.zone)
        .date_naive())
}

pub(super) async fn find(services: &Services, id: Uuid) -> Result<class_session::Model> {
    class_session::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)
}

/// Closes a class session: from now on whoever has no mark counts as absent. For those who teach.
/// Closing twice changes nothing.
pub async fn close(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    let tx = services.db.begin().await?;
    let session = db::lock::<class_session::Entity>(&tx, id).await?;
    if session.starts_at > db::now() {
        return Err(Error::refused(
            "この授業は、まだ始まっていません。",
            "This class session has not started yet.",
        ));
    }
    if session.cancelled_at.is_some() {
        return Err(cancelled());
    }
    if session.closed_at.is_some() {
        return Ok(());
    }
    set_closed(actor, &tx, session, Some(db::now()), "class_session.closed").await?;
    tx.commit().await?;
    services.live.tell(id);
    Ok(())
}

/// Said where something is done at a class that does not take place.
pub(super) fn cancelled() -> Error {
    Error::refused("この授業は、お休みになりました。", "This class is cancelled.")
}

/// Opens a closed class session again. For those who teach.
pub async fn reopen(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    let tx = services.db.begin().await?;
    let session = db::lock::<class_session::Entity>(&tx, id).await?;
    if session.closed_at.is_none() {
        return Ok(());
    }
    set_closed(actor, &tx, session, None, "class_session.reopened").await?;
    tx.commit().await?;
    services.live.tell(id);
    Ok(())
}

async fn set_closed(
    actor: &Actor,
    tx: &DatabaseTransaction,
    session: class_session::Model,
    closed_at: Option<DateTime<Utc>>,
    action: &str,
) -> Result<()> {
    let id = session.id;
    let mut session = session.into_active_model();
    session.closed_at = Set(closed_at);
    session.update(tx).await?;
    audit::record(tx, Some(actor.id), action, Some(id), "").await
}

/// The cohorts that a person belongs to now.
pub(super) async fn cohorts_of(services: &Services, person: Uuid) -> Result<Vec<Uuid>> {
    Ok(enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(running_at(db::now()))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|enrolment| enrolment.cohort_id)
        .collect())
}

/// The class sessions of every cohort that run now or begin within a day, the earliest first, each with
/// its cohort's name; at most six. For those who work here.
pub async fn soon(actor: &Actor, services: &Services) -> Result<Vec<(class_session::Model, String)>> {
    actor.require(&Role::STAFF)?;
    let now = db::now();
    let sessions = class_session::Entity::find()
        .filter(class_session::Column::EndsAt.gt(now))
        .filter(class_session::Column::StartsAt.lt(now + TimeDelta::days(1)))
        .filter(class_session::Column::ClosedAt.is_null())
        .filter(class_session::Column::CancelledAt.is_null())
        .order_by_asc(class_session::Column::StartsAt)
        .limit(6)
        .all(services.db.read())
        .await?;
    let names: HashMap<Uuid, String> = cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(sessions.iter().map(|session| session.cohort_id)))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|cohort| (cohort.id, cohort.name))
        .collect();
    Ok(sessions
        .into_iter()
        .map(|session| {
            let name = names.get(&session.cohort_id).cloned().unwrap_or_default();
            (session, name)
        })
        .collect())
}

/// The coming classes of a person.
#[derive(Debug, Default)]
pub struct Coming {
    /// The class session that is running or comes next.
    pub next: Option<class_session::Model>,
    /// The person's mark for it: checked in already, or told that they cannot come.
    pub mark: Option<Mark>,
    /// Those before it that do not take place.
    pub cancelled: Vec<class_session::Model>,
}

/// How many class sessions are looked at for the next one: so many in a row are hardly cancelled.
const AHEAD: u64 = 30;

/// The coming classes of a person. For other services.
pub async fn coming(services: &Services, person: Uuid) -> Result<Coming> {
    let cohorts = cohorts_of(services, person).await?;
    if cohorts.is_empty() {
        return Ok(Coming::default());
    }
    let sessions = class_session::Entity::find()
        .filter(class_session::Column::CohortId.is_in(cohorts))
        .filter(class_session::Column::EndsAt.gt(db::now()))
        .filter(class_session::Column::ClosedAt.is_null())
        .order_by_asc(class_session::Column::StartsAt)
        .limit(AHEAD)
        .all(services.db.read())
        .await?;
    let mut coming = Coming::default();
    for session in sessions {
        if session.cancelled_at.is_none() {
            coming.next = Some(session);
            break;
        }
        coming.cancelled.push(session);
    }
    if let Some(next) = &coming.next {
        let marks = marks::latest(services.db.read(), &[next.id], &[person]).await?;
        coming.mark = marks.get(&(next.id, person)).copied().flatten();
    }
    Ok(coming)
}

/// How many class sessions are still to be held in the cohorts of each person; nobody without any is in
/// the answer. For other services; one query for everybody.
pub async fn left(services: &Services, persons: &[Uuid]) -> Result<HashMap<Uuid, u32>> {
    let now = db::now();
    let rows: Vec<(Uuid, i64)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::PersonId)
        .column_as(class_session::Column::Id.count(), "left")
        .join(
            JoinType::InnerJoin,
            enrolment::Entity::belongs_to(class_session::Entity)
                .from(enrolment::Column::CohortId)
                .to(class_session::Column::CohortId)
                .into(),
        )
        .filter(enrolment::Column::PersonId.is_in(persons.iter().copied()))
        .filter(running_at(now))
        .filter(class_session::Column::EndsAt.gt(now))
        .filter(class_session::Column::ClosedAt.is_null())
        .filter(class_session::Column::CancelledAt.is_null())
        .group_by(enrolment::Column::PersonId)
        .into_tuple()
        .all(services.db.read())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(person, left)| (person, u32::try_from(left).unwrap_or(u32::MAX)))
        .collect())
}

/// The class session of a person that is running or comes next. For other services.
pub async fn next_session(services: &Services, person: Uuid) -> Result<Option<class_session::Model>> {
    Ok(coming(services, person).await?.next)
}

/// The class sessions of a person that take check-ins now, the earliest first.
pub(super) async fn running(services: &Services, person: Uuid) -> Result<Vec<class_session::Model>> {
    let cohorts = cohorts_of(services, person).await?;
    if cohorts.is_empty() {
        return Ok(Vec::new());
    }
    let now = db::now();
    Ok(class_session::Entity::find()
        .filter(class_session::Column::CohortId.is_in(cohorts))
        .filter(class_session::Column::StartsAt.lte(now + TimeDelta::minutes(OPENS_BEFORE_MINUTES)))
        .filter(class_session::Column::EndsAt.gt(now))
        .filter(class_session::Column::ClosedAt.is_null())
        .filter(class_session::Column::CancelledAt.is_null())
        .order_by_asc(class_session::Column::StartsAt)
        .all(services.db.read())
        .await?)
}

/// The running class session that a person has checked in to, if any: work done now is done in
/// class. For other services.
pub async fn in_session_now(services: &Services, person: Uuid) -> Result<Option<Uuid>> {
    let ids: Vec<Uuid> = running(services, person)
        .await?
        .iter()
        .map(|session| session.id)
        .collect();
    let marks = marks::latest(services.db.read(), &ids, &[person]).await?;
    Ok(ids.into_iter().find(|id| {
        let mark = marks.get(&(*id, person)).copied().flatten();
        matches!(mark, Some(Mark::Present | Mark::Late))
    }))
}
