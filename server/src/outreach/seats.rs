//! The seats of a session: counting them, giving up what nobody confirmed, and moving up who waits. All of
//! it under the lock of the session's row, so that two things at once are one after the other.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use domain::{
    ids::{InformationSessionId, RegistrationEventId, RegistrationId},
    outreach::{Party, RegistrationEvent, RegistrationState, SessionState, confirm_until, move_up},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait,
};
use uuid::Uuid;

use super::tables::{information_session, registration, registration_event};
use crate::{Error, Result, Services, db};

/// How often offers that ran out are looked for.
const EVERY: Duration = Duration::from_secs(60);

const SEATED: [RegistrationState; 2] = [RegistrationState::Registered, RegistrationState::Offered];

/// A session whose row this transaction holds alone.
pub(super) struct Held<'a> {
    pub(super) tx: &'a DatabaseTransaction,
    pub(super) session: information_session::Model,
    pub(super) now: DateTime<Utc>,
}

/// Takes the session for this transaction alone. Offers that ran out are given up first, and who waits
/// moves up.
pub(super) async fn hold<'a>(tx: &'a DatabaseTransaction, id: InformationSessionId) -> Result<Held<'a>> {
    let session = db::lock::<information_session::Entity>(tx, id).await?;
    let held = Held {
        tx,
        session,
        now: db::now(),
    };
    held.give_up_what_ran_out().await?;
    Ok(held)
}

impl Held<'_> {
    /// All seats.
    pub(super) fn capacity(&self) -> u32 {
        people(self.session.capacity)
    }

    /// Seats that nobody has.
    pub(super) async fn free(&self) -> Result<u32> {
        let taken = taken(self.tx, &[self.session.id]).await?;
        let taken = taken.get(&self.session.id).copied().unwrap_or_default();
        Ok(self.capacity().saturating_sub(taken))
    }

    /// The number of the next registration.
    pub(super) async fn next_number(&self) -> Result<i32> {
        let last: Option<Option<i32>> = registration::Entity::find()
            .select_only()
            .expr(registration::Column::Number.max())
            .filter(registration::Column::SessionId.eq(self.session.id))
            .into_tuple()
            .one(self.tx)
            .await?;
        Ok(last.flatten().unwrap_or_default() + 1)
    }

    async fn of_state(&self, state: RegistrationState) -> Result<Vec<registration::Model>> {
        Ok(registration::Entity::find()
            .filter(registration::Column::SessionId.eq(self.session.id))
            .filter(registration::Column::State.eq(state))
            .order_by_asc(registration::Column::Number)
            .all(self.tx)
            .await?)
    }

    async fn give_up_what_ran_out(&self) -> Result<()> {
        let mut any = false;
        for row in self.of_state(RegistrationState::Offered).await? {
            if row.offered_until.is_none_or(|until| until > self.now) {
                continue;
            }
            any = true;
            note(self.tx, row.id, RegistrationEvent::Lapsed, row.party, None).await?;
            let mut row = row.into_active_model();
            row.state = Set(RegistrationState::Lapsed);
            row.offered_until = Set(None);
            row.told_at = Set(None);
            row.changed_at = Set(self.now);
            row.update(self.tx).await?;
        }
        if any {
            self.fill().await?;
        }
        Ok(())
    }

    /// Moves up who waits and fits, as long as they can still be asked.
    pub(super) async fn fill(&self) -> Result<()> {
        let session = &self.session;
        if session.state != SessionState::Published {
            return Ok(());
        }
        let hours = people(session.confirm_hours);
        let Some(until) = confirm_until(self.now, session.reception_at, hours) else {
            return Ok(());
        };
        let waiting = self.of_state(RegistrationState::Waiting).await?;
        let parties: Vec<Party<RegistrationId>> = waiting.iter().map(party).collect();
        let moved = move_up(self.free().await?, &parties);
        for row in waiting.into_iter().filter(|row| moved.up.contains(&row.id)) {
            note(self.tx, row.id, RegistrationEvent::MovedUp, row.party, None).await?;
            let mut row = row.into_active_model();
            row.state = Set(RegistrationState::Offered);
            row.offered_until = Set(Some(until));
            row.told_at = Set(None);
            row.changed_at = Set(self.now);
            row.update(self.tx).await?;
        }
        for (id, free) in moved.passed_over {
            self.passes_over(id, free).await?;
        }
        Ok(())
    }

    /// A party that has just come takes seats for which those who wait are too many: they are told.
    pub(super) async fn goes_past(&self, free: u32) -> Result<()> {
        for row in self.of_state(RegistrationState::Waiting).await? {
            self.passes_over(row.id, free).await?;
        }
        Ok(())
    }

    async fn passes_over(&self, id: RegistrationId, free: u32) -> Result<()> {
        let free = i32::try_from(free).unwrap_or(i32::MAX);
        note(self.tx, id, RegistrationEvent::PassedOver, free, None).await
    }
}

fn party(row: &registration::Model) -> Party<RegistrationId> {
    Party {
        id: row.id,
        size: people(row.party),
    }
}

/// A stored number of people.
pub(super) fn people(stored: i32) -> u32 {
    u32::try_from(stored).unwrap_or_default()
}

/// How many seats of these sessions are taken.
pub(super) async fn taken<C: ConnectionTrait>(
    db: &C,
    sessions: &[InformationSessionId],
) -> Result<HashMap<InformationSessionId, u32>> {
    let rows: Vec<(InformationSessionId, i64)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::SessionId)
        .expr(registration::Column::Party.sum().cast_as("bigint"))
        .filter(registration::Column::SessionId.is_in(sessions.iter().copied()))
        .filter(registration::Column::State.is_in(SEATED))
        .group_by(registration::Column::SessionId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, sum)| (id, u32::try_from(sum).unwrap_or_default()))
        .collect())
}

/// Writes down what happened to a registration.
pub(super) async fn note(
    tx: &DatabaseTransaction,
    registration: RegistrationId,
    event: RegistrationEvent,
    seats: i32,
    by: Option<Uuid>,
) -> Result<()> {
    let row = registration_event::Model {
        id: RegistrationEventId::new(),
        registration_id: registration,
        event,
        seats,
        by_person: by,
        at: db::now(),
    };
    row.into_active_model().insert(tx).await?;
    Ok(())
}

/// Gives up offers that ran out, in every session that has any.
pub async fn settle(services: &Services) -> Result<()> {
    let overdue: Vec<InformationSessionId> = registration::Entity::find()
        .select_only()
        .column(registration::Column::SessionId)
        .filter(registration::Column::State.eq(RegistrationState::Offered))
        .filter(registration::Column::OfferedUntil.lte(db::now()))
        .distinct()
        .into_tuple()
        .all(services.db.read())
        .await?;
    for id in overdue {
        let tx = services.db.begin().await?;
        match hold(&tx, id).await {
            Ok(_) => tx.commit().await?,
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Gives up offers for as long as the program runs.
pub async fn run(services: Arc<Services>) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = settle(&services).await {
            tracing::warn!(%error, "offers of seats that ran out were not given up; it is tried again");
        }
    }
}
