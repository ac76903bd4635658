//! The due list: whom to ask how it goes, the most urgent first.

use domain::identity::Role;
use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::care::{FollowUpStatus, GRACE_DAYS, status};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder, QueryTrait, Select,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    follow_ups::kinds,
    tables::{contact, follow_up, placement},
};
use crate::{
    Actor, Result, Services,
    db::list::{self, Count, ListPage, ListQuery, Order, Sort, SortKey},
    identity::{people, tables::person},
    matching::{
        employers, openings,
        tables::{employer, opening},
    },
};

/// How many days ahead are "this week".
const WEEK: u64 = 7;

domain::coded_enum! {
    /// A part of the due list.
    pub enum Due {
        /// Due for longer than a week.
        Overdue = "overdue",
        /// Due now or within the next seven days.
        ThisWeek = "week",
        /// Later.
        Later = "later",
        /// The person was reached.
        Done = "done",
    }
}

impl Due {
    fn of(status: FollowUpStatus, due_on: NaiveDate, today: NaiveDate) -> Due {
        match status {
            FollowUpStatus::Overdue => Due::Overdue,
            FollowUpStatus::Due => Due::ThisWeek,
            FollowUpStatus::Upcoming if due_on <= week_from(today) => Due::ThisWeek,
            FollowUpStatus::Upcoming => Due::Later,
            FollowUpStatus::Done => Due::Done,
        }
    }
}

fn week_from(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(WEEK)).unwrap_or(NaiveDate::MAX)
}

domain::coded_enum! {
    /// What the due list is sorted by.
    pub enum DueSort {
        /// The day.
        Day = "day",
        /// The person's name.
        Person = "person",
    }
}

impl Sort for DueSort {
    const USUAL: Order<Self> = Order::up(DueSort::Day);
}

impl SortKey for DueSort {
    fn key(self) -> Expr {
        match self {
            DueSort::Day => follow_up::Column::DueOn.into_expr(),
            DueSort::Person => people::by_name(),
        }
    }
}

/// One follow-up in the due list.
#[derive(Clone, Debug)]
pub struct DueRow {
    /// The follow-up.
    pub follow_up: follow_up::Model,
    /// Where it stands.
    pub status: FollowUpStatus,
    /// Its part of the list.
    pub due: Due,
    /// The person.
    pub person: String,
    /// What the job is called.
    pub opening: String,
    /// Who offers it.
    pub employer: String,
    /// How often it was tried.
    pub tries: usize,
    /// When it was last tried.
    pub last: Option<DateTime<Utc>>,
}

/// The follow-ups that were tried, or whose person was reached.
fn tried(reached: bool) -> SelectStatement {
    let mut tried = Query::select();
    tried
        .column(contact::Column::FollowUpId)
        .from(contact::Entity)
        .and_where(
            contact::Column::FollowUpId
                .into_expr()
                .equals((follow_up::Entity, follow_up::Column::Id)),
        );
    if reached {
        tried.and_where(contact::Column::Reached.eq(true));
    }
    tried
}

/// The follow-ups of a part, or without one all that are still to do; with what they are joined to.
/// Nobody is asked how it goes at a job that has ended before that day.
fn found(part: Option<Due>, today: NaiveDate) -> (Select<follow_up::Entity>, Condition) {
    let mut from = follow_up::Entity::find();
    QueryTrait::query(&mut from)
        .join(
            JoinType::InnerJoin,
            placement::Entity,
            placement::Column::Id
                .into_expr()
                .equals((follow_up::Entity, follow_up::Column::PlacementId)),
        )
        .join(
            JoinType::InnerJoin,
            person::Entity,
            person::Column::Id
                .into_expr()
                .equals((placement::Entity, placement::Column::PersonId)),
        )
        .join(
            JoinType::InnerJoin,
            opening::Entity,
            opening::Column::Id
                .into_expr()
                .equals((placement::Entity, placement::Column::OpeningId)),
        )
        .join(
            JoinType::InnerJoin,
            employer::Entity,
            employer::Column::Id
                .into_expr()
                .equals((opening::Entity, opening::Column::EmployerId)),
        );
    let day = follow_up::Column::DueOn;
    let wanted = Condition::any()
        .add(placement::Column::EndedOn.is_null())
        .add(day.into_expr().lte(placement::Column::EndedOn.into_expr()))
        .add(Expr::exists(tried(false)));
    let done = Expr::exists(tried(true));
    let overdue = today
        .checked_sub_days(Days::new(GRACE_DAYS))
        .unwrap_or(NaiveDate::MIN);
    let condition = Condition::all().add(wanted);
    let condition = match part {
        Some(Due::Done) => condition.add(done),
        Some(Due::Overdue) => condition.add(day.lte(overdue)).add(done.not()),
        Some(Due::ThisWeek) => condition
            .add(day.gt(overdue))
            .add(day.lte(week_from(today)))
            .add(done.not()),
        Some(Due::Later) => condition.add(day.gt(week_from(today))).add(done.not()),
        None => condition.add(done.not()),
    };
    (from, condition)
}

/// The follow-ups of a part of the list, or all that are still to do; searched by person, job and
/// employer. For those who follow up.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Option<Due>, DueSort>,
) -> Result<ListPage<DueRow>> {
    actor.require(&Role::COORDINATING)?;
    let today = services.config.today();
    let (from, condition) = found(query.filter, today);
    let words = query.search.as_str();
    let named = || {
        people::named(words)
            .add(openings::found(words))
            .add(employers::found(words))
    };
    let condition = condition.add_option((!words.is_empty()).then(named));
    let mut found = list::page(services.db.read(), from, condition, query).await?;
    let rows = with_names(services, std::mem::take(&mut found.rows), today).await?;
    Ok(found.with(|_| rows))
}

/// How many follow-ups a part of the list has. For those who follow up.
pub async fn count(actor: &Actor, services: &Services, part: Due) -> Result<Count> {
    actor.require(&Role::COORDINATING)?;
    let (from, condition) = found(Some(part), services.config.today());
    list::count(services.db.read(), from.filter(condition)).await
}

async fn with_names(
    services: &Services,
    rows: Vec<follow_up::Model>,
    today: NaiveDate,
) -> Result<Vec<DueRow>> {
    let db = services.db.read();
    let placements: HashMap<Uuid, placement::Model> = placement::Entity::find()
        .filter(placement::Column::Id.is_in(rows.iter().map(|row| row.placement_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let mut contacts: HashMap<Uuid, Vec<contact::Model>> = HashMap::new();
    for row in contact::Entity::find()
        .filter(contact::Column::FollowUpId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(contact::Column::At)
        .all(db)
        .await?
    {
        contacts.entry(row.follow_up_id).or_default().push(row);
    }
    let names = people::names(services, placements.values().map(|row| row.person_id)).await?;
    let jobs = openings::named(services, placements.values().map(|row| row.opening_id).collect()).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let placement = placements.get(&row.placement_id)?;
            let made = contacts.remove(&row.id).unwrap_or_default();
            let status = status(row.due_on, &kinds(&made), today);
            let (opening, employer) = jobs.get(&placement.opening_id).cloned().unwrap_or_default();
            Some(DueRow {
                due: Due::of(status, row.due_on, today),
                status,
                person: names.get(&placement.person_id).cloned().unwrap_or_default(),
                opening,
                employer,
                tries: made.len(),
                last: made.last().map(|contact| contact.at),
                follow_up: row,
            })
        })
        .collect())
}
