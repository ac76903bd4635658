//! Two accounts of one person put together: what is held under one is held under the other from then on,
//! and for [`DAYS`] days it can be put back.

use chrono::TimeDelta;
use domain::identity::{Role, alike_name, alike_phone};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, TransactionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Actor, audit, links,
    own_data::rules::{self, Subject},
    people,
    tables::{person, person_merge, sign_in},
};
use crate::{
    Error, Result, Services,
    db::{
        self,
        cell::Cell,
        schema::{Column, Schema},
    },
};

/// For how many days two accounts can be parted again.
pub const DAYS: i64 = 30;

const MERGING: &[Role] = &[Role::Coordinator, Role::Administrator];

/// What belongs to the account and not to what is held under it.
const OF_THE_ACCOUNT: &[&str] = &[
    "audit_entry",
    "password_reset",
    "person",
    "person_merge",
    "person_role",
    "sign_in",
];

/// A row that was moved: its table, the column that names the person, and its other keys.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Moved {
    table: String,
    column: String,
    keys: Vec<(String, Key)>,
}

/// A key, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Key {
    Id(Uuid),
    Text(String),
    Number(i64),
}

impl Key {
    fn expr(&self) -> Expr {
        match self {
            Key::Id(id) => Expr::val(*id),
            Key::Text(text) => Expr::val(text.clone()),
            Key::Number(number) => Expr::val(*number),
        }
    }
}

/// Somebody who may be the same person: id, name, reading, telephone number.
#[derive(Clone, Debug)]
pub struct Other {
    /// Who.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// Its reading.
    pub kana: Option<String>,
    /// The sign-in name.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
}

/// What is to be known before two accounts are put together.
pub struct Merging {
    /// The account that stays.
    pub kept: Other,
    /// Who may be the same person, by name and telephone number.
    pub others: Vec<Other>,
    /// What was put together and can still be parted: key, and the other's name.
    pub undoable: Vec<(Uuid, String)>,
}

/// The account with those who may be the same person. For those who put together.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<Merging> {
    actor.require(MERGING)?;
    let here = person::Entity::find()
        .filter(people::here())
        .order_by_asc(person::Column::Name)
        .all(services.db.read())
        .await?;
    let other = |person: person::Model| Other {
        id: person.id,
        name: person.name,
        kana: person.kana,
        email: person.email,
        phone: person.phone,
    };
    let (mut kept, mut others) = (None, Vec::new());
    for person in here {
        if person.id == id {
            kept = Some(other(person));
        } else {
            others.push(other(person));
        }
    }
    let kept = kept.ok_or(Error::NotFound)?;
    let keys = |it: &Other| {
        (
            alike_name(&it.name),
            alike_name(it.kana.as_deref().unwrap_or_default()),
            alike_phone(it.phone.as_deref().unwrap_or_default()),
        )
    };
    let (name, kana, phone) = keys(&kept);
    others.retain(|it| {
        let (its_name, its_kana, its_phone) = keys(it);
        let same_kana = !kana.is_empty() && its_kana == kana;
        let same_phone = !phone.is_empty() && its_phone == phone;
        its_name == name || same_kana || same_phone
    });
    let merges = person_merge::Entity::find()
        .filter(person_merge::Column::KeptId.eq(id))
        .filter(person_merge::Column::UndoneAt.is_null())
        .filter(person_merge::Column::At.gt(db::now() - TimeDelta::days(DAYS)))
        .all(services.db.read())
        .await?;
    let names = people::names(services, merges.iter().map(|merge| merge.merged_id)).await?;
    let undoable = merges
        .into_iter()
        .map(|merge| (merge.id, names.get(&merge.merged_id).cloned().unwrap_or_default()))
        .collect();
    Ok(Merging {
        kept,
        others,
        undoable,
    })
}

/// Puts what is held under `other` under `kept`, under the form's key, and closes the other account. What
/// both have (a place in the same cohort, the same lesson) stays where it is. Gives how many rows were moved.
/// For those who put together; accounts of staff only for administrators.
pub async fn merge(actor: &Actor, services: &Services, key: Uuid, kept: Uuid, other: Uuid) -> Result<usize> {
    actor.require(MERGING)?;
    if kept == other {
        return Err(Error::NotFound);
    }
    for id in [kept, other] {
        actor.require_other(id)?;
        let roles = super::sign_in::roles_of(services, id).await?;
        if roles.iter().any(|role| *role != Role::Learner) {
            actor.require(&[Role::Administrator])?;
        }
    }
    let tx = services.db.begin().await?;
    for id in in_order(kept, other) {
        let person = db::lock::<person::Entity>(&tx, id).await?;
        if person.erased_at.is_some() || person.closed_at.is_some() {
            return Err(Error::refused(
                "どちらかのアカウントは、もう閉じられています。",
                "One of the two accounts is closed already.",
            ));
        }
    }
    let moved = move_rows(services, &tx, other, kept).await?;
    sign_in::Entity::delete_many()
        .filter(sign_in::Column::PersonId.eq(other))
        .exec(&tx)
        .await?;
    links::void_for(&tx, other).await?;
    links::void_by(&tx, other).await?;
    close(&tx, other, Some(db::now())).await?;
    let count = moved.len();
    person_merge::Model {
        id: key,
        kept_id: kept,
        merged_id: other,
        moved: serde_json::to_string(&moved)?,
        by_person: actor.id,
        at: db::now(),
        undone_by: None,
        undone_at: None,
    }
    .into_active_model()
    .insert(&tx)
    .await?;
    audit::record(
        &tx,
        Some(actor.id),
        "person.merged",
        Some(kept),
        count.to_string(),
    )
    .await?;
    tx.commit().await?;
    services.sign_ins.forget_all();
    Ok(count)
}

/// Always in the same order, so that two who take both at once do not wait for each other.
fn in_order(one: Uuid, other: Uuid) -> [Uuid; 2] {
    let mut both = [one, other];
    both.sort_unstable();
    both
}

/// The accounts that were put under this one, for erasing them with it.
pub(super) async fn merged_into(tx: &DatabaseTransaction, kept: Uuid) -> Result<Vec<Uuid>> {
    let merges = person_merge::Entity::find()
        .filter(person_merge::Column::KeptId.eq(kept))
        .filter(person_merge::Column::UndoneAt.is_null())
        .all(tx)
        .await?;
    Ok(merges.into_iter().map(|merge| merge.merged_id).collect())
}

async fn close(tx: &DatabaseTransaction, id: Uuid, at: Option<chrono::DateTime<chrono::Utc>>) -> Result<()> {
    let change = person::ActiveModel {
        id: Set(id),
        closed_at: Set(at),
        ..Default::default()
    };
    change.update(tx).await?;
    Ok(())
}

async fn move_rows(
    services: &Services,
    tx: &DatabaseTransaction,
    from: Uuid,
    to: Uuid,
) -> Result<Vec<Moved>> {
    let schema = Schema::read(tx).await?;
    let mut moved = Vec::new();
    for rule in rules::tables(services) {
        if OF_THE_ACCOUNT.contains(&rule.table) || rule.computed {
            continue;
        }
        let columns: &[&str] = match rule.subject {
            Subject::Person(column) => &[column],
            Subject::Either(one, other) => &[one, other],
            Subject::Through(..) | Subject::Nobody => &[],
        };
        for column in columns {
            for row in rows(tx, schema.columns(rule.table), rule.table, column, from).await? {
                // Tried for itself: a row that the other has, too, stays.
                let attempt = tx.begin().await?;
                let done = attempt.execute(&renaming(&row, from, to)).await;
                if done.is_ok_and(|done| done.rows_affected() == 1) {
                    attempt.commit().await?;
                    moved.push(row);
                } else {
                    attempt.rollback().await?;
                }
            }
        }
    }
    Ok(moved)
}

/// The rows of a table that name the person in this column, by their other keys.
async fn rows(
    tx: &DatabaseTransaction,
    columns: &[Column],
    table: &'static str,
    column: &str,
    person: Uuid,
) -> Result<Vec<Moved>> {
    let keys: Vec<&Column> = columns.iter().filter(|it| it.key && it.name != column).collect();
    let mut select = Query::select();
    select
        .from(table)
        .and_where(Expr::col(column.to_owned()).eq(person));
    for key in &keys {
        select.column(key.name.clone());
    }
    if keys.is_empty() {
        select.column(column.to_owned());
    }
    let mut found = Vec::new();
    for row in tx.query_all(&select).await? {
        let keys = keys
            .iter()
            .enumerate()
            .map(|(at, key)| {
                let value = match Cell::read(&row, at, key.kind)? {
                    Cell::Uuid(id) => Key::Id(id),
                    Cell::Int(number) => Key::Number(number),
                    cell => Key::Text(cell.text()),
                };
                Ok((key.name.clone(), value))
            })
            .collect::<Result<Vec<_>>>()?;
        found.push(Moved {
            table: table.to_owned(),
            column: column.to_owned(),
            keys,
        });
    }
    Ok(found)
}

fn renaming(row: &Moved, from: Uuid, to: Uuid) -> sea_orm::sea_query::UpdateStatement {
    let mut which = Condition::all().add(Expr::col(row.column.clone()).eq(from));
    for (name, key) in &row.keys {
        which = which.add(Expr::col(name.clone()).eq(key.expr()));
    }
    Query::update()
        .table(row.table.clone())
        .value(row.column.clone(), to)
        .cond_where(which)
        .to_owned()
}

/// Parts two accounts again, within [`DAYS`] days: what was moved goes back, and the other account opens
/// again. For those who put together.
pub async fn undo(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(MERGING)?;
    let tx = services.db.begin().await?;
    let merge = db::lock::<person_merge::Entity>(&tx, id).await?;
    let late = merge.at + TimeDelta::days(DAYS) < db::now();
    if late || merge.undone_at.is_some() {
        return Err(Error::refused(
            format!("もとに戻せるのは、まとめてから {DAYS} 日のあいだ、一度だけです。"),
            format!("Two accounts can be parted once, within {DAYS} days."),
        ));
    }
    for person in in_order(merge.kept_id, merge.merged_id) {
        let person = db::lock::<person::Entity>(&tx, person).await?;
        if person.erased_at.is_some() {
            return Err(Error::NotFound);
        }
    }
    let moved: Vec<Moved> = serde_json::from_str(&merge.moved)?;
    for row in &moved {
        tx.execute(&renaming(row, merge.kept_id, merge.merged_id)).await?;
    }
    close(&tx, merge.merged_id, None).await?;
    let kept = merge.kept_id;
    let mut merge = merge.into_active_model();
    merge.undone_by = Set(Some(actor.id));
    merge.undone_at = Set(Some(db::now()));
    merge.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "person.parted", Some(kept), "").await?;
    tx.commit().await?;
    services.sign_ins.forget_all();
    Ok(())
}
