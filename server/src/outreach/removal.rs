//! Names and contacts of those who registered and never came are removed after a set time, and answered
//! enquiries, too. What happened stays as numbers. What is to be removed can be looked at before.

use std::{collections::HashSet, sync::Arc, time::Duration};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    identity::Role,
    ids::{EnquiryId, InformationSessionId, RegistrationId},
    outreach::attendance,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    reception,
    tables::{enquiry, information_session, registration},
};
use crate::{
    Actor, Result, Services, db,
    identity::{audit, classroom_settings},
};

/// How often what is due is looked for.
const EVERY: Duration = Duration::from_secs(3600);

/// How many rows are looked at or removed at once.
const BATCH: usize = 500;

/// What a removal takes from one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueSession {
    /// The session's title.
    pub title: String,
    /// Its day.
    pub day: NaiveDate,
    /// How many registrations.
    pub registrations: usize,
}

/// What a removal takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// By session, the oldest first.
    pub sessions: Vec<DueSession>,
    /// Answered enquiries.
    pub enquiries: usize,
}

impl Due {
    /// Whether there is nothing to remove.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty() && self.enquiries == 0
    }
}

struct Found {
    sessions: Vec<(information_session::Model, Vec<RegistrationId>)>,
    enquiries: Vec<EnquiryId>,
}

/// What would be removed today if it were done after so many days. Nothing is changed. For administrators.
pub async fn dry_run(actor: &Actor, services: &Services, days: i64) -> Result<Due> {
    actor.require(&[Role::Administrator])?;
    let found = find(services, db::now() - TimeDelta::days(days)).await?;
    let zone = services.config.zone;
    Ok(Due {
        sessions: found
            .sessions
            .into_iter()
            .map(|(session, registrations)| DueSession {
                day: session.starts_at.with_timezone(&zone).date_naive(),
                title: session.title,
                registrations: registrations.len(),
            })
            .collect(),
        enquiries: found.enquiries.len(),
    })
}

async fn find(services: &Services, before: DateTime<Utc>) -> Result<Found> {
    let db = services.db.read();
    let sessions = information_session::Entity::find()
        .filter(information_session::Column::EndsAt.lt(before))
        .order_by_asc(information_session::Column::StartsAt)
        .all(db)
        .await?;
    let ids: Vec<InformationSessionId> = sessions.iter().map(|session| session.id).collect();
    let mut open: Vec<(RegistrationId, InformationSessionId)> = Vec::new();
    for some in ids.chunks(BATCH) {
        open.extend(never_came(db, some).await?);
    }
    let sessions = sessions
        .into_iter()
        .filter_map(|session| {
            let of_session: Vec<RegistrationId> = open
                .iter()
                .filter(|(_, id)| *id == session.id)
                .map(|(id, _)| *id)
                .collect();
            (!of_session.is_empty()).then_some((session, of_session))
        })
        .collect();
    let enquiries = enquiry::Entity::find()
        .select_only()
        .column(enquiry::Column::Id)
        .filter(enquiry::Column::AnsweredAt.lt(before))
        .filter(enquiry::Column::RemovedAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(Found { sessions, enquiries })
}

/// Of these sessions, whose names are still there, who did not come, and who did not begin to learn.
async fn never_came<C: ConnectionTrait>(
    db: &C,
    sessions: &[InformationSessionId],
) -> Result<Vec<(RegistrationId, InformationSessionId)>> {
    let rows: Vec<(RegistrationId, InformationSessionId)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .column(registration::Column::SessionId)
        .filter(registration::Column::SessionId.is_in(sessions.iter().copied()))
        .filter(registration::Column::RemovedAt.is_null())
        .filter(registration::Column::InvitationId.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let taps = reception::taps(db, sessions).await?;
    let came: HashSet<RegistrationId> = taps
        .into_iter()
        .filter(|(_, taps)| attendance(taps).is_some())
        .map(|(id, _)| id)
        .collect();
    Ok(rows.into_iter().filter(|(id, _)| !came.contains(id)).collect())
}

/// Removes what is due by the classroom's setting, now. For administrators.
pub async fn remove_now(actor: &Actor, services: &Services) -> Result<usize> {
    actor.require(&[Role::Administrator])?;
    remove(services, Some(actor)).await
}

async fn remove(services: &Services, by: Option<&Actor>) -> Result<usize> {
    let days = classroom_settings::get(services).await?.removal_days();
    let found = find(services, db::now() - TimeDelta::days(days)).await?;
    let registrations: Vec<RegistrationId> = found.sessions.into_iter().flat_map(|(_, ids)| ids).collect();
    let count = registrations.len() + found.enquiries.len();
    if count == 0 {
        return Ok(0);
    }
    let (empty, now) = (String::new, db::now());
    let tx = services.db.begin().await?;
    for some in registrations.chunks(BATCH) {
        registration::Entity::update_many()
            .set(registration::ActiveModel {
                name: Set(empty()),
                reading: Set(empty()),
                phone: Set(empty()),
                mail: Set(empty()),
                name_folded: Set(empty()),
                reading_folded: Set(empty()),
                phone_folded: Set(empty()),
                town: Set(empty()),
                age_band: Set(None),
                question: Set(empty()),
                needs: Set(empty()),
                removed_at: Set(Some(now)),
                ..Default::default()
            })
            .filter(registration::Column::Id.is_in(some.iter().copied()))
            .exec(&tx)
            .await?;
        // Notes of calls are about a person, too.
        super::tables::registration_call::Entity::update_many()
            .set(super::tables::registration_call::ActiveModel {
                note: Set(empty()),
                ..Default::default()
            })
            .filter(super::tables::registration_call::Column::RegistrationId.is_in(some.iter().copied()))
            .exec(&tx)
            .await?;
    }
    for some in found.enquiries.chunks(BATCH) {
        enquiry::Entity::update_many()
            .set(enquiry::ActiveModel {
                name: Set(empty()),
                contact: Set(empty()),
                message: Set(empty()),
                answer: Set(empty()),
                removed_at: Set(Some(now)),
                ..Default::default()
            })
            .filter(enquiry::Column::Id.is_in(some.iter().copied()))
            .exec(&tx)
            .await?;
    }
    audit::record(
        &tx,
        by.map(|actor| actor.id),
        "outreach.removed",
        None,
        format!("{days}: {count}"),
    )
    .await?;
    tx.commit().await?;
    Ok(count)
}

/// Removes what is due for as long as the program runs.
pub async fn run(services: Arc<Services>) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = remove(&services, None).await {
            tracing::warn!(%error, "names of those who never came were not removed; it is tried again");
        }
    }
}
