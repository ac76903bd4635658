//! Comparing the rows with the full computation, and putting them right: for `kakehashi doctor`, and for tests.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    super::tables::{stale, standing},
    basis, catch_up, definition, missing_people,
    write::{self, BATCH},
};
use crate::{Result, Services};

/// What the comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many people were compared.
    pub people: usize,
    /// Whose rows were others than those that the full computation gives.
    pub different: BTreeSet<Uuid>,
}

/// Brings everything up to date as the worker does, then compares the rows of everybody with the full
/// computation; makes those that differ anew where `repair` says so. Who is marked while it is compared is left
/// to the worker.
pub async fn check(services: &Services, repair: bool) -> Result<Checked> {
    up_to_date(services).await?;
    let mut checked = Checked::default();
    let mut last = None;
    loop {
        let some = missing_people::after(services, last, BATCH).await?;
        last = some.last().copied();
        if last.is_none() {
            break;
        }
        checked.people += some.len();
        compare(services, &some, &mut checked).await?;
    }
    let left = missing_people::left(services).await?;
    checked.different.extend(left);
    if repair {
        let different: Vec<Uuid> = checked.different.iter().copied().collect();
        let _turn = services.standings.turn.lock().await;
        for some in different.chunks(BATCH as usize) {
            write::renew(services, some, &[]).await?;
        }
    }
    Ok(checked)
}

async fn up_to_date(services: &Services) -> Result<()> {
    loop {
        let _turn = services.standings.turn.lock().await;
        let (_, work) = catch_up::look(services, BATCH).await?;
        if work.is_empty() {
            return Ok(());
        }
        catch_up::work(services, work).await?;
    }
}

async fn compare(services: &Services, persons: &[Uuid], checked: &mut Checked) -> Result<()> {
    let made = definition::of(services, persons).await?;
    let bases = basis::now(services).await?.words();
    let by_rule = |rows: Vec<standing::Model>| -> BTreeMap<(Uuid, String), standing::Model> {
        rows.into_iter()
            .map(|row| ((row.person_id, row.rule_id.clone()), row))
            .collect()
    };
    let kept = standing::Entity::find()
        .filter(standing::Column::PersonId.is_in(persons.iter().copied()))
        .filter(standing::Column::Basis.is_in(bases))
        .all(services.db.read())
        .await?;
    let (made, kept) = (by_rule(made.rows), by_rule(kept));
    let places: BTreeSet<&(Uuid, String)> = made.keys().chain(kept.keys()).collect();
    let different: BTreeSet<Uuid> = places
        .into_iter()
        .filter(|place| made.get(place) != kept.get(place))
        .map(|(person, _)| *person)
        .collect();
    if different.is_empty() {
        return Ok(());
    }
    let marked = stale::Entity::find()
        .filter(stale::Column::PersonId.is_in(different.iter().copied()))
        .all(services.db.read())
        .await?;
    let marked: BTreeSet<Uuid> = marked.into_iter().map(|mark| mark.person_id).collect();
    checked.different.extend(different.difference(&marked));
    Ok(())
}
