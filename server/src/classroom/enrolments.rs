//! Learners' places in a cohort: adding somebody who is known, inviting somebody new, leaving.

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::tables::{cohort, enrolment};
use crate::{
    Actor, Error, Result, Services, db,
    identity::{
        audit,
        enrolment::running_at,
        invitations::{self, Invited},
        people,
        tables::person,
    },
};

/// The learners that could be added to a cohort: (id, name). For staff.
pub async fn candidates(actor: &Actor, services: &Services, cohort: Uuid) -> Result<Vec<(Uuid, String)>> {
    actor.require(&Role::STAFF)?;
    let db = services.db.read();
    let there: Vec<Uuid> = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(running_at(db::now()))
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.person_id)
        .collect();
    let people = person::Entity::find()
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Learner)))
        .filter(people::here())
        .order_by_asc(people::by_name())
        .all(db)
        .await?;
    Ok(people
        .into_iter()
        .filter(|person| !there.contains(&person.id))
        .map(|person| (person.id, person.name))
        .collect())
}

/// Adds a learner to a cohort; whoever has left comes back. For staff.
pub async fn enrol(actor: &Actor, services: &Services, cohort: Uuid, person: Option<Uuid>) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let chosen = Error::field("person", "学ぶ人を選んでください。", "Please choose a learner.");
    let Some(person) = person else {
        return Err(chosen);
    };
    let found = person::Entity::find_by_id(person)
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Learner)))
        .filter(people::here());
    if found.one(services.db.read()).await?.is_none() {
        return Err(chosen);
    }
    let tx = services.db.begin().await?;
    let cohort = cohort::Entity::find_by_id(cohort)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    db::lock::<person::Entity>(&tx, person).await?;
    match enrolment::Entity::find_by_id((cohort.id, person))
        .one(&tx)
        .await?
    {
        Some(row) if row.is_running_at(db::now()) => return Ok(()),
        Some(row) => {
            let mut row = row.into_active_model();
            row.ended_at = Set(None);
            row.update(&tx).await?;
        }
        None => {
            let row = enrolment::Model {
                cohort_id: cohort.id,
                person_id: person,
                enrolled_at: db::now(),
                ended_at: None,
            };
            row.into_active_model().insert(&tx).await?;
        }
    }
    audit::record(&tx, Some(actor.id), "enrolment.begun", Some(person), cohort.name).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a learner's place in a cohort. The marks stay. For staff.
pub async fn end(actor: &Actor, services: &Services, cohort: Uuid, person: Uuid) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let tx = services.db.begin().await?;
    let row = db::lock::<enrolment::Entity>(&tx, (cohort, person)).await?;
    if row.ended_at.is_some() {
        return Ok(());
    }
    let mut row = row.into_active_model();
    row.ended_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "enrolment.ended",
        Some(person),
        cohort.to_string(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Invites somebody new into a cohort; gives the path of the link to hand over, which is shown only
/// this once. The same form (`key`) makes one invitation. For staff.
pub async fn invite(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    cohort: Uuid,
    name: &str,
) -> Result<String> {
    actor.require(&Role::STAFF)?;
    cohort::Entity::find_by_id(cohort)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let invited = Invited {
        name: name.to_owned(),
        roles: vec![Role::Learner],
        ..Invited::default()
    };
    invitations::invite(actor, services, key, &invited, Some(cohort)).await
}
