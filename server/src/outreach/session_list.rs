//! The list of information sessions for those who hold them.

use domain::outreach::{SessionState, Standing};
use sea_orm::{ColumnTrait, Condition, EntityTrait, sea_query::Expr};

use super::{COORDINATING, seats::taken, sessions::standing, tables::information_session};
use crate::{
    Actor, Result, Services, db,
    db::list::{self, ListPage, ListQuery, Order, Sort, SortKey},
};

domain::coded_enum! {
    /// Which sessions are wanted.
    pub enum SessionPart {
        /// Drafts, and those that are still to come.
        Coming = "coming",
        /// Those that are over or cancelled.
        Past = "past",
        /// All.
        All = "all",
    }
}

domain::coded_enum! {
    /// What the list of sessions is sorted by.
    pub enum SessionSort {
        /// When it begins.
        Starts = "starts",
        /// What it is called.
        Title = "title",
    }
}

impl Sort for SessionSort {
    const USUAL: Order<Self> = Order::up(SessionSort::Starts);
}

impl SortKey for SessionSort {
    fn key(self) -> Expr {
        match self {
            SessionSort::Starts => information_session::Column::StartsAt.into_expr(),
            SessionSort::Title => information_session::Column::Title.into_expr(),
        }
    }
}

/// A session with the seats that are taken.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// As stored.
    pub session: information_session::Model,
    /// How many seats are taken.
    pub taken: u32,
    /// How it stands now.
    pub standing: Standing,
}

/// The sessions that are wanted, searched by title, place and who speaks. For those who hold them.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<SessionPart, SessionSort>,
) -> Result<ListPage<SessionRow>> {
    actor.require(COORDINATING)?;
    let now = db::now();
    let over = Condition::any()
        .add(information_session::Column::State.eq(SessionState::Cancelled))
        .add(
            Condition::all()
                .add(information_session::Column::State.eq(SessionState::Published))
                .add(information_session::Column::EndsAt.lte(now)),
        );
    let part = match query.filter {
        SessionPart::Coming => over.not(),
        SessionPart::Past => over,
        SessionPart::All => Condition::all(),
    };
    let texts = [
        information_session::Column::Title,
        information_session::Column::Venue,
        information_session::Column::Speakers,
    ];
    let condition = Condition::all()
        .add(part)
        .add(list::contains(&query.search, texts.map(|text| text.into_expr())));
    let found = list::page(
        services.db.read(),
        information_session::Entity::find(),
        condition,
        query,
    )
    .await?;
    let ids: Vec<_> = found.rows.iter().map(|row| row.id).collect();
    let taken = taken(services.db.read(), &ids).await?;
    Ok(found.with(|rows| {
        rows.into_iter()
            .map(|session| {
                let taken = taken.get(&session.id).copied().unwrap_or_default();
                SessionRow {
                    standing: standing(&session, taken, now),
                    taken,
                    session,
                }
            })
            .collect()
    }))
}
