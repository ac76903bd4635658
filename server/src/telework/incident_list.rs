//! The list of incidents; those that are open come first.

use domain::identity::Role;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryTrait, Select, sea_query::Expr,
    sea_query::ExprTrait,
};

use super::tables::incident;
use crate::{
    Actor, Result, Services,
    db::list::{self, Count, ListPage, ListQuery, Order, Sort, SortKey},
    identity::{people, tables::person},
};

domain::coded_enum! {
    /// Which incidents are wanted.
    pub enum IncidentState {
        /// Those that are looked after.
        Open = "open",
        /// The others.
        Closed = "closed",
    }
}

domain::coded_enum! {
    /// What the list of incidents is sorted by.
    pub enum IncidentSort {
        /// When it was told.
        Time = "time",
    }
}

impl Sort for IncidentSort {
    const USUAL: Order<Self> = Order::down(IncidentSort::Time);
}

impl SortKey for IncidentSort {
    fn key(self) -> Expr {
        match self {
            IncidentSort::Time => incident::Column::At.into_expr(),
        }
    }
}

/// A line of the list.
pub struct IncidentRow {
    /// The incident.
    pub incident: incident::Model,
    /// Who told.
    pub person: String,
}

fn from() -> Select<incident::Entity> {
    let mut from = incident::Entity::find();
    QueryTrait::query(&mut from).join(
        JoinType::InnerJoin,
        person::Entity,
        person::Column::Id
            .into_expr()
            .equals((incident::Entity, incident::Column::PersonId)),
    );
    from
}

fn state(state: IncidentState) -> Condition {
    Condition::all().add(match state {
        IncidentState::Open => incident::Column::ClosedAt.is_null(),
        IncidentState::Closed => incident::Column::ClosedAt.is_not_null(),
    })
}

/// The incidents that are wanted, searched by who told, what happened and what was learnt. For those who
/// coordinate.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<IncidentState, IncidentSort>,
) -> Result<ListPage<IncidentRow>> {
    actor.require(&Role::COORDINATING)?;
    let texts = [
        person::Column::Name.into_expr(),
        incident::Column::What.into_expr(),
        incident::Column::Learnt.into_expr(),
    ];
    let condition = state(query.filter).add(list::contains(&query.search, texts));
    let found = list::page(services.db.read(), from(), condition, query).await?;
    let names = people::names(services, found.rows.iter().map(|row| row.person_id)).await?;
    Ok(found.with(|rows| {
        rows.into_iter()
            .map(|incident| IncidentRow {
                person: names.get(&incident.person_id).cloned().unwrap_or_default(),
                incident,
            })
            .collect()
    }))
}

/// How many there are. For those who coordinate.
pub async fn count(actor: &Actor, services: &Services, which: IncidentState) -> Result<Count> {
    actor.require(&Role::COORDINATING)?;
    list::count(services.db.read(), from().filter(state(which))).await
}
