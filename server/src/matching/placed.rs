//! Who is at work: what a referral can lead to.

use std::collections::BTreeSet;

use domain::matching;
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::tables::placement;
use crate::{Result, Services};

/// Everybody who has a job by a placement, or is about to begin it. For other services.
pub(crate) async fn at_work(services: &Services) -> Result<BTreeSet<Uuid>> {
    let today = services.config.today();
    Ok(placement::Entity::find()
        .all(services.db.read())
        .await?
        .into_iter()
        .filter(|row| matching::at_work(row.ended_on, today))
        .map(|row| row.person_id)
        .collect())
}
