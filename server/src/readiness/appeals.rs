//! Appeals: a learner objects to a decision, and somebody who did not sign it answers. A decision is
//! changed only by signing a new one.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    events::Event,
    identity::{Role, policy::Field},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::tables::{appeal, appeal_answer, decision};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{audit, people, reading},
};

/// An appeal as pages show it.
#[derive(Clone, Debug)]
pub struct ShownAppeal {
    /// As stored.
    pub row: appeal::Model,
    /// The learner's name.
    pub learner: String,
    /// Who signed the decision; this person does not answer.
    pub signed_by: Uuid,
    /// Every answer, the newest first.
    pub answers: Vec<Answered>,
}

/// What somebody answered once.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The answer.
    pub answer: String,
    /// Who answered.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Objects to a decision about the acting person. Refused while an earlier appeal against the same
/// decision waits for its answer.
pub async fn appeal(
    actor: &Actor,
    services: &Services,
    decision: Uuid,
    message: &str,
    key: Uuid,
) -> Result<()> {
    let mut problems = Problems::new();
    let message = problems.required("appeal", message);
    problems.done()?;
    let tx = services.db.begin().await?;
    // Held, so that of two objections at once the second sees the first.
    db::lock_if_any::<decision::Entity>(&tx, decision)
        .await?
        .filter(|row| row.person_id == actor.id)
        .ok_or(Error::NotFound)?;
    let earlier = appeal::Entity::find()
        .filter(appeal::Column::DecisionId.eq(decision))
        .all(&tx)
        .await?;
    if earlier.iter().any(|row| row.id == key) {
        return Ok(());
    }
    if earlier.iter().any(|row| row.answered_at.is_none()) {
        return Err(Error::refused(
            "前に伝えたことへの答えを待っています。答えが来てから、また伝えられます。",
            "Your earlier objection waits for its answer. You can object again after that.",
        ));
    }
    appeal::Model {
        id: key,
        decision_id: decision,
        person_id: actor.id,
        message,
        created_at: db::now(),
        answer: None,
        answered_by: None,
        answered_at: None,
    }
    .into_active_model()
    .insert(&tx)
    .await?;
    let detail = decision.to_string();
    audit::record(&tx, Some(actor.id), "appeal.made", Some(actor.id), detail).await?;
    Ok(tx.commit().await?)
}

/// Answers an appeal, under the form's key: sent twice, it is answered once. An earlier answer stays beside
/// it. For those who may sign, but not for who signed the decision, nor for oneself.
pub async fn answer(actor: &Actor, services: &Services, id: Uuid, text: &str, key: Uuid) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let tx = services.db.begin().await?;
    let row = db::lock::<appeal::Entity>(&tx, id).await?;
    let signed = decision::Entity::find_by_id(row.decision_id)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    actor.require_other(row.person_id)?;
    if actor.id == signed.signed_by {
        return Err(Error::refused(
            "この決定に署名した人は、申し立てに答えられません。ほかの人が答えます。",
            "Whoever signed this decision does not answer the appeal. Somebody else does.",
        ));
    }
    let mut problems = Problems::new();
    let text = problems.required("appeal_answer", text);
    problems.done()?;
    if appeal_answer::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let (person, now) = (row.person_id, db::now());
    appeal_answer::Model {
        id: key,
        appeal_id: id,
        answer: text.clone(),
        by_person: actor.id,
        at: now,
    }
    .into_active_model()
    .insert(&tx)
    .await?;
    // The latest stands in the appeal, too: lists ask for it.
    let mut row = row.into_active_model();
    row.answer = Set(Some(text));
    row.answered_by = Set(Some(actor.id));
    row.answered_at = Set(Some(now));
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "appeal.answered",
        Some(person),
        id.to_string(),
    )
    .await?;
    let told = Event::AppealAnswered { appeal: id, person };
    let news = (services.above.notify)(&tx, Some(actor.id), &told).await?;
    tx.commit().await?;
    news.arrived(services);
    Ok(())
}

/// The appeals of a person, the newest first. None for those who may not read reasons of decisions.
pub async fn of(actor: &Actor, services: &Services, person: Uuid) -> Result<Vec<ShownAppeal>> {
    if !reading::may(actor, services, person, Field::DecisionReason).await? {
        return Ok(Vec::new());
    }
    let rows = appeal::Entity::find()
        .filter(appeal::Column::PersonId.eq(person))
        .order_by_desc(appeal::Column::CreatedAt)
        .all(services.db.read())
        .await?;
    shown(services, rows).await
}

/// The appeals that wait for an answer, the oldest first. For those who may sign.
pub async fn waiting(actor: &Actor, services: &Services) -> Result<Vec<ShownAppeal>> {
    actor.require(&Role::COORDINATING)?;
    let rows = appeal::Entity::find()
        .filter(appeal::Column::AnsweredAt.is_null())
        .order_by_asc(appeal::Column::CreatedAt)
        .all(services.db.read())
        .await?;
    shown(services, rows).await
}

async fn shown(services: &Services, rows: Vec<appeal::Model>) -> Result<Vec<ShownAppeal>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let signers: HashMap<Uuid, Uuid> = decision::Entity::find()
        .filter(decision::Column::Id.is_in(rows.iter().map(|row| row.decision_id)))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|row| (row.id, row.signed_by))
        .collect();
    let given = appeal_answer::Entity::find()
        .filter(appeal_answer::Column::AppealId.is_in(rows.iter().map(|row| row.id)))
        .order_by_desc(appeal_answer::Column::At)
        .order_by_desc(appeal_answer::Column::Id)
        .all(services.db.read())
        .await?;
    let people: Vec<Uuid> = rows
        .iter()
        .map(|row| row.person_id)
        .chain(given.iter().map(|row| row.by_person))
        .collect();
    let names = people::names(services, people).await?;
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    let mut answers: HashMap<Uuid, Vec<Answered>> = HashMap::new();
    for row in given {
        answers.entry(row.appeal_id).or_default().push(Answered {
            answer: row.answer,
            by: name(row.by_person),
            at: row.at,
        });
    }
    Ok(rows
        .into_iter()
        .map(|row| ShownAppeal {
            learner: name(row.person_id),
            signed_by: signers.get(&row.decision_id).copied().unwrap_or_default(),
            answers: answers.remove(&row.id).unwrap_or_default(),
            row,
        })
        .collect())
}
