//! A kit: what it is, what belongs to it, and where it is.

use domain::identity::Role;
use std::collections::HashMap;

use domain::telework::{KitEvent, KitKind, KitState, LoanEnd};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, SqlErr,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    history::{self, EventRow},
    kit_photo,
    lengths::{NAME, NOTE, too_long},
    loans,
    loans::LoanRow,
    tables::{kit, kit_part},
};
use crate::{
    Actor, Error, Problems, Result, Services,
    db::{self, lock, lock_if_any},
    identity::audit,
};

/// How many parts a kit may have.
const MOST_PARTS: usize = 30;

/// What a form says about a kit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitForm {
    /// As it stands on the label.
    #[serde(default)]
    pub number: String,
    /// What it is.
    pub kind: KitKind,
    /// Maker and model.
    #[serde(default)]
    pub name: String,
    /// What belongs to it, a part a line.
    #[serde(default)]
    pub parts: String,
    /// For those who lend.
    #[serde(default)]
    pub note: String,
}

/// A kit with everything that its page shows.
pub struct KitPage {
    /// The kit.
    pub kit: kit::Model,
    /// What belongs to it, in order.
    pub parts: Vec<kit_part::Model>,
    /// Its loans, the newest first; the first one may be running.
    pub loans: Vec<LoanRow>,
    /// What happened to it, the newest first.
    pub events: Vec<EventRow>,
    /// Whether there is a picture of it.
    pub has_photo: bool,
}

/// A kit with its parts, loans and history. For those who lend.
pub async fn page(actor: &Actor, services: &Services, id: Uuid) -> Result<KitPage> {
    actor.require(&Role::STAFF)?;
    let kit = find(services, id).await?;
    Ok(KitPage {
        parts: parts_of(services, &[id]).await?.remove(&id).unwrap_or_default(),
        loans: loans::of_kit(services, &kit).await?,
        events: history::of_kit(services, id).await?,
        has_photo: kit_photo::is_there(services, id).await?,
        kit,
    })
}

/// A kit and its parts, as the form shows them. For those who lend.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<(kit::Model, Vec<kit_part::Model>)> {
    actor.require(&Role::STAFF)?;
    let parts = parts_of(services, &[id]).await?.remove(&id).unwrap_or_default();
    Ok((find(services, id).await?, parts))
}

async fn find(services: &Services, id: Uuid) -> Result<kit::Model> {
    kit::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)
}

/// The parts of kits, in their order.
pub(super) async fn parts_of(
    services: &Services,
    kits: &[Uuid],
) -> Result<HashMap<Uuid, Vec<kit_part::Model>>> {
    let mut parts: HashMap<Uuid, Vec<kit_part::Model>> = HashMap::new();
    for part in kit_part::Entity::find()
        .filter(kit_part::Column::KitId.is_in(kits.iter().copied()))
        .order_by_asc(kit_part::Column::Place)
        .order_by_asc(kit_part::Column::Id)
        .all(services.db.read())
        .await?
    {
        parts.entry(part.kit_id).or_default().push(part);
    }
    Ok(parts)
}

/// What a form says, looked at.
pub(super) struct Checked {
    pub(super) number: String,
    pub(super) kind: KitKind,
    pub(super) name: String,
    pub(super) parts: Vec<String>,
    pub(super) note: String,
}

/// Looks at what is said about a kit.
pub(super) fn checked(form: &KitForm) -> Result<Checked> {
    let mut problems = Problems::new();
    let number = problems.required("number", &form.number);
    let name = problems.required("name", &form.name);
    let mut parts: Vec<String> = Vec::new();
    for part in form.parts.lines().map(str::trim).filter(|part| !part.is_empty()) {
        if !parts.iter().any(|known| known == part) {
            parts.push(part.to_owned());
        }
    }
    let note = form.note.trim().to_owned();
    let longest = parts.iter().map(|part| part.chars().count()).max().unwrap_or(0);
    for (field, letters, most) in [
        ("number", number.chars().count(), NAME),
        ("name", name.chars().count(), NAME),
        ("parts", longest, NAME),
        ("note", note.chars().count(), NOTE),
    ] {
        too_long(&mut problems, field, letters, most);
    }
    if parts.len() > MOST_PARTS {
        problems.add(
            "parts",
            format!("付いている物は {MOST_PARTS} 個までです。"),
            format!("A kit has at most {MOST_PARTS} parts."),
        );
    }
    problems.done()?;
    Ok(Checked {
        number,
        kind: form.kind,
        name,
        parts,
        note,
    })
}

/// Adds a kit under the key `id`, or changes the one that has it. A form sent twice adds one. For those
/// who lend.
pub async fn save(actor: &Actor, services: &Services, id: Uuid, form: &KitForm) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let checked = checked(form)?;
    let tx = services.db.begin().await?;
    put(&tx, actor, id, checked).await?;
    Ok(tx.commit().await?)
}

/// Writes a kit, new or changed.
pub(super) async fn put(tx: &DatabaseTransaction, actor: &Actor, id: Uuid, it: Checked) -> Result<()> {
    let known = lock_if_any::<kit::Entity>(tx, id).await?;
    let (event, action) = match &known {
        Some(_) => (KitEvent::Changed, "kit.changed"),
        None => (KitEvent::Added, "kit.added"),
    };
    let detail = format!("{} {}", it.number, it.name);
    let written = match known {
        Some(row) => {
            let mut row = row.into_active_model();
            row.number = Set(it.number);
            row.kind = Set(it.kind);
            row.name = Set(it.name);
            row.note = Set(it.note);
            row.update(tx).await
        }
        None => {
            let row = kit::Model {
                id,
                number: it.number,
                kind: it.kind,
                name: it.name,
                state: KitState::Here,
                note: it.note,
                created_by: actor.id,
                created_at: db::now(),
                counted_at: None,
            };
            row.into_active_model().insert(tx).await
        }
    };
    written.map_err(|error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Error::field(
            "number",
            "この番号の機器は、もうあります。",
            "There is a kit of this number already.",
        ),
        _ => error.into(),
    })?;
    put_parts(tx, id, it.parts).await?;
    history::record(tx, actor, id, event, None, "").await?;
    audit::record(tx, Some(actor.id), action, Some(id), detail).await
}

/// Brings the parts of a kit to these names; a part that stays keeps whether it is there.
async fn put_parts(tx: &DatabaseTransaction, kit: Uuid, names: Vec<String>) -> Result<()> {
    let known = kit_part::Entity::find()
        .filter(kit_part::Column::KitId.eq(kit))
        .all(tx)
        .await?;
    for part in &known {
        if !names.contains(&part.name) {
            kit_part::Entity::delete_by_id(part.id).exec(tx).await?;
        }
    }
    for (place, name) in (0..).zip(names) {
        match known.iter().find(|part| part.name == name) {
            Some(part) if part.place == place => {}
            Some(part) => {
                let mut part = part.clone().into_active_model();
                part.place = Set(place);
                part.update(tx).await?;
            }
            None => {
                let part = kit_part::Model {
                    id: Uuid::now_v7(),
                    kit_id: kit,
                    place,
                    name,
                    missing_at: None,
                };
                part.into_active_model().insert(tx).await?;
            }
        }
    }
    Ok(())
}

/// Notes that a part of a kit is not there, or is there again. For those who lend.
pub async fn part(actor: &Actor, services: &Services, kit: Uuid, part: Uuid, there: bool) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let tx = services.db.begin().await?;
    lock::<kit::Entity>(&tx, kit).await?;
    let part = lock::<kit_part::Entity>(&tx, part).await?;
    if part.kit_id != kit {
        return Err(Error::NotFound);
    }
    if part.missing_at.is_none() == there {
        return Ok(());
    }
    let event = if there {
        KitEvent::PartFound
    } else {
        KitEvent::PartMissing
    };
    let name = part.name.clone();
    let mut part = part.into_active_model();
    part.missing_at = Set((!there).then(db::now));
    part.update(&tx).await?;
    let loan = loans::running(&tx, kit).await?.map(|loan| loan.id);
    history::record(&tx, actor, kit, event, loan, &name).await?;
    Ok(tx.commit().await?)
}

/// Notes that somebody saw the kit at an inventory. What was lost and is seen is found. For those who lend.
pub async fn count(actor: &Actor, services: &Services, kit: Uuid) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let tx = services.db.begin().await?;
    let row = lock::<kit::Entity>(&tx, kit).await?;
    let found = row.state == KitState::Lost;
    let mut row = row.into_active_model();
    row.counted_at = Set(Some(db::now()));
    if found {
        row.state = Set(KitState::Here);
    }
    row.update(&tx).await?;
    history::record(&tx, actor, kit, KitEvent::Counted, None, "").await?;
    if found {
        history::record(&tx, actor, kit, KitEvent::Here, None, "").await?;
    }
    Ok(tx.commit().await?)
}

/// Brings a kit into another state: broken, lost, here again, retired. A loan of what is lost ends. For
/// those who lend.
pub async fn become_(
    actor: &Actor,
    services: &Services,
    kit: Uuid,
    next: KitState,
    note: &str,
) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let mut problems = Problems::new();
    too_long(&mut problems, "note", note.chars().count(), NOTE);
    problems.done()?;
    let event = match next {
        KitState::Here => KitEvent::Here,
        KitState::Broken => KitEvent::Broken,
        KitState::Lost => KitEvent::Lost,
        KitState::Retired => KitEvent::Retired,
        KitState::Lent => return Err(Error::Misread("a kit is lent to somebody".to_owned())),
    };
    let tx = services.db.begin().await?;
    let row = lock::<kit::Entity>(&tx, kit).await?;
    if row.state == next {
        return Ok(());
    }
    if !row.state.may_become(next) {
        return Err(Error::refused(
            "いまの状態からは、それはできません。ページを開きなおしてください。",
            "That cannot be done in the kit's present state. Please open the page anew.",
        ));
    }
    let loan = loans::running(&tx, kit).await?;
    let loan_id = loan.as_ref().map(|loan| loan.id);
    if let Some(loan) = loan {
        loans::end(&tx, actor, loan, LoanEnd::Lost, note).await?;
    }
    let detail = format!("{} {next}", row.number);
    let mut row = row.into_active_model();
    row.state = Set(next);
    row.update(&tx).await?;
    history::record(&tx, actor, kit, event, loan_id, note.trim()).await?;
    audit::record(&tx, Some(actor.id), "kit.state", Some(kit), detail).await?;
    Ok(tx.commit().await?)
}
