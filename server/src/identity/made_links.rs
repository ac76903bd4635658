//! Links that somebody else made for a person's password: whoever has one can sign in as the person.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{Actor, people, tables::password_reset};
use crate::{Result, Services, db};

/// A link with which somebody else could choose the acting person's password.
#[derive(Clone, Debug)]
pub struct MadeLink {
    /// Who made it; none: whoever runs the server.
    pub by: Option<String>,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When a password was chosen with it.
    pub used_at: Option<DateTime<Utc>>,
}

impl MadeLink {
    /// Whether a password was chosen with it within the last days in which that is told everywhere.
    pub fn is_recent(&self) -> bool {
        self.used_at.is_some_and(|at| at > db::now() - WATCHED)
    }
}

/// After a password was chosen with a link that somebody else made: so long it is told at each sign-in, and a
/// consent needs a second person.
pub const WATCHED: TimeDelta = TimeDelta::days(7);

/// How long people are shown who made links for them.
const SHOWN: TimeDelta = TimeDelta::days(90);

/// That somebody else made the link.
fn by_another(person: Uuid) -> Condition {
    Condition::any()
        .add(password_reset::Column::CreatedBy.is_null())
        .add(password_reset::Column::CreatedBy.ne(person))
}

/// The links that others made lately for the acting person, the newest first.
pub async fn made_for(actor: &Actor, services: &Services) -> Result<Vec<MadeLink>> {
    of_person(services, actor.id).await
}

pub(super) async fn of_person(services: &Services, person: Uuid) -> Result<Vec<MadeLink>> {
    let rows = password_reset::Entity::find()
        .filter(password_reset::Column::PersonId.eq(person))
        .filter(password_reset::Column::CreatedAt.gt(db::now() - SHOWN))
        .filter(by_another(person))
        .order_by_desc(password_reset::Column::CreatedAt)
        .all(services.db.read())
        .await?;
    let names = people::names(services, rows.iter().filter_map(|row| row.created_by)).await?;
    Ok(rows
        .into_iter()
        .map(|row| MadeLink {
            by: row.created_by.and_then(|id| names.get(&id).cloned()),
            made_at: row.created_at,
            used_at: row.used_at,
        })
        .collect())
}

/// Who made the links with which a person's password was chosen within [`WATCHED`] before a moment; an entry
/// of none is whoever runs the server.
pub(crate) async fn makers(
    db: &impl ConnectionTrait,
    person: Uuid,
    before: DateTime<Utc>,
) -> Result<Vec<Option<Uuid>>> {
    let rows = password_reset::Entity::find()
        .filter(password_reset::Column::PersonId.eq(person))
        .filter(password_reset::Column::UsedAt.gt(before - WATCHED))
        .filter(password_reset::Column::UsedAt.lte(before))
        .filter(by_another(person))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.created_by).collect())
}

/// As [`makers`], for several people at once: each with the moment before which, in the order given.
pub(crate) async fn makers_of_each(
    db: &impl ConnectionTrait,
    people: &[(Uuid, DateTime<Utc>)],
) -> Result<Vec<Vec<Option<Uuid>>>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows = password_reset::Entity::find()
        .filter(password_reset::Column::PersonId.is_in(people.iter().map(|(person, _)| *person)))
        .filter(password_reset::Column::UsedAt.is_not_null())
        .all(db)
        .await?;
    let counts = |row: &password_reset::Model, person: Uuid, before: DateTime<Utc>| {
        row.person_id == person
            && row.created_by != Some(person)
            && row
                .used_at
                .is_some_and(|at| at > before - WATCHED && at <= before)
    };
    Ok(people
        .iter()
        .map(|(person, before)| {
            rows.iter()
                .filter(|row| counts(row, *person, *before))
                .map(|row| row.created_by)
                .collect()
        })
        .collect())
}
