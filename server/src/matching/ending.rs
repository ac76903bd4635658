//! Consents that end soon, to openings to which people are still referred.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{
    openings,
    tables::{consent, opening},
};
use crate::{Actor, Result, Services, db, identity::people};

/// How many are looked at.
const MOST: u64 = 200;

/// A consent that ends.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The consent.
    pub consent: Uuid,
    /// Whose.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// The opening.
    pub opening: Uuid,
    /// What the job is called.
    pub title: String,
    /// Until when it holds.
    pub until: DateTime<Utc>,
}

/// The consents that end within so many days, the first to end first. For those who match.
pub async fn within(actor: &Actor, services: &Services, days: i64) -> Result<Vec<Ending>> {
    actor.require(&Role::COORDINATING)?;
    let (db, now) = (services.db.read(), db::now());
    let still_open = opening::Entity::find()
        .select_only()
        .column(opening::Column::Id)
        .filter(opening::Column::ClosedAt.is_null())
        .filter(opening::Column::ClosesOn.gte(services.config.today()));
    let holds = || {
        consent::Entity::find()
            .filter(consent::Column::WithdrawnAt.is_null())
            .filter(consent::Column::ExpiresAt.gt(now))
    };
    let until = now + TimeDelta::days(days);
    let rows = holds()
        .filter(consent::Column::ExpiresAt.lte(until))
        .filter(consent::Column::PersonId.ne(actor.id))
        .filter(consent::Column::OpeningId.in_subquery(still_open.into_query()))
        .order_by_asc(consent::Column::ExpiresAt)
        .order_by_asc(consent::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    // Whoever has consented again has nothing to do.
    let renewed: HashSet<(Uuid, Option<Uuid>)> = holds()
        .filter(consent::Column::ExpiresAt.gt(until))
        .filter(consent::Column::PersonId.is_in(rows.iter().map(|row| row.person_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.person_id, row.opening_id))
        .collect();
    let names = people::names(services, rows.iter().map(|row| row.person_id)).await?;
    let jobs = openings::named(services, rows.iter().filter_map(|row| row.opening_id).collect()).await?;
    Ok(rows
        .into_iter()
        .filter(|row| !renewed.contains(&(row.person_id, row.opening_id)))
        .filter_map(|row| {
            let opening = row.opening_id?;
            let (title, employer) = jobs.get(&opening).cloned().unwrap_or_default();
            Some(Ending {
                consent: row.id,
                person: row.person_id,
                name: names.get(&row.person_id).cloned().unwrap_or_default(),
                opening,
                title: format!("{employer} {title}"),
                until: row.expires_at,
            })
        })
        .collect())
}
