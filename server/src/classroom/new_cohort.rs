//! What the forms of a cohort send, and a new one with its weekly timetable.

use chrono::{Datelike, NaiveDate, TimeDelta};
use domain::identity::Role;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    sessions::{ENDS_LATER, new_session},
    tables::{class_session, cohort, cohort_course},
    teachers,
};
use crate::{Actor, Problems, Result, Services, db, forms::ticked, identity::audit};

/// More weekly class sessions than this are a mistyped year.
const MOST_SESSIONS: usize = 110;

/// What the forms of a new and of an old cohort send.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CohortFields {
    /// The name.
    pub name: String,
    /// Where it meets.
    pub place: String,
    /// The first day.
    pub starts_on: String,
    /// The last day.
    pub ends_on: String,
    /// What coming late is worth, in percent.
    pub late_percent: String,
    /// Whether excused sessions are left out of the rate.
    #[serde(default, deserialize_with = "ticked")]
    pub exclude_excused: bool,
    /// The courses it takes, in order.
    #[serde(default, rename = "course")]
    pub courses: Vec<String>,
    /// Who teaches it; nobody: whoever made it.
    #[serde(default, rename = "teacher")]
    pub teachers: Vec<Uuid>,
}

/// The weekly class of a new cohort, as its form sends it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeeklyClass {
    /// The weekday, 0 (Monday) to 6; empty for no weekly class.
    pub weekday: String,
    /// When a class starts, as `14:00`.
    pub starts: String,
    /// When it ends.
    pub ends: String,
}

/// What the form for a new cohort sends.
#[derive(Clone, Debug)]
pub struct NewCohort {
    /// What an old cohort has, too.
    pub fields: CohortFields,
    /// Its class.
    pub weekly: WeeklyClass,
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
    pub teachers: Vec<Uuid>,
}

/// The fields, when nothing is wrong with them.
pub(super) fn checked(services: &Services, fields: &CohortFields) -> Result<Fields> {
    let mut problems = Problems::new();
    let fields = check_fields(services, fields, &mut problems);
    problems.done()?;
    Ok(fields)
}

fn check_fields(services: &Services, new: &CohortFields, problems: &mut Problems) -> Fields {
    let name = problems.required("name", &new.name);
    let place = problems.required("place", &new.place);
    let starts_on = problems.date("starts_on", &new.starts_on);
    let ends_on = problems.date("ends_on", &new.ends_on);
    let both = starts_on != NaiveDate::default() && ends_on != NaiveDate::default();
    if both && ends_on < starts_on {
        problems.add(
            "ends_on",
            "最後の日は、最初の日より後にしてください。",
            "The last day must not be before the first.",
        );
    }
    let late = problems.number("late_percent", &new.late_percent, 0, 100);
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
        teachers: new.teachers.clone(),
    }
}

struct Checked {
    cohort: cohort::Model,
    courses: Vec<String>,
    teachers: Vec<Uuid>,
    days: Vec<NaiveDate>,
}

fn check(actor: &Actor, services: &Services, key: Uuid, new: &NewCohort) -> Result<Checked> {
    let mut problems = Problems::new();
    let fields = check_fields(services, &new.fields, &mut problems);
    let starts_minute = problems.time("starts", &new.weekly.starts);
    let ends_minute = problems.time("ends", &new.weekly.ends);
    if ends_minute != 0 && ends_minute <= starts_minute {
        problems.add("ends", ENDS_LATER.0, ENDS_LATER.1);
    }
    let weekday = match new.weekly.weekday.as_str() {
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
        id: key,
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
        teachers: fields.teachers,
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
pub fn preview(actor: &Actor, services: &Services, new: &NewCohort) -> Result<Vec<NaiveDate>> {
    actor.require(&Role::STAFF)?;
    Ok(check(actor, services, Uuid::nil(), new)?.days)
}

/// Makes a cohort under the form's key and, with a weekday, its class sessions: sent twice, it is made once.
/// For staff.
pub async fn create(actor: &Actor, services: &Services, key: Uuid, new: &NewCohort) -> Result<Uuid> {
    actor.require(&Role::STAFF)?;
    let Checked {
        cohort,
        courses,
        teachers,
        days,
    } = check(actor, services, key, new)?;
    let mut cohort = cohort;
    let before = cohort::Entity::find_by_id(key).one(services.db.read()).await?;
    if let Some(before) = before {
        // A page taken out of the browser's history may send an old key with another cohort.
        let same = before.created_by == actor.id
            && (&before.name, &before.place) == (&cohort.name, &cohort.place)
            && (before.starts_on, before.ends_on) == (cohort.starts_on, cohort.ends_on);
        if same {
            return Ok(key);
        }
        cohort.id = Uuid::now_v7();
    }
    let id = cohort.id;
    let sessions = days
        .iter()
        .map(|day| {
            let starts = services.config.moment(*day, cohort.starts_minute);
            let ends = services.config.moment(*day, cohort.ends_minute);
            Ok(new_session(id, &cohort.place, "", starts, ends)?.into_active_model())
        })
        .collect::<Result<Vec<_>>>()?;
    let detail = format!("{} ({} class sessions)", cohort.name, sessions.len());

    let tx = services.db.begin().await?;
    if !db::insert_once(&tx, cohort.into_active_model(), cohort::Column::Id).await? {
        return Ok(id);
    }
    take_courses(&tx, id, courses).await?;
    teachers::set(&tx, actor, id, &teachers).await?;
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
