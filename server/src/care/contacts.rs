//! Writing down that somebody tried to reach a placed person, or reached them. Append-only.

use domain::care::{Contact, Outcome, Visibility};
use domain::identity::Role;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde::Deserialize;
use uuid::Uuid;

use super::tables::{contact, follow_up, placement};
use crate::{Actor, Error, Problems, Result, Services, db, forms::chosen, identity::audit};

/// What the form says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactForm {
    /// The follow-up.
    #[serde(deserialize_with = "chosen")]
    pub follow_up: Option<Uuid>,
    /// Whether the person was reached.
    #[serde(deserialize_with = "chosen")]
    pub contact: Option<Contact>,
    /// How it is, of one who was reached; may be left open.
    #[serde(deserialize_with = "chosen")]
    pub outcome: Option<Outcome>,
    /// What was said.
    pub note: String,
    /// Who may read it.
    #[serde(deserialize_with = "chosen")]
    pub visibility: Option<Visibility>,
}

/// Writes down a contact with the person of a placement, under the form's key: sent twice, it is
/// written once. For those who follow up; nobody writes about oneself.
pub async fn record(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    placement: Uuid,
    form: ContactForm,
) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let mut problems = Problems::new();
    let kind = form.contact;
    if kind.is_none() {
        problems.add(
            "contact",
            "話せたかどうかを選んでください。",
            "Please choose whether you reached the person.",
        );
    }
    let visibility = form.visibility.unwrap_or_else(|| {
        problems.add(
            "visibility",
            "だれが読めるかを選んでください。",
            "Please choose who may read the note.",
        );
        Visibility::Team
    });
    let outcome = form.outcome.filter(|_| kind == Some(Contact::Reached));
    let follow_up = form.follow_up;
    if follow_up.is_none() {
        problems.add(
            "follow_up",
            "どの連絡かを選んでください。",
            "Please choose the follow-up.",
        );
    }
    problems.done()?;
    let (Some(kind), Some(follow_up)) = (kind, follow_up) else {
        return Err(Error::NotFound);
    };

    let tx = services.db.begin().await?;
    let row = follow_up::Entity::find_by_id(follow_up)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let placed = placement::Entity::find_by_id(row.placement_id)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    if placed.id != placement {
        return Err(Error::NotFound);
    }
    actor.require_other(placed.person_id)?;
    if contact::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let contact = contact::Model {
        id: key,
        follow_up_id: follow_up,
        reached: kind == Contact::Reached,
        outcome,
        note: form.note.trim().to_owned(),
        visibility,
        by_person: actor.id,
        at: db::now(),
    };
    contact.into_active_model().insert(&tx).await?;
    let detail = format!("{} {}", row.day, kind.code());
    audit::record(
        &tx,
        Some(actor.id),
        "care.contact",
        Some(placed.person_id),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}
