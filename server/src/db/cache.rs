//! What was read and put together, kept for as long as the database stays as it is. The database
//! itself says whether it has changed, so a write of another process counts, too.

use std::{
    hash::Hash,
    sync::Arc,
    time::{Duration, Instant},
};

use dashmap::DashMap;

use super::Db;
use crate::Result;

/// What also depends on the clock ("the next class", "ends soon") or on the courses is put together
/// again after this time, even if nobody wrote anything.
const FRESH: Duration = Duration::from_secs(5);

struct Entry<V> {
    state: String,
    at: Instant,
    value: Arc<V>,
}

/// Values by key, each with the state of the database that it was read from.
pub struct Cache<K, V> {
    entries: DashMap<K, Entry<V>>,
    most: usize,
}

impl<K: Eq + Hash, V> Cache<K, V> {
    /// Keeps so many values; beyond that, all are forgotten and read again.
    pub fn new(most: usize) -> Self {
        Cache {
            entries: DashMap::new(),
            most,
        }
    }

    /// The value of a key; made anew when the database has changed since, or when it is old.
    pub async fn get(&self, db: &Db, key: K, make: impl AsyncFnOnce() -> Result<V>) -> Result<Arc<V>> {
        // What is written from here on may or may not be in the value: the state from before is kept
        // with it, so the next one asks again.
        let at = Instant::now();
        let state = db.state().await?;
        if let Some(value) = self.fresh(&key, &state) {
            return Ok(value);
        }
        let value = Arc::new(make().await?);
        if self.entries.len() >= self.most {
            self.entries.clear();
        }
        let entry = Entry {
            state,
            at,
            value: value.clone(),
        };
        self.entries.insert(key, entry);
        Ok(value)
    }

    fn fresh(&self, key: &K, state: &str) -> Option<Arc<V>> {
        let entry = self.entries.get(key)?;
        (entry.state == state && entry.at.elapsed() < FRESH).then(|| entry.value.clone())
    }
}
