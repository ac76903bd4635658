//! A person's notices, page by page, and the newest that are not read.

use domain::notices::{About, NoticeKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr};

use super::tables::notice;
use crate::{
    Actor, Result, Services,
    db::list::{self, Count, ListPage, ListQuery, Order, Sort, SortKey},
};

domain::coded_enum! {
    /// What notices are sorted by.
    pub enum NoticeSort {
        /// When they came.
        Came = "came",
    }
}

impl Sort for NoticeSort {
    const USUAL: Order<Self> = Order::down(NoticeSort::Came);
}

impl SortKey for NoticeSort {
    fn key(self) -> Expr {
        match self {
            NoticeSort::Came => notice::Column::CreatedAt.into_expr(),
        }
    }
}

/// A notice as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The row.
    pub row: notice::Model,
    /// What it tells; none for a word of a later version.
    pub kind: Option<NoticeKind>,
    /// What its words need.
    pub about: About,
}

impl From<notice::Model> for Shown {
    fn from(row: notice::Model) -> Shown {
        Shown {
            kind: row.kind.parse().ok(),
            // What cannot be read says less, and is a notice still.
            about: serde_json::from_str(&row.about).unwrap_or_default(),
            row,
        }
    }
}

fn of(actor: &Actor, unread_only: bool) -> Select<notice::Entity> {
    let found = notice::Entity::find().filter(notice::Column::PersonId.eq(actor.id));
    if unread_only {
        found.filter(notice::Column::ReadAt.is_null())
    } else {
        found
    }
}

/// The acting person's notices; with the filter only those that are not read.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<bool, NoticeSort>,
) -> Result<ListPage<Shown>> {
    let mut condition = sea_orm::Condition::all().add(notice::Column::PersonId.eq(actor.id));
    if query.filter {
        condition = condition.add(notice::Column::ReadAt.is_null());
    }
    condition = condition.add(list::contains(&query.search, [notice::Column::About.into_expr()]));
    let mut found = list::page(services.db.read(), notice::Entity::find(), condition, query).await?;
    let rows = std::mem::take(&mut found.rows);
    Ok(found.with(|_| rows.into_iter().map(Shown::from).collect()))
}

/// How many the acting person has, or has not read.
pub async fn count(actor: &Actor, services: &Services, unread_only: bool) -> Result<Count> {
    list::count(services.db.read(), of(actor, unread_only)).await
}

/// The newest notices that the acting person has not read, for the start page.
pub async fn newest(actor: &Actor, services: &Services, most: u64) -> Result<Vec<Shown>> {
    let rows = of(actor, true)
        .order_by_desc(notice::Column::CreatedAt)
        .order_by_desc(notice::Column::Id)
        .limit(most)
        .all(services.db.read())
        .await?;
    Ok(rows.into_iter().map(Shown::from).collect())
}
