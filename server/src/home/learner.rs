//! What a learner's home shows.

use std::sync::Arc;

use uuid::Uuid;

use super::bridge::{self, Bridge};
use crate::{
    Actor, Result, Services,
    classroom::{self, Coming},
    identity::made_links::{self, MadeLink},
    learning::progress::{self, CourseProgress},
    telework::calls,
};

/// What a learner's home shows.
pub struct Home {
    /// How far the learner is in each course.
    pub courses: Vec<CourseProgress>,
    /// How far the learner is on the bridge.
    pub bridge: Bridge,
    /// The call that the learner is invited to, and by whom.
    pub call: Option<(Uuid, String)>,
    /// The class session that is running or comes next, and those before it that are cancelled.
    pub class: Coming,
    /// Links that others made lately for the learner's password.
    pub links: Vec<MadeLink>,
}

/// The acting person's home. Put together again only when something was written since.
pub async fn home(actor: &Actor, services: &Services) -> Result<Arc<Home>> {
    services
        .homes
        .get(&services.db, actor.id, async || {
            Ok(Home {
                courses: progress::of_all(actor, services).await?,
                bridge: bridge::bridge(actor, services, actor.id).await?,
                call: calls::invitation(actor, services).await?,
                class: classroom::coming(services, actor.id).await?,
                links: made_links::made_for(actor, services).await?,
            })
        })
        .await
}
