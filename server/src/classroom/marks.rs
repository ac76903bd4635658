//! Which mark counts: of the append-only rows of a learner at a class session, the one set last, but that a
//! hand's wins over a check-in (`domain::classroom::counting`). One that was kept on a device and arrives
//! after a newer one was set is history at once.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::classroom::{Mark, MarkEntry, Method};
use futures::future::BoxFuture;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::tables::attendance_mark::{self, Column};
use crate::{
    Result,
    db::{Batched, insert_new},
};

impl Batched for attendance_mark::Model {
    fn write<'a>(tx: &'a DatabaseTransaction, rows: Vec<&'a Self>) -> BoxFuture<'a, Result<Vec<Result<()>>>> {
        Box::pin(async move {
            let new = rows
                .iter()
                .map(|row| (*row).clone().into_active_model())
                .collect();
            insert_new(tx, new, Column::Id).await?;
            Ok(rows.iter().map(|_| Ok(())).collect())
        })
    }
}

/// Whether a mark says that the learner came.
pub fn was_there(mark: Mark) -> bool {
    match mark {
        Mark::Present | Mark::Late => true,
        Mark::Excused | Mark::Absent => false,
    }
}

/// More people than this are not named in a query: reading everybody's marks costs less.
const NAMED: usize = 500;

/// The row that counts among those of one learner at one class session, in the order in which they were set.
pub(super) fn counting(rows: &[attendance_mark::Model]) -> Option<&attendance_mark::Model> {
    let said = rows.iter().map(|row| (row.method, row.mark.mark()));
    rows.get(domain::classroom::counting(said)?)
}

/// The latest check-in that does not count, since a hand has set another mark.
pub(super) fn overruled(rows: &[attendance_mark::Model]) -> Option<&attendance_mark::Model> {
    let counts = counting(rows).filter(|row| row.mark.mark().is_some())?;
    let other = rows.iter().rfind(|row| row.method.is_check_in())?;
    (other.id != counts.id && counts.method == Method::RollCall && other.mark != counts.mark).then_some(other)
}

/// The mark that counts of each (class session, learner); none where it was taken back. Learners
/// without any row are missing.
pub(super) async fn latest<C: ConnectionTrait>(
    db: &C,
    sessions: &[Uuid],
    persons: &[Uuid],
) -> Result<HashMap<(Uuid, Uuid), Option<Mark>>> {
    if sessions.is_empty() || persons.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = attendance_mark::Entity::find()
        .select_only()
        .columns([
            Column::ClassSessionId,
            Column::PersonId,
            Column::Mark,
            Column::Method,
            Column::SetAt,
            Column::Id,
        ])
        .filter(Column::ClassSessionId.is_in(sessions.iter().copied()));
    if persons.len() <= NAMED {
        query = query.filter(Column::PersonId.is_in(persons.iter().copied()));
    }
    type Row = (Uuid, Uuid, MarkEntry, Method, DateTime<Utc>, Uuid);
    let mut rows: Vec<Row> = query.into_tuple().all(db).await?;
    rows.sort_unstable_by_key(|(session, person, .., at, id)| (*session, *person, *at, *id));
    let counting = |rows: &[Row]| {
        let said = rows.iter().map(|(_, _, mark, method, ..)| (*method, mark.mark()));
        let (session, person, mark, ..) = rows.get(domain::classroom::counting(said)?)?;
        Some(((*session, *person), mark.mark()))
    };
    Ok(rows
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .filter_map(counting)
        .collect())
}

/// The rows that count at one class session, by learner, with how and when they came to be.
pub(super) async fn latest_rows<C: ConnectionTrait>(
    db: &C,
    session: Uuid,
) -> Result<HashMap<Uuid, attendance_mark::Model>> {
    let rows = by_learner(all_rows(db, session).await?).into_iter();
    Ok(rows
        .filter_map(|(person, rows)| Some((person, counting(&rows)?.clone())))
        .collect())
}

/// The rows of each learner, in the order in which they come.
pub(super) fn by_learner(rows: Vec<attendance_mark::Model>) -> HashMap<Uuid, Vec<attendance_mark::Model>> {
    let mut by_learner: HashMap<Uuid, Vec<attendance_mark::Model>> = HashMap::new();
    for row in rows {
        by_learner.entry(row.person_id).or_default().push(row);
    }
    by_learner
}

/// Every row of a class session, in the order in which they were set.
pub(super) async fn all_rows<C: ConnectionTrait>(
    db: &C,
    session: Uuid,
) -> Result<Vec<attendance_mark::Model>> {
    let mut rows = attendance_mark::Entity::find()
        .filter(Column::ClassSessionId.eq(session))
        .all(db)
        .await?;
    rows.sort_by_key(|row| (row.set_at, row.id));
    Ok(rows)
}

/// The mark of each learner that arrived last, where it arrived too late to count: a newer one had been
/// set when it came.
pub(super) fn late(rows: &[attendance_mark::Model]) -> HashMap<Uuid, attendance_mark::Model> {
    let mut late: HashMap<Uuid, attendance_mark::Model> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(arrived) = row.arrived_at else { continue };
        let newer = &rows[at + 1..];
        let overtaken = newer.iter().any(|other| {
            other.person_id == row.person_id
                && other.arrived_at.unwrap_or(other.set_at) < arrived
                && overtakes(other, row.mark.mark().is_some())
        });
        let seen = newer
            .iter()
            .any(|other| other.person_id == row.person_id && other.set_at > arrived);
        // Whoever has marked since then had this on the sheet.
        if overtaken && !seen {
            late.insert(row.person_id, row.clone());
        }
    }
    late
}

/// Whether a row that was set after a hand's counts instead of it; a check-in does where the hand set no mark.
pub(super) fn overtakes(newer: &attendance_mark::Model, hand_set_a_mark: bool) -> bool {
    !(hand_set_a_mark && newer.method.is_check_in())
}

/// Every row of one learner at one class session, in the order in which they were set.
pub(super) async fn rows_of<C: ConnectionTrait>(
    db: &C,
    session: Uuid,
    person: Uuid,
) -> Result<Vec<attendance_mark::Model>> {
    let mut rows = attendance_mark::Entity::find()
        .filter(Column::ClassSessionId.eq(session))
        .filter(Column::PersonId.eq(person))
        .all(db)
        .await?;
    rows.sort_by_key(|row| (row.set_at, row.id));
    Ok(rows)
}

/// The row that counts of one learner at one class session.
pub(super) async fn latest_row<C: ConnectionTrait>(
    db: &C,
    session: Uuid,
    person: Uuid,
) -> Result<Option<attendance_mark::Model>> {
    Ok(counting(&rows_of(db, session, person).await?).cloned())
}
