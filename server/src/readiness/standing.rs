//! Who counts as ready, for the rooms that ask.

use std::collections::HashMap;

use domain::readiness::{self, Decision, Standing, Verdict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{signature::Key, tables::decision};
use crate::{Error, Result, Services, db};

/// Where each person stands under a rule now; everybody asked for is in the answer. A decision whose
/// signature does not fit makes nobody ready. For services, which have checked who asks; one query
/// for everybody.
pub async fn standing(
    services: &Services,
    persons: &[Uuid],
    rule_id: &str,
) -> Result<HashMap<Uuid, Standing>> {
    let latest = latest(services, persons, rule_id).await?;
    let key = Key::load(services.db.read()).await?;
    let now = db::now();
    let mut standings = HashMap::new();
    for person in persons {
        let decision = match latest.get(person) {
            Some(row) if verified(key.as_ref(), row)? => Some(summary(row)?),
            _ => None,
        };
        standings.insert(*person, readiness::standing(decision.as_ref(), now));
    }
    Ok(standings)
}

/// The latest decision about each person under a rule.
pub(super) async fn latest(
    services: &Services,
    persons: &[Uuid],
    rule_id: &str,
) -> Result<HashMap<Uuid, decision::Model>> {
    let rows = decision::Entity::find()
        .filter(decision::Column::PersonId.is_in(persons.iter().copied()))
        .filter(decision::Column::RuleId.eq(rule_id))
        .order_by_asc(decision::Column::SignedAt)
        .order_by_asc(decision::Column::Id)
        .all(services.db.read())
        .await?;
    // A later row replaces an earlier one.
    Ok(rows.into_iter().map(|row| (row.person_id, row)).collect())
}

/// Whether a decision is as it was signed.
pub(super) fn verified(key: Option<&Key>, row: &decision::Model) -> Result<bool> {
    key.map_or(Ok(false), |key| key.verifies(row))
}

/// As far as a standing depends on it.
pub(super) fn summary(row: &decision::Model) -> Result<Decision> {
    let verdict = Verdict::from_code(&row.verdict)
        .ok_or_else(|| Error::unexpected(format!("decision {} has verdict {:?}", row.id, row.verdict)))?;
    Ok(Decision {
        verdict,
        at: row.signed_at,
        until: row.expires_at,
    })
}
