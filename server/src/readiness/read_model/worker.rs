//! The worker: makes rows anew that are marked, due or missing, a batch at a time. Of several programs on the
//! same database one does it, and another takes over within seconds; should two do it, the versions of the rows
//! keep the newer.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use uuid::Uuid;

use super::{catch_up, write::BATCH};
use crate::{Result, Services, db};

/// How often is looked whether there is something to do.
const EVERY: Duration = Duration::from_millis(250);

/// How long after a failure is tried again.
const AFTER_A_FAILURE: Duration = Duration::from_secs(5);

/// How long a program has the job from one batch to the next.
const LEASE: TimeDelta = TimeDelta::seconds(5);

/// Works until the program ends.
pub async fn run(services: Arc<Services>) {
    let holder = Uuid::now_v7();
    loop {
        let pause = match round(&services, holder).await {
            Ok(true) => continue,
            Ok(false) => EVERY,
            Err(error) => {
                tracing::warn!(%error, "the standings could not be brought up to date; they are tried again");
                AFTER_A_FAILURE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// One batch for this program, whose key among several is `holder`; says whether there was anything for it to do.
pub async fn round(services: &Services, holder: Uuid) -> Result<bool> {
    if catch_up::look(services, 1).await?.1.is_empty() {
        return Ok(false);
    }
    if !db::hold(services.db.write(), "standings", holder, db::now(), LEASE).await? {
        return Ok(false);
    }
    let _turn = services.standings.turn.lock().await;
    let (_, work) = catch_up::look(services, BATCH).await?;
    if work.is_empty() {
        return Ok(false);
    }
    match catch_up::work(services, work).await {
        // Somebody else was in the way; what is left is done soon.
        Err(error) if error.is_conflict() => Ok(false),
        done => done.map(|()| true),
    }
}
