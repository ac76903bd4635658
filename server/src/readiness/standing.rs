//! Who counts as ready, for the rooms that ask.

use std::collections::HashMap;

use domain::readiness::{self, Decision, Standing};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{signature, tables::decision};
use crate::{Result, Services, db};

/// Where each person stands under a rule now; everybody asked for is in the answer. A decision whose
/// signature does not fit makes nobody ready. For services, which have checked who asks; one query
/// for everybody.
pub async fn standing(
    services: &Services,
    persons: &[Uuid],
    rule_id: &str,
) -> Result<HashMap<Uuid, Standing>> {
    let mut standings = standings(services, persons, &[rule_id]).await?;
    Ok(persons
        .iter()
        .map(|person| {
            let stands = standings.remove(&(*person, rule_id.to_owned()));
            (*person, stands.unwrap_or(Standing::Undecided))
        })
        .collect())
}

/// As [`standing`], under several rules, by person and rule; every pair is in the answer.
pub async fn standings(
    services: &Services,
    persons: &[Uuid],
    rule_ids: &[&str],
) -> Result<HashMap<(Uuid, String), Standing>> {
    let latest = latest(services, persons, rule_ids).await?;
    let now = db::now();
    let mut standings = HashMap::new();
    for person in persons {
        for rule in rule_ids {
            let place = (*person, (*rule).to_owned());
            let decision = match latest.get(&place) {
                Some(row) if verified(services, row)? => Some(summary(row)),
                _ => None,
            };
            standings.insert(place, readiness::standing(decision.as_ref(), now));
        }
    }
    Ok(standings)
}

/// The latest decision about each person under each rule.
pub(super) async fn latest(
    services: &Services,
    persons: &[Uuid],
    rule_ids: &[&str],
) -> Result<HashMap<(Uuid, String), decision::Model>> {
    let rows = decision::Entity::find()
        .filter(decision::Column::PersonId.is_in(persons.iter().copied()))
        .filter(decision::Column::RuleId.is_in(rule_ids.iter().copied()))
        .order_by_asc(decision::Column::SignedAt)
        .order_by_asc(decision::Column::Id)
        .all(services.db.read())
        .await?;
    // A later row replaces an earlier one.
    Ok(rows
        .into_iter()
        .map(|row| ((row.person_id, row.rule_id.clone()), row))
        .collect())
}

/// Whether a decision is as it was signed.
pub(super) fn verified(services: &Services, row: &decision::Model) -> Result<bool> {
    signature::verifies(&services.keys, row)
}

/// As far as a standing depends on it.
pub(super) fn summary(row: &decision::Model) -> Decision {
    Decision {
        verdict: row.verdict,
        at: row.signed_at,
        until: row.expires_at,
    }
}
