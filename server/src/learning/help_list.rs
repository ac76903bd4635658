//! Everybody's requests for help, for those who answer.

use domain::identity::Role;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{Expr, Query},
};

use super::{
    help::{self, HelpState, ShownRequest},
    tables::help_request,
};
use crate::{
    Actor, Result, Services,
    db::list::{self, Count, ListPage, ListQuery, Order, Sort, SortKey},
    identity::{people, tables::person},
};

/// How many places a search looks at: a word that is in more titles says nothing.
const PLACES: usize = 100;

/// Which requests are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Those that are so far; none: all.
    pub state: Option<HelpState>,
    /// Searching finds those from these pages and what is below them, too.
    pub places: Vec<String>,
}

domain::coded_enum! {
    /// What the requests are sorted by.
    pub enum HelpSort {
        /// When they were made.
        Asked = "asked",
    }
}

impl Sort for HelpSort {
    const USUAL: Order<Self> = Order::down(HelpSort::Asked);
}

impl SortKey for HelpSort {
    fn key(self) -> Expr {
        match self {
            HelpSort::Asked => help_request::Column::CreatedAt.into_expr(),
        }
    }
}

impl HelpSort {
    /// Of those that wait the one that waits longest comes first; of the others the newest.
    pub fn usual(state: Option<HelpState>) -> Order<HelpSort> {
        match state {
            Some(HelpState::Waiting) => Order::up(HelpSort::Asked),
            Some(HelpState::Answered | HelpState::Closed) | None => HelpSort::USUAL,
        }
    }
}

/// That a page is this one, with whatever follows in its address.
fn at(place: &str) -> Condition {
    let page = help_request::Column::Page;
    ["/", "?", "#"]
        .into_iter()
        .fold(Condition::any().add(page.eq(place)), |any, next| {
            any.add(page.starts_with(format!("{place}{next}")))
        })
}

fn is(state: HelpState) -> Condition {
    let (answered, closed) = (help_request::Column::AnsweredAt, help_request::Column::ClosedAt);
    match state {
        HelpState::Waiting => Condition::all().add(answered.is_null()).add(closed.is_null()),
        HelpState::Answered => Condition::all().add(answered.is_not_null()),
        HelpState::Closed => Condition::all().add(answered.is_null()).add(closed.is_not_null()),
    }
}

/// The requests that are wanted, searched by the name of the asker, by words and by page. For staff.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Wanted, HelpSort>,
) -> Result<ListPage<ShownRequest>> {
    actor.require(&Role::STAFF)?;
    let search = &query.search;
    let mut condition = Condition::all();
    if let Some(state) = query.filter.state {
        condition = condition.add(is(state));
    }
    if !search.is_empty() {
        let people = Query::select()
            .column(person::Column::Id)
            .from(person::Entity)
            .cond_where(people::named(search))
            .take();
        let texts = [help_request::Column::Message, help_request::Column::Page];
        let found = Condition::any()
            .add(list::contains(search, texts.map(|text| text.into_expr())))
            .add(help_request::Column::PersonId.in_subquery(people));
        let places = query.filter.places.iter().take(PLACES);
        condition = condition.add(places.fold(found, |any, place| any.add(at(place))));
    }
    let from = help_request::Entity::find();
    let mut found = list::page(services.db.read(), from, condition, query).await?;
    let rows = help::shown(services, std::mem::take(&mut found.rows)).await?;
    Ok(found.with(|_| rows))
}

/// How many requests are so far. For staff.
pub async fn count(actor: &Actor, services: &Services, state: HelpState) -> Result<Count> {
    actor.require(&Role::STAFF)?;
    let found = help_request::Entity::find().filter(is(state));
    list::count(services.db.read(), found).await
}
