//! The board: every learner under one rule, with what is still missing, a page at a time.
//!
//! Its rows are kept (`read_model`); nothing here grows with the classroom.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use domain::{
    identity::{Role, policy::Field},
    readiness::{Criterion, Evaluation, Requirement, Standing},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    evaluate, nearness,
    read_model::{self, CaughtUp},
    state,
    tables::standing,
};
pub use super::{
    read_model::{Counts, Progress},
    state::{BoardState, Recent},
};
use crate::{
    Actor, Result, Services,
    catalog::RuleRevision,
    db::{
        self,
        list::{self, ListPage, ListQuery, Order, Sort, SortKey},
    },
    identity::{people, reading, tables::person},
};

/// How many people the board turned round names under one requirement.
const NAMED: u64 = 50;

/// A learner on the board.
#[derive(Clone, Debug)]
pub struct BoardRow {
    /// The learner.
    pub person: Uuid,
    /// The learner's name.
    pub name: String,
    /// Where the learner stands.
    pub state: BoardState,
    /// What was decided.
    pub standing: Standing,
    /// When and by whom the last decision was signed.
    pub signed: Option<(DateTime<Utc>, String)>,
    /// Whether the rule has changed since a "ready", and wants another look.
    pub recheck: bool,
    /// What the rule says.
    pub evaluation: Evaluation,
    /// What happened last, and when.
    pub recent: Option<(DateTime<Utc>, Recent)>,
}

impl BoardRow {
    /// The criterion whose evidence ends first within the time that counts as soon.
    pub fn ending(&self) -> Option<&Criterion> {
        let now = db::now();
        self.evaluation
            .criteria
            .iter()
            .filter(|c| state::ends_soon(c.expires_at, now))
            .min_by_key(|c| c.expires_at)
    }
}

/// Which rows are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Under the rule of this id; empty: the usual one.
    pub rule: String,
    /// Those in this state.
    pub state: Option<BoardState>,
}

/// The board under one rule.
pub struct Board {
    /// The rule: in the revision that the rows were made with.
    pub rule: Arc<RuleRevision>,
    /// The learners asked for.
    pub found: ListPage<BoardRow>,
    /// How many of those found by the search are in each state.
    pub counts: Counts,
    /// How far the rows are, where they are being brought up to date.
    pub progress: Option<Progress>,
}

domain::coded_enum! {
    /// What the board is sorted by.
    pub enum BoardSort {
        /// Those who are near first, by name within a state.
        BoardState = "state",
        /// The name.
        Name = "name",
    }
}

impl Sort for BoardSort {
    const USUAL: Order<Self> = Order::up(BoardSort::BoardState);
}

impl SortKey for BoardSort {
    fn key(self) -> Expr {
        match self {
            BoardSort::BoardState => standing::Column::StateKey.into_expr(),
            BoardSort::Name => standing::Column::NameKey.into_expr(),
        }
    }
}

/// The rows of a rule that are shown.
struct Rows {
    rule: Arc<RuleRevision>,
    basis: String,
    version: i64,
    is_behind: bool,
}

impl Rows {
    /// The rows, not narrowed yet; with the people where they are searched by name.
    fn from(&self, search: &str) -> Select<standing::Entity> {
        let mut rows = standing::Entity::find()
            .filter(standing::Column::RuleId.eq(self.rule.rule.id.as_str()))
            .filter(standing::Column::Basis.eq(self.basis.as_str()));
        if !search.is_empty() {
            QueryTrait::query(&mut rows).join(
                JoinType::InnerJoin,
                person::Entity,
                person::Column::Id
                    .into_expr()
                    .equals((standing::Entity, standing::Column::PersonId)),
            );
        }
        rows
    }
}

fn narrowed(wanted: &Wanted, search: &str) -> Condition {
    Condition::all()
        .add_option((!search.is_empty()).then(|| people::named(search)))
        .add_option(wanted.state.map(|state| {
            let (from, to) = state.keys();
            Condition::all()
                .add(standing::Column::State.eq(state))
                // Says no more than the state: it is what the index of the order answers.
                .add(standing::Column::StateKey.gte(from))
                .add(standing::Column::StateKey.lt(to))
        }))
}

/// A page of the learners under a rule. For those who sign.
pub async fn board(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Wanted, BoardSort>,
) -> Result<Board> {
    let rows = rows(actor, services, &query.filter.rule).await?;
    let found = list::page(
        services.db.read(),
        rows.from(&query.search),
        narrowed(&query.filter, &query.search),
        query,
    )
    .await?;
    let ListPage {
        rows: kept,
        count,
        after,
        before,
    } = found;
    let counts = counts(services, &rows, &query.search).await?;
    let progress = if rows.is_behind {
        let progress = read_model::progress(services, &rows.rule).await?;
        Some(progress).filter(|it| it.done < it.all)
    } else {
        None
    };
    Ok(Board {
        found: ListPage {
            rows: named(services, kept).await?,
            count,
            after,
            before,
        },
        counts,
        progress,
        rule: rows.rule,
    })
}

/// A page of the learners under a rule, as [`board`] without what stands around it.
pub async fn page(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Wanted, BoardSort>,
) -> Result<ListPage<BoardRow>> {
    Ok(board(actor, services, query).await?.found)
}

/// Those who miss one requirement.
pub struct Missing {
    /// The requirement.
    pub requirement: Requirement,
    /// How many they are.
    pub count: u64,
    /// The first of them.
    pub people: Vec<BoardRow>,
}

/// The board turned round: for each requirement, those who miss it and are not at work, in the order of the
/// board. For those who sign. Two queries for a requirement, however many people.
pub async fn missing(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Wanted, BoardSort>,
) -> Result<Vec<Missing>> {
    let rows = rows(actor, services, &query.filter.rule).await?;
    let mut all = Vec::new();
    for requirement in &rows.rule.rule.require {
        // It feeds the planning of classes: whoever has a job needs none of them.
        let misses = || {
            rows.from(&query.search)
                .filter(narrowed(&query.filter, &query.search))
                .filter(standing::Column::State.ne(BoardState::AtWork))
                .filter(list::contains(
                    &format!(",{},", requirement.id),
                    [standing::Column::Missing.into_expr()],
                ))
        };
        let people = misses()
            .order_by_asc(standing::Column::StateKey)
            .order_by_asc(standing::Column::PersonId)
            .limit(NAMED)
            .all(services.db.read())
            .await?;
        if people.is_empty() {
            continue;
        }
        let count: Option<i64> = misses()
            .select_only()
            .column_as(standing::Column::PersonId.count(), "people")
            .into_tuple()
            .one(services.db.read())
            .await?;
        all.push(Missing {
            requirement: requirement.clone(),
            count: count.unwrap_or_default().unsigned_abs(),
            people: named(services, people).await?,
        });
    }
    Ok(all)
}

/// The rows that are shown of a rule, brought up to date as far as a page waits for it.
async fn rows(actor: &Actor, services: &Services, rule: &str) -> Result<Rows> {
    actor.require(&Role::COORDINATING)?;
    reading::note_everybody(actor, services, &[Field::ReadinessBoard]).await?;
    let live = match rule {
        "" => nearness::usual(services).await?,
        id => evaluate::rule(services, id)?,
    };
    let CaughtUp { shown, is_behind } = read_model::catch_up(services).await?;
    let Some(shown) = shown.get(&live.rule.id).filter(|row| !row.basis.is_empty()) else {
        // Nothing is shown before there is a row for everybody.
        return Ok(Rows {
            rule: live,
            basis: String::new(),
            version: 0,
            is_behind,
        });
    };
    let rule = services
        .catalog
        .rule_revision(&services.db, &live.rule.id, &shown.rule_hash)
        .await?;
    Ok(Rows {
        rule,
        basis: shown.basis.clone(),
        version: shown.version,
        is_behind,
    })
}

/// How many of those found by the search are in each state. Without a search the numbers are remembered for as
/// long as no row changes.
async fn counts(services: &Services, rows: &Rows, search: &str) -> Result<Counts> {
    let id = &rows.rule.rule.id;
    if search.is_empty()
        && let Some(kept) = services.standings.counts.get(id)
        && (kept.0 == rows.basis && kept.1 == rows.version)
    {
        return Ok(kept.2.clone());
    }
    let states: Vec<(BoardState, i64)> = rows
        .from(search)
        .filter(narrowed(&Wanted::default(), search))
        .select_only()
        .column(standing::Column::State)
        .column_as(standing::Column::PersonId.count(), "people")
        .group_by(standing::Column::State)
        .into_tuple()
        .all(services.db.read())
        .await?;
    let counts: Counts = states
        .into_iter()
        .map(|(state, people)| (state, people.unsigned_abs()))
        .collect();
    if search.is_empty() {
        let kept = (rows.basis.clone(), rows.version, counts.clone());
        services.standings.counts.insert(id.clone(), kept);
    }
    Ok(counts)
}

/// The rows with names. Whoever has just left is not among them.
async fn named(services: &Services, rows: Vec<standing::Model>) -> Result<Vec<BoardRow>> {
    let signers = rows.iter().filter_map(|row| row.signed_by);
    let ids: Vec<Uuid> = rows.iter().map(|row| row.person_id).chain(signers).collect();
    let people: HashMap<Uuid, person::Model> = person::Entity::find()
        .filter(person::Column::Id.is_in(ids))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    let here = |id: &Uuid| {
        let person = people.get(id)?;
        (person.erased_at.is_none() && person.closed_at.is_none()).then(|| person.name.clone())
    };
    let signer = |id: Uuid| people.get(&id).map(|person| person.name.clone());
    rows.into_iter()
        .filter_map(|row| Some((here(&row.person_id)?, row)))
        .map(|(name, row)| {
            let signed = row.signed_at.zip(row.signed_by);
            let recent: Option<Recent> = serde_json::from_str(&row.recent)?;
            Ok(BoardRow {
                person: row.person_id,
                name,
                state: row.state,
                standing: serde_json::from_str(&row.decided)?,
                signed: signed.map(|(at, by)| (at, signer(by).unwrap_or_default())),
                recheck: row.recheck,
                evaluation: serde_json::from_str(&row.evaluation)?,
                recent: row.recent_at.zip(recent),
            })
        })
        .collect()
}
