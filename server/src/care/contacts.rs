//! Writing down that somebody tried to reach a placed person, or reached them. Append-only.

use domain::care::{Contact, Outcome};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::tables::{contact, follow_up, placement};
use crate::{Actor, Error, Problems, Result, Services, db, identity::audit, matching::COORDINATING};

domain::coded_enum! {
    /// Who may read a note.
    pub enum Visibility {
        /// The placed person too.
        Shared = "shared",
        /// Those who follow up.
        Team = "team",
        /// Its author and administrators.
        Confidential = "confidential",
    }
}

/// What the form says.
pub struct ContactForm<'a> {
    /// The follow-up's id.
    pub follow_up: &'a str,
    /// A code of `domain::care::Contact`.
    pub contact: &'a str,
    /// A code of `domain::care::Outcome`, for one who was reached; may be empty.
    pub outcome: &'a str,
    /// What was said.
    pub note: &'a str,
    /// A code of [`Visibility`].
    pub visibility: &'a str,
}

/// Writes down a contact with the person of a placement, under the form's key: sent twice, it is
/// written once. For those who follow up; nobody writes about oneself.
pub async fn record(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    placement: Uuid,
    form: ContactForm<'_>,
) -> Result<()> {
    actor.require(COORDINATING)?;
    let mut problems = Problems::new();
    let kind = form.contact.parse::<Contact>().ok();
    if kind.is_none() {
        problems.add(
            "contact",
            "話せたかどうかを選んでください。",
            "Please choose whether you reached the person.",
        );
    }
    let visibility = form.visibility.parse::<Visibility>().unwrap_or_else(|_| {
        problems.add(
            "visibility",
            "だれが読めるかを選んでください。",
            "Please choose who may read the note.",
        );
        Visibility::Team
    });
    let outcome = form
        .outcome
        .parse::<Outcome>()
        .ok()
        .filter(|_| kind == Some(Contact::Reached));
    let follow_up: Option<Uuid> = form.follow_up.parse().ok();
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
    if placed.person_id == actor.id {
        return Err(Error::Forbidden);
    }
    if contact::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let contact = contact::Model {
        id: key,
        follow_up_id: follow_up,
        reached: kind == Contact::Reached,
        outcome: outcome.map(|outcome| outcome.code().to_owned()),
        note: form.note.trim().to_owned(),
        visibility: visibility.code().to_owned(),
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
