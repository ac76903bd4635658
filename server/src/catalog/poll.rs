//! The worker behind the sources: one look at a time for each, asked for by webhooks, by the clock and
//! by the start of the program. What was asked for and not done when the program stops is made up for
//! by the look at its start.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use tokio::sync::{Mutex as Turn, Notify, OwnedMutexGuard};
use uuid::Uuid;

use super::{publish::FOLDER, refresh, tables::course_source};
use crate::{Result, Services, db};

/// How often the clock is read, and what other processes published is noticed.
const TICK: Duration = Duration::from_secs(5);

/// Which sources are to be looked at.
#[derive(Default)]
pub struct Queue {
    wanted: Mutex<BTreeSet<Uuid>>,
    news: Notify,
    turns: Mutex<BTreeMap<Uuid, Arc<Turn<()>>>>,
}

impl Queue {
    /// Asks for a look at a source; one that waits already stands for this one too.
    pub fn want(&self, source: Uuid) {
        self.wanted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(source);
        self.news.notify_one();
    }

    fn take(&self) -> BTreeSet<Uuid> {
        std::mem::take(&mut *self.wanted.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until nobody else looks at the source.
    pub(super) async fn turn(&self, source: Uuid) -> OwnedMutexGuard<()> {
        let turn = self
            .turns
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(source)
            .or_default()
            .clone();
        turn.lock_owned().await
    }
}

/// Looks at sources when it is asked to and when it is time. Never ends.
pub async fn run(services: Arc<Services>) {
    let mut first = true;
    let mut running: BTreeMap<Uuid, tokio::task::JoinHandle<()>> = BTreeMap::new();
    loop {
        running.retain(|_, look| !look.is_finished());
        match due(&services, first).await {
            Ok(due) => due.into_iter().for_each(|id| services.sources.want(id)),
            Err(error) => tracing::error!(%error, "the sources could not be read"),
        }
        first = false;
        for id in services.sources.take() {
            if running.contains_key(&id) {
                // Asked for again while a look is under way, which may have been too early: once more.
                services.sources.want(id);
                continue;
            }
            let services = services.clone();
            running.insert(
                id,
                tokio::spawn(async move {
                    if let Err(error) = refresh::look(&services, id, true).await {
                        tracing::warn!(source = %id, %error, "a look at a source failed");
                    }
                    services.sources.news.notify_one();
                }),
            );
        }
        if let Err(error) = services.catalog.reload(&services.db).await {
            tracing::error!(%error, "what is live could not be read");
        }
        let busy = !running.is_empty();
        tokio::select! {
            () = services.sources.news.notified() => {
                // While a look is under way, what waits for it must not spin.
                if busy { tokio::time::sleep(Duration::from_millis(50)).await; }
            }
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// The git sources whose time has come; at the start all that are looked at by themselves.
async fn due(services: &Services, first: bool) -> Result<Vec<Uuid>> {
    let now = db::now();
    let sources = course_source::Entity::find()
        .filter(course_source::Column::RemovedAt.is_null())
        .filter(course_source::Column::Kind.eq("git"))
        .all(services.db.read())
        .await?;
    Ok(sources
        .into_iter()
        .filter(|source| source.id != FOLDER)
        .filter(|source| {
            let minutes = i64::from(source.poll_minutes);
            first
                || (minutes > 0
                    && source
                        .checked_at
                        .is_none_or(|checked| now - checked >= TimeDelta::minutes(minutes)))
        })
        .map(|source| source.id)
        .collect())
}
