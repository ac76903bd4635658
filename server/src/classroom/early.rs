//! A right code that comes before check-in opens is remembered, and becomes a mark when it opens: who
//! is early need not scan again.

use std::{sync::Arc, time::Duration};

use domain::classroom::{
    Mark, Method,
    check_in_code::{CheckIn, window},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    marks,
    tables::{attendance_mark, class_session, early_scan},
};
use crate::{Actor, Result, Services, db};

/// How often remembered codes are looked at.
const EVERY: Duration = Duration::from_secs(15);

/// Remembers that the acting person showed the right code. Again is harmless: the first time stays.
pub(super) async fn remember(actor: &Actor, services: &Services, session: Uuid, key: Uuid) -> Result<()> {
    let row = early_scan::Model {
        id: key,
        class_session_id: session,
        person_id: actor.id,
        scanned_at: db::now(),
        settled_at: None,
    };
    early_scan::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(services.db.write())
        .await?;
    Ok(())
}

/// Whether a code of the acting person is remembered for a class session.
pub(super) async fn is_remembered(actor: &Actor, services: &Services, session: Uuid) -> Result<bool> {
    Ok(early_scan::Entity::find()
        .filter(early_scan::Column::ClassSessionId.eq(session))
        .filter(early_scan::Column::PersonId.eq(actor.id))
        .filter(early_scan::Column::SettledAt.is_null())
        .one(services.db.read())
        .await?
        .is_some())
}

/// Turns remembered codes into marks where check-in has opened. A mark that is there already stays; a
/// class session that was closed or cancelled before takes none.
pub async fn settle(services: &Services) -> Result<()> {
    let waiting = early_scan::Entity::find()
        .filter(early_scan::Column::SettledAt.is_null())
        .all(services.db.read())
        .await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let ids = waiting.iter().map(|scan| scan.class_session_id);
    let sessions = class_session::Entity::find()
        .filter(class_session::Column::Id.is_in(ids))
        .all(services.db.read())
        .await?;
    let now = db::now();
    for session in sessions {
        let window = window(session.starts_at, session.ends_at);
        // A program that was off while the window was open still counts who was there in time.
        if session.cancelled_at.is_some() && session.ends_at > now {
            // It may take place after all.
            continue;
        }
        let ended = session.closed_at.is_some() || session.cancelled_at.is_some();
        let open = !ended && !matches!(window.at(now), CheckIn::TooEarly { .. });
        if !open && !ended {
            continue;
        }
        let tx = services.db.begin().await?;
        for scan in waiting.iter().filter(|scan| scan.class_session_id == session.id) {
            let mut settled = scan.clone().into_active_model();
            settled.settled_at = Set(Some(now));
            settled.update(&tx).await?;
            let marked = marks::latest_row(&tx, session.id, scan.person_id)
                .await?
                .is_some();
            let known = attendance_mark::Entity::find_by_id(scan.id)
                .one(&tx)
                .await?
                .is_some();
            if open && !marked && !known {
                attendance_mark::Model {
                    id: scan.id,
                    class_session_id: session.id,
                    person_id: scan.person_id,
                    mark: Mark::Present.into(),
                    previous: None,
                    method: Method::Code,
                    reason: String::new(),
                    set_by: scan.person_id,
                    set_at: window.opens_at,
                    arrived_at: None,
                }
                .into_active_model()
                .insert(&tx)
                .await?;
            }
        }
        tx.commit().await?;
        services.live.tell(session.id);
    }
    Ok(())
}

/// Settles for as long as the program runs.
pub async fn run(services: Arc<Services>) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = settle(&services).await {
            tracing::warn!(%error, "remembered codes were not turned into marks; they are tried again");
        }
    }
}
