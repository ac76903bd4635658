//! How many notices each person has not read, for the mark in the menu of every page: kept for a few
//! seconds, and forgotten at once when this process writes or reads one.

use std::time::{Duration, Instant};

use dashmap::DashMap;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::tables::notice;
use crate::{Actor, Result, Services};

/// A notice that another process wrote is marked after this time at the latest.
const FRESH: Duration = Duration::from_secs(5);
/// So many people at once; beyond that, all are counted again.
const MOST: usize = 10_000;

/// The counts, by person.
#[derive(Default)]
pub struct Unread(DashMap<Uuid, (Instant, u64)>);

impl Unread {
    /// What was written or read changes these people's counts.
    pub(crate) fn forget(&self, people: &[Uuid]) {
        for person in people {
            self.0.remove(person);
        }
    }

    /// How many notices the acting person has not read.
    pub async fn of(&self, actor: &Actor, services: &Services) -> Result<u64> {
        if let Some(known) = self.0.get(&actor.id).filter(|known| known.0.elapsed() < FRESH) {
            return Ok(known.1);
        }
        let asked = Instant::now();
        let count = notice::Entity::find()
            .filter(notice::Column::PersonId.eq(actor.id))
            .filter(notice::Column::ReadAt.is_null())
            .count(services.db.read())
            .await?;
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(actor.id, (asked, count));
        Ok(count)
    }
}
