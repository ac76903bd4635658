//! What a learner sees about who sees the learner's data: every consent, every packet sent under it,
//! each time it was opened, the answer.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    consents, openings, received,
    referrals::{self, ReferralRow},
    tables::{consent, employer, referral},
};
use crate::{Actor, Result, Services, db, identity::tables::audit_entry};

/// A packet that was sent, and when it was opened.
pub type Sent = (ReferralRow, Vec<DateTime<Utc>>);

/// A consent and what came of it.
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// As stored.
    pub consent: consent::Model,
    /// The company's name.
    pub employer: String,
    /// The job; none for consents from before they were for one.
    pub opening: Option<String>,
    /// Whether it holds now.
    pub holds: bool,
    /// The packets sent under it, newest first, and when each was opened.
    pub sent: Vec<Sent>,
}

/// Every consent of the acting person, newest first.
pub async fn mine(actor: &Actor, services: &Services) -> Result<Vec<Disclosure>> {
    let db = services.db.read();
    let consents = consent::Entity::find()
        .filter(consent::Column::PersonId.eq(actor.id))
        .order_by_desc(consent::Column::GivenAt)
        .order_by_desc(consent::Column::Id)
        .all(db)
        .await?;
    let employers: HashMap<Uuid, String> = employer::Entity::find()
        .filter(employer::Column::Id.is_in(consents.iter().map(|row| row.employer_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let mut opened: HashMap<Uuid, Vec<DateTime<Utc>>> = HashMap::new();
    let entries = audit_entry::Entity::find()
        .filter(audit_entry::Column::SubjectId.eq(actor.id))
        .filter(audit_entry::Column::Action.eq(received::OPENED))
        .order_by_desc(audit_entry::Column::Id)
        .all(db)
        .await?;
    for entry in entries {
        if let Some(id) = entry.detail.split(' ').next().and_then(|id| id.parse().ok()) {
            opened.entry(id).or_default().push(entry.at);
        }
    }
    let sent = referrals::load(
        services,
        referral::Entity::find().filter(referral::Column::PersonId.eq(actor.id)),
    );
    let mut by_consent: HashMap<Uuid, Vec<Sent>> = HashMap::new();
    for row in sent.await? {
        let times = opened.remove(&row.referral.id).unwrap_or_default();
        by_consent
            .entry(row.referral.consent_id)
            .or_default()
            .push((row, times));
    }
    let now = db::now();
    let openings = openings::named(
        services,
        consents.iter().filter_map(|row| row.opening_id).collect(),
    )
    .await?;
    Ok(consents
        .into_iter()
        .map(|consent| Disclosure {
            employer: employers.get(&consent.employer_id).cloned().unwrap_or_default(),
            opening: consent
                .opening_id
                .and_then(|id| openings.get(&id))
                .map(|(title, _)| title.clone()),
            holds: consents::holds(&consent, now),
            sent: by_consent.remove(&consent.id).unwrap_or_default(),
            consent,
        })
        .collect())
}
