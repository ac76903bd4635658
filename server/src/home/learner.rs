//! What a learner's home shows.

use std::sync::Arc;

use domain::readiness::{Standing, Step};
use uuid::Uuid;

use super::bridge::{self, Bridge};
use crate::{
    Actor, Result, Services,
    catalog::RuleRevision,
    classroom::{self, Coming},
    identity::made_links::{self, MadeLink},
    learning::{
        progress,
        score_news::{self, ScoreNews},
    },
    readiness::next_step,
    telework::calls,
};

/// What a learner's home shows.
pub struct Home {
    /// The one next step.
    pub step: Step,
    /// The rule that it was chosen under; none where there is none.
    pub rule: Option<Arc<RuleRevision>>,
    /// How far the learner is on the bridge.
    pub bridge: Bridge,
    /// The call that the learner is invited to, and by whom.
    pub call: Option<(Uuid, String)>,
    /// The class session that is running or comes next, and those before it that are cancelled.
    pub class: Coming,
    /// Links that others made lately for the learner's password.
    pub links: Vec<MadeLink>,
    /// Scores that somebody gave or changed lately.
    pub regraded: Vec<ScoreNews>,
}

/// The acting person's home. Put together again only when something was written since.
pub async fn home(actor: &Actor, services: &Services) -> Result<Arc<Home>> {
    services
        .homes
        .get(&services.db, actor.id, async || {
            let courses = progress::of_all(actor, services).await?;
            let (bridge, near) = bridge::with_rule(services, actor.id).await?;
            let under = near.as_ref().map(|near| (&near.rule.rule, &near.evaluation));
            let standing = near.as_ref().map_or(Standing::Undecided, |near| near.standing);
            Ok(Home {
                step: next_step::step(under, standing, bridge.placed, &courses),
                rule: near.map(|near| near.rule),
                bridge,
                call: calls::invitation(actor, services).await?,
                class: classroom::coming(services, actor.id).await?,
                links: made_links::made_for(actor, services).await?,
                regraded: score_news::recent(actor, services).await?,
            })
        })
        .await
}
