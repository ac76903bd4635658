//! The list of cohorts, with what is next in each.

use domain::identity::Role;
use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::tables::{class_session, cohort, enrolment};
use crate::{
    Actor, Result, Services,
    db::{
        self, folded,
        list::{self, ListPage, ListQuery, Order, Sort, SortKey},
    },
    identity::enrolment::running_at,
};

domain::coded_enum! {
    /// Which cohorts are wanted.
    pub enum When {
        /// Those that run or come, and those that still have a class.
        Current = "current",
        /// Those that have ended.
        Past = "past",
        /// All.
        All = "all",
    }
}

domain::coded_enum! {
    /// What the list of cohorts is sorted by.
    pub enum CohortSort {
        /// Its name.
        Name = "name",
        /// Where it is.
        Place = "place",
        /// Its first day.
        Start = "start",
    }
}

impl Sort for CohortSort {
    const USUAL: Order<Self> = Order::down(CohortSort::Start);
}

impl SortKey for CohortSort {
    fn key(self) -> Expr {
        match self {
            CohortSort::Name => cohort::Column::Name.into_expr(),
            CohortSort::Place => cohort::Column::Place.into_expr(),
            CohortSort::Start => cohort::Column::StartsOn.into_expr(),
        }
    }
}

/// A cohort in the list.
pub struct CohortRow {
    /// The cohort.
    pub cohort: cohort::Model,
    /// Learners that belong to it now.
    pub learners: i64,
    /// Its class sessions, without those that do not take place.
    pub sessions: i64,
    /// The next class session that has not ended.
    pub next: Option<class_session::Model>,
}

/// Cohorts whose name or place has these words, however they are typed.
fn found(words: &str) -> Condition {
    let texts = [cohort::Column::Name, cohort::Column::Place];
    folded::found(words, cohort::Entity).add(list::contains(words, texts.map(|text| text.into_expr())))
}

/// The cohorts that are wanted, searched by name and place. For staff.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<When, CohortSort>,
) -> Result<ListPage<CohortRow>> {
    actor.require(&Role::STAFF)?;
    let today = services.config.today();
    let has_class = || cohort::Column::Id.in_subquery(with_class());
    let when = match query.filter {
        When::Current => Condition::any()
            .add(cohort::Column::EndsOn.gte(today))
            .add(has_class()),
        When::Past => Condition::all()
            .add(cohort::Column::EndsOn.lt(today))
            .add(has_class().not()),
        When::All => Condition::all(),
    };
    let condition = Condition::all()
        .add(when)
        .add_option((!query.search.is_empty()).then(|| found(&query.search)));
    let found = list::page(services.db.read(), cohort::Entity::find(), condition, query).await?;
    let ids: Vec<Uuid> = found.rows.iter().map(|cohort| cohort.id).collect();
    let learners = learners(services, &ids).await?;
    let sessions = sessions(services, &ids).await?;
    let mut next = next(services, &ids).await?;
    Ok(found.with(|cohorts| {
        cohorts
            .into_iter()
            .map(|cohort| CohortRow {
                learners: learners.get(&cohort.id).copied().unwrap_or_default(),
                sessions: sessions.get(&cohort.id).copied().unwrap_or_default(),
                next: next.remove(&cohort.id),
                cohort,
            })
            .collect()
    }))
}

/// That a class session takes place, and has not ended.
fn to_come() -> Condition {
    Condition::all()
        .add(class_session::Column::CancelledAt.is_null())
        .add(class_session::Column::ClosedAt.is_null())
        .add(class_session::Column::EndsAt.gt(db::now()))
}

fn with_class() -> SelectStatement {
    Query::select()
        .column(class_session::Column::CohortId)
        .from(class_session::Entity)
        .cond_where(to_come())
        .take()
}

async fn learners(services: &Services, cohorts: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let counts: Vec<(Uuid, i64)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .column_as(enrolment::Column::PersonId.count(), "learners")
        .filter(enrolment::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(running_at(db::now()))
        .group_by(enrolment::Column::CohortId)
        .into_tuple()
        .all(services.db.read())
        .await?;
    Ok(counts.into_iter().collect())
}

async fn sessions(services: &Services, cohorts: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let counts: Vec<(Uuid, i64)> = class_session::Entity::find()
        .select_only()
        .column(class_session::Column::CohortId)
        .column_as(class_session::Column::Id.count(), "sessions")
        .filter(class_session::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(class_session::Column::CancelledAt.is_null())
        .group_by(class_session::Column::CohortId)
        .into_tuple()
        .all(services.db.read())
        .await?;
    Ok(counts.into_iter().collect())
}

/// The next class session of each of these cohorts.
async fn next(services: &Services, cohorts: &[Uuid]) -> Result<HashMap<Uuid, class_session::Model>> {
    let first: Vec<(Uuid, chrono::DateTime<chrono::Utc>)> = class_session::Entity::find()
        .select_only()
        .column(class_session::Column::CohortId)
        .column_as(class_session::Column::StartsAt.min(), "first")
        .filter(class_session::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(to_come())
        .group_by(class_session::Column::CohortId)
        .into_tuple()
        .all(services.db.read())
        .await?;
    let of_these = first.into_iter().fold(Condition::any(), |any, (cohort, at)| {
        any.add(
            Condition::all()
                .add(class_session::Column::CohortId.eq(cohort))
                .add(class_session::Column::StartsAt.eq(at)),
        )
    });
    if of_these.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(class_session::Entity::find()
        .filter(of_these)
        .filter(to_come())
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|session| (session.cohort_id, session))
        .collect())
}
