//! The list of rounds.

use domain::identity::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::super::tables::{placement_round, round_opening};
use crate::{
    Actor, Result, Services,
    db::list::{self, ListPage, ListQuery, Order, Sort, SortKey},
};

/// A round in a list.
#[derive(Clone, Debug)]
pub struct RoundRow {
    /// As stored.
    pub round: placement_round::Model,
    /// How many openings take part.
    pub openings: usize,
}

domain::coded_enum! {
    /// What the list of rounds is sorted by.
    pub enum RoundSort {
        /// The last day on which preferences are taken.
        Until = "until",
        /// What it is called.
        Title = "title",
    }
}

impl Sort for RoundSort {
    const USUAL: Order<Self> = Order::down(RoundSort::Until);
}

impl SortKey for RoundSort {
    fn key(self) -> Expr {
        match self {
            RoundSort::Until => placement_round::Column::Until.into_expr(),
            RoundSort::Title => placement_round::Column::Title.into_expr(),
        }
    }
}

/// The rounds, searched by title. For those who match.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<(), RoundSort>,
) -> Result<ListPage<RoundRow>> {
    actor.require(&Role::COORDINATING)?;
    let db = services.db.read();
    let condition = list::contains(&query.search, [placement_round::Column::Title.into_expr()]);
    let mut found = list::page(db, placement_round::Entity::find(), condition, query).await?;
    let rows = std::mem::take(&mut found.rows);
    let openings: Vec<uuid::Uuid> = round_opening::Entity::find()
        .select_only()
        .column(round_opening::Column::RoundId)
        .filter(round_opening::Column::RoundId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.with(|_| {
        rows.into_iter()
            .map(|round| RoundRow {
                openings: openings.iter().filter(|id| **id == round.id).count(),
                round,
            })
            .collect()
    }))
}
