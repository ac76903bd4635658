//! How often somebody may try a password: per name and per address.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use dashmap::DashMap;

use crate::{Error, Result};

/// A sliding window of failures in memory; a restart forgives them.
pub struct RateLimit {
    most: usize,
    window: Duration,
    tries: DashMap<String, VecDeque<Instant>>,
}

impl RateLimit {
    /// At most `most` failures in `window`.
    pub fn new(most: usize, window: Duration) -> Self {
        RateLimit {
            most,
            window,
            tries: DashMap::new(),
        }
    }

    /// Fails with the seconds to wait when the key has used up its tries.
    pub fn check(&self, key: &str) -> Result<()> {
        let Some(mut tries) = self.tries.get_mut(key) else {
            return Ok(());
        };
        while tries.front().is_some_and(|at| at.elapsed() > self.window) {
            tries.pop_front();
        }
        match tries.front() {
            Some(first) if tries.len() >= self.most => Err(Error::RateLimited(
                self.window.saturating_sub(first.elapsed()).as_secs().max(1),
            )),
            _ => Ok(()),
        }
    }

    /// Counts a failure.
    pub fn failed(&self, key: &str) {
        // Old keys are dropped when there are many, so that made-up names cannot fill the memory.
        if self.tries.len() > 10_000 {
            self.tries
                .retain(|_, tries| tries.back().is_some_and(|at| at.elapsed() < self.window));
        }
        self.tries
            .entry(key.to_owned())
            .or_default()
            .push_back(Instant::now());
    }

    /// Forgets the failures of a key, after a success.
    pub fn forget(&self, key: &str) {
        self.tries.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_try_after_the_last_allowed_one_is_refused_and_a_success_forgives() {
        let limit = RateLimit::new(2, Duration::from_secs(60));
        limit.failed("sato");
        assert!(limit.check("sato").is_ok());
        limit.failed("sato");
        assert!(matches!(limit.check("sato"), Err(Error::RateLimited(1..=60))));
        limit.forget("sato");
        assert!(limit.check("sato").is_ok());
    }
}
