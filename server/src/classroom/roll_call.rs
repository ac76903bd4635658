//! The roll call: every learner of a class session with the mark that counts, and setting marks.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    classroom::{
        Mark, MarkEntry, Method,
        check_in_code::{CheckIn, window},
        is_missed,
    },
    identity::{Role, policy::Field},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{
    made_up, marks, sessions,
    tables::{attendance_mark, class_session, cohort, enrolment},
};
use crate::{
    Actor, Error, Result, Services, db,
    identity::{audit, people, reading},
};

/// A learner on the sheet.
#[derive(Clone, Debug)]
pub struct RollCallLine {
    /// The person.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// The name's reading.
    pub kana: Option<String>,
    /// The mark that counts.
    pub mark: Option<Mark>,
    /// How it came to be.
    pub method: Option<Method>,
    /// Why the learner is away, when it was told.
    pub reason: String,
    /// Whether the one who looks may read such a reason.
    pub sees_reason: bool,
    /// When it was set.
    pub set_at: Option<DateTime<Utc>>,
    /// When the learner checked in, where that does not count since a hand has set another mark.
    pub checked_in: Option<DateTime<Utc>>,
    /// The day on which the absence was made up.
    pub made_up: Option<NaiveDate>,
    /// A mark that came later from a device and does not count, since this one had been set after it.
    pub late: Option<Late>,
}

/// A mark that came too late to count.
#[derive(Clone, Debug)]
pub struct Late {
    /// The mark; none would have taken the earlier one back.
    pub mark: Option<Mark>,
    /// When it was set.
    pub set_at: DateTime<Utc>,
    /// Why the learner is away, when it was told.
    pub reason: String,
}

/// The sheet of a class session.
pub struct RollCallSheet {
    /// The class session.
    pub session: class_session::Model,
    /// Its cohort.
    pub cohort: cohort::Model,
    /// Its learners, by reading.
    pub lines: Vec<RollCallLine>,
}

/// The sheet of a class session. For staff.
pub async fn sheet(actor: &Actor, services: &Services, id: Uuid) -> Result<RollCallSheet> {
    let (session, cohort) = sessions::get(actor, services, id).await?;
    let all = marks::all_rows(services.db.read(), id).await?;
    let late = marks::late(&all);
    let rows = marks::by_learner(all);
    let enrolled = enrolled(services, &session).await?;
    let mut persons = enrolled;
    persons.extend(rows.keys());
    persons.sort_unstable();
    persons.dedup();
    let made_up = made_up::days(services.db.read(), &persons).await?;
    let reasons = reading::among(actor, services, &persons, Field::AbsenceReason).await?;
    let mut lines: Vec<RollCallLine> = people::names_and_readings(services, &persons)
        .await?
        .into_iter()
        .map(|(person, (name, kana))| {
            let all = rows.get(&person).map(Vec::as_slice).unwrap_or_default();
            let row = marks::counting(all);
            let readable = reasons.contains(&person);
            let reason = |row: &attendance_mark::Model| match readable {
                true => row.reason.clone(),
                false => String::new(),
            };
            let mark = row.and_then(|row| row.mark.mark());
            let row = row.filter(|_| mark.is_some());
            RollCallLine {
                person,
                name,
                kana,
                mark,
                method: row.map(|row| row.method),
                reason: row.map(reason).unwrap_or_default(),
                sees_reason: readable,
                set_at: row.map(|row| row.set_at),
                checked_in: marks::overruled(all).map(|row| row.set_at),
                made_up: made_up.get(&(id, person)).copied().filter(|_| is_missed(mark)),
                late: late.get(&person).map(|row| Late {
                    mark: row.mark.mark(),
                    set_at: row.set_at,
                    reason: reason(row),
                }),
            }
        })
        .collect();
    lines.sort_by(|a, b| {
        let key = |line: &RollCallLine| (line.kana.clone().unwrap_or(line.name.clone()), line.person);
        key(a).cmp(&key(b))
    });
    let read = lines.iter().filter(|line| !line.reason.is_empty());
    let read: Vec<Uuid> = read.map(|line| line.person).collect();
    reading::note(actor, services, &read, &[Field::AbsenceReason]).await?;
    Ok(RollCallSheet {
        session,
        cohort,
        lines,
    })
}

/// The learners that belong to the cohort at the time of a class session.
pub(super) async fn enrolled(services: &Services, session: &class_session::Model) -> Result<Vec<Uuid>> {
    Ok(enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(session.cohort_id))
        .all(services.db.read())
        .await?
        .into_iter()
        .filter(|row| row.covers(session.starts_at, session.ends_at))
        .map(|row| row.person_id)
        .collect())
}

/// A mark that an instructor sets.
pub struct Setting<'a> {
    /// The learner.
    pub person: Uuid,
    /// The mark; none takes the earlier one back.
    pub mark: Option<Mark>,
    /// Why the learner is away. None leaves the reason as it is.
    pub reason: Option<&'a str>,
    /// The browser's key of this tap: sent twice, it writes once.
    pub key: Uuid,
    /// When it was tapped, where it was kept on a device since. None: now.
    pub at: Option<DateTime<Utc>>,
}

/// What a mark came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked {
    /// It counts.
    Counts,
    /// A newer one had been set before it arrived: that one counts, and this one is kept.
    TooLate,
}

/// Sets the mark of one learner. For those who teach. Of marks by several hands or devices, the one that
/// was tapped last counts, whenever it arrives; a check-in never replaces it.
pub async fn set(actor: &Actor, services: &Services, session: Uuid, setting: Setting<'_>) -> Result<Marked> {
    actor.require(&Role::TEACHING)?;
    actor.require_other(setting.person)?;
    let session = sessions::find(services, session).await?;
    let now = db::now();
    let at = setting.at.map_or(now, |at| at.min(now));
    refuse_mark(&session, setting.mark, at)?;
    let sees_reasons = reading::may(actor, services, setting.person, Field::AbsenceReason).await?;
    let tx = services.db.begin().await?;
    // The lock keeps two marks of one learner from each taking the other for older.
    enrolment::Entity::find_by_id((session.cohort_id, setting.person))
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let rows = marks::rows_of(&tx, session.id, setting.person).await?;
    let newer = rows
        .iter()
        .any(|row| row.set_at > at && marks::overtakes(row, setting.mark.is_some()));
    let marked = if newer { Marked::TooLate } else { Marked::Counts };
    let earlier = rows.partition_point(|row| row.set_at <= at);
    let before = marks::counting(&rows[..earlier]);
    let previous = before.and_then(|row| row.mark.mark());
    let kept = before
        .filter(|_| previous == setting.mark)
        .map(|row| row.reason.clone());
    // Whoever does not see the reason that is there does not mean to remove it with an empty field.
    let given = setting
        .reason
        .filter(|reason| sees_reasons || !reason.trim().is_empty());
    let reason = match (setting.mark, given) {
        (Some(Mark::Excused), Some(reason)) => reason.trim().to_owned(),
        (Some(Mark::Excused), None) => kept.clone().unwrap_or_default(),
        (Some(Mark::Present | Mark::Late | Mark::Absent) | None, _) => String::new(),
    };
    if previous == setting.mark && kept.unwrap_or_default() == reason {
        return Ok(marked);
    }
    // A page taken out of the browser's history may send an old key with a new mark.
    let replayed = attendance_mark::Entity::find_by_id(setting.key).one(&tx).await?;
    let id = match replayed {
        Some(row)
            if row.person_id == setting.person && row.mark == setting.mark.into() && row.reason == reason =>
        {
            return Ok(marked);
        }
        Some(_) => Uuid::now_v7(),
        None => setting.key,
    };
    let new = New {
        id,
        person: setting.person,
        mark: setting.mark,
        previous,
        reason,
        at,
        arrived_at: setting.at.map(|_| now),
    };
    write(&tx, actor, session.id, new).await?;
    tx.commit().await?;
    services.live.tell(session.id);
    Ok(marked)
}

/// Refuses a mark at a class that does not take place, or that has not begun.
fn refuse_mark(session: &class_session::Model, mark: Option<Mark>, at: DateTime<Utc>) -> Result<()> {
    if session.cancelled_at.is_some() && mark.is_some() {
        return Err(sessions::cancelled());
    }
    let early = matches!(
        window(session.starts_at, session.ends_at).at(at),
        CheckIn::TooEarly { .. }
    );
    if early && !matches!(mark, Some(Mark::Excused) | None) {
        return Err(Error::refused(
            "この授業は、まだ始まっていません。先につけられるのは「連絡あり」だけです。",
            "This class session has not begun. Only “excused” can be marked in advance.",
        ));
    }
    Ok(())
}

struct New {
    id: Uuid,
    person: Uuid,
    mark: Option<Mark>,
    previous: Option<Mark>,
    reason: String,
    at: DateTime<Utc>,
    arrived_at: Option<DateTime<Utc>>,
}

async fn write(tx: &DatabaseTransaction, actor: &Actor, session: Uuid, new: New) -> Result<()> {
    let (before, after) = (MarkEntry::from(new.previous), MarkEntry::from(new.mark));
    let detail = format!("{session}: {before} → {after}");
    attendance_mark::Model {
        id: new.id,
        class_session_id: session,
        person_id: new.person,
        mark: after,
        previous: new.previous,
        method: Method::RollCall,
        reason: new.reason,
        set_by: actor.id,
        set_at: new.at,
        arrived_at: new.arrived_at,
    }
    .into_active_model()
    .insert(tx)
    .await?;
    audit::record(tx, Some(actor.id), "attendance.marked", Some(new.person), detail).await
}

/// Marks whoever has no mark as present, but nobody themselves; gives the moment of it, which [`undo`] takes,
/// or none when nobody was unmarked. For those who teach.
pub async fn mark_rest(actor: &Actor, services: &Services, session: Uuid) -> Result<Option<i64>> {
    actor.require(&Role::TEACHING)?;
    let session = sessions::find(services, session).await?;
    refuse_mark(&session, Some(Mark::Present), db::now())?;
    let persons = enrolled(services, &session).await?;
    let tx = services.db.begin().await?;
    hold_learners(&tx, session.cohort_id).await?;
    let marked = marks::latest(&tx, &[session.id], &persons).await?;
    let at = db::now();
    let mut any = false;
    for person in persons.into_iter().filter(|person| *person != actor.id) {
        if marked.get(&(session.id, person)).copied().flatten().is_none() {
            let new = New {
                id: Uuid::now_v7(),
                person,
                mark: Some(Mark::Present),
                previous: None,
                reason: String::new(),
                at,
                arrived_at: None,
            };
            write(&tx, actor, session.id, new).await?;
            any = true;
        }
    }
    tx.commit().await?;
    services.live.tell(session.id);
    Ok(any.then(|| at.timestamp_micros()))
}

/// Keeps every other mark of a cohort's learners waiting until the transaction ends.
async fn hold_learners(tx: &DatabaseTransaction, cohort: Uuid) -> Result<()> {
    enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .order_by_asc(enrolment::Column::PersonId)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(())
}

/// Takes back the marks that [`mark_rest`] set at this moment, where no other mark came after. For
/// those who teach.
pub async fn undo(actor: &Actor, services: &Services, session: Uuid, moment: i64) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    let at = DateTime::from_timestamp_micros(moment).ok_or(Error::NotFound)?;
    let cohort = sessions::find(services, session).await?.cohort_id;
    let tx = services.db.begin().await?;
    hold_learners(&tx, cohort).await?;
    let now = db::now();
    for (person, row) in marks::latest_rows(&tx, session).await? {
        if row.set_at == at && row.set_by == actor.id && row.mark == MarkEntry::Present {
            let new = New {
                id: Uuid::now_v7(),
                person,
                mark: None,
                previous: Some(Mark::Present),
                reason: String::new(),
                at: now,
                arrived_at: None,
            };
            write(&tx, actor, session, new).await?;
        }
    }
    tx.commit().await?;
    services.live.tell(session);
    Ok(())
}
