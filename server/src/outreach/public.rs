//! What everybody may see of information sessions, without an account. Nothing here is about people, and
//! the address of an online meeting is for those who registered.

use domain::{
    ids::InformationSessionId,
    outreach::{SessionState, Standing},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    seats::{self, people},
    sessions::{find, standing},
    tables::information_session,
};
use crate::{Error, Result, Services, db};

/// The most sessions that the public list shows.
const MOST: u64 = 60;

/// A session as visitors see it.
#[derive(Clone, Debug)]
pub struct PublicSession {
    /// As stored; without the address of the meeting.
    pub session: information_session::Model,
    /// How it stands now.
    pub standing: Standing,
    /// Seats that nobody has.
    pub left: u32,
    /// Whether it is online, in part or altogether.
    pub online: bool,
}

fn public(mut session: information_session::Model, taken: u32) -> PublicSession {
    let online = !session.meeting_url.is_empty();
    session.meeting_url = String::new();
    PublicSession {
        standing: standing(&session, taken, db::now()),
        left: people(session.capacity).saturating_sub(taken),
        online,
        session,
    }
}

/// The sessions that are to come, the next one first; those that were called off until their day is over.
pub async fn coming(services: &Services) -> Result<Vec<PublicSession>> {
    listed(services, MOST).await
}

/// The next one that takes place.
pub async fn next(services: &Services) -> Result<Option<PublicSession>> {
    let coming = listed(services, MOST).await?;
    Ok(coming
        .into_iter()
        .find(|it| it.session.state == SessionState::Published))
}

async fn listed(services: &Services, most: u64) -> Result<Vec<PublicSession>> {
    let rows = information_session::Entity::find()
        .filter(information_session::Column::State.ne(SessionState::Draft))
        .filter(information_session::Column::EndsAt.gt(db::now()))
        .order_by_asc(information_session::Column::StartsAt)
        .order_by_asc(information_session::Column::Id)
        .limit(most)
        .all(services.db.read())
        .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let taken = seats::taken(services.db.read(), &ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let taken = taken.get(&row.id).copied().unwrap_or_default();
            public(row, taken)
        })
        .collect())
}

/// One session. A draft is not there.
pub async fn get(services: &Services, id: InformationSessionId) -> Result<PublicSession> {
    let session = find(services, id).await?;
    if session.state == SessionState::Draft {
        return Err(Error::NotFound);
    }
    let taken = seats::taken(services.db.read(), &[id]).await?;
    Ok(public(session, taken.get(&id).copied().unwrap_or_default()))
}
