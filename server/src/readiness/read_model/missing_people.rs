//! Who has rows, and who has none yet.

use domain::identity::Role;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::super::tables::standing;
use crate::{
    Result, Services,
    identity::{people, tables::person},
};

/// Of whom there are rows: learners who are here.
pub(super) fn learners() -> Condition {
    people::here().add(person::Column::Id.in_subquery(people::with_role(Role::Learner)))
}

/// How many there are.
pub(super) async fn all(services: &Services) -> Result<u64> {
    Ok(person::Entity::find()
        .filter(learners())
        .count(services.db.read())
        .await?)
}

/// How many rows of a rule were made with a basis.
pub(super) async fn made(services: &Services, rule: &str, basis: &str) -> Result<u64> {
    Ok(standing::Entity::find()
        .filter(standing::Column::RuleId.eq(rule))
        .filter(standing::Column::Basis.eq(basis))
        .count(services.db.read())
        .await?)
}

/// Learners without a row of the rule that was made with this basis; so many at most.
pub(super) async fn without(services: &Services, rule: &str, basis: &str, most: u64) -> Result<Vec<Uuid>> {
    let has = Query::select()
        .expr(Expr::val(1))
        .from(standing::Entity)
        .and_where(
            standing::Column::PersonId
                .into_expr()
                .equals((person::Entity, person::Column::Id)),
        )
        .and_where(standing::Column::RuleId.eq(rule))
        .and_where(standing::Column::Basis.eq(basis))
        .to_owned();
    Ok(person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(learners())
        .filter(Expr::exists(has).not())
        .limit(most)
        .into_tuple()
        .all(services.db.read())
        .await?)
}

/// People with rows who are no learners here any more.
pub(super) async fn left(services: &Services) -> Result<Vec<Uuid>> {
    let here = Query::select()
        .column(person::Column::Id)
        .from(person::Entity)
        .cond_where(learners())
        .to_owned();
    Ok(standing::Entity::find()
        .select_only()
        .column(standing::Column::PersonId)
        .distinct()
        .filter(standing::Column::PersonId.not_in_subquery(here))
        .into_tuple()
        .all(services.db.read())
        .await?)
}

/// Learners, by their ids, those after one; so many at most.
pub(super) async fn after(services: &Services, last: Option<Uuid>, most: u64) -> Result<Vec<Uuid>> {
    let mut query = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(learners())
        .order_by_asc(person::Column::Id)
        .limit(most);
    if let Some(last) = last {
        query = query.filter(person::Column::Id.gt(last));
    }
    Ok(query.into_tuple().all(services.db.read()).await?)
}
