//! Tells open pages that the attendance of a class session has changed.

use tokio::sync::broadcast;
use uuid::Uuid;

/// A broadcast of the ids of class sessions whose attendance has changed.
pub struct Live {
    changed: broadcast::Sender<Uuid>,
}

impl Default for Live {
    fn default() -> Self {
        Live { changed: broadcast::channel(256).0 }
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
