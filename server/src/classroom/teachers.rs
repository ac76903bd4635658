//! Who teaches a cohort: they read what concerns its learners (`identity::reading`).

use std::collections::BTreeSet;

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::{
    Actor, Error, Result, Services, db,
    identity::{
        audit, people,
        tables::{cohort_instructor, person},
    },
};

/// Everybody who may be named: id and name. For staff.
pub async fn choices(actor: &Actor, services: &Services) -> Result<Vec<(Uuid, String)>> {
    actor.require(&Role::STAFF)?;
    let found = person::Entity::find()
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Instructor)))
        .filter(people::here())
        .order_by_asc(person::Column::Kana)
        .order_by_asc(person::Column::Name)
        .all(services.db.read())
        .await?;
    Ok(found.into_iter().map(|person| (person.id, person.name)).collect())
}

/// The people that a cohort names. For staff.
pub async fn of(actor: &Actor, services: &Services, cohort: Uuid) -> Result<Vec<Uuid>> {
    actor.require(&Role::STAFF)?;
    let rows = cohort_instructor::Entity::find()
        .filter(cohort_instructor::Column::CohortId.eq(cohort))
        .all(services.db.read())
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Names who teaches a cohort from now on, with a line in the audit trail for each that is new or gone. The
/// caller holds the cohort.
pub(super) async fn set(
    tx: &DatabaseTransaction,
    actor: &Actor,
    cohort: Uuid,
    teachers: &[Uuid],
) -> Result<()> {
    let known: Vec<Uuid> = person::Entity::find()
        .filter(person::Column::Id.is_in(teachers.iter().copied()))
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Instructor)))
        .all(tx)
        .await?
        .into_iter()
        .map(|person| person.id)
        .collect();
    let wanted: BTreeSet<Uuid> = teachers.iter().copied().collect();
    if wanted.iter().any(|id| !known.contains(id)) {
        return Err(Error::field(
            "teacher",
            "先生の中から選んでください。",
            "Please choose among the instructors.",
        ));
    }
    let have: BTreeSet<Uuid> = cohort_instructor::Entity::find()
        .filter(cohort_instructor::Column::CohortId.eq(cohort))
        .all(tx)
        .await?
        .into_iter()
        .map(|row| row.person_id)
        .collect();
    let detail = cohort.to_string();
    for person_id in have.difference(&wanted) {
        cohort_instructor::Entity::delete_by_id((cohort, *person_id))
            .exec(tx)
            .await?;
        audit::record(
            tx,
            Some(actor.id),
            "cohort.teacher_removed",
            Some(*person_id),
            &detail,
        )
        .await?;
    }
    for person_id in wanted.difference(&have) {
        let row = cohort_instructor::Model {
            cohort_id: cohort,
            person_id: *person_id,
            since: db::now(),
        };
        row.into_active_model().insert(tx).await?;
        audit::record(
            tx,
            Some(actor.id),
            "cohort.teacher_named",
            Some(*person_id),
            &detail,
        )
        .await?;
    }
    Ok(())
}
