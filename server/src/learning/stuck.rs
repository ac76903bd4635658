//! Who is stuck: tests that somebody handed in several times lately and has not passed. The same as the
//! concern in the reports of a cohort, over all cohorts.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Lang,
    catalog::QuizKind,
    identity::{Role, policy::Field},
    learning::is_passed,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{ExprTrait, Query},
};
use uuid::Uuid;

use super::{report::FAILED, tables::attempt};
use crate::{
    Actor, Result, Services, db,
    identity::{people, reading, tables::person},
};

/// Person, course, quiz, how many attempts, the last one, the best percentage.
type Tries = (Uuid, String, String, i64, DateTime<Utc>, Option<f64>);

/// Who has not tried for so long is not stuck any more, but gone.
const LATELY: TimeDelta = TimeDelta::days(30);
/// How many are looked at.
const MOST: u64 = 200;

/// Somebody at a test.
#[derive(Clone, Debug)]
pub struct Stuck {
    /// Who.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// The course.
    pub course: String,
    /// The test.
    pub quiz: String,
    /// What the test is called.
    pub title: String,
    /// How often it was handed in lately.
    pub tries: i64,
    /// When last.
    pub last: DateTime<Utc>,
}

/// Who is stuck, of those whose progress the acting person may read; the latest first. For staff.
pub async fn list(actor: &Actor, services: &Services, lang: Lang) -> Result<Vec<Stuck>> {
    actor.require(&Role::STAFF)?;
    let here = Query::select()
        .column(person::Column::Id)
        .from(person::Entity)
        .cond_where(people::here())
        .take();
    let mut found = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::PersonId)
        .column(attempt::Column::CourseId)
        .column(attempt::Column::QuizId)
        .column_as(attempt::Column::Id.count(), "tries")
        .column_as(attempt::Column::SubmittedAt.max(), "last")
        .column_as(attempt::Column::Percent.max(), "best")
        .filter(attempt::Column::SubmittedAt.gt(db::now() - LATELY))
        .filter(attempt::Column::Waiting.eq(0))
        .filter(attempt::Column::PersonId.ne(actor.id))
        .filter(attempt::Column::PersonId.in_subquery(here));
    if let Some(which) = reading::readable(actor, Field::Progress, attempt::Column::PersonId) {
        found = found.filter(which);
    }
    let tries = i64::try_from(FAILED).unwrap_or(i64::MAX);
    let rows: Vec<Tries> = found
        .group_by(attempt::Column::PersonId)
        .group_by(attempt::Column::CourseId)
        .group_by(attempt::Column::QuizId)
        .having(attempt::Column::Id.count().gte(tries))
        .having(attempt::Column::Percent.max().lt(100.0))
        .order_by_desc(attempt::Column::SubmittedAt.max())
        .limit(MOST)
        .into_tuple()
        .all(services.db.read())
        .await?;
    // Who passed it earlier only practises.
    let passed: HashSet<(Uuid, String, String)> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::PersonId)
        .column(attempt::Column::CourseId)
        .column(attempt::Column::QuizId)
        .distinct()
        .filter(attempt::Column::PersonId.is_in(rows.iter().map(|row| row.0)))
        .filter(attempt::Column::Passed.eq(true))
        .into_tuple()
        .all(services.db.read())
        .await?
        .into_iter()
        .collect();
    let mut stuck: Vec<Stuck> = rows
        .into_iter()
        .filter(|(person, course, quiz, ..)| !passed.contains(&(*person, course.clone(), quiz.clone())))
        .filter_map(|(person, course, quiz, tries, last, best)| {
            let revision = services.catalog.course(&course).ok()?;
            let test = revision.course.quizzes.get(&quiz)?;
            let is_stuck = test.kind == QuizKind::Test && !is_passed(test, best);
            is_stuck.then(|| Stuck {
                person,
                name: String::new(),
                title: test
                    .text(lang)
                    .map_or_else(|| quiz.clone(), |text| text.title.clone()),
                course,
                quiz,
                tries,
                last,
            })
        })
        .collect();
    let names = people::names(services, stuck.iter().map(|it| it.person)).await?;
    for it in &mut stuck {
        it.name = names.get(&it.person).cloned().unwrap_or_default();
    }
    Ok(stuck)
}
