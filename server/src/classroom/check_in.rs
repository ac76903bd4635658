//! Check-in by the code on the projector.

use chrono::{DateTime, Utc};
use domain::classroom::{
    Mark, Method,
    check_in_code::{self, CheckIn},
};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::{
    early, marks, sessions,
    tables::{attendance_mark, class_session, cohort, enrolment},
};
use crate::{Actor, Error, Result, Services, db};

/// What the check-in page shows a learner.
pub struct OwnCheckIn {
    /// The class session.
    pub session: class_session::Model,
    /// The cohort's name.
    pub cohort: String,
    /// The learner's mark, when there is one.
    pub mark: Option<Mark>,
    /// When the learner checked in, where that does not count since the instructor has set another mark.
    pub checked_in: Option<DateTime<Utc>>,
    /// What a check-in now would come to.
    pub state: CheckIn,
    /// Whether a code is remembered that came too early.
    pub remembered: bool,
}

/// The class session that the acting person could check in to: the given one, else the running one,
/// else the next one. None when no class is planned.
pub async fn mine(actor: &Actor, services: &Services, session: Option<Uuid>) -> Result<Option<OwnCheckIn>> {
    let session = match session {
        Some(id) => {
            let session = sessions::find(services, id).await?;
            belongs(actor, services, &session).await?;
            Some(session)
        }
        None => match sessions::running(services, actor.id).await?.into_iter().next() {
            Some(session) => Some(session),
            None => sessions::next_session(services, actor.id).await?,
        },
    };
    let Some(session) = session else { return Ok(None) };
    let cohort = cohort::Entity::find_by_id(session.cohort_id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let rows = marks::rows_of(services.db.read(), session.id, actor.id).await?;
    let state = state(&session, db::now());
    let remembered = match state {
        CheckIn::TooEarly { .. } => early::is_remembered(actor, services, session.id).await?,
        CheckIn::Open(_) | CheckIn::Closed => false,
    };
    Ok(Some(OwnCheckIn {
        state,
        remembered,
        mark: marks::counting(&rows).and_then(|row| row.mark.mark()),
        checked_in: marks::overruled(&rows).map(|row| row.set_at),
        cohort: cohort.name,
        session,
    }))
}

/// What a check-in at `now` comes to; a session that was closed by hand or cancelled takes none.
pub(super) fn state(session: &class_session::Model, now: DateTime<Utc>) -> CheckIn {
    if session.closed_at.is_some() || session.cancelled_at.is_some() {
        return CheckIn::Closed;
    }
    check_in_code::window(session.starts_at, session.ends_at).at(now)
}

async fn belongs(actor: &Actor, services: &Services, session: &class_session::Model) -> Result<()> {
    let place = enrolment::Entity::find_by_id((session.cohort_id, actor.id))
        .one(services.db.read())
        .await?;
    if place.is_some_and(|place| place.is_running_at(db::now())) {
        return Ok(());
    }
    Err(Error::refused(
        "これは、あなたのクラスの授業ではありません。先生に声をかけてください。",
        "This is not a class of yours. Please speak to the instructor.",
    ))
}

/// Checks the acting person in by a typed or scanned code; gives the class session. Whoever is
/// checked in already stays so. The mark is on disk when this returns; before check-in opens, the
/// code is remembered instead.
pub async fn check_in(
    actor: &Actor,
    services: &Services,
    session: Option<Uuid>,
    typed: &str,
    key: Uuid,
) -> Result<Uuid> {
    let choices = match session {
        Some(id) => {
            let session = sessions::find(services, id).await?;
            belongs(actor, services, &session).await?;
            vec![session]
        }
        None => sessions::running(services, actor.id).await?,
    };
    let now = db::now();
    let choices = if choices.is_empty() {
        // Too early for any: the code of the next one is remembered.
        sessions::next_session(services, actor.id)
            .await?
            .into_iter()
            .collect()
    } else {
        choices
    };
    let Some(first) = choices.first() else {
        return Err(Error::refused(
            "いま、あなたの授業はありません。先生に声をかけてください。",
            "You have no class now. Please speak to the instructor.",
        ));
    };
    // Of two classes at the same time, the code tells which one it is.
    let right = |session: &&class_session::Model| {
        check_in_code::verify(session.secret.as_bytes(), session.id, typed, now)
    };
    let matching = choices.iter().find(right);
    let session = matching.unwrap_or(first);
    let rows = marks::rows_of(services.db.read(), session.id, actor.id).await?;
    let previous = marks::counting(&rows).and_then(|row| row.mark.mark());
    if previous.is_some_and(super::was_there) || marks::overruled(&rows).is_some() {
        return Ok(session.id);
    }
    let mark = match state(session, now) {
        CheckIn::Open(mark) => Some(mark),
        CheckIn::TooEarly { opens_at } if typed.trim().is_empty() => {
            return Err(too_early(services, opens_at));
        }
        CheckIn::TooEarly { .. } => None,
        CheckIn::Closed if session.cancelled_at.is_some() => return Err(sessions::cancelled()),
        CheckIn::Closed => return Err(closed()),
    };
    if typed.trim().is_empty() {
        return Err(Error::field(
            "code",
            "6 けたの数字を入れてください。",
            "Please enter the six digits.",
        ));
    }
    let tries = actor.id.to_string();
    services.live.wrong_codes.take(&tries)?;
    if matching.is_none() {
        return Err(Error::field(
            "code",
            "数字がちがいます。今うつっている数字を、もう一度入れてください。",
            "These digits are not right. Please enter the digits that are on the screen now.",
        ));
    }
    services.live.wrong_codes.forget(&tries);
    let Some(mark) = mark else {
        early::remember(actor, services, session.id, key).await?;
        return Ok(session.id);
    };
    let row = attendance_mark::Model {
        id: key,
        class_session_id: session.id,
        person_id: actor.id,
        mark: mark.into(),
        previous,
        method: Method::Code,
        reason: String::new(),
        set_by: actor.id,
        set_at: now,
        arrived_at: None,
    };
    services.db.commit(row).await?;
    services.live.tell(session.id);
    Ok(session.id)
}

fn too_early(services: &Services, opens_at: DateTime<Utc>) -> Error {
    let local = opens_at.with_timezone(&services.config.zone);
    let (ja, en) = if local.date_naive() == services.config.today() {
        (
            local.format("%-H:%M").to_string(),
            local.format("%-H:%M").to_string(),
        )
    } else {
        (
            local.format("%-m月%-d日 %-H:%M").to_string(),
            local.format("%-d %b, %-H:%M").to_string(),
        )
    };
    Error::refused(
        format!("出席は {ja} から受けつけます。それまで、もう少しお待ちください。"),
        format!("Check-in opens at {en}. Please wait until then."),
    )
}

fn closed() -> Error {
    Error::refused(
        "この授業の受けつけは終わりました。出席していたときは、先生に声をかけてください。",
        "Check-in for this class has ended. If you were there, please speak to the instructor.",
    )
}
