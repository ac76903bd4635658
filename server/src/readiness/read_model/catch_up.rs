//! What is to be done, and doing it: all of it in batches, or before a page the little that came in lately.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    super::tables::{stale, standing_person},
    basis::{self, Basis, Shown},
    missing_people,
    write::{self, BATCH},
};
use crate::{Result, Services, catalog::RuleRevision, db};

/// For how many people a page waits.
const FEW: u64 = 100;

/// What is to be done.
pub(super) struct Work {
    marks: Vec<stale::Model>,
    persons: BTreeSet<Uuid>,
    /// Rules of which every learner has a row, and these rows are not shown yet.
    complete: Vec<Basis>,
    /// Rules that are not live any more.
    gone: Vec<String>,
}

impl Work {
    pub(super) fn is_empty(&self) -> bool {
        self.persons.is_empty() && self.complete.is_empty() && self.gone.is_empty()
    }
}

/// How far the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// For how many people they are up to date.
    pub done: u64,
    /// How many people there are.
    pub all: u64,
}

/// The rows before a page of everybody.
pub(crate) struct CaughtUp {
    /// What is shown of each rule.
    pub(crate) shown: Shown,
    /// More is to be done than a page waits for.
    pub(crate) is_behind: bool,
}

/// Looks what is to be done for so many people or more.
pub(super) async fn look(services: &Services, most: u64) -> Result<(Shown, Work)> {
    let bases = basis::now(services).await?;
    let some: Vec<Uuid> = stale::Entity::find()
        .select_only()
        .column(stale::Column::PersonId)
        .limit(2 * most)
        .into_tuple()
        .all(services.db.read())
        .await?;
    let marked: BTreeSet<Uuid> = some.into_iter().collect();
    let marked: BTreeSet<Uuid> = marked.into_iter().take(most as usize).collect();
    // All marks of these people: whoever was marked many times is computed once.
    let marks = if marked.is_empty() {
        Vec::new()
    } else {
        stale::Entity::find()
            .filter(stale::Column::PersonId.is_in(marked.iter().copied()))
            .all(services.db.read())
            .await?
    };
    let due: Vec<Uuid> = standing_person::Entity::find()
        .select_only()
        .column(standing_person::Column::PersonId)
        .filter(standing_person::Column::DueAt.lte(db::now()))
        .limit(most)
        .into_tuple()
        .all(services.db.read())
        .await?;
    let mut work = Work {
        persons: marked.into_iter().chain(due).collect(),
        marks,
        complete: Vec::new(),
        gone: bases.gone,
    };
    for made in bases.live.into_iter().filter(|made| !made.is_shown) {
        if work.persons.len() as u64 >= most {
            break;
        }
        let without = missing_people::without(services, &made.rule.rule.id, &made.basis, most).await?;
        if without.is_empty() {
            work.complete.push(made);
        } else {
            work.persons.extend(without);
        }
    }
    Ok((bases.shown, work))
}

/// Does it. The caller has the turn.
pub(super) async fn work(services: &Services, work: Work) -> Result<()> {
    let persons: Vec<Uuid> = work.persons.into_iter().collect();
    for some in persons.chunks(BATCH as usize) {
        let marks: Vec<stale::Model> = work
            .marks
            .iter()
            .filter(|mark| some.binary_search(&mark.person_id).is_ok())
            .cloned()
            .collect();
        write::renew(services, some, &marks).await?;
    }
    for made in &work.complete {
        basis::show(services, made).await?;
        write::forget_others(services, &made.rule.rule.id, &made.basis).await?;
    }
    if !work.gone.is_empty() {
        write::forget(services, &work.gone).await?;
    }
    Ok(())
}

/// Before a page of everybody: where little is to be done, does it, so that whoever did something finds it
/// there. Where much is to be done (a new rule for thousands of people), the worker does it, and the page tells.
pub(crate) async fn catch_up(services: &Services) -> Result<CaughtUp> {
    // What comes in all the time holds up no page for ever.
    for _ in 0..5 {
        let (shown, work) = look(services, FEW + 1).await?;
        if work.is_empty() {
            let is_behind = false;
            return Ok(CaughtUp { shown, is_behind });
        }
        if work.persons.len() as u64 > FEW {
            let is_behind = true;
            return Ok(CaughtUp { shown, is_behind });
        }
        drop(work);
        let _turn = services.standings.turn.lock().await;
        // Whoever had the turn before may have done it.
        let (_, work) = look(services, FEW + 1).await?;
        if work.persons.len() as u64 <= FEW {
            match self::work(services, work).await {
                // Somebody else was in the way: another look.
                Err(error) if error.is_conflict() => {}
                done => done?,
            }
        }
    }
    Ok(CaughtUp {
        shown: basis::now(services).await?.shown,
        is_behind: true,
    })
}

/// How far the rows of a rule are, where more is to be done than a page waits for.
pub(crate) async fn progress(services: &Services, rule: &RuleRevision) -> Result<Progress> {
    let all = missing_people::all(services).await?;
    let bases = basis::now(services).await?;
    let making = bases.live.iter().find(|it| it.rule.rule.id == rule.rule.id);
    if let Some(making) = making.filter(|it| !it.is_shown) {
        let done = missing_people::made(services, &rule.rule.id, &making.basis).await?;
        return Ok(Progress {
            done: done.min(all),
            all,
        });
    }
    let waiting = stale::Entity::find()
        .select_only()
        .column(stale::Column::PersonId)
        .distinct()
        .count(services.db.read())
        .await?;
    Ok(Progress {
        done: all.saturating_sub(waiting),
        all,
    })
}
