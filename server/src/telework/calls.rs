//! Calls between somebody of the classroom and a learner: to check the environment together, and to ask
//! from home. What is said and shown goes from browser to browser and is kept nowhere; that a call was, is.

use domain::{
    identity::{Role, policy::Field},
    readiness::How,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::tables::call;
use crate::{
    Actor, Error, Result, Services,
    db::{self, lock},
    identity::{audit, people, reading, tables::person},
    readiness::{checklist, tables::checklist_entry},
};

/// For how many hours an invitation stands.
pub const HOURS: i64 = 3;

/// The item of a rule's checklist that a call is evidence of.
const ITEM: &str = "camera-call";

/// A call as its page shows it.
pub struct CallPage {
    /// The call.
    pub call: call::Model,
    /// The name of the other side.
    pub other: String,
    /// Whether the acting person invited.
    pub hosts: bool,
    /// Whether the call has ended, or the invitation is too old.
    pub is_over: bool,
    /// Of the two, the one that gives way when both offer at the same moment.
    pub is_polite: bool,
}

fn is_over(call: &call::Model) -> bool {
    call.ended_at.is_some() || call.created_at < db::now() - chrono::TimeDelta::hours(HOURS)
}

/// Invites a learner to a call; where one stands between the two already, gives that. For staff
/// who may read how ready the learner is.
pub async fn invite(actor: &Actor, services: &Services, person: Uuid) -> Result<Uuid> {
    actor.require(&Role::STAFF)?;
    if person == actor.id {
        return Err(Error::Forbidden);
    }
    reading::require(actor, services, person, Field::Readiness).await?;
    let tx = services.db.begin().await?;
    let invited = lock::<person::Entity>(&tx, person).await?;
    if invited.closed_at.is_some() || invited.erased_at.is_some() {
        return Err(Error::NotFound);
    }
    let standing = call::Entity::find()
        .filter(call::Column::PersonId.eq(person))
        .filter(call::Column::HostId.eq(actor.id))
        .filter(call::Column::EndedAt.is_null())
        .order_by_desc(call::Column::CreatedAt)
        .limit(1)
        .one(&tx)
        .await?;
    if let Some(call) = standing.filter(|call| !is_over(call)) {
        return Ok(call.id);
    }
    let row = call::Model {
        id: Uuid::now_v7(),
        person_id: person,
        host_id: actor.id,
        created_at: db::now(),
        joined_at: None,
        ended_at: None,
    };
    let id = row.id;
    row.into_active_model().insert(&tx).await?;
    audit::record(&tx, Some(actor.id), "call.invited", Some(person), "").await?;
    tx.commit().await?;
    Ok(id)
}

/// The call, for the two who are in it.
pub(super) async fn own(actor: &Actor, services: &Services, id: Uuid) -> Result<call::Model> {
    call::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .filter(|call| call.person_id == actor.id || call.host_id == actor.id)
        .ok_or(Error::NotFound)
}

/// The call that runs, for the two who are in it.
pub(super) async fn running(actor: &Actor, services: &Services, id: Uuid) -> Result<call::Model> {
    let call = own(actor, services, id).await?;
    if is_over(&call) {
        return Err(Error::NotFound);
    }
    Ok(call)
}

/// A call. For the two who are in it.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<CallPage> {
    let call = own(actor, services, id).await?;
    let hosts = call.host_id == actor.id;
    let other = if hosts { call.person_id } else { call.host_id };
    let name = people::names(services, [other]).await?.remove(&other);
    Ok(CallPage {
        other: name.unwrap_or_default(),
        hosts,
        is_over: is_over(&call),
        is_polite: actor.id > other,
        call,
    })
}

/// The call that the acting person is invited to now, with who invited.
pub async fn invitation(actor: &Actor, services: &Services) -> Result<Option<(Uuid, String)>> {
    let since = db::now() - chrono::TimeDelta::hours(HOURS);
    let Some(call) = call::Entity::find()
        .filter(call::Column::PersonId.eq(actor.id))
        .filter(call::Column::EndedAt.is_null())
        .filter(call::Column::CreatedAt.gt(since))
        .order_by_desc(call::Column::CreatedAt)
        .limit(1)
        .one(services.db.read())
        .await?
    else {
        return Ok(None);
    };
    let name = people::names(services, [call.host_id])
        .await?
        .remove(&call.host_id);
    Ok(Some((call.id, name.unwrap_or_default())))
}

/// Notes that the invited person came.
pub(super) async fn join(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    let tx = services.db.begin().await?;
    let row = lock::<call::Entity>(&tx, id).await?;
    if row.joined_at.is_some() || row.person_id != actor.id {
        return Ok(());
    }
    let mut row = row.into_active_model();
    row.joined_at = Set(Some(db::now()));
    row.update(&tx).await?;
    Ok(tx.commit().await?)
}

/// Ends a call. For the two who are in it; ended twice, it ends once.
pub async fn end(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    own(actor, services, id).await?;
    let tx = services.db.begin().await?;
    let row = lock::<call::Entity>(&tx, id).await?;
    if row.ended_at.is_some() {
        return Ok(());
    }
    let person = row.person_id;
    let mut row = row.into_active_model();
    row.ended_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "call.ended", Some(person), "").await?;
    tx.commit().await?;
    services.calls.forget(id);
    Ok(())
}

/// Notes what was seen in the call: evidence of the checklists that ask for a call with camera and sound.
/// Said twice, it is noted once. For whoever invited, once the other side came.
pub async fn observed(actor: &Actor, services: &Services, id: Uuid, fine: bool) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let tx = services.db.begin().await?;
    let call = lock::<call::Entity>(&tx, id).await?;
    if call.host_id != actor.id {
        return Err(match call.person_id == actor.id {
            true => Error::Forbidden,
            false => Error::NotFound,
        });
    }
    if call.joined_at.is_none() {
        return Err(Error::refused(
            "相手は、まだ通話に入っていません。",
            "The other side has not come yet.",
        ));
    }
    let said = checklist_entry::Entity::find()
        .filter(checklist_entry::Column::PersonId.eq(call.person_id))
        .filter(checklist_entry::Column::ItemId.eq(ITEM))
        .filter(checklist_entry::Column::SetBy.eq(actor.id))
        .filter(checklist_entry::Column::SetAt.gt(call.created_at))
        .order_by_desc(checklist_entry::Column::SetAt)
        .limit(1)
        .one(&tx)
        .await?;
    if said.is_some_and(|said| said.ok == fine) {
        return Ok(());
    }
    let check = checklist::Measured {
        person: call.person_id,
        item: ITEM,
        ok: &|_| fine,
        note: "",
    };
    for rule in services.catalog.rules() {
        checklist::measured(&tx, actor, &rule.rule, &check, How::Observed).await?;
    }
    Ok(tx.commit().await?)
}
