//! Cohorts: the list, a new one with its weekly timetable, and one with everything in it.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, TimeDelta};
use domain::classroom::{Rate, sum};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{
    make_ups, marks,
    missed::{self, Missed},
    rates,
    sessions::{ENDS_LATER, STAFF, moment, new_session},
    tables::{class_session, cohort, cohort_course, enrolment},
};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{audit, tables::person},
};

/// More weekly class sessions than this are a mistyped year.
const MOST_SESSIONS: usize = 110;

/// A cohort as a line of the list.
pub struct Line {
    /// The cohort.
    pub cohort: cohort::Model,
    /// Learners that belong to it now.
    pub learners: usize,
    /// Its class sessions, without those that do not take place.
    pub sessions: usize,
    /// The next class session that has not ended.
    pub next: Option<class_session::Model>,
}

/// Every cohort whose name or place holds `search`, the latest start first. For staff.
pub async fn list(actor: &Actor, services: &Services, search: &str) -> Result<Vec<Line>> {
    actor.require(&STAFF)?;
    let db = services.db.read();
    let cohorts = cohort::Entity::find()
        .order_by_desc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Name)
        .all(db)
        .await?;
    let mut learners: HashMap<Uuid, usize> = HashMap::new();
    for row in enrolment::Entity::find()
        .filter(enrolment::Column::EndedAt.is_null())
        .all(db)
        .await?
    {
        *learners.entry(row.cohort_id).or_default() += 1;
    }
    let now = db::now();
    let mut sessions: HashMap<Uuid, (usize, Option<class_session::Model>)> = HashMap::new();
    for row in class_session::Entity::find()
        .order_by_asc(class_session::Column::StartsAt)
        .all(db)
        .await?
    {
        if row.cancelled_at.is_some() {
            continue;
        }
        let entry = sessions.entry(row.cohort_id).or_default();
        entry.0 += 1;
        if entry.1.is_none() && row.ends_at > now && row.closed_at.is_none() {
            entry.1 = Some(row);
        }
    }
    let search = search.trim().to_lowercase();
    Ok(cohorts
        .into_iter()
        .filter(|c| c.name.to_lowercase().contains(&search) || c.place.to_lowercase().contains(&search))
        .map(|cohort| {
            let (sessions, next) = sessions.remove(&cohort.id).unwrap_or_default();
            Line {
                learners: learners.get(&cohort.id).copied().unwrap_or_default(),
                sessions,
                next,
                cohort,
            }
        })
        .collect())
}

/// What the forms of a new and of an old cohort send.
pub struct CohortFields<'a> {
    /// The name.
    pub name: &'a str,
    /// Where it meets.
    pub place: &'a str,
    /// The first day.
    pub starts_on: &'a str,
    /// The last day.
    pub ends_on: &'a str,
    /// What coming late is worth, in percent.
    pub late_percent: &'a str,
    /// Whether excused sessions are left out of the rate.
    pub exclude_excused: bool,
    /// The courses it takes, in order.
    pub courses: Vec<String>,
}

/// What the form for a new cohort sends.
pub struct NewCohort<'a> {
    /// What an old cohort has, too.
    pub fields: CohortFields<'a>,
    /// The weekday of its class, 0 (Monday) to 6; empty for no weekly class.
    pub weekday: &'a str,
    /// When a class starts, as `14:00`.
    pub starts: &'a str,
    /// When it ends.
    pub ends: &'a str,
}

/// The fields of a cohort, as they are stored.
pub(super) struct Fields {
    pub name: String,
    pub place: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub late_weight: f64,
    pub exclude_excused: bool,
    pub courses: Vec<String>,
}

/// The fields, when nothing is wrong with them.
pub(super) fn checked(services: &Services, fields: &CohortFields<'_>) -> Result<Fields> {
    let mut problems = Problems::new();
    let fields = check_fields(services, fields, &mut problems);
    problems.done()?;
    Ok(fields)
}

fn check_fields(services: &Services, new: &CohortFields<'_>, problems: &mut Problems) -> Fields {
    let name = problems.required("name", new.name);
    let place = problems.required("place", new.place);
    let starts_on = problems.date("starts_on", new.starts_on);
    let ends_on = problems.date("ends_on", new.ends_on);
    let both = starts_on != NaiveDate::default() && ends_on != NaiveDate::default();
    if both && ends_on < starts_on {
        problems.add(
            "ends_on",
            "最後の日は、最初の日より後にしてください。",
            "The last day must not be before the first.",
        );
    }
    let late = problems.number("late_percent", new.late_percent, 0, 100);
    let live = services.catalog.courses();
    if new
        .courses
        .iter()
        .any(|id| !live.iter().any(|revision| revision.course.id == *id))
    {
        problems.add("course", "このコースはありません。", "There is no such course.");
    }
    Fields {
        name,
        place,
        starts_on,
        ends_on,
        late_weight: f64::from(late) / 100.0,
        exclude_excused: new.exclude_excused,
        courses: new.courses.clone(),
    }
}

struct Checked {
    cohort: cohort::Model,
    courses: Vec<String>,
    days: Vec<NaiveDate>,
}

fn check(actor: &Actor, services: &Services, new: &NewCohort<'_>) -> Result<Checked> {
    let mut problems = Problems::new();
    let fields = check_fields(services, &new.fields, &mut problems);
    let starts_minute = problems.time("starts", new.starts);
    let ends_minute = problems.time("ends", new.ends);
    if ends_minute != 0 && ends_minute <= starts_minute {
        problems.add("ends", ENDS_LATER.0, ENDS_LATER.1);
    }
    let weekday = match new.weekday {
        "" => None,
        text => Some(problems.number("weekday", text, 0, 6)),
    };
    let days = weekday
        .map(|day| weekly(fields.starts_on, fields.ends_on, day))
        .unwrap_or_default();
    if days.len() > MOST_SESSIONS {
        problems.add(
            "ends_on",
            format!("授業が {} 回になります。日付を確かめてください。", days.len()),
            format!(
                "That would be {} class sessions. Please check the dates.",
                days.len()
            ),
        );
    }
    problems.done()?;
    let cohort = cohort::Model {
        id: Uuid::now_v7(),
        name: fields.name,
        place: fields.place,
        starts_on: fields.starts_on,
        ends_on: fields.ends_on,
        weekday,
        starts_minute,
        ends_minute,
        late_weight: fields.late_weight,
        exclude_excused: fields.exclude_excused,
        created_by: actor.id,
        created_at: db::now(),
    };
    Ok(Checked {
        cohort,
        courses: fields.courses,
        days,
    })
}

/// Every day from `from` to `to` that is this weekday, 0 (Monday) to 6.
pub fn weekly(from: NaiveDate, to: NaiveDate, weekday: i32) -> Vec<NaiveDate> {
    let ahead = (i64::from(weekday) - i64::from(from.weekday().num_days_from_monday())).rem_euclid(7);
    std::iter::successors(Some(from + TimeDelta::days(ahead)), |day| {
        Some(*day + TimeDelta::days(7))
    })
    .take_while(|day| *day <= to)
    .collect()
}

/// The days on which the new cohort would meet, without making it. For staff.
pub fn preview(actor: &Actor, services: &Services, new: &NewCohort<'_>) -> Result<Vec<NaiveDate>> {
    actor.require(&STAFF)?;
    Ok(check(actor, services, new)?.days)
}

/// Makes a cohort and, with a weekday, its class sessions. For staff.
pub async fn create(actor: &Actor, services: &Services, new: &NewCohort<'_>) -> Result<Uuid> {
    actor.require(&STAFF)?;
    let Checked {
        cohort,
        courses,
        days,
    } = check(actor, services, new)?;
    let id = cohort.id;
    let sessions = days
        .iter()
        .map(|day| {
            let starts = moment(&services.config, *day, cohort.starts_minute);
            let ends = moment(&services.config, *day, cohort.ends_minute);
            Ok(new_session(id, &cohort.place, "", starts, ends)?.into_active_model())
        })
        .collect::<Result<Vec<_>>>()?;
    let detail = format!("{} ({} class sessions)", cohort.name, sessions.len());

    let tx = services.db.begin().await?;
    cohort.into_active_model().insert(&tx).await?;
    take_courses(&tx, id, courses).await?;
    if !sessions.is_empty() {
        class_session::Entity::insert_many(sessions)
            .exec_without_returning(&tx)
            .await?;
    }
    audit::record(&tx, Some(actor.id), "cohort.created", Some(id), detail).await?;
    tx.commit().await?;
    Ok(id)
}

/// Notes which courses a cohort takes, in this order.
pub(super) async fn take_courses(
    tx: &DatabaseTransaction,
    cohort_id: Uuid,
    courses: Vec<String>,
) -> Result<()> {
    for (position, course_id) in (0..).zip(courses) {
        let row = cohort_course::Model {
            cohort_id,
            course_id,
            position,
        };
        row.into_active_model().insert(tx).await?;
    }
    Ok(())
}

/// A class session with how many came.
pub struct Meeting {
    /// The class session.
    pub session: class_session::Model,
    /// Learners marked present or late.
    pub came: usize,
    /// Learners that have any mark.
    pub marked: usize,
}

/// A learner of a cohort.
pub struct Learner {
    /// The person.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// The name's reading.
    pub kana: Option<String>,
    /// The place in the cohort.
    pub enrolment: enrolment::Model,
    /// The rate in this cohort.
    pub rate: Rate,
    /// The held class sessions that this learner missed, the earliest first.
    pub missed: Vec<Missed>,
}

/// A cohort with everything in it.
pub struct Full {
    /// The cohort.
    pub cohort: cohort::Model,
    /// The ids of its courses, in order.
    pub courses: Vec<String>,
    /// Its class sessions, the earliest first.
    pub meetings: Vec<Meeting>,
    /// Its learners by reading, those who left last.
    pub learners: Vec<Learner>,
    /// The learners' rates together.
    pub rate: Rate,
}

/// A cohort with its timetable and learners. For staff.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<Full> {
    actor.require(&STAFF)?;
    let db = services.db.read();
    let cohort = cohort::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let courses = cohort_course::Entity::find()
        .filter(cohort_course::Column::CohortId.eq(id))
        .order_by_asc(cohort_course::Column::Position)
        .all(db)
        .await?;
    let sessions = class_session::Entity::find()
        .filter(class_session::Column::CohortId.eq(id))
        .order_by_asc(class_session::Column::StartsAt)
        .all(db)
        .await?;
    let enrolments = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(id))
        .all(db)
        .await?;
    let persons: Vec<Uuid> = enrolments.iter().map(|e| e.person_id).collect();
    let names = names(services, &persons).await?;
    let rates = rates::rates_in(services, &persons, id).await?;
    let session_ids: Vec<Uuid> = sessions.iter().map(|s| s.id).collect();
    let mut counts: HashMap<Uuid, (usize, usize)> = HashMap::new();
    let latest = marks::latest(db, &session_ids, &persons).await?;
    let made_up = make_ups::days(db, &persons).await?;
    for ((session, _), mark) in &latest {
        let Some(mark) = *mark else { continue };
        let entry = counts.entry(*session).or_default();
        entry.0 += usize::from(super::was_there(mark));
        entry.1 += 1;
    }
    let mut learners: Vec<Learner> = enrolments
        .into_iter()
        .filter_map(|enrolment| {
            let (name, kana) = names.get(&enrolment.person_id).cloned()?;
            let rate = rates
                .get(&enrolment.person_id)
                .copied()
                .unwrap_or_else(|| sum(&[]));
            let missed = missed::of(&sessions, &enrolment, &latest, &made_up);
            Some(Learner {
                missed,
                person: enrolment.person_id,
                name,
                kana,
                enrolment,
                rate,
            })
        })
        .collect();
    learners.sort_by(|a, b| {
        let key = |l: &Learner| {
            (
                l.enrolment.ended_at.is_some(),
                l.kana.clone().unwrap_or(l.name.clone()),
            )
        };
        key(a).cmp(&key(b))
    });
    let all: Vec<Rate> = learners.iter().map(|l| l.rate).collect();
    Ok(Full {
        cohort,
        courses: courses.into_iter().map(|row| row.course_id).collect(),
        meetings: sessions
            .into_iter()
            .map(|session| {
                let (came, marked) = counts.get(&session.id).copied().unwrap_or_default();
                Meeting {
                    session,
                    came,
                    marked,
                }
            })
            .collect(),
        learners,
        rate: sum(&all),
    })
}

/// Names and readings of people.
pub(super) async fn names(
    services: &Services,
    persons: &[Uuid],
) -> Result<HashMap<Uuid, (String, Option<String>)>> {
    Ok(person::Entity::find()
        .filter(person::Column::Id.is_in(persons.iter().copied()))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|person| (person.id, (person.name, person.kana)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekly_class_meets_from_its_first_to_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let tuesdays = weekly(day("2026-11-01"), day("2026-11-24"), 1);
        assert_eq!(
            tuesdays,
            [
                day("2026-11-03"),
                day("2026-11-10"),
                day("2026-11-17"),
                day("2026-11-24")
            ]
        );
        assert!(weekly(day("2026-11-04"), day("2026-11-09"), 1).is_empty());
    }
}
