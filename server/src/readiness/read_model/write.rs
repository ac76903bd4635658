//! Writing rows: only what was made from the newest evidence.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    super::tables::{stale, standing, standing_person, standing_rule},
    definition,
};
use crate::{Result, Services};

/// Of how many people the rows are made at once.
pub(super) const BATCH: u64 = 200;

/// How many rows stand in one statement (SQLite takes 32,766 parameters).
const ROWS: usize = 1000;

/// Makes the rows of these people anew, and takes their marks away.
///
/// The marks were read before; here first the version of each person is read, then the evidence, and rows are
/// written only where the version is the same still. So of two who make the same rows at once only the first
/// writes, and the second, whose evidence may be older, leaves the marks for another time.
pub(super) async fn renew(services: &Services, persons: &[Uuid], marks: &[stale::Model]) -> Result<()> {
    let persons: BTreeSet<Uuid> = persons.iter().copied().collect();
    let persons: Vec<Uuid> = persons.into_iter().collect();
    let seen: HashMap<Uuid, i64> = standing_person::Entity::find()
        .filter(standing_person::Column::PersonId.is_in(persons.iter().copied()))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|row| (row.person_id, row.version))
        .collect();
    let made = definition::of(services, &persons).await?;

    let tx = services.db.begin().await?;
    let new = persons.iter().filter(|person| !seen.contains_key(person));
    let new: Vec<_> = new.map(|person| counted(*person, 0, None)).collect();
    if !new.is_empty() {
        standing_person::Entity::insert_many(new)
            .on_conflict(
                OnConflict::column(standing_person::Column::PersonId)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
    }
    // Always in the same order, so that two who take many at once do not wait for each other.
    let locked = standing_person::Entity::find()
        .filter(standing_person::Column::PersonId.is_in(persons.iter().copied()))
        .order_by_asc(standing_person::Column::PersonId)
        .lock_exclusive()
        .all(&tx)
        .await?;
    let unchanged: BTreeSet<Uuid> = locked
        .iter()
        .filter(|row| row.version == seen.get(&row.person_id).copied().unwrap_or_default())
        .map(|row| row.person_id)
        .collect();
    if unchanged.is_empty() {
        return Ok(());
    }
    replace(services, &tx, &unchanged, made.rows).await?;
    let versions = locked.iter().filter(|row| unchanged.contains(&row.person_id));
    let versions = versions.map(|row| {
        let due = made.due.get(&row.person_id).copied();
        counted(row.person_id, row.version + 1, due)
    });
    standing_person::Entity::insert_many(versions)
        .on_conflict(
            OnConflict::column(standing_person::Column::PersonId)
                .update_columns([standing_person::Column::Version, standing_person::Column::DueAt])
                .to_owned(),
        )
        .exec_without_returning(&tx)
        .await?;
    let done = marks.iter().filter(|mark| unchanged.contains(&mark.person_id));
    let done: Vec<Uuid> = done.map(|mark| mark.id).collect();
    for some in done.chunks(10 * ROWS) {
        stale::Entity::delete_many()
            .filter(stale::Column::Id.is_in(some.iter().copied()))
            .exec(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

fn counted(
    person_id: Uuid,
    version: i64,
    due_at: Option<chrono::DateTime<chrono::Utc>>,
) -> standing_person::ActiveModel {
    standing_person::Model {
        person_id,
        version,
        due_at,
    }
    .into_active_model()
}

/// Puts the rows of these people into the place of those before. Rows of another basis stay as long as they
/// are shown, except of who is no learner here any more.
async fn replace(
    services: &Services,
    tx: &impl ConnectionTrait,
    persons: &BTreeSet<Uuid>,
    made: Vec<standing::Model>,
) -> Result<()> {
    let rows: Vec<standing::Model> = made
        .into_iter()
        .filter(|row| persons.contains(&row.person_id))
        .collect();
    let here: BTreeSet<Uuid> = rows.iter().map(|row| row.person_id).collect();
    let gone: Vec<Uuid> = persons.difference(&here).copied().collect();
    if !gone.is_empty() {
        standing::Entity::delete_many()
            .filter(standing::Column::PersonId.is_in(gone))
            .exec(tx)
            .await?;
    }
    let bases: BTreeSet<String> = rows.iter().map(|row| row.basis.clone()).collect();
    if !here.is_empty() {
        standing::Entity::delete_many()
            .filter(standing::Column::PersonId.is_in(here))
            .filter(standing::Column::Basis.is_in(bases))
            .exec(tx)
            .await?;
    }
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    loop {
        let some: Vec<standing::ActiveModel> = rows.by_ref().take(ROWS).collect();
        if some.is_empty() {
            break;
        }
        standing::Entity::insert_many(some)
            .exec_without_returning(tx)
            .await?;
    }
    let rules = services.catalog.rules();
    standing_rule::Entity::update_many()
        .col_expr(
            standing_rule::Column::Version,
            Expr::col(standing_rule::Column::Version).add(1),
        )
        .filter(standing_rule::Column::RuleId.is_in(rules.iter().map(|rule| rule.rule.id.as_str())))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes the rows of a rule that are not those of this basis.
pub(super) async fn forget_others(services: &Services, rule: &str, basis: &str) -> Result<()> {
    let others = || {
        Condition::all()
            .add(standing::Column::RuleId.eq(rule))
            .add(standing::Column::Basis.ne(basis))
    };
    // In portions, so that nobody who saves an answer waits for all of them.
    loop {
        let some: Vec<Uuid> = standing::Entity::find()
            .select_only()
            .column(standing::Column::PersonId)
            .filter(others())
            .limit(ROWS as u64)
            .into_tuple()
            .all(services.db.read())
            .await?;
        if some.is_empty() {
            return Ok(());
        }
        standing::Entity::delete_many()
            .filter(standing::Column::PersonId.is_in(some))
            .filter(others())
            .exec(services.db.write())
            .await?;
    }
}

/// Removes all that is kept of rules.
pub(super) async fn forget(services: &Services, rules: &[String]) -> Result<()> {
    let tx = services.db.begin().await?;
    standing_rule::Entity::delete_many()
        .filter(standing_rule::Column::RuleId.is_in(rules))
        .exec(&tx)
        .await?;
    standing::Entity::delete_many()
        .filter(standing::Column::RuleId.is_in(rules))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}
