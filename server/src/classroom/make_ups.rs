//! Making an absence up: at another class session that the learner came to, or alone on a day.

use domain::identity::Role;
use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, TimeDelta};
use domain::classroom::{Mark, is_missed};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{
    counting,
    made_up::{rows, spent, stored},
    marks, sessions,
    tables::{class_session, cohort, enrolment, make_up},
};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{audit, people, tables::person},
};

/// How long after an absence a class elsewhere is offered for it.
const LATER: TimeDelta = TimeDelta::days(90);

/// How an absence was made up.
pub struct MadeUp {
    /// The day.
    pub on: NaiveDate,
    /// The class session with its cohort's name; none when it was made up alone.
    pub session: Option<(class_session::Model, String)>,
    /// What was done, when it was made up alone.
    pub note: String,
    /// Who noted it.
    pub by: String,
}

/// An absence, and how it was or can be made up.
pub struct AbsenceSheet {
    /// The missed class session.
    pub session: class_session::Model,
    /// Its cohort.
    pub cohort: cohort::Model,
    /// The learner's name.
    pub name: String,
    /// The mark that counts.
    pub mark: Option<Mark>,
    /// Whether there is something to make up.
    pub missed: bool,
    /// How it was made up.
    pub made_up: Option<MadeUp>,
    /// Later class sessions of other cohorts that make up for nothing yet, with their cohorts' names; the
    /// earliest first.
    pub choices: Vec<(class_session::Model, String)>,
}

/// The sheet of a learner's absence from a class session. For those who teach.
pub async fn sheet(actor: &Actor, services: &Services, session: Uuid, person: Uuid) -> Result<AbsenceSheet> {
    actor.require(&Role::TEACHING)?;
    let (session, cohort) = sessions::get(actor, services, session).await?;
    let db = services.db.read();
    let (mark, missed) = absence(db, &session, person).await?;
    let row = rows(db, &[person])
        .await?
        .into_iter()
        .find(|row| row.absence_id == session.id);
    let made_up = match row {
        Some(row) => Some(shown(services, row).await?),
        None => None,
    };
    let choices = choices(db, &session, person).await?;
    let cohorts: Vec<Uuid> = choices.iter().map(|session| session.cohort_id).collect();
    let cohorts = cohort_names(db, cohorts).await?;
    let name = people::names_and_readings(services, &[person])
        .await?
        .remove(&person);
    let (name, _) = name.ok_or(Error::NotFound)?;
    Ok(AbsenceSheet {
        session,
        cohort,
        name,
        mark,
        missed,
        made_up,
        choices: with_names(choices, &cohorts),
    })
}

/// How an absence is to be made up, as the form sends it.
pub enum Way {
    /// At this class session of another cohort, which the learner came to as a guest; none: it was not
    /// chosen.
    Session(Option<Uuid>),
    /// Alone, on this day.
    Alone {
        /// The day, as `2026-11-24`.
        date: String,
        /// What was done.
        note: String,
    },
}

/// Notes that a learner made an absence up; `key` is the browser's key of this form: sent twice, it
/// writes once. For those who teach.
pub async fn add(
    actor: &Actor,
    services: &Services,
    (session, person): (Uuid, Uuid),
    way: Way,
    key: Uuid,
) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    actor.require_other(person)?;
    let session = sessions::find(services, session).await?;
    let tx = services.db.begin().await?;
    // One at a time for each learner: a class session makes up for one absence only.
    person::Entity::find_by_id(person)
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let (_, missed) = absence(&tx, &session, person).await?;
    if let Some(row) = make_up::Entity::find_by_id(key).one(&tx).await?
        && (row.absence_id, row.person_id) == (session.id, person)
        && row.removed_at.is_none()
    {
        return Ok(());
    }
    if !missed {
        return Err(Error::refused(
            "この授業には、補うお休みがありません。",
            "There is no absence to make up at this class session.",
        ));
    }
    let already = rows(&tx, &[person])
        .await?
        .iter()
        .any(|row| row.absence_id == session.id);
    if already {
        return Err(Error::refused(
            "このお休みは、もう補ってあります。",
            "This absence is made up already.",
        ));
    }
    let zone = services.config.zone;
    let (made_up_id, made_up_on, note) = match way {
        Way::Session(id) => {
            let chosen = chosen(&tx, &session, person, id).await?;
            let on = chosen.starts_at.with_timezone(&zone).date_naive();
            (Some(chosen.id), on, String::new())
        }
        Way::Alone { date, note } => {
            let from = session.starts_at.with_timezone(&zone).date_naive();
            let today = services.config.today();
            let (on, note) = alone(&date, &note, (from, today))?;
            (None, on, note)
        }
    };
    let used = make_up::Entity::find_by_id(key).one(&tx).await?.is_some();
    make_up::Model {
        id: if used { Uuid::now_v7() } else { key },
        absence_id: session.id,
        person_id: person,
        made_up_id,
        made_up_on,
        note,
        set_by: actor.id,
        set_at: db::now(),
        removed_by: None,
        removed_at: None,
    }
    .into_active_model()
    .insert(&tx)
    .await?;
    let detail = format!("{}: {made_up_on}", session.id);
    audit::record(&tx, Some(actor.id), "attendance.made_up", Some(person), detail).await?;
    tx.commit().await?;
    services.live.tell(session.id);
    Ok(())
}

async fn chosen(
    tx: &DatabaseTransaction,
    absence: &class_session::Model,
    person: Uuid,
    id: Option<Uuid>,
) -> Result<class_session::Model> {
    choices(tx, absence, person)
        .await?
        .into_iter()
        .find(|session| Some(session.id) == id)
        .ok_or_else(|| {
            Error::field(
                "made_up",
                "授業を選んでください。",
                "Please choose a class session.",
            )
        })
}

fn alone(date: &str, note: &str, (from, today): (NaiveDate, NaiveDate)) -> Result<(NaiveDate, String)> {
    let mut problems = Problems::new();
    let on = problems.date("date", date);
    if on != NaiveDate::default() && on < from {
        problems.add(
            "date",
            "休んだ日か、その後の日を選んでください。",
            "Please choose the day of the absence or a later one.",
        );
    }
    if on > today {
        problems.add(
            "date",
            "今日までの日を選んでください。補講は、終わってから書きます。",
            "Please choose a day up to today: a make-up is noted when it is done.",
        );
    }
    let note = problems.required("note", note);
    problems.done()?;
    Ok((on, note))
}

/// Takes the make-up of an absence back. For those who teach. Taking it back twice changes nothing.
pub async fn remove(actor: &Actor, services: &Services, session: Uuid, person: Uuid) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    actor.require_other(person)?;
    let tx = services.db.begin().await?;
    let mut any = false;
    for row in stored(&tx, &[person]).await? {
        if row.absence_id == session {
            any = true;
            let mut row = row.into_active_model();
            row.removed_by = Set(Some(actor.id));
            row.removed_at = Set(Some(db::now()));
            row.update(&tx).await?;
        }
    }
    if any {
        let detail = session.to_string();
        let action = "attendance.make_up_removed";
        audit::record(&tx, Some(actor.id), action, Some(person), detail).await?;
    }
    tx.commit().await?;
    services.live.tell(session);
    Ok(())
}

/// The mark that counts, and whether the learner missed the held class session.
async fn absence<C: ConnectionTrait>(
    db: &C,
    session: &class_session::Model,
    person: Uuid,
) -> Result<(Option<Mark>, bool)> {
    let enrolment = enrolment::Entity::find_by_id((session.cohort_id, person))
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let row = marks::latest_row(db, session.id, person).await?;
    let mark = row.and_then(|row| row.mark.mark());
    let counts = counting::counts(session, &enrolment, mark, db::now());
    Ok((mark, counts && is_missed(mark)))
}

/// Later class sessions of other cohorts that were held and make up for nothing yet. None that counts for the
/// learner anyway: a class counts once.
async fn choices<C: ConnectionTrait>(
    db: &C,
    absence: &class_session::Model,
    person: Uuid,
) -> Result<Vec<class_session::Model>> {
    let used: HashSet<Uuid> = rows(db, &[person])
        .await?
        .into_iter()
        .filter_map(|row| row.made_up_id)
        .collect();
    let later = class_session::Entity::find()
        .filter(class_session::Column::CohortId.ne(absence.cohort_id))
        .filter(class_session::Column::StartsAt.gt(absence.starts_at))
        .filter(class_session::Column::StartsAt.lte(absence.starts_at + LATER))
        .filter(class_session::Column::EndsAt.lte(db::now()))
        .filter(class_session::Column::CancelledAt.is_null())
        .order_by_asc(class_session::Column::StartsAt)
        .all(db)
        .await?;
    let ids: Vec<Uuid> = later.iter().map(|session| session.id).collect();
    let spent = spent(db, &ids, &[person]).await?;
    Ok(later
        .into_iter()
        .filter(|session| !used.contains(&session.id) && !spent.contains(&(session.id, person)))
        .collect())
}

async fn cohort_names<C: ConnectionTrait>(db: &C, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
    Ok(cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(ids))
        .all(db)
        .await?
        .into_iter()
        .map(|cohort| (cohort.id, cohort.name))
        .collect())
}

fn with_names(
    sessions: Vec<class_session::Model>,
    names: &HashMap<Uuid, String>,
) -> Vec<(class_session::Model, String)> {
    sessions
        .into_iter()
        .map(|session| {
            let name = names.get(&session.cohort_id).cloned().unwrap_or_default();
            (session, name)
        })
        .collect()
}

async fn shown(services: &Services, row: make_up::Model) -> Result<MadeUp> {
    let db = services.db.read();
    let session = match row.made_up_id {
        Some(id) => class_session::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let names = cohort_names(db, session.iter().map(|session| session.cohort_id).collect()).await?;
    let by = people::names_and_readings(services, &[row.set_by]).await?;
    Ok(MadeUp {
        on: row.made_up_on,
        session: with_names(session.into_iter().collect(), &names).pop(),
        note: row.note,
        by: by.into_values().next().map(|(name, _)| name).unwrap_or_default(),
    })
}
