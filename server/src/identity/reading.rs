//! Reading about others: what the policy allows the acting person, whom the acting person teaches, and the
//! note in the audit trail that somebody read. The table itself is `domain::identity::policy`.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use dashmap::DashMap;
use domain::identity::{
    Role,
    policy::{self, Field, Relation},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Actor, people,
    tables::{audit_entry, cohort, cohort_instructor, enrolment, person},
};
use crate::{Error, Result, Services, db};

/// The word under which the audit trail notes that somebody read.
pub const READ: &str = "record.read";

/// Reading the same again within this time is one reading.
const SAME: Duration = Duration::from_secs(30 * 60);

/// How many readings are remembered before the old ones are forgotten.
const MOST: usize = 20_000;

/// How many readings a person is shown, the newest first.
const SHOWN: u64 = 100;

/// Selects the ids of the cohorts that a person teaches: those that name the person; of those that name
/// nobody, the ones that the person made, and those whose maker is no instructor.
fn cohorts_of(teacher: Uuid) -> SelectStatement {
    let named = |by: Option<Uuid>| {
        let mut select = Query::select();
        select
            .column(cohort_instructor::Column::CohortId)
            .from(cohort_instructor::Entity);
        if let Some(by) = by {
            select.and_where(cohort_instructor::Column::PersonId.eq(by));
        }
        select.take()
    };
    let made = Condition::any()
        .add(cohort::Column::CreatedBy.eq(teacher))
        .add(cohort::Column::CreatedBy.not_in_subquery(people::with_role(Role::Instructor)));
    let names_nobody = Condition::all()
        .add(cohort::Column::Id.not_in_subquery(named(None)))
        .add(made);
    Query::select()
        .column(cohort::Column::Id)
        .from(cohort::Entity)
        .cond_where(
            Condition::any()
                .add(cohort::Column::Id.in_subquery(named(Some(teacher))))
                .add(names_nobody),
        )
        .take()
}

/// That a column holds somebody whom a person teaches.
fn taught(teacher: Uuid, column: impl ColumnTrait) -> Condition {
    let mine = Query::select()
        .column(enrolment::Column::PersonId)
        .from(enrolment::Entity)
        .and_where(enrolment::Column::CohortId.in_subquery(cohorts_of(teacher)))
        .take();
    let anybody = Query::select()
        .column(enrolment::Column::PersonId)
        .from(enrolment::Entity)
        .take();
    Condition::any()
        .add(column.in_subquery(mine))
        .add(column.not_in_subquery(anybody))
}

/// Which people of a column the acting person may read a field of; none: everybody.
pub(crate) fn readable(actor: &Actor, field: Field, column: impl ColumnTrait) -> Option<Condition> {
    if policy::may_read(&actor.roles, Relation::Other, field) {
        return None;
    }
    let mut some = Condition::any();
    if policy::may_read(&actor.roles, Relation::Own, field) {
        some = some.add(column.eq(actor.id));
    }
    if policy::may_read(&actor.roles, Relation::Taught, field) {
        some = some.add(taught(actor.id, column));
    }
    if some.is_empty() {
        // Nobody.
        some = some.add(column.is_null());
    }
    Some(some)
}

/// Of these people, those of whom the acting person may read a field.
pub(crate) async fn among(
    actor: &Actor,
    services: &Services,
    persons: &[Uuid],
    field: Field,
) -> Result<BTreeSet<Uuid>> {
    let Some(which) = readable(actor, field, person::Column::Id) else {
        return Ok(persons.iter().copied().collect());
    };
    let found: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Id.is_in(persons.iter().copied()))
        .filter(which)
        .into_tuple()
        .all(services.db.read())
        .await?;
    Ok(found.into_iter().collect())
}

/// Whether the acting person may read a field of a person.
pub async fn may(actor: &Actor, services: &Services, person: Uuid, field: Field) -> Result<bool> {
    let relation = if actor.id == person {
        Relation::Own
    } else {
        Relation::Other
    };
    if policy::may_read(&actor.roles, relation, field) {
        return Ok(true);
    }
    if !policy::may_read(&actor.roles, Relation::Taught, field) {
        return Ok(false);
    }
    Ok(among(actor, services, &[person], field).await?.contains(&person))
}

/// Fails unless the acting person may read a field of a person; as not found where there is no such person.
pub async fn require(actor: &Actor, services: &Services, person: Uuid, field: Field) -> Result<()> {
    if may(actor, services, person, field).await? {
        return Ok(());
    }
    let known = person::Entity::find_by_id(person).one(services.db.read()).await?;
    match (known, actor.is_staff()) {
        (None, true) => Err(Error::NotFound),
        (Some(_), _) | (None, false) => Err(Error::Forbidden),
    }
}

/// Whether the acting person teaches a cohort.
pub(crate) async fn teaches(actor: &Actor, services: &Services, cohort: Uuid) -> Result<bool> {
    let found = cohort::Entity::find_by_id(cohort)
        .filter(cohort::Column::Id.in_subquery(cohorts_of(actor.id)))
        .count(services.db.read())
        .await?;
    Ok(actor.is(Role::Instructor) && found > 0)
}

/// What was noted lately, so that it is not noted again: reader, person and fields.
#[derive(Default)]
pub struct Lately(DashMap<(Uuid, Option<Uuid>, String), Instant>);

impl Lately {
    fn knows(&self, reader: Uuid, subject: Option<Uuid>, fields: &str) -> bool {
        let key = (reader, subject, fields.to_owned());
        self.0.get(&key).is_some_and(|at| at.elapsed() < SAME)
    }

    fn keep(&self, reader: Uuid, subject: Option<Uuid>, fields: &str) {
        if self.0.len() >= MOST {
            self.0.retain(|_, at| at.elapsed() < SAME);
        }
        self.0
            .insert((reader, subject, fields.to_owned()), Instant::now());
    }
}

/// Notes in the audit trail that the acting person read these fields of people; reading about oneself is not
/// noted.
pub async fn note(actor: &Actor, services: &Services, subjects: &[Uuid], fields: &[Field]) -> Result<()> {
    let others = subjects.iter().filter(|subject| **subject != actor.id);
    write(
        actor,
        services,
        others.map(|subject| Some(*subject)).collect(),
        fields,
    )
    .await
}

/// As [`note`], where a list shows everybody.
pub async fn note_everybody(actor: &Actor, services: &Services, fields: &[Field]) -> Result<()> {
    write(actor, services, vec![None], fields).await
}

async fn write(
    actor: &Actor,
    services: &Services,
    subjects: Vec<Option<Uuid>>,
    fields: &[Field],
) -> Result<()> {
    let noted = fields.iter().filter(|field| policy::rule_of(**field).noted);
    let detail = noted.map(|field| field.code()).collect::<Vec<_>>().join(", ");
    let new: Vec<Option<Uuid>> = subjects
        .into_iter()
        .filter(|subject| !services.readings.knows(actor.id, *subject, &detail))
        .collect();
    if new.is_empty() || detail.is_empty() {
        return Ok(());
    }
    let at = db::now();
    let rows = new.iter().map(|subject| {
        let row = audit_entry::Model {
            id: Uuid::now_v7(),
            at,
            actor_id: Some(actor.id),
            action: READ.to_owned(),
            subject_id: *subject,
            detail: detail.clone(),
        };
        row.into_active_model()
    });
    audit_entry::Entity::insert_many(rows)
        .exec_without_returning(services.db.write())
        .await?;
    for subject in new {
        services.readings.keep(actor.id, subject, &detail);
    }
    Ok(())
}

/// That somebody read something about the acting person.
#[derive(Clone, Debug)]
pub struct Reading {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// What.
    pub fields: Vec<Field>,
}

/// Who read about the acting person, the newest first.
pub async fn of_mine(actor: &Actor, services: &Services) -> Result<Vec<Reading>> {
    let rows = audit_entry::Entity::find()
        .filter(audit_entry::Column::SubjectId.eq(actor.id))
        .filter(audit_entry::Column::Action.eq(READ))
        .order_by_desc(audit_entry::Column::Id)
        .limit(SHOWN)
        .all(services.db.read())
        .await?;
    let names = people::names(services, rows.iter().filter_map(|row| row.actor_id)).await?;
    Ok(rows
        .into_iter()
        .map(|row| Reading {
            at: row.at,
            by: row
                .actor_id
                .and_then(|id| names.get(&id).cloned())
                .unwrap_or_default(),
            fields: row
                .detail
                .split(", ")
                .filter_map(|code| code.parse().ok())
                .collect(),
        })
        .collect())
}
