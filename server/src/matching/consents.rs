//! The learner's permission: one employer, chosen fields, one purpose, an end. Withdrawn at any time,
//! and then every packet sent under it is closed at once.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{
    openings,
    packet::{self, Packet, Shown},
    tables::consent,
    words,
};
use crate::{Actor, Error, Problems, Result, Services, db, identity::audit};

/// Whether a consent holds at a moment.
pub fn holds(consent: &consent::Model, now: DateTime<Utc>) -> bool {
    consent.withdrawn_at.is_none() && consent.given_at <= now && now < consent.expires_at
}

/// What the learner chose.
pub struct ConsentForm<'a> {
    /// Codes of the fields.
    pub fields: Vec<&'a str>,
    /// A code of `words::PURPOSES`.
    pub purpose: &'a str,
    /// How many days it holds; one of `words::CONSENT_DAYS`.
    pub days: &'a str,
}

impl ConsentForm<'_> {
    fn checked(&self) -> Result<(BTreeSet<Shown>, String, i64)> {
        let mut problems = Problems::new();
        let fields: BTreeSet<Shown> = self
            .fields
            .iter()
            .filter_map(|code| code.parse::<Shown>().ok())
            .collect();
        if fields.is_empty() {
            problems.add(
                "fields",
                "見せるものを 1 つ以上選んでください。",
                "Please choose at least one thing to show.",
            );
        }
        if !words::PURPOSES.iter().any(|(code, ..)| *code == self.purpose) {
            problems.add("purpose", "目的を選んでください。", "Please choose the purpose.");
        }
        let days = self
            .days
            .parse()
            .ok()
            .filter(|days| words::CONSENT_DAYS.contains(days))
            .unwrap_or_else(|| {
                problems.add(
                    "days",
                    "いつまでかを選んでください。",
                    "Please choose until when.",
                );
                0
            });
        problems.done()?;
        Ok((fields, self.purpose.to_owned(), days))
    }
}

/// Exactly what the employer would see if the learner agreed so.
pub async fn preview(
    actor: &Actor,
    services: &Services,
    opening: Uuid,
    form: &ConsentForm<'_>,
) -> Result<Packet> {
    actor.require(&[Role::Learner])?;
    let (fields, purpose, _) = form.checked()?;
    let opening = openings::find(services, opening).await?;
    packet::build(services, &opening, actor.id, &fields, &purpose).await
}

/// Everything that could be shown, for the learner to choose from.
pub async fn everything(actor: &Actor, services: &Services, opening: Uuid) -> Result<Packet> {
    actor.require(&[Role::Learner])?;
    let opening = openings::find(services, opening).await?;
    packet::build(
        services,
        &opening,
        actor.id,
        &Shown::ALL.into_iter().collect(),
        "",
    )
    .await
}

/// Gives consent to the employer of an opening, under the form's key: sent twice, it is given once.
pub async fn give(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    opening: Uuid,
    form: &ConsentForm<'_>,
) -> Result<()> {
    actor.require(&[Role::Learner])?;
    let (fields, purpose, days) = form.checked()?;
    let opening = openings::find(services, opening).await?;
    let now = db::now();
    let row = consent::Model {
        id: key,
        person_id: actor.id,
        employer_id: opening.employer.id,
        fields: Shown::store(&fields),
        purpose,
        given_at: now,
        expires_at: now + TimeDelta::days(days),
        withdrawn_at: None,
    };
    let tx = services.db.begin().await?;
    if consent::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let detail = format!("{}: {} ({days} d)", opening.employer.name, row.fields);
    row.into_active_model().insert(&tx).await?;
    audit::record(&tx, Some(actor.id), "consent.given", Some(actor.id), detail).await?;
    Ok(tx.commit().await?)
}

/// Withdraws a consent of the acting person. Packets sent under it are closed from this moment.
pub async fn withdraw(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    let tx = services.db.begin().await?;
    let row = consent::Entity::find_by_id(id)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    if row.person_id != actor.id {
        return Err(Error::NotFound);
    }
    if row.withdrawn_at.is_some() {
        return Ok(());
    }
    let mut row = row.into_active_model();
    row.withdrawn_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "consent.withdrawn",
        Some(actor.id),
        id.to_string(),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// The newest consent of each person that holds now for an employer.
pub(super) async fn holding<C: ConnectionTrait>(
    db: &C,
    employer: Uuid,
    persons: &[Uuid],
) -> Result<HashMap<Uuid, consent::Model>> {
    let now = db::now();
    let rows = consent::Entity::find()
        .filter(consent::Column::EmployerId.eq(employer))
        .filter(consent::Column::PersonId.is_in(persons.iter().copied()))
        .filter(consent::Column::WithdrawnAt.is_null())
        .filter(consent::Column::ExpiresAt.gt(now))
        .order_by_asc(consent::Column::GivenAt)
        .order_by_asc(consent::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter(|row| holds(row, now))
        .map(|row| (row.person_id, row))
        .collect())
}

/// The newest consent that holds now between a person and an employer.
pub(super) async fn current<C: ConnectionTrait>(
    db: &C,
    employer: Uuid,
    person: Uuid,
) -> Result<Option<consent::Model>> {
    Ok(holding(db, employer, &[person]).await?.remove(&person))
}

/// Employers to which a person has a consent that holds now.
pub(super) async fn employers_of(services: &Services, person: Uuid) -> Result<BTreeSet<Uuid>> {
    let now = db::now();
    let rows = consent::Entity::find()
        .filter(consent::Column::PersonId.eq(person))
        .filter(consent::Column::WithdrawnAt.is_null())
        .filter(consent::Column::ExpiresAt.gt(now))
        .all(services.db.read())
        .await?;
    Ok(rows
        .into_iter()
        .filter(|row| holds(row, now))
        .map(|row| row.employer_id)
        .collect())
}

/// The consent of the acting person for the employer of an opening, when one holds.
pub async fn mine(actor: &Actor, services: &Services, employer: Uuid) -> Result<Option<consent::Model>> {
    current(services.db.read(), employer, actor.id).await
}
