//! By which keys an attempt is graded: its revision's, until a regrade gives it newer ones.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    catalog::Quiz,
    learning::{PaperQuestion, draw_paper},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    regrade::with_keys_of,
    sittings::Sitting,
    tables::{attempt, regrade, regrade_score},
};
use crate::{Result, Services};

/// The quiz with the keys of the newest regrade that changed the attempt and stands; none where no
/// regrade did. `own` is the quiz of the attempt's revision.
pub(super) async fn regraded(
    services: &Services,
    attempt: &attempt::Model,
    own: &Quiz,
) -> Result<Option<Quiz>> {
    let db = services.db.read();
    let ids: Vec<Uuid> = regrade_score::Entity::find()
        .select_only()
        .column(regrade_score::Column::RegradeId)
        .filter(regrade_score::Column::AttemptId.eq(attempt.id))
        .into_tuple()
        .all(db)
        .await?;
    if ids.is_empty() {
        return Ok(None);
    }
    let newest = regrade::Entity::find()
        .filter(regrade::Column::Id.is_in(ids))
        .filter(regrade::Column::UndoneAt.is_null())
        .order_by_desc(regrade::Column::Id)
        .one(db)
        .await?;
    let Some(newest) = newest else {
        return Ok(None);
    };
    let revision = services
        .catalog
        .revision(&services.db, &attempt.course_id, &newest.revision)
        .await?;
    let newer = revision.course.quizzes.get(&attempt.quiz_id);
    Ok(newer.map(|newer| with_keys_of(own, newer)))
}

/// By which keys each attempt was graded last: those of its revision, or of the newest regrade that
/// changed it and stands.
pub(super) struct Keys {
    regraded: HashMap<Uuid, String>,
    merged: BTreeMap<(String, String), Quiz>,
}

impl Keys {
    pub async fn load(
        services: &Services,
        db: &impl ConnectionTrait,
        course: &str,
        quiz: &str,
    ) -> Result<Keys> {
        let regrades = regrade::Entity::find()
            .filter(regrade::Column::CourseId.eq(course))
            .filter(regrade::Column::QuizId.eq(quiz))
            .filter(regrade::Column::UndoneAt.is_null())
            .order_by_asc(regrade::Column::Id)
            .all(db)
            .await?;
        let mut regraded = HashMap::new();
        if !regrades.is_empty() {
            let mut scores: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
            for score in regrade_score::Entity::find()
                .filter(regrade_score::Column::RegradeId.is_in(regrades.iter().map(|row| row.id)))
                .all(db)
                .await?
            {
                scores.entry(score.regrade_id).or_default().push(score.attempt_id);
            }
            for row in regrades {
                for attempt in scores.remove(&row.id).unwrap_or_default() {
                    regraded.insert(attempt, row.revision.clone());
                }
            }
        }
        for hash in regraded.values().collect::<HashSet<_>>() {
            // Read before it is needed, so that it is in memory.
            services.catalog.revision(&services.db, course, hash).await?;
        }
        Ok(Keys {
            regraded,
            merged: BTreeMap::new(),
        })
    }

    /// The quiz with those keys, and the paper; none where the revision has lost the quiz.
    pub async fn of(
        &mut self,
        services: &Services,
        sitting: &Sitting,
    ) -> Result<Option<(Quiz, Vec<PaperQuestion>)>> {
        let attempt = &sitting.attempt;
        let Some(own) = sitting.revision.course.quizzes.get(&attempt.quiz_id) else {
            return Ok(None);
        };
        let paper = draw_paper(own, attempt.seed as u64);
        let Some(hash) = self.regraded.get(&attempt.id) else {
            return Ok(Some((own.clone(), paper)));
        };
        let name = (attempt.revision.clone(), hash.clone());
        if let Some(quiz) = self.merged.get(&name) {
            return Ok(Some((quiz.clone(), paper)));
        }
        let newer = services
            .catalog
            .revision(&services.db, &attempt.course_id, hash)
            .await?;
        let quiz = match newer.course.quizzes.get(&attempt.quiz_id) {
            Some(newer) => with_keys_of(own, newer),
            None => own.clone(),
        };
        self.merged.insert(name, quiz.clone());
        Ok(Some((quiz, paper)))
    }
}
