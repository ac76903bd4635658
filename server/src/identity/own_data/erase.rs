//! What erasing a person's data does, table by table, and doing it.
//!
//! Rows that counts rest on stay without what somebody wrote and without the name; the others go. What the
//! law holds stays until its time has come. An open matter (a job that goes on, an appeal that waits) holds
//! its own rows and the name until it ends; the rest goes at once, and doing it again later finishes it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait,
    sea_query::{Condition, Expr, ExprTrait, Func, LikeExpr, Query, UpdateStatement},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    super::{links, roles, tables::person},
    gather::{count, of_person},
    held::ERASED,
    rules::{self, Erase, Free, OpenMatter, PersonalTable, Subject, Words},
};
use crate::{
    Error, Result, Services,
    db::{self, schema::Schema},
};

domain::coded_enum! {
    /// What becomes of rows.
    pub enum Fate {
        /// They go.
        Removed = "removed",
        /// They stay without what somebody wrote.
        Anonymised = "anonymised",
        /// The law holds them.
        HeldByLaw = "held-by-law",
        /// An open matter holds them.
        HeldByMatter = "held-by-matter",
    }
}

/// What becomes of the rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The table.
    pub table: String,
    /// See the type.
    pub fate: Fate,
    /// How many rows.
    pub rows: u64,
}

/// What erasing would do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Table by table.
    pub lines: Vec<Line>,
    /// Whether the name is held, too, by an open matter.
    pub name_held: bool,
}

impl Erasure {
    /// Whether anything stays that tells who it was.
    pub fn is_partial(&self) -> bool {
        self.name_held
            || self.lines.iter().any(|line| match line.fate {
                Fate::HeldByLaw | Fate::HeldByMatter => line.rows > 0,
                Fate::Removed | Fate::Anonymised => false,
            })
    }
}

/// Why rows of a table stay; none where they go.
pub fn why(rule: &PersonalTable) -> Option<Words> {
    match rule.erase {
        Erase::Remove => None,
        Erase::Anonymise(why) | Erase::HeldByLaw(why) => Some(why),
    }
}

/// The open matters of a person, from every room.
pub async fn open_matters(services: &Services, person: Uuid) -> Result<Vec<OpenMatter>> {
    let mut open = Vec::new();
    for room in services.above.own_data {
        open.extend((room.open_matters)(services, person).await?);
    }
    Ok(open)
}

fn fate(rule: &PersonalTable, open: &[OpenMatter]) -> Fate {
    if open.iter().any(|matter| matter.tables.contains(&rule.table)) {
        return Fate::HeldByMatter;
    }
    match rule.erase {
        Erase::Remove => Fate::Removed,
        Erase::Anonymise(_) => Fate::Anonymised,
        Erase::HeldByLaw(_) => Fate::HeldByLaw,
    }
}

/// What erasing would do. The caller has asked who may.
pub(super) async fn plan(services: &Services, person: Uuid, open: &[OpenMatter]) -> Result<Erasure> {
    let mut erasure = Erasure {
        name_held: !open.is_empty(),
        ..Erasure::default()
    };
    for rule in rules::tables(services) {
        let Some(condition) = of_person(services, rule, person)? else {
            continue;
        };
        let rows = count(services.db.read(), rule.table, condition).await?;
        if rows > 0 {
            erasure.lines.push(Line {
                table: rule.table.to_owned(),
                fate: fate(rule, open),
                rows,
            });
        }
    }
    Ok(erasure)
}

/// Erases, in this transaction. `open` are the person's open matters.
pub(super) async fn erase(
    services: &Services,
    tx: &DatabaseTransaction,
    id: Uuid,
    open: &[OpenMatter],
) -> Result<Erasure> {
    let row = db::lock::<person::Entity>(tx, id).await?;
    roles::administrators_wait(tx).await?;
    links::void_for(tx, id).await?;
    links::void_by(tx, id).await?;
    let schema = Schema::read(tx).await?;
    let now = db::now();
    let mut erasure = Erasure {
        name_held: !open.is_empty(),
        ..Erasure::default()
    };
    if !erasure.name_held {
        forget_name_in_trail(tx, &row).await?;
    }
    // Rows that are somebody's through others come before those others.
    let mut tables: Vec<&PersonalTable> = rules::tables(services).collect();
    tables.sort_by_key(|rule| std::cmp::Reverse(depth(services, rule)));
    for rule in tables {
        let Some(condition) = of_person(services, rule, id)? else {
            continue;
        };
        let fate = fate(rule, open);
        let rows = match fate {
            Fate::HeldByLaw | Fate::HeldByMatter => count(tx, rule.table, condition).await?,
            Fate::Removed => {
                let delete = Query::delete()
                    .from_table(rule.table)
                    .cond_where(condition)
                    .to_owned();
                tx.execute(&delete).await?.rows_affected()
            }
            Fate::Anonymised => {
                let keep_name = rule.table == "person" && erasure.name_held;
                anonymise(tx, &schema, rule, &condition, now, keep_name).await?
            }
        };
        if rows > 0 {
            erasure.lines.push(Line {
                table: rule.table.to_owned(),
                fate,
                rows,
            });
        }
    }
    let gone = Query::update()
        .table("person")
        .value(
            "erased_at",
            Func::coalesce([Expr::col("erased_at"), Expr::val(now)]),
        )
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    tx.execute(&gone).await?;
    roles::somebody_administers(tx).await?;
    Ok(erasure)
}

/// Through how many tables a row is somebody's.
fn depth(services: &Services, rule: &PersonalTable) -> usize {
    match rule.subject {
        Subject::Through(_, table) => {
            1 + rules::rule(services, table).map_or(0, |rule| depth(services, rule))
        }
        Subject::Person(_) | Subject::Either(..) | Subject::Nobody => 0,
    }
}

async fn anonymise(
    tx: &DatabaseTransaction,
    schema: &Schema,
    rule: &PersonalTable,
    condition: &Condition,
    now: DateTime<Utc>,
    keep_name: bool,
) -> Result<u64> {
    let rows = count(tx, rule.table, condition.clone()).await?;
    if rows == 0 {
        return Ok(0);
    }
    for free in rule.free {
        // An open matter may hold the name; it holds neither the sign-in name nor the telephone number.
        if keep_name && !["email", "phone"].contains(&free.column) {
            continue;
        }
        tx.execute(&emptying(schema, rule.table, free, condition.clone()))
            .await?;
    }
    for secret in rule.secrets {
        let value = if is_nullable(schema, rule.table, secret) {
            Expr::val(Option::<String>::None)
        } else {
            // One of its own for each row: some must be unique.
            Expr::cust(match tx.get_database_backend() {
                DbBackend::Sqlite => "'erased-' || lower(hex(id))",
                _ => "'erased-' || id::text",
            })
        };
        let update = Query::update()
            .table(rule.table)
            .value(*secret, value)
            .cond_where(condition.clone())
            .to_owned();
        tx.execute(&update).await?;
    }
    for end in rule.ends {
        let not_yet = Condition::any()
            .add(Expr::col(*end).is_null())
            .add(Expr::col(*end).gt(now));
        let update = Query::update()
            .table(rule.table)
            .value(*end, now)
            .cond_where(condition.clone())
            .cond_where(not_yet)
            .to_owned();
        tx.execute(&update).await?;
    }
    Ok(rows)
}

fn is_nullable(schema: &Schema, table: &str, column: &str) -> bool {
    schema
        .columns(table)
        .iter()
        .any(|it| it.name == column && it.nullable)
}

/// The statement that empties a text, in rows where it is not empty already.
pub(super) fn emptying(
    schema: &Schema,
    table: &'static str,
    free: &Free,
    condition: Condition,
) -> UpdateStatement {
    let value = if free.becomes.is_empty() && is_nullable(schema, table, free.column) {
        Expr::val(Option::<String>::None)
    } else {
        Expr::val(free.becomes)
    };
    Query::update()
        .table(table)
        .value(free.column, value)
        .cond_where(condition)
        .cond_where(is_written(free))
        .to_owned()
}

/// That there is a text that somebody wrote.
pub(super) fn is_written(free: &Free) -> Condition {
    let mut written = Condition::all().add(Expr::col(free.column).ne(free.becomes));
    for beginning in free.but_not {
        written = written.add(Expr::col(free.column).not_like(LikeExpr::new(format!("{beginning}%"))));
    }
    written
}

/// The trail of who did what stays, without the name: in entries about the person's invitation, and
/// wherever the full name stands in the words of another entry.
async fn forget_name_in_trail(tx: &DatabaseTransaction, row: &person::Model) -> Result<()> {
    let invitations = Query::select()
        .column("id")
        .from("invitation")
        .cond_where(
            Condition::any()
                .add(Expr::col("used_by").eq(row.id))
                .add(Expr::col("person_id").eq(row.id)),
        )
        .to_owned();
    let about = Query::update()
        .table("audit_entry")
        .value("detail", "")
        .and_where(Expr::col("subject_id").in_subquery(invitations))
        .to_owned();
    tx.execute(&about).await?;
    // A file of people that nobody confirmed.
    let drafts = Query::delete()
        .from_table("people_import")
        .cond_where(db::list::contains(&row.name, [Expr::col("content")]))
        .to_owned();
    tx.execute(&drafts).await?;
    let names = [Some(&row.name), row.kana.as_ref(), row.email.as_ref()];
    for name in names.into_iter().flatten() {
        // A short one is part of other words.
        if name.chars().count() < 4 || name == ERASED {
            continue;
        }
        let replaced = Func::cust("REPLACE")
            .arg(Expr::col("detail"))
            .arg(name.as_str())
            .arg("—");
        let named = Query::update()
            .table("audit_entry")
            .value("detail", replaced)
            .cond_where(db::list::contains(name, [Expr::col("detail")]))
            .to_owned();
        tx.execute(&named).await?;
    }
    Ok(())
}

/// Finishes what open matters had held and no longer hold: everybody who was erased and still has a name.
/// Gives how many people that were.
pub(super) async fn finish(services: &Services) -> Result<usize> {
    use sea_orm::{ColumnTrait, QueryFilter};
    let waiting = person::Entity::find()
        .filter(person::Column::ErasedAt.is_not_null())
        .filter(person::Column::Name.ne(ERASED))
        .all(services.db.read())
        .await?;
    let mut finished = 0;
    for row in waiting {
        let open = open_matters(services, row.id).await?;
        if open.is_empty() {
            let tx = services.db.begin().await?;
            erase(services, &tx, row.id, &open).await?;
            super::super::audit::record(&tx, None, "person.erased", Some(row.id), "").await?;
            tx.commit().await?;
            finished += 1;
        }
    }
    Ok(finished)
}

/// What was done, from its stored form.
pub fn read_proof(stored: &str) -> Result<Erasure> {
    serde_json::from_str(stored).map_err(Error::from)
}
