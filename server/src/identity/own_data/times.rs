//! The times that data is kept: as they are usual, and as administrators chose them; what would go now, and
//! each night, what goes.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, Months, Timelike, Utc};
use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ConnectionTrait, EntityTrait,
    sea_query::{Condition, Expr, ExprTrait, Query},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    super::{Actor, audit, people, tables::keeping_time},
    erase::{self, emptying, is_written},
    gather::count,
    keeping::{Goes, Keeping, Since},
    rules::{self, Subject},
};
use crate::{
    Error, Result, Services,
    db::{
        self, Lease,
        cell::Cell,
        schema::{Kind, Schema},
    },
};

/// The longest time that can be chosen, in months.
pub const LONGEST: i32 = 600;

/// How many rows that would go are listed of each kind.
const LISTED: u64 = 1000;

/// The hour of the classroom's clock from which the nightly run is due.
const HOUR: u32 = 3;

/// How often is looked whether it is due.
const EVERY: Duration = Duration::from_secs(600);

/// A kind of data, and how long it is kept now.
pub struct Time {
    /// The kind.
    pub keeping: &'static Keeping,
    /// In months; none: for ever.
    pub months: Option<i32>,
    /// Whether somebody chose it.
    pub chosen: bool,
    /// How many rows would go now.
    pub due: u64,
}

fn kinds(services: &Services) -> impl Iterator<Item = &'static Keeping> + use<> {
    services.above.own_data.iter().flat_map(|room| room.keeping)
}

async fn chosen(services: &Services) -> Result<HashMap<String, Option<i32>>> {
    let rows = keeping_time::Entity::find().all(services.db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.months)).collect())
}

/// Every kind with its time, and how many rows would go now. For administrators.
pub async fn all(actor: &Actor, services: &Services) -> Result<Vec<Time>> {
    actor.require(&[Role::Administrator])?;
    let chosen = chosen(services).await?;
    let schema = Schema::read(services.db.read()).await?;
    let mut times = Vec::new();
    for keeping in kinds(services) {
        let months = chosen.get(keeping.kind).copied().unwrap_or(keeping.months);
        let due = match is_due(&schema, keeping, months, db::now()) {
            Some(condition) => count(services.db.read(), keeping.table, condition).await?,
            None => 0,
        };
        times.push(Time {
            keeping,
            months,
            chosen: chosen.contains_key(keeping.kind),
            due,
        });
    }
    Ok(times)
}

/// How long a kind is to be kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The kind's word.
    pub kind: String,
    /// In months; empty: for ever.
    #[serde(default)]
    pub months: String,
}

/// Chooses how long a kind is kept. For administrators; never shorter than the law says.
pub async fn choose(actor: &Actor, services: &Services, form: Chosen) -> Result<()> {
    actor.require(&[Role::Administrator])?;
    let keeping = kinds(services)
        .find(|keeping| keeping.kind == form.kind)
        .ok_or(Error::NotFound)?;
    let months = match form.months.trim() {
        "" => None,
        text => {
            let least = std::cmp::max(keeping.at_least, 1);
            let months = text.parse::<i32>().ok();
            Some(
                months
                    .filter(|months| (least..=LONGEST).contains(months))
                    .ok_or_else(|| {
                        Error::field(
                            "months",
                            format!(
                                "{least} から {LONGEST} までの月数を入れてください。空なら、ずっと残します。"
                            ),
                            format!(
                                "Please enter {least} to {LONGEST} months, or nothing to keep it for ever."
                            ),
                        )
                    })?,
            )
        }
    };
    let tx = services.db.begin().await?;
    let row = keeping_time::ActiveModel {
        kind: Set(form.kind.clone()),
        months: Set(months),
        set_by: Set(actor.id),
        set_at: Set(db::now()),
    };
    let known = keeping_time::Entity::find_by_id(form.kind.clone())
        .one(&tx)
        .await?;
    match known {
        Some(_) => row.update(&tx).await?,
        None => row.insert(&tx).await?,
    };
    let months = months.map_or("-".to_owned(), |months| months.to_string());
    let detail = format!("{}: {months}", form.kind);
    audit::record(&tx, Some(actor.id), "keeping.chosen", None, detail).await?;
    Ok(tx.commit().await?)
}

/// Which rows of a kind would go; none where nothing ever goes.
fn is_due(schema: &Schema, keeping: &Keeping, months: Option<i32>, now: DateTime<Utc>) -> Option<Condition> {
    let months = u32::try_from(months?).ok()?;
    let before = now.checked_sub_months(Months::new(months))?;
    let Since::Column(since) = keeping.since;
    let is_date = schema
        .columns(keeping.table)
        .iter()
        .any(|column| column.name == since && column.kind == Kind::Date);
    let before = if is_date {
        Expr::val(before.date_naive())
    } else {
        Expr::val(before)
    };
    let mut due = Condition::all().add(Expr::col(since).lt(before));
    if let Goes::Texts(texts) = keeping.goes {
        let written = texts
            .iter()
            .fold(Condition::any(), |any, free| any.add(is_written(free)));
        due = due.add(written);
    }
    Some(due)
}

/// A row that would go.
pub struct DueRow {
    /// Its kind.
    pub keeping: &'static Keeping,
    /// Its moment, as words of a file.
    pub since: String,
    /// Whose it is, where the row itself says so.
    pub person: Option<String>,
}

/// The rows that would go now, the oldest first of each kind. For administrators.
pub async fn dry_run(actor: &Actor, services: &Services) -> Result<Vec<DueRow>> {
    actor.require(&[Role::Administrator])?;
    let chosen = chosen(services).await?;
    let db = services.db.read();
    let schema = Schema::read(db).await?;
    let mut found: Vec<(&'static Keeping, String, Option<Uuid>)> = Vec::new();
    for keeping in kinds(services) {
        let months = chosen.get(keeping.kind).copied().unwrap_or(keeping.months);
        let Some(condition) = is_due(&schema, keeping, months, db::now()) else {
            continue;
        };
        let Since::Column(since) = keeping.since;
        let person = match rules::rule(services, keeping.table).map(|rule| rule.subject) {
            Some(Subject::Person(column)) => Some(column),
            Some(Subject::Either(..) | Subject::Through(..) | Subject::Nobody) | None => None,
        };
        let kind = schema
            .columns(keeping.table)
            .iter()
            .find(|column| column.name == since)
            .map_or(Kind::Time, |column| column.kind);
        let mut select = Query::select();
        select
            .column(since)
            .from(keeping.table)
            .cond_where(condition)
            .order_by(since, sea_orm::Order::Asc)
            .limit(LISTED);
        if let Some(person) = person {
            select.column(person);
        }
        for row in db.query_all(&select).await? {
            let whose = person
                .map(|_| row.try_get_by_index::<Option<Uuid>>(1))
                .transpose()?
                .flatten();
            found.push((keeping, Cell::read(&row, 0, kind)?.text(), whose));
        }
    }
    let names = people::names(services, found.iter().filter_map(|(_, _, person)| *person)).await?;
    Ok(found
        .into_iter()
        .map(|(keeping, since, person)| DueRow {
            keeping,
            since,
            person: person.and_then(|person| names.get(&person).cloned()),
        })
        .collect())
}

/// Removes what is due, and notes how much of each kind. Gives how many rows that were.
async fn remove_due(services: &Services) -> Result<u64> {
    let chosen = chosen(services).await?;
    let now = db::now();
    let mut all = 0;
    for keeping in kinds(services) {
        let months = chosen.get(keeping.kind).copied().unwrap_or(keeping.months);
        let tx = services.db.begin().await?;
        let schema = Schema::read(&tx).await?;
        let Some(condition) = is_due(&schema, keeping, months, now) else {
            continue;
        };
        let mut rows = 0;
        match keeping.goes {
            Goes::Rows => {
                let delete = Query::delete()
                    .from_table(keeping.table)
                    .cond_where(condition)
                    .to_owned();
                rows = tx.execute(&delete).await?.rows_affected();
            }
            Goes::Texts(texts) => {
                for free in texts {
                    let update = emptying(&schema, keeping.table, free, condition.clone());
                    rows += tx.execute(&update).await?.rows_affected();
                }
            }
        }
        if rows > 0 {
            let detail = format!("{}: {rows}", keeping.kind);
            audit::record(&tx, None, "keeping.removed", None, detail).await?;
        }
        tx.commit().await?;
        all += rows;
    }
    Ok(all)
}

/// Removes what is due today, and finishes erasures that waited; by one program of several, once a day.
/// Says whether it was this one, now.
pub async fn nightly(services: &Services) -> Result<bool> {
    let Some(lease) =
        Lease::claim(services.db.write(), "keeping", services.config.today(), db::now()).await?
    else {
        return Ok(false);
    };
    let rows = remove_due(services).await?;
    let people = erase::finish(services).await?;
    if rows > 0 || people > 0 {
        services.db.forget_what_was_removed().await?;
        services.sign_ins.forget_all();
    }
    tracing::info!(rows, people, "what was kept long enough is removed");
    lease.done(services.db.write()).await?;
    Ok(true)
}

/// Does so each night, for as long as the program runs.
pub async fn run(services: Arc<Services>) {
    loop {
        tokio::time::sleep(EVERY).await;
        let hour = db::now().with_timezone(&services.config.zone).hour();
        if hour < HOUR {
            continue;
        }
        if let Err(error) = nightly(&services).await {
            tracing::error!(%error, "what was kept long enough was not removed; it is tried again");
        }
    }
}
