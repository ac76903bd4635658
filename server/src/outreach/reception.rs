//! The reception desk: nobody's name is shown until something is typed or scanned; a tap says that a party
//! is here, and can be taken back. Taps are only ever added, under the key that the desk made, so that one
//! that arrives twice counts once.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ids::{InformationSessionId, ReceptionTapId, RegistrationId},
    outreach::{Came, PARTY_MOST, SessionState, Tap, TapKind, attendance, fold_name, fold_phone},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{
    STAFF, links,
    registration_list::by_reading,
    registrations::{self, EntryForm, Registered, open},
    seats::people,
    sessions,
    tables::{information_session, reception_tap, registration},
};
use crate::{Actor, Error, Problems, Result, Services, db};

/// The most parties that a search shows: who types one letter does not read the whole list.
const MOST: u64 = 8;

/// A tap counts on the day of the session, and so long before and after it.
const AROUND: TimeDelta = TimeDelta::hours(12);

/// A party at the desk.
#[derive(Clone, Debug)]
pub struct DeskRow {
    /// As registered.
    pub registration: registration::Model,
    /// That it came.
    pub came: Option<Came>,
    /// The last tap that stands, to take it back.
    pub last_tap: Option<Uuid>,
}

/// The numbers of the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeskCount {
    /// Parties that came.
    pub parties: usize,
    /// People that came.
    pub people: u32,
    /// People who have seats.
    pub expected: u32,
}

/// The desk of a session.
pub struct Desk {
    /// The session.
    pub session: information_session::Model,
    /// What was found; empty until something is looked for.
    pub found: Vec<DeskRow>,
    /// How many came.
    pub count: DeskCount,
}

/// What is looked for at the desk.
#[derive(Clone, Copy, Debug)]
pub enum LookFor<'a> {
    /// What was typed or scanned; nothing where it is empty.
    Text(&'a str),
    /// The party that was just welcomed.
    Party(RegistrationId),
}

/// The desk, with the parties that the typed or scanned text means: a reading or name that begins so, a
/// number, the end of a telephone number, or the link of a confirmation. For those who help there.
pub async fn desk(
    actor: &Actor,
    services: &Services,
    session: InformationSessionId,
    wanted: LookFor<'_>,
) -> Result<Desk> {
    actor.require(STAFF)?;
    let session = sessions::find(services, session).await?;
    if session.state == SessionState::Draft {
        return Err(Error::NotFound);
    }
    let db = services.db.read();
    let wanted = match wanted {
        LookFor::Text(text) => look_for(services, &text.trim().chars().take(300).collect::<String>())?,
        LookFor::Party(id) => Some(Condition::all().add(registration::Column::Id.eq(id))),
    };
    let found = match wanted {
        None => Vec::new(),
        Some(wanted) => {
            registration::Entity::find()
                .filter(registration::Column::SessionId.eq(session.id))
                .filter(registration::Column::RemovedAt.is_null())
                .filter(wanted)
                .order_by_asc(by_reading())
                .limit(MOST)
                .all(db)
                .await?
        }
    };
    let taps = taps(db, &[session.id]).await?;
    let count = count(services, &session, &taps).await?;
    let found = found
        .into_iter()
        .map(|registration| {
            let of_party = taps.get(&registration.id).map(Vec::as_slice).unwrap_or_default();
            DeskRow {
                came: attendance(of_party),
                last_tap: standing_tap(of_party),
                registration,
            }
        })
        .collect();
    Ok(Desk {
        session,
        found,
        count,
    })
}

/// What a text means; nothing where there is none.
fn look_for(services: &Services, text: &str) -> Result<Option<Condition>> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(id) = links::scanned(services, text)? {
        return Ok(Some(Condition::all().add(registration::Column::Id.eq(id))));
    }
    let folded = fold_name(text);
    let begins = |column: registration::Column| column.starts_with(folded.as_str());
    let mut wanted = Condition::any();
    let plain = !folded.is_empty() && !folded.contains(['%', '_']);
    if plain {
        wanted = wanted
            .add(begins(registration::Column::ReadingFolded))
            .add(begins(registration::Column::NameFolded));
    }
    let digits = fold_phone(text);
    if let Ok(number) = digits.parse::<i32>()
        && digits.len() <= 4
    {
        wanted = wanted.add(registration::Column::Number.eq(number));
    }
    if digits.len() >= 4 {
        wanted = wanted.add(registration::Column::PhoneFolded.ends_with(digits.as_str()));
    }
    // Nothing that could be looked for finds nobody.
    Ok(Some(if wanted.is_empty() {
        Condition::all().add(registration::Column::Number.eq(-1))
    } else {
        wanted
    }))
}

fn standing_tap(taps: &[Tap]) -> Option<Uuid> {
    let taken_back = |tap: &&Tap| {
        !taps
            .iter()
            .any(|other| other.kind == TapKind::TakenBack && other.takes_back == Some(tap.id))
    };
    taps.iter()
        .filter(|tap| tap.kind == TapKind::Came)
        .filter(taken_back)
        .max_by_key(|tap| (tap.at, tap.id))
        .map(|tap| tap.id)
}

/// Every tap of these sessions, by registration.
pub(super) async fn taps<C: ConnectionTrait>(
    db: &C,
    sessions: &[InformationSessionId],
) -> Result<HashMap<RegistrationId, Vec<Tap>>> {
    let rows = reception_tap::Entity::find()
        .filter(reception_tap::Column::SessionId.is_in(sessions.iter().copied()))
        .order_by_asc(reception_tap::Column::At)
        .all(db)
        .await?;
    let mut taps: HashMap<RegistrationId, Vec<Tap>> = HashMap::new();
    for row in rows {
        taps.entry(row.registration_id).or_default().push(Tap {
            id: row.id.uuid(),
            kind: row.kind,
            takes_back: row.takes_back,
            people: people(row.people),
            at: row.at,
        });
    }
    Ok(taps)
}

async fn count(
    services: &Services,
    session: &information_session::Model,
    taps: &HashMap<RegistrationId, Vec<Tap>>,
) -> Result<DeskCount> {
    let taken = super::seats::taken(services.db.read(), &[session.id]).await?;
    let came: Vec<Came> = taps.values().filter_map(|taps| attendance(taps)).collect();
    Ok(DeskCount {
        parties: came.len(),
        people: came.iter().map(|came| came.people).sum(),
        expected: taken.get(&session.id).copied().unwrap_or_default(),
    })
}

/// A tap as the desk sends it.
#[derive(Clone, Copy, Debug)]
pub struct SentTap {
    /// Its key.
    pub key: ReceptionTapId,
    /// Whose.
    pub registration: RegistrationId,
    /// How many people came.
    pub people: u32,
    /// When it was pressed, where the desk was without a line since; else now.
    pub at: Option<DateTime<Utc>>,
}

/// Writes down that a party is here. The same tap sent again is harmless. For those who help at the desk.
pub async fn came(
    actor: &Actor,
    services: &Services,
    session: InformationSessionId,
    tap: SentTap,
) -> Result<()> {
    if tap.people == 0 || tap.people > 2 * PARTY_MOST {
        return Err(Error::field(
            "people",
            "人数を確かめてください。",
            "Please check the number of people.",
        ));
    }
    write(actor, services, session, tap, None).await
}

/// Takes a tap back. Again is harmless. For those who help at the desk.
pub async fn take_back(
    actor: &Actor,
    services: &Services,
    session: InformationSessionId,
    tap: SentTap,
    takes_back: Uuid,
) -> Result<()> {
    write(actor, services, session, tap, Some(takes_back)).await
}

async fn write(
    actor: &Actor,
    services: &Services,
    session: InformationSessionId,
    tap: SentTap,
    takes_back: Option<Uuid>,
) -> Result<()> {
    actor.require(STAFF)?;
    let session = sessions::find(services, session).await?;
    let now = db::now();
    // A desk that was cut off sends later what was pressed at its time; a clock that is wrong is not
    // believed beyond the day.
    let at = tap.at.unwrap_or(now).min(now);
    let day = |at: DateTime<Utc>| at.with_timezone(&services.config.zone).date_naive();
    let around = session.reception_at - AROUND..session.ends_at + AROUND;
    let during = day(at) == day(session.starts_at) || around.contains(&at);
    if session.state != SessionState::Published || !during {
        return Err(Error::refused(
            "受付は、説明会の日に使えます。",
            "The reception is open on the day of the session.",
        ));
    }
    let tx = services.db.begin().await?;
    let known = registration::Entity::find_by_id(tap.registration)
        .one(&tx)
        .await?
        .filter(|row| row.session_id == session.id);
    if known.is_none() {
        return Err(Error::NotFound);
    }
    let row = reception_tap::Model {
        id: tap.key,
        session_id: session.id,
        registration_id: tap.registration,
        kind: if takes_back.is_some() {
            TapKind::TakenBack
        } else {
            TapKind::Came
        },
        takes_back,
        people: i32::try_from(tap.people).unwrap_or(1),
        by_person: actor.id,
        at,
        received_at: now,
    };
    db::insert_new(&tx, vec![row.into_active_model()], reception_tap::Column::Id).await?;
    Ok(tx.commit().await?)
}

/// Writes down somebody who came without having registered, and that the party is here. For those who
/// help at the desk.
pub async fn walk_in(
    actor: &Actor,
    services: &Services,
    session: InformationSessionId,
    key: RegistrationId,
    form: &EntryForm,
) -> Result<Registered> {
    actor.require(STAFF)?;
    let registered = registrations::at_the_door(actor, services, session, key, form).await?;
    let mut problems = Problems::new();
    let party = if form.party.trim().is_empty() {
        "1"
    } else {
        form.party.as_str()
    };
    let people = problems.number("party", party, 1, 10);
    problems.done()?;
    let tap = SentTap {
        // One key for both: the form sent twice is one party and one tap.
        key: ReceptionTapId::from(key.uuid()),
        registration: registered.id,
        people: u32::try_from(people).unwrap_or(1),
        at: None,
    };
    came(actor, services, session, tap).await?;
    Ok(registered)
}

/// Everybody who wants to come, in kana order, for the paper list. For those who help at the desk.
pub async fn paper_list(
    actor: &Actor,
    services: &Services,
    session: InformationSessionId,
) -> Result<(information_session::Model, Vec<DeskRow>)> {
    actor.require(STAFF)?;
    let session = sessions::find(services, session).await?;
    let db = services.db.read();
    let rows = registration::Entity::find()
        .filter(registration::Column::SessionId.eq(session.id))
        .filter(open())
        .order_by_asc(by_reading())
        .order_by_asc(registration::Column::Number)
        .all(db)
        .await?;
    let taps = taps(db, &[session.id]).await?;
    let rows = rows
        .into_iter()
        .map(|registration| {
            let of_party = taps.get(&registration.id).map(Vec::as_slice).unwrap_or_default();
            DeskRow {
                came: attendance(of_party),
                last_tap: standing_tap(of_party),
                registration,
            }
        })
        .collect();
    Ok((session, rows))
}

/// The sessions whose desk is open now, for the start page of those who help there.
pub async fn open_now(actor: &Actor, services: &Services) -> Result<Vec<information_session::Model>> {
    actor.require(STAFF)?;
    let now = db::now();
    Ok(information_session::Entity::find()
        .filter(information_session::Column::State.eq(SessionState::Published))
        .filter(information_session::Column::ReceptionAt.lte(now + TimeDelta::hours(2)))
        .filter(information_session::Column::EndsAt.gt(now))
        .order_by_asc(information_session::Column::StartsAt)
        .all(services.db.read())
        .await?)
}
