//! What was given to third parties, with the items that the law names (個人情報保護法 29条, 規則 20条):
//! who received it, with address and representative; whose data; which items; that the person agreed.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{
    super::{
        Actor,
        tables::{person, provision},
    },
    HELPING,
};
use crate::{Error, Result, Services, db};

/// Who receives data.
#[derive(Clone, Debug, Default)]
pub struct Recipient {
    /// The name.
    pub name: String,
    /// The address; empty where it is not known.
    pub address: String,
    /// Who represents it; empty where it is not known.
    pub representative: String,
}

/// What is given.
#[derive(Clone, Debug)]
pub struct Given {
    /// The key: the sending's.
    pub id: Uuid,
    /// Whose data.
    pub person: Uuid,
    /// See the type.
    pub recipient: Recipient,
    /// The words of the fields, with commas between.
    pub items: String,
    /// What for.
    pub purpose: String,
    /// The consent.
    pub consent: Uuid,
    /// Who sends it.
    pub by: Uuid,
}

/// Records it, in the transaction that gives it.
pub async fn record<C: ConnectionTrait>(db: &C, given: Given) -> Result<()> {
    let person = person::Entity::find_by_id(given.person)
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    provision::Model {
        id: given.id,
        person_id: given.person,
        person_name: person.name,
        at: db::now(),
        recipient: given.recipient.name,
        recipient_address: given.recipient.address,
        recipient_representative: given.recipient.representative,
        items: given.items,
        purpose: given.purpose,
        basis: "consent".to_owned(),
        consent_id: Some(given.consent),
        given_by: Some(given.by),
    }
    .into_active_model()
    .insert(db)
    .await?;
    Ok(())
}

/// What was given of the acting person, the newest first.
pub async fn mine(actor: &Actor, services: &Services) -> Result<Vec<provision::Model>> {
    of(services.db.read(), actor.id).await
}

/// What was given of a person, the newest first. For those who help.
pub async fn of_person(actor: &Actor, services: &Services, person: Uuid) -> Result<Vec<provision::Model>> {
    actor.require(HELPING)?;
    of(services.db.read(), person).await
}

/// What was given of a person, the newest first. The caller has asked who may.
pub(super) async fn of<C: ConnectionTrait>(db: &C, person: Uuid) -> Result<Vec<provision::Model>> {
    Ok(provision::Entity::find()
        .filter(provision::Column::PersonId.eq(person))
        .order_by_desc(provision::Column::At)
        .order_by_desc(provision::Column::Id)
        .all(db)
        .await?)
}
