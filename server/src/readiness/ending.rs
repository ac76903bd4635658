//! Signatures that end soon: whoever counts as ready now, and would not any more.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Lang, identity::Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{standing::latest, tables::decision};
use crate::{Actor, Result, Services, db, identity::people};

/// How many are looked at.
const MOST: u64 = 200;

/// A signature that ends.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The decision.
    pub decision: Uuid,
    /// About whom.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// What the rule is called.
    pub rule: String,
    /// Until when it holds.
    pub until: DateTime<Utc>,
}

/// The signatures that end within so many days, the first to end first. For those who sign.
pub async fn within(actor: &Actor, services: &Services, days: i64, lang: Lang) -> Result<Vec<Ending>> {
    actor.require(&Role::COORDINATING)?;
    let now = db::now();
    let rows = decision::Entity::find()
        .filter(decision::Column::ExpiresAt.gt(now))
        .filter(decision::Column::ExpiresAt.lte(now + TimeDelta::days(days)))
        .filter(decision::Column::PersonId.ne(actor.id))
        .order_by_asc(decision::Column::ExpiresAt)
        .order_by_asc(decision::Column::Id)
        .limit(MOST)
        .all(services.db.read())
        .await?;
    let persons: Vec<Uuid> = rows.iter().map(|row| row.person_id).collect();
    let rules: Vec<&str> = rows.iter().map(|row| row.rule_id.as_str()).collect();
    let latest = latest(services, &persons, &rules).await?;
    let names = people::names(services, persons.iter().copied()).await?;
    Ok(rows
        .iter()
        .filter(|row| {
            // A later decision has taken its place.
            let place = (row.person_id, row.rule_id.clone());
            row.verdict.makes_ready() && latest.get(&place).is_some_and(|last| last.id == row.id)
        })
        .filter_map(|row| {
            let rule = services.catalog.rule(&row.rule_id).ok();
            Some(Ending {
                decision: row.id,
                person: row.person_id,
                name: names.get(&row.person_id).cloned().unwrap_or_default(),
                rule: rule.map_or_else(
                    || row.rule_id.clone(),
                    |rule| rule.rule.title.get(lang).to_owned(),
                ),
                until: row.expires_at?,
            })
        })
        .collect())
}
