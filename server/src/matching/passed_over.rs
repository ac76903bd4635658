//! Passing a person over for an opening, this time: the person leaves the list until that is undone.
//! The reason is for colleagues; employers never see it.

use domain::identity::Role;
use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict};
use uuid::Uuid;

use super::{openings, tables::passed_over};
use crate::{
    Actor, Error, Result, Services, db,
    identity::{audit, tables::person},
};

/// Passes a person over for an opening. Again is harmless; the newest reason stays.
pub async fn pass_over(
    actor: &Actor,
    services: &Services,
    opening: Uuid,
    person: Uuid,
    reason: &str,
) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    actor.require_other(person)?;
    openings::find(services, opening).await?;
    let tx = services.db.begin().await?;
    person::Entity::find_by_id(person)
        .one(&tx)
        .await?
        .filter(|person| person.erased_at.is_none())
        .ok_or(Error::NotFound)?;
    let row = passed_over::Model {
        opening_id: opening,
        person_id: person,
        reason: reason.trim().to_owned(),
        by_person: actor.id,
        at: db::now(),
    };
    let newest = [
        passed_over::Column::Reason,
        passed_over::Column::ByPerson,
        passed_over::Column::At,
    ];
    let again = OnConflict::columns([passed_over::Column::OpeningId, passed_over::Column::PersonId])
        .update_columns(newest)
        .to_owned();
    let detail = format!("{opening}: {}", row.reason);
    passed_over::Entity::insert(row.into_active_model())
        .on_conflict(again)
        .exec_without_returning(&tx)
        .await?;
    audit::record(&tx, Some(actor.id), "match.passed_over", Some(person), detail).await?;
    Ok(tx.commit().await?)
}

/// Takes a person back onto the list of an opening.
pub async fn take_back(actor: &Actor, services: &Services, opening: Uuid, person: Uuid) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    actor.require_other(person)?;
    let tx = services.db.begin().await?;
    let gone = passed_over::Entity::delete_by_id((opening, person))
        .exec(&tx)
        .await?
        .rows_affected;
    if gone > 0 {
        let detail = opening.to_string();
        audit::record(&tx, Some(actor.id), "match.taken_back", Some(person), detail).await?;
    }
    Ok(tx.commit().await?)
}

/// Who is passed over for an opening, by person. For the services of this room.
pub(super) async fn of(services: &Services, opening: Uuid) -> Result<HashMap<Uuid, passed_over::Model>> {
    Ok(passed_over::Entity::find()
        .filter(passed_over::Column::OpeningId.eq(opening))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|row| (row.person_id, row))
        .collect())
}
