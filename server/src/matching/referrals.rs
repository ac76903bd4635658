//! Referrals and how far each of them is. Sending is in `sending`, the employer's side in `received`.

use domain::identity::{Role, policy::Field};
use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::matching::Answer;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::IntoCondition};
use uuid::Uuid;

use super::{
    openings,
    received::{self, Answered},
    tables::{consent, placement, referral},
};
use crate::{
    Actor, Error, Result, Services, db,
    identity::{reading, tables::person},
};

/// How far a referral is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferralState {
    /// Sent, and not opened yet.
    Sent,
    /// Opened, and not answered yet.
    Opened,
    /// Answered.
    Answered(Answer),
    /// The person is placed.
    Placed,
    /// The link or the consent ran out before an answer.
    Expired,
    /// The learner withdrew the consent.
    Withdrawn,
}

impl ReferralState {
    /// The word used in URLs and CSV files.
    pub fn code(self) -> &'static str {
        match self {
            ReferralState::Sent => "sent",
            ReferralState::Opened => "opened",
            ReferralState::Answered(answer) => answer.code(),
            ReferralState::Placed => "placed",
            ReferralState::Expired => "expired",
            ReferralState::Withdrawn => "withdrawn",
        }
    }

    /// Whether another referral of the same person to the same opening makes sense.
    pub fn is_over(self) -> bool {
        match self {
            ReferralState::Expired | ReferralState::Withdrawn => true,
            ReferralState::Sent
            | ReferralState::Opened
            | ReferralState::Answered(_)
            | ReferralState::Placed => false,
        }
    }
}

/// How far a referral is at a moment.
pub(super) fn state(
    referral: &referral::Model,
    consent: Option<&consent::Model>,
    placed: bool,
    now: DateTime<Utc>,
) -> ReferralState {
    let withdrawn = consent.is_none_or(|consent| consent.withdrawn_at.is_some());
    let over = now >= referral.expires_at || consent.is_none_or(|consent| now >= consent.expires_at);
    match referral.answer {
        _ if placed => ReferralState::Placed,
        _ if withdrawn => ReferralState::Withdrawn,
        Some(answer) => ReferralState::Answered(answer),
        None if over => ReferralState::Expired,
        None if referral.opened_at.is_some() => ReferralState::Opened,
        None => ReferralState::Sent,
    }
}

/// A referral with the names in it.
#[derive(Clone, Debug)]
pub struct ReferralRow {
    /// As stored.
    pub referral: referral::Model,
    /// How far it is.
    pub state: ReferralState,
    /// The person's name.
    pub person: String,
    /// What the job is called.
    pub opening: String,
    /// Who offers it.
    pub employer: String,
    /// The placement it led to.
    pub placement: Option<Uuid>,
    /// Every answer of the employer, the newest first.
    pub answers: Vec<Answered>,
}

/// One referral. For those who match.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<ReferralRow> {
    actor.require(&Role::COORDINATING)?;
    let row = load(services, referral::Entity::find_by_id(id))
        .await?
        .pop()
        .ok_or(Error::NotFound)?;
    reading::note(actor, services, &[row.referral.person_id], &[Field::Matching]).await?;
    Ok(row)
}

/// Referrals with their names, newest first.
pub(super) async fn load(
    services: &Services,
    query: sea_orm::Select<referral::Entity>,
) -> Result<Vec<ReferralRow>> {
    let rows = query
        .order_by_desc(referral::Column::CreatedAt)
        .order_by_desc(referral::Column::Id)
        .all(services.db.read())
        .await?;
    with_names(services, rows).await
}

/// These referrals with their names, in the same order.
pub(super) async fn with_names(services: &Services, rows: Vec<referral::Model>) -> Result<Vec<ReferralRow>> {
    let db = services.db.read();
    let consents: HashMap<Uuid, consent::Model> = consent::Entity::find()
        .filter(consent::Column::Id.is_in(rows.iter().map(|row| row.consent_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let placements: HashMap<Uuid, Uuid> = placement::Entity::find()
        .filter(placement::Column::ReferralId.is_in(rows.iter().map(|row| row.id)))
        .all(db)
        .await?
        .into_iter()
        .filter_map(|row| Some((row.referral_id?, row.id)))
        .collect();
    let people: HashMap<Uuid, String> = person::Entity::find()
        .filter(person::Column::Id.is_in(rows.iter().map(|row| row.person_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut answers = received::answers(db, &ids).await?;
    let openings = openings::named(services, rows.iter().map(|row| row.opening_id).collect()).await?;
    let now = db::now();
    Ok(rows
        .into_iter()
        .map(|row| {
            let placement = placements.get(&row.id).copied();
            let opening = openings.get(&row.opening_id);
            ReferralRow {
                state: state(&row, consents.get(&row.consent_id), placement.is_some(), now),
                person: people.get(&row.person_id).cloned().unwrap_or_default(),
                opening: opening.map(|(title, _)| title.clone()).unwrap_or_default(),
                employer: opening.map(|(_, employer)| employer.clone()).unwrap_or_default(),
                placement,
                answers: answers.remove(&row.id).unwrap_or_default(),
                referral: row,
            }
        })
        .collect())
}

/// The latest referral of each person to each opening, among those that meet the condition.
pub(super) async fn states(
    services: &Services,
    condition: impl IntoCondition,
) -> Result<HashMap<(Uuid, Uuid), (Uuid, ReferralState)>> {
    let rows = load(
        services,
        referral::Entity::find().filter(condition.into_condition()),
    )
    .await?;
    // Newest first, so the oldest is written first and the newest stays.
    Ok(rows
        .into_iter()
        .rev()
        .map(|row| {
            (
                (row.referral.person_id, row.referral.opening_id),
                (row.referral.id, row.state),
            )
        })
        .collect())
}
