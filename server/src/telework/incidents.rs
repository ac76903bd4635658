//! Incidents: told with one press, looked after together, closed with what was learnt.

use domain::{identity::Role, telework::IncidentKind};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    lengths::{NOTE, too_long},
    tables::{incident, incident_note},
};
use crate::{
    Actor, Error, Problems, Result, Services,
    db::{self, lock},
    identity::{audit, people, tables::person},
    limits::INCIDENTS_PER_DAY,
};

/// What happened.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentForm {
    /// Of what kind.
    pub kind: IncidentKind,
    /// In the person's words; may be empty: it can be told later.
    #[serde(default)]
    pub what: String,
}

/// An incident as its page shows it.
pub struct IncidentPage {
    /// The incident.
    pub incident: incident::Model,
    /// Who told.
    pub person: String,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// What was done, in order, with who did it.
    pub notes: Vec<(incident_note::Model, String)>,
    /// Who is told of it: those who coordinate.
    pub told: Vec<String>,
}

/// Tells of an incident, under the form's key: pressed twice, it is one. For everybody.
pub async fn tell(actor: &Actor, services: &Services, key: Uuid, form: IncidentForm) -> Result<()> {
    let what = form.what.trim();
    let mut problems = Problems::new();
    too_long(&mut problems, "what", what.chars().count(), NOTE);
    problems.done()?;
    let now = db::now();
    let tx = services.db.begin().await?;
    lock::<person::Entity>(&tx, actor.id).await?;
    if incident::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let today = incident::Entity::find()
        .filter(incident::Column::PersonId.eq(actor.id))
        .filter(incident::Column::At.gt(now - chrono::TimeDelta::days(1)))
        .count(&tx)
        .await?;
    if today >= INCIDENTS_PER_DAY {
        return Err(Error::RateLimited(3600));
    }
    let row = incident::Model {
        id: key,
        person_id: actor.id,
        kind: form.kind,
        what: what.to_owned(),
        at: now,
        closed_at: None,
        closed_by: None,
        learnt: String::new(),
    };
    row.into_active_model().insert(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "incident.told",
        Some(actor.id),
        form.kind.code(),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// An incident. For whoever told it and those who coordinate.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<IncidentPage> {
    let db = services.db.read();
    let row = incident::Entity::find_by_id(id)
        .one(db)
        .await?
        .filter(|row| may_see(actor, row))
        .ok_or(Error::NotFound)?;
    let notes = incident_note::Entity::find()
        .filter(incident_note::Column::IncidentId.eq(id))
        .order_by_asc(incident_note::Column::At)
        .order_by_asc(incident_note::Column::Id)
        .all(db)
        .await?;
    let ids = notes.iter().map(|note| note.by_person);
    let ids: Vec<Uuid> = ids.chain([row.person_id]).chain(row.closed_by).collect();
    let names = people::names(services, ids).await?;
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    let mut told: Vec<String> = person::Entity::find()
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Coordinator)))
        .filter(people::here())
        .all(db)
        .await?
        .into_iter()
        .map(|person| person.name)
        .collect();
    told.sort();
    Ok(IncidentPage {
        person: name(row.person_id),
        closed_by: row.closed_by.map(name),
        notes: notes
            .into_iter()
            .map(|note| {
                let by = name(note.by_person);
                (note, by)
            })
            .collect(),
        told,
        incident: row,
    })
}

fn may_see(actor: &Actor, row: &incident::Model) -> bool {
    row.person_id == actor.id || Role::COORDINATING.iter().any(|role| actor.is(*role))
}

/// The incidents that a person told and that are open, the newest first.
pub async fn own_open(actor: &Actor, services: &Services) -> Result<Vec<incident::Model>> {
    Ok(incident::Entity::find()
        .filter(incident::Column::PersonId.eq(actor.id))
        .filter(incident::Column::ClosedAt.is_null())
        .order_by_desc(incident::Column::At)
        .all(services.db.read())
        .await?)
}

/// Writes down what was done, or what else happened, under the form's key. For whoever told it and those
/// who coordinate.
pub async fn note(actor: &Actor, services: &Services, key: Uuid, id: Uuid, note: &str) -> Result<()> {
    let mut problems = Problems::new();
    let note = problems.required("note", note);
    too_long(&mut problems, "note", note.chars().count(), NOTE);
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = lock::<incident::Entity>(&tx, id).await?;
    if !may_see(actor, &row) {
        return Err(Error::NotFound);
    }
    if incident_note::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let row = incident_note::Model {
        id: key,
        incident_id: id,
        by_person: actor.id,
        at: db::now(),
        note,
    };
    row.into_active_model().insert(&tx).await?;
    Ok(tx.commit().await?)
}

/// Closes an incident with what was learnt. For those who coordinate.
pub async fn close(actor: &Actor, services: &Services, id: Uuid, learnt: &str) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let mut problems = Problems::new();
    let learnt = problems.required("learnt", learnt);
    too_long(&mut problems, "learnt", learnt.chars().count(), NOTE);
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = lock::<incident::Entity>(&tx, id).await?;
    if row.closed_at.is_some() {
        return Err(Error::refused(
            "もう終わりになっています。",
            "It is closed already.",
        ));
    }
    let person = row.person_id;
    let mut row = row.into_active_model();
    row.closed_at = Set(Some(db::now()));
    row.closed_by = Set(Some(actor.id));
    row.learnt = Set(learnt);
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "incident.closed", Some(person), "").await?;
    Ok(tx.commit().await?)
}

/// Opens a closed incident again. For those who coordinate.
pub async fn reopen(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let tx = services.db.begin().await?;
    let row = lock::<incident::Entity>(&tx, id).await?;
    if row.closed_at.is_none() {
        return Ok(());
    }
    let person = row.person_id;
    let mut row = row.into_active_model();
    row.closed_at = Set(None);
    row.closed_by = Set(None);
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "incident.reopened", Some(person), "").await?;
    Ok(tx.commit().await?)
}
