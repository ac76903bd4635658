//! What the classroom keeps in memory: who listens to changes of attendance, and wrong codes.

use std::time::Duration;

use tokio::sync::broadcast;
use uuid::Uuid;

use crate::identity::rate_limit::RateLimit;

/// A broadcast of the ids of class sessions whose attendance has changed.
pub struct Live {
    changed: broadcast::Sender<Uuid>,
    /// How often each person typed a wrong code: a million codes must not be tried out.
    pub(super) wrong_codes: RateLimit,
}

impl Default for Live {
    fn default() -> Self {
        Live {
            changed: broadcast::channel(256).0,
            wrong_codes: RateLimit::new(10, Duration::from_secs(300)),
        }
    }
}

impl Live {
    /// Says that a class session has changed.
    pub fn tell(&self, class_session: Uuid) {
        // Nobody listening is fine.
        let _ = self.changed.send(class_session);
    }

    /// Listens to changes from now on.
    pub fn listen(&self) -> broadcast::Receiver<Uuid> {
        self.changed.subscribe()
    }
}
