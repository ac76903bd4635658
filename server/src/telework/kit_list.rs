//! The list of kits: where each is, who has it, and until when.

use domain::identity::Role;
use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use domain::telework::KitState;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryTrait, Select,
    sea_query::{Expr, Func, Query},
};
use uuid::Uuid;

use super::{
    kits,
    tables::{kit, kit_part, loan},
};
use crate::{
    Actor, Result, Services,
    db::{
        self,
        list::{self, Count, ListPage, ListQuery, Order, Sort, SortKey},
    },
    identity::{people, tables::person},
};

/// An inventory older than this is to be done again, in days.
pub const COUNTED_DAYS: i64 = 180;

domain::coded_enum! {
    /// Which kits are wanted.
    pub enum KitShow {
        /// Those that are ours.
        All = "all",
        /// Those that can go out.
        Here = "here",
        /// Those with somebody.
        Lent = "lent",
        /// Those that should be back.
        Overdue = "overdue",
        /// Those whose borrower has not agreed yet.
        NotAgreed = "not-agreed",
        /// Those of which something is missing.
        Incomplete = "incomplete",
        /// Those that are broken or lost.
        Gone = "gone",
        /// Those that nobody saw at an inventory lately.
        Uncounted = "uncounted",
        /// Those that are not ours any more.
        Retired = "retired",
    }
}

domain::coded_enum! {
    /// What the list of kits is sorted by.
    pub enum KitSort {
        /// The number on the label.
        Number = "number",
        /// What it is.
        Kind = "kind",
        /// The last day of the loan.
        Due = "due",
    }
}

impl Sort for KitSort {
    const USUAL: Order<Self> = Order::up(KitSort::Number);
}

impl SortKey for KitSort {
    fn key(self) -> Expr {
        match self {
            KitSort::Number => kit::Column::Number.into_expr(),
            KitSort::Kind => kit::Column::Kind.into_expr(),
            KitSort::Due => Func::coalesce([loan::Column::DueOn.into_expr(), Expr::val(LAST)]).into(),
        }
    }
}

/// A day after every loan: what is not lent stands last.
const LAST: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// A line of the list.
pub struct KitRow {
    /// The kit.
    pub kit: kit::Model,
    /// What belongs to it.
    pub parts: Vec<kit_part::Model>,
    /// Its running loan, with the name of the borrower.
    pub loan: Option<(loan::Model, String)>,
}

/// The kits, with their running loans and borrowers.
fn from() -> Select<kit::Entity> {
    let mut from = kit::Entity::find();
    let running = Condition::all()
        .add(
            loan::Column::KitId
                .into_expr()
                .equals((kit::Entity, kit::Column::Id)),
        )
        .add(loan::Column::EndedAt.is_null());
    QueryTrait::query(&mut from)
        .join(JoinType::LeftJoin, loan::Entity, running)
        .join(
            JoinType::LeftJoin,
            person::Entity,
            person::Column::Id
                .into_expr()
                .equals((loan::Entity, loan::Column::PersonId)),
        );
    from
}

fn shown(show: KitShow, today: NaiveDate) -> Condition {
    let state = kit::Column::State;
    let ours = Condition::all().add(state.ne(KitState::Retired));
    match show {
        KitShow::All => ours,
        KitShow::Here => ours.add(state.eq(KitState::Here)),
        KitShow::Lent => ours.add(state.eq(KitState::Lent)),
        KitShow::Overdue => ours
            .add(state.eq(KitState::Lent))
            .add(loan::Column::DueOn.lt(today)),
        KitShow::NotAgreed => ours
            .add(state.eq(KitState::Lent))
            .add(loan::Column::AgreedAt.is_null()),
        KitShow::Incomplete => ours.add(
            kit::Column::Id.in_subquery(
                Query::select()
                    .column(kit_part::Column::KitId)
                    .from(kit_part::Entity)
                    .and_where(kit_part::Column::MissingAt.is_not_null())
                    .take(),
            ),
        ),
        KitShow::Gone => ours.add(state.is_in([KitState::Broken, KitState::Lost])),
        KitShow::Uncounted => ours.add(
            Condition::any()
                .add(kit::Column::CountedAt.is_null())
                .add(kit::Column::CountedAt.lt(db::now() - TimeDelta::days(COUNTED_DAYS))),
        ),
        KitShow::Retired => Condition::all().add(state.eq(KitState::Retired)),
    }
}

/// The kits that are wanted, searched by number, name and borrower. For those who lend.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<KitShow, KitSort>,
) -> Result<ListPage<KitRow>> {
    actor.require(&Role::STAFF)?;
    let texts = [
        kit::Column::Number.into_expr(),
        kit::Column::Name.into_expr(),
        Func::coalesce([person::Column::Name.into_expr(), Expr::val("")]).into(),
        Func::coalesce([person::Column::Kana.into_expr(), Expr::val("")]).into(),
    ];
    let condition = shown(query.filter, services.config.today()).add(list::contains(&query.search, texts));
    let mut found = list::page(services.db.read(), from(), condition, query).await?;
    let rows = with_loans(services, std::mem::take(&mut found.rows)).await?;
    Ok(found.with(|_| rows))
}

/// How many there are. For those who lend.
pub async fn count(actor: &Actor, services: &Services, show: KitShow) -> Result<Count> {
    actor.require(&Role::STAFF)?;
    let condition = shown(show, services.config.today());
    list::count(services.db.read(), from().filter(condition)).await
}

async fn with_loans(services: &Services, rows: Vec<kit::Model>) -> Result<Vec<KitRow>> {
    let ids: Vec<Uuid> = rows.iter().map(|kit| kit.id).collect();
    let mut parts = kits::parts_of(services, &ids).await?;
    let mut running: HashMap<Uuid, loan::Model> = loan::Entity::find()
        .filter(loan::Column::KitId.is_in(ids))
        .filter(loan::Column::EndedAt.is_null())
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|loan| (loan.kit_id, loan))
        .collect();
    let names = people::names(services, running.values().map(|loan| loan.person_id)).await?;
    Ok(rows
        .into_iter()
        .map(|kit| KitRow {
            parts: parts.remove(&kit.id).unwrap_or_default(),
            loan: running.remove(&kit.id).map(|loan| {
                let name = names.get(&loan.person_id).cloned().unwrap_or_default();
                (loan, name)
            }),
            kit,
        })
        .collect())
}
