//! One cohort with everything in it.

use std::collections::{BTreeSet, HashMap};

use domain::{
    classroom::{Rate, sum},
    identity::{
        Role,
        policy::{self, Field, Relation},
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    made_up, marks,
    missed::{self, Missed},
    rates,
    tables::{class_session, cohort, cohort_course, enrolment},
};
use crate::{
    Actor, Error, Result, Services,
    identity::{people, reading},
};

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
    /// The learners of whom the one who looks may read how they get on.
    pub readable: BTreeSet<Uuid>,
    /// Whether the one who looks may read how the class gets on.
    pub progress: bool,
}

/// A cohort with its timetable and learners. For staff.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<Full> {
    actor.require(&Role::STAFF)?;
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
    let names = people::names_and_readings(services, &persons).await?;
    let rates = rates::rates_in(services, &persons, id).await?;
    let session_ids: Vec<Uuid> = sessions.iter().map(|s| s.id).collect();
    let mut counts: HashMap<Uuid, (usize, usize)> = HashMap::new();
    let latest = marks::latest(db, &session_ids, &persons).await?;
    let made_up = made_up::days(db, &persons).await?;
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
    let readable = reading::among(actor, services, &persons, Field::Readiness).await?;
    let progress = policy::may_read(&actor.roles, Relation::Other, Field::Progress)
        || reading::teaches(actor, services, id).await?;
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
        readable,
        progress,
    })
}
