//! How often somebody may try a password: per name and per address.

use std::{
    collections::VecDeque,
    hash::{BuildHasher, RandomState},
    time::{Duration, Instant},
};

use dashmap::DashMap;

use crate::{Error, Result, limits::TRIES_KEPT};

/// A sliding window of tries in memory; a restart forgives them. Keys are kept as hashes, so that no
/// memory and no dump tells which names were tried, and only so many of them.
pub struct RateLimit {
    most: usize,
    window: Duration,
    hasher: RandomState,
    tries: DashMap<u64, VecDeque<Instant>>,
}

impl RateLimit {
    /// At most `most` tries in `window`.
    pub fn new(most: usize, window: Duration) -> Self {
        RateLimit {
            most,
            window,
            hasher: RandomState::new(),
            tries: DashMap::new(),
        }
    }

    /// Counts a try before it is made, so that many at the same moment count as many. Fails with the
    /// seconds to wait, and counts nothing, when the key has used up its tries.
    pub fn take(&self, key: &str) -> Result<()> {
        self.make_room();
        let mut tries = self.tries.entry(self.hasher.hash_one(key)).or_default();
        while tries.front().is_some_and(|at| at.elapsed() > self.window) {
            tries.pop_front();
        }
        match tries.front() {
            Some(first) if tries.len() >= self.most => Err(Error::RateLimited(
                self.window.saturating_sub(first.elapsed()).as_secs().max(1),
            )),
            _ => {
                tries.push_back(Instant::now());
                Ok(())
            }
        }
    }

    /// Takes one try back, after a success.
    pub fn give_back(&self, key: &str) {
        if let Some(mut tries) = self.tries.get_mut(&self.hasher.hash_one(key)) {
            tries.pop_back();
        }
    }

    /// Forgets the tries of a key, after a success.
    pub fn forget(&self, key: &str) {
        self.tries.remove(&self.hasher.hash_one(key));
    }

    /// Old keys are dropped when there are many; and where made-up names fill the memory all the same,
    /// every second one, since an address stays limited by its own count.
    fn make_room(&self) {
        if self.tries.len() < TRIES_KEPT {
            return;
        }
        self.tries
            .retain(|_, tries| tries.back().is_some_and(|at| at.elapsed() < self.window));
        if self.tries.len() >= TRIES_KEPT {
            self.tries.retain(|key, _| key % 2 == 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_try_after_the_last_allowed_one_is_refused_and_a_success_forgives() {
        let limit = RateLimit::new(2, Duration::from_secs(60));
        assert!(limit.take("sato").is_ok());
        assert!(limit.take("sato").is_ok());
        assert!(matches!(limit.take("sato"), Err(Error::RateLimited(1..=60))));
        limit.give_back("sato");
        assert!(limit.take("sato").is_ok());
        limit.forget("sato");
        assert!(limit.take("sato").is_ok());
    }

    #[test]
    fn made_up_names_fill_no_memory() {
        let limit = RateLimit::new(2, Duration::from_secs(60));
        for number in 0..3 * TRIES_KEPT {
            let _ = limit.take(&number.to_string());
        }
        assert!(limit.tries.len() <= TRIES_KEPT);
    }
}
