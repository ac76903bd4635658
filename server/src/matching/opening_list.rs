//! The list of openings.

use domain::{folding, identity::Role};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, JoinType, QueryTrait, sea_query::Expr};

use super::{
    employers,
    openings::{self, OpeningRow},
    tables::{employer, opening},
    words,
};
use crate::{
    Actor, Result, Services,
    db::list::{self, ListPage, ListQuery, Order, Sort, SortKey},
};

domain::coded_enum! {
    /// Which openings are wanted.
    pub enum OpeningState {
        /// Those to which people can be referred today.
        Open = "open",
        /// The others.
        Closed = "closed",
        /// All.
        All = "all",
    }
}

domain::coded_enum! {
    /// What the list of openings is sorted by.
    pub enum OpeningSort {
        /// The day it closes.
        Closes = "closes",
        /// What the job is called.
        Title = "title",
        /// Who offers it.
        Employer = "employer",
        /// The first working day.
        Starts = "starts",
    }
}

impl Sort for OpeningSort {
    const USUAL: Order<Self> = Order::up(OpeningSort::Closes);
}

impl SortKey for OpeningSort {
    fn key(self) -> Expr {
        match self {
            OpeningSort::Closes => opening::Column::ClosesOn.into_expr(),
            OpeningSort::Title => opening::Column::Title.into_expr(),
            OpeningSort::Employer => employers::by_name(),
            OpeningSort::Starts => opening::Column::StartsOn.into_expr(),
        }
    }
}

/// The openings that are wanted, searched by job, employer, town and kind of work. For those who match.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<OpeningState, OpeningSort>,
) -> Result<ListPage<OpeningRow>> {
    actor.require(&Role::COORDINATING)?;
    let today = services.config.today();
    let state = match query.filter {
        OpeningState::Open => Condition::all()
            .add(opening::Column::ClosedAt.is_null())
            .add(opening::Column::ClosesOn.gte(today)),
        OpeningState::Closed => Condition::any()
            .add(opening::Column::ClosedAt.is_not_null())
            .add(opening::Column::ClosesOn.lt(today)),
        OpeningState::All => Condition::all(),
    };
    let mut condition = Condition::all().add(state);
    if !query.search.is_empty() {
        let wanted = folding::search(&query.search);
        let has = |words: &str| folding::search(words).contains(&wanted);
        let kinds = words::KINDS
            .iter()
            .filter(|(_, ja, en)| has(ja) || has(en))
            .map(|(code, ..)| *code);
        condition = condition.add(
            Condition::any()
                .add(openings::found(&query.search))
                .add(employers::found(&query.search))
                .add(opening::Column::Kind.is_in(kinds)),
        );
    }
    let mut from = opening::Entity::find();
    QueryTrait::query(&mut from).join(
        JoinType::InnerJoin,
        employer::Entity,
        employer::Column::Id
            .into_expr()
            .equals((opening::Entity, opening::Column::EmployerId)),
    );
    let mut found = list::page(services.db.read(), from, condition, query).await?;
    let rows = openings::with_employers(services, std::mem::take(&mut found.rows)).await?;
    Ok(found.with(|_| rows))
}
