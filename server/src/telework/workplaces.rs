//! The place where somebody works at home: what the person says about it, a picture of the desk by choice,
//! and what somebody of the classroom says to that. The picture goes with the decision.

use std::{collections::BTreeSet, path::Path};

use domain::{
    identity::{Role, policy::Field},
    telework::{Decision, WorkItem},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    kit_photo,
    lengths::{NOTE, too_long},
    tables::{workplace, workplace_photo},
};
use crate::{
    Actor, Error, Problems, Result, Services,
    db::{self, lock},
    identity::{audit, people, reading, tables::person},
};

/// What the person says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkplaceForm {
    /// What is in order.
    pub items: Vec<WorkItem>,
    /// Anything to add.
    pub note: String,
}

/// What somebody of the classroom says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionForm {
    /// About what was said when.
    pub workplace: Uuid,
    /// What.
    pub decision: Decision,
    /// Why, or what is to be done first.
    #[serde(default)]
    pub reason: String,
}

/// A place as its page shows it.
#[derive(Clone, Debug)]
pub struct Workplace {
    /// What was said.
    pub row: workplace::Model,
    /// What is in order.
    pub items: BTreeSet<WorkItem>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// Whether there is a picture.
    pub has_photo: bool,
}

/// What was said last. For whoever may read how ready the person is.
pub async fn of(actor: &Actor, services: &Services, person: Uuid) -> Result<Option<Workplace>> {
    reading::require(actor, services, person, Field::Readiness).await?;
    let Some(row) = workplace::Entity::find()
        .filter(workplace::Column::PersonId.eq(person))
        .order_by_desc(workplace::Column::Id)
        .one(services.db.read())
        .await?
    else {
        return Ok(None);
    };
    let photos = workplace_photo::Entity::find()
        .filter(workplace_photo::Column::WorkplaceId.eq(row.id))
        .count(services.db.read())
        .await?;
    let mut names = people::names(services, row.decided_by).await?;
    Ok(Some(Workplace {
        items: row
            .items
            .split(',')
            .filter_map(|item| item.parse().ok())
            .collect(),
        decided_by: row.decided_by.and_then(|by| names.remove(&by)),
        has_photo: photos > 0,
        row,
    }))
}

/// Keeps what the person says about the own place, under the form's key, with a picture where there is one
/// (its path and size).
pub async fn tell(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    form: WorkplaceForm,
    photo: Option<(&Path, u64)>,
) -> Result<()> {
    let mut problems = Problems::new();
    too_long(&mut problems, "note", form.note.chars().count(), NOTE);
    problems.done()?;
    let photo = match photo {
        Some((path, size)) => Some(kit_photo::read("photo", path, size).await?.1),
        None => None,
    };
    let items: BTreeSet<&str> = form.items.iter().map(|item| item.code()).collect();
    let tx = services.db.begin().await?;
    lock::<person::Entity>(&tx, actor.id).await?;
    if workplace::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    // A picture of what was said before is of no use any more.
    let before = workplace::Entity::find()
        .filter(workplace::Column::PersonId.eq(actor.id))
        .all(&tx)
        .await?;
    workplace_photo::Entity::delete_many()
        .filter(workplace_photo::Column::WorkplaceId.is_in(before.iter().map(|row| row.id)))
        .exec(&tx)
        .await?;
    let row = workplace::Model {
        id: key,
        person_id: actor.id,
        items: items.into_iter().collect::<Vec<_>>().join(","),
        note: form.note.trim().to_owned(),
        at: db::now(),
        decision: None,
        decided_by: None,
        decided_at: None,
        reason: String::new(),
    };
    row.into_active_model().insert(&tx).await?;
    if let Some(content) = photo {
        let row = workplace_photo::Model {
            workplace_id: key,
            content,
        };
        row.into_active_model().insert(&tx).await?;
    }
    audit::record(&tx, Some(actor.id), "workplace.told", Some(actor.id), "").await?;
    Ok(tx.commit().await?)
}

/// Says whether a place is fit; the picture is deleted. Nobody decides about the own place. For staff.
pub async fn decide(actor: &Actor, services: &Services, form: DecisionForm) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let reason = form.reason.trim();
    let mut problems = Problems::new();
    too_long(&mut problems, "reason", reason.chars().count(), NOTE);
    if form.decision == Decision::NotYet && reason.is_empty() {
        problems.add(
            "reason",
            "何をすればよいかを書いてください。本人に見えます。",
            "Please write what is to be done. The person sees it.",
        );
    }
    problems.done()?;
    let told = workplace::Entity::find_by_id(form.workplace)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    reading::require(actor, services, told.person_id, Field::Readiness).await?;
    let tx = services.db.begin().await?;
    let row = lock::<workplace::Entity>(&tx, form.workplace).await?;
    actor.require_other(row.person_id)?;
    if row.decision.is_some() {
        return Err(Error::refused(
            "もう、ほかの人が答えています。",
            "Somebody has answered already.",
        ));
    }
    let (id, person) = (row.id, row.person_id);
    let mut row = row.into_active_model();
    row.decision = Set(Some(form.decision));
    row.decided_by = Set(Some(actor.id));
    row.decided_at = Set(Some(db::now()));
    row.reason = Set(reason.to_owned());
    row.update(&tx).await?;
    workplace_photo::Entity::delete_by_id(id).exec(&tx).await?;
    let detail = form.decision.code();
    audit::record(&tx, Some(actor.id), "workplace.decided", Some(person), detail).await?;
    Ok(tx.commit().await?)
}

/// The picture of a place that waits for a decision, and its kind. For whoever may read how ready the person
/// is.
pub async fn photo(actor: &Actor, services: &Services, id: Uuid) -> Result<(&'static str, Vec<u8>)> {
    let db = services.db.read();
    let place = workplace::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    if !reading::may(actor, services, place.person_id, Field::Readiness).await? {
        return Err(Error::NotFound);
    }
    let row = workplace_photo::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let kind = kit_photo::kind_of(&row.content).ok_or(Error::NotFound)?;
    Ok((kind, row.content))
}
