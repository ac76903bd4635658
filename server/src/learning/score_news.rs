//! What a learner's scores came to lately where a quiz was graded again. Nobody should find a changed score by
//! chance.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Query, SelectStatement},
};
use uuid::Uuid;

use super::tables::{attempt, regrade, regrade_score};
use crate::{Actor, Result, Services, db};

/// How long it is news.
const NEWS: TimeDelta = TimeDelta::days(14);

/// A score that was changed.
#[derive(Clone, Debug)]
pub struct ScoreNews {
    /// The attempt, with its score.
    pub attempt: attempt::Model,
    /// The score before, in percent.
    pub before: f64,
    /// Why it was graded again.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is new about the person's own scores, the newest first.
pub async fn recent(actor: &Actor, services: &Services) -> Result<Vec<ScoreNews>> {
    let db = services.db.read();
    let since = db::now() - NEWS;
    let regrades: HashMap<Uuid, regrade::Model> = regrade::Entity::find()
        .filter(regrade::Column::At.gt(since))
        .filter(regrade::Column::UndoneAt.is_null())
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let mut found: BTreeMap<Uuid, (DateTime<Utc>, f64, String)> = BTreeMap::new();
    if !regrades.is_empty() {
        let scores = regrade_score::Entity::find()
            .filter(regrade_score::Column::RegradeId.is_in(regrades.keys().copied()))
            .filter(regrade_score::Column::AttemptId.in_subquery(mine(actor)))
            .all(db)
            .await?;
        for score in scores {
            let Some(regrade) = regrades.get(&score.regrade_id) else {
                continue;
            };
            let news = (regrade.at, score.percent_before, regrade.reason.clone());
            let known = found.entry(score.attempt_id).or_insert_with(|| news.clone());
            if known.0 < regrade.at {
                *known = news;
            }
        }
    }
    let mut news: Vec<ScoreNews> = attempt::Entity::find()
        .filter(attempt::Column::Id.is_in(found.keys().copied()))
        .filter(attempt::Column::Waiting.eq(0))
        .all(db)
        .await?
        .into_iter()
        .filter_map(|attempt| {
            let (at, before, reason) = found.remove(&attempt.id)?;
            Some(ScoreNews {
                attempt,
                before,
                reason,
                at,
            })
        })
        .collect();
    news.sort_by_key(|news| std::cmp::Reverse(news.at));
    Ok(news)
}

/// Selects the ids of the person's own attempts.
fn mine(actor: &Actor) -> SelectStatement {
    Query::select()
        .column(attempt::Column::Id)
        .from(attempt::Entity)
        .and_where(attempt::Column::PersonId.eq(actor.id))
        .take()
}
