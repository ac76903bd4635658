//! The people of the classroom, for those who work here.

use std::collections::{BTreeSet, HashMap};

use domain::{folding, identity::Role};
use futures::future::BoxFuture;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Actor,
    tables::{cohort, person, person_role},
};
use crate::{
    Error, Result, Services,
    db::{Db, folded, list},
};

/// The names of these people, by their ids. For other services, which have asked who may.
/// Boxed, so that the future does not carry the iterator's type, and with it borrows, across its wait.
pub(crate) fn names(
    services: &Services,
    people: impl IntoIterator<Item = Uuid>,
) -> BoxFuture<'_, Result<HashMap<Uuid, String>>> {
    let people: BTreeSet<Uuid> = people.into_iter().collect();
    Box::pin(async move {
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        Ok(person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .column(person::Column::Name)
            .filter(person::Column::Id.is_in(people))
            .into_tuple()
            .all(services.db.read())
            .await?
            .into_iter()
            .collect())
    })
}

/// The names and readings of these people, by their ids. For other services, which have asked who may.
pub(crate) async fn names_and_readings(
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

/// That a person is here: neither erased nor with a closed account.
pub(crate) fn here() -> Condition {
    Condition::all()
        .add(person::Column::ErasedAt.is_null())
        .add(person::Column::ClosedAt.is_null())
}

/// People whose name, reading or sign-in name has these words, however they are typed.
pub(crate) fn named(words: &str) -> Condition {
    let texts = [person::Column::Name, person::Column::Kana, person::Column::Email];
    folded::found(words, person::Entity).add(list::contains(words, texts.map(|text| text.into_expr())))
}

/// What people are sorted by: the name's reading, the name where there is none.
pub(crate) fn by_name() -> Expr {
    let names = [person::Column::Kana.into_expr(), person::Column::Name.into_expr()];
    folded::sorted(person::Entity, names)
}

/// Writes what people are searched and sorted by where it is not as it should be, and readings and sign-in
/// names as they are kept now; for a start. A sign-in name that another has stays as it is.
pub async fn refold(db: &Db) -> Result<()> {
    let everybody = person::Entity::find().all(db.read()).await?;
    let mut taken: BTreeSet<String> = everybody
        .iter()
        .filter_map(|person| person.email.clone())
        .collect();
    for person in &everybody {
        let kana = person.kana.as_deref().map(folding::reading);
        let email = person.email.as_deref().map(folding::sign_in_name);
        let free = |email: &String| !taken.contains(email);
        let renamed = email.filter(|email| !email.is_empty() && free(email));
        if kana == person.kana && renamed.is_none() {
            continue;
        }
        let mut change = person::ActiveModel {
            id: Set(person.id),
            kana: Set(kana),
            ..Default::default()
        };
        if let Some(email) = renamed {
            taken.insert(email.clone());
            change.email = Set(Some(email));
        }
        change.update(db.write()).await?;
    }
    let everybody = person::Entity::find().all(db.read()).await?;
    folded::renew(
        db.write(),
        "person",
        everybody.iter().map(|person| (person.id, person.keys())),
    )
    .await?;
    let cohorts = cohort::Entity::find().all(db.read()).await?;
    folded::renew(
        db.write(),
        "cohort",
        cohorts.iter().map(|cohort| (cohort.id, cohort.keys())),
    )
    .await?;
    Ok(())
}

/// Selects the ids of those who have a role.
pub(crate) fn with_role(role: Role) -> SelectStatement {
    Query::select()
        .column(person_role::Column::PersonId)
        .from(person_role::Entity)
        .and_where(person_role::Column::Role.eq(role))
        .to_owned()
}

/// The name of a person, for pages about that person. For staff and the person.
pub async fn name(actor: &Actor, services: &Services, id: Uuid) -> Result<String> {
    actor.require_self_or(id, &Role::STAFF)?;
    let person = person::Entity::find_by_id(id)
        .filter(person::Column::ErasedAt.is_null())
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    Ok(person.name)
}

/// Every learner who is here, by id.
pub(crate) async fn learners(services: &Services) -> Result<HashMap<Uuid, String>> {
    let people = person::Entity::find()
        .filter(person::Column::Id.in_subquery(with_role(Role::Learner)))
        .filter(here())
        .all(services.db.read())
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect())
}
