//! Giving and taking roles; somebody stays administrator.

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{
    Actor, audit, links, people,
    tables::{person, person_role},
};
use crate::{Error, Result, Services, db};

/// Sets the roles of a person. For administrators; the last administrator stays one.
pub async fn set(actor: &Actor, services: &Services, id: Uuid, roles: &[Role]) -> Result<()> {
    actor.require(&[Role::Administrator])?;
    let tx = services.db.begin().await?;
    administrators_wait(&tx).await?;
    person::Entity::find_by_id(id)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let have: Vec<Role> = person_role::Entity::find()
        .filter(person_role::Column::PersonId.eq(id))
        .all(&tx)
        .await?
        .iter()
        .map(|row| row.role)
        .collect();
    for role in Role::ALL {
        match (have.contains(&role), roles.contains(&role)) {
            (false, true) => grant(&tx, id, role, Some(actor.id)).await?,
            (true, false) => {
                person_role::Entity::delete_by_id((id, role)).exec(&tx).await?;
                audit::record(&tx, Some(actor.id), "role.withdrawn", Some(id), role.code()).await?;
            }
            (true, true) | (false, false) => {}
        }
    }
    somebody_administers(&tx).await?;
    // What was handed out under other rights is worth nothing any more.
    if have != roles {
        links::void_for(&tx, id).await?;
        links::void_by(&tx, id).await?;
    }
    tx.commit().await?;
    services.sign_ins.forget_all();
    Ok(())
}

/// Holds off every other change of who administers until this one is done: of two at once, neither would
/// see that the other leaves nobody.
pub(super) async fn administrators_wait(tx: &sea_orm::DatabaseTransaction) -> Result<()> {
    person_role::Entity::find()
        .filter(person_role::Column::Role.eq(Role::Administrator))
        .order_by_asc(person_role::Column::PersonId)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(())
}

/// Refuses a change after which nobody with an open account would be administrator.
pub(super) async fn somebody_administers(tx: &sea_orm::DatabaseTransaction) -> Result<()> {
    let administrator = person::Entity::find()
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Administrator)))
        .filter(people::here())
        .one(tx)
        .await?;
    if administrator.is_none() {
        return Err(Error::refused(
            "管理者がひとりもいなくなります。先に、ほかの人を管理者にしてください。",
            "Nobody would be administrator any more. Make somebody else administrator first.",
        ));
    }
    Ok(())
}

/// Gives a role, and notes who gave it.
pub(crate) async fn grant(
    tx: &sea_orm::DatabaseTransaction,
    person: Uuid,
    role: Role,
    by: Option<Uuid>,
) -> Result<()> {
    let row = person_role::Model {
        person_id: person,
        role,
        granted_by: by,
        granted_at: db::now(),
    };
    row.into_active_model().insert(tx).await?;
    audit::record(tx, by, "role.granted", Some(person), role.code()).await
}
