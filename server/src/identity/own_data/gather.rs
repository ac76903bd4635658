//! Everything that is held about a person, table by table, as the rules say.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ConnectionTrait,
    sea_query::{Condition, Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::{
    super::{Actor, audit, people, tables::provision},
    HELPING, provisions,
    rules::{self, PersonalTable, Subject},
};
use crate::{
    Error, Result, Services,
    db::{
        cell::Cell,
        schema::{Column, Kind, Schema},
    },
};

/// What a table holds about a person.
pub struct Section {
    /// The table's rule.
    pub rule: &'static PersonalTable,
    /// The columns that are shown.
    pub columns: Vec<Column>,
    /// Its rows, the oldest first.
    pub rows: Vec<Vec<Cell>>,
    /// Of how many rows a text is not shown here.
    pub held_back: usize,
}

/// All that is held about a person.
pub struct Everything {
    /// Whose it is.
    pub person: Uuid,
    /// The person's name.
    pub name: String,
    /// Table by table; tables without a row are left out.
    pub sections: Vec<Section>,
    /// In which tables the person is named as the one who acted, and how often.
    pub acted: Vec<(&'static PersonalTable, u64)>,
    /// What was given to others, the newest first.
    pub given: Vec<provision::Model>,
    /// What the ids in it are called.
    pub labels: BTreeMap<Uuid, String>,
}

/// What is held about a person, without the rows: table, and how many. For the person.
pub async fn counts(actor: &Actor, services: &Services) -> Result<Vec<(&'static PersonalTable, u64)>> {
    let db = services.db.read();
    let mut counts = Vec::new();
    for rule in rules::tables(services) {
        if let Some(condition) = of_person(services, rule, actor.id)? {
            let count = count(db, rule.table, condition).await?;
            if count > 0 {
                counts.push((rule, count));
            }
        }
    }
    Ok(counts)
}

/// Everything about a person: for the person, and for those who help at the counter, which is written down.
pub async fn everything(actor: &Actor, services: &Services, person: Uuid) -> Result<Everything> {
    actor.require_self_or(person, HELPING)?;
    let name = people::name(actor, services, person).await?;
    if actor.id != person {
        let tx = services.db.begin().await?;
        audit::record(&tx, Some(actor.id), "own_data.produced", Some(person), "").await?;
        tx.commit().await?;
    }
    let db = services.db.read();
    let schema = Schema::read(db).await?;
    let mut sections = Vec::new();
    let mut acted = Vec::new();
    for rule in rules::tables(services) {
        if let Some(condition) = of_person(services, rule, person)? {
            let section = section(db, &schema, rule, condition).await?;
            if !section.rows.is_empty() {
                sections.push(section);
            }
        }
        let mut named = Condition::any();
        for column in rule.acts {
            named = named.add(Expr::col(*column).eq(person));
        }
        if !named.is_empty() {
            let count = count(db, rule.table, named).await?;
            if count > 0 {
                acted.push((rule, count));
            }
        }
    }
    let labels = labels(services, &sections).await?;
    Ok(Everything {
        person,
        name,
        sections,
        acted,
        given: provisions::of(db, person).await?,
        labels,
    })
}

/// Which rows of a table are the person's; none where its rows are nobody's.
pub(super) fn of_person(
    services: &Services,
    rule: &PersonalTable,
    person: Uuid,
) -> Result<Option<Condition>> {
    Ok(match rule.subject {
        Subject::Person(column) => Some(Condition::all().add(Expr::col(column).eq(person))),
        Subject::Either(one, other) => Some(
            Condition::any()
                .add(Expr::col(one).eq(person))
                .add(Expr::col(other).eq(person)),
        ),
        Subject::Through(column, table) => {
            let parent = rules::rule(services, table)
                .ok_or_else(|| Error::unexpected(format!("{table} has no rule about whose it is")))?;
            of_person(services, parent, person)?.map(|condition| {
                let rows = Query::select()
                    .column("id")
                    .from(table)
                    .cond_where(condition)
                    .to_owned();
                Condition::all().add(Expr::col(column).in_subquery(rows))
            })
        }
        Subject::Nobody => None,
    })
}

pub(super) async fn count<C: ConnectionTrait>(
    db: &C,
    table: &'static str,
    condition: Condition,
) -> Result<u64> {
    let select = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from(table)
        .cond_where(condition)
        .to_owned();
    let row = db.query_one(&select).await?;
    let count: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    Ok(count.unsigned_abs())
}

async fn section<C: ConnectionTrait>(
    db: &C,
    schema: &Schema,
    rule: &'static PersonalTable,
    condition: Condition,
) -> Result<Section> {
    let columns: Vec<Column> = schema
        .columns(rule.table)
        .iter()
        .filter(|column| column.kind != Kind::Bytes && !rule.secrets.contains(&column.name.as_str()))
        .cloned()
        .collect();
    let mut select = Query::select();
    select.from(rule.table).cond_where(condition);
    for column in &columns {
        select.column(column.name.clone());
    }
    // Keys are made in the order of time.
    for column in columns.iter().filter(|column| column.key) {
        select.order_by(column.name.clone(), sea_orm::Order::Asc);
    }
    let mut held_back = 0;
    let mut rows = Vec::new();
    for row in db.query_all(&select).await? {
        let mut cells = columns
            .iter()
            .enumerate()
            .map(|(at, column)| Cell::read(&row, at, column.kind))
            .collect::<Result<Vec<_>>>()?;
        if hold_back(rule, &columns, &mut cells) {
            held_back += 1;
        }
        rows.push(cells);
    }
    Ok(Section {
        rule,
        columns,
        rows,
        held_back,
    })
}

/// Takes a text out of a row that is not shown here; says whether there was one.
fn hold_back(rule: &PersonalTable, columns: &[Column], cells: &mut [Cell]) -> bool {
    let Some(hold) = rule.held_back else {
        return false;
    };
    let at = |name: &str| columns.iter().position(|column| column.name == name);
    let shown = at(hold.unless)
        .and_then(|at| cells.get(at))
        .is_some_and(|cell| cell.text() == hold.is);
    let Some(cell) = at(hold.column).and_then(|at| cells.get_mut(at)) else {
        return false;
    };
    let some = !shown && !cell.text().is_empty();
    if some {
        *cell = Cell::Empty;
    }
    some
}

/// What the rows are called that these sections name.
async fn labels(services: &Services, sections: &[Section]) -> Result<BTreeMap<Uuid, String>> {
    let mut wanted: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    for section in sections {
        for (at, column) in section.columns.iter().enumerate() {
            let acts = section.rule.acts.contains(&column.name.as_str());
            let Some(table) = column.of.as_deref().or(acts.then_some("person")) else {
                continue;
            };
            let ids = section.rows.iter().filter_map(|row| match row.get(at) {
                Some(Cell::Uuid(id)) => Some(*id),
                _ => None,
            });
            wanted.entry(table).or_default().extend(ids);
        }
    }
    let mut labels = BTreeMap::new();
    let named = services.above.own_data.iter().flat_map(|room| room.labels);
    for (table, name) in named {
        let ids = wanted.remove(table).unwrap_or_default();
        for part in ids.into_iter().collect::<Vec<_>>().chunks(500) {
            let select = Query::select()
                .columns(["id", name])
                .from(*table)
                .and_where(Expr::col("id").is_in(part.iter().copied()))
                .to_owned();
            for row in services.db.read().query_all(&select).await? {
                labels.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            }
        }
    }
    Ok(labels)
}
