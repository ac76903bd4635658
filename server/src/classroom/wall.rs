//! What the projector shows: the code of the moment as digits and QR, and how many have come.

use domain::identity::Role;
use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use domain::classroom::check_in_code::{self, CheckIn};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use uuid::Uuid;

use super::{
    check_in, marks, roll_call, sessions,
    tables::{class_session, cohort},
};
use crate::{
    Actor, Error, Result, Services, cookies, db,
    identity::sign_in,
    qr::{self, Qr},
};

/// After so long a stream ends and the browser asks again, so that a sign-out counts.
const STREAM: Duration = Duration::from_secs(300);

/// What the projector shows now.
pub struct Wall {
    /// The class session.
    pub session: class_session::Model,
    /// Its cohort.
    pub cohort: cohort::Model,
    /// Whether check-in is open.
    pub state: CheckIn,
    /// Learners present or late.
    pub came: usize,
    /// Learners that belong to the cohort.
    pub of: usize,
    /// The six digits.
    pub code: String,
    /// The link with the code in its fragment, which browsers send to nobody, as a QR.
    pub qr: Qr,
    /// How many seconds the code is still shown.
    pub seconds_left: u64,
}

/// What the projector shows now. For those who teach.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<Wall> {
    actor.require(&Role::TEACHING)?;
    let (session, cohort) = sessions::get(actor, services, id).await?;
    let persons = roll_call::enrolled(services, &session).await?;
    let marks = marks::latest(services.db.read(), &[id], &persons).await?;
    let now = db::now();
    let code = check_in_code::code(session.secret.as_bytes(), id, check_in_code::step_at(now));
    let qr = qr::draw(&format!("{}/check-in/{id}#{code}", services.config.public_url))?;
    Ok(Wall {
        state: check_in::state(&session, now),
        came: marks
            .values()
            .flatten()
            .filter(|mark| super::was_there(**mark))
            .count(),
        of: persons.len(),
        seconds_left: check_in_code::seconds_left(now),
        session,
        cohort,
        code,
        qr,
    })
}

/// `GET /sessions/{session}/live`: what the projector shows, anew with each code and each check-in,
/// as server-sent events.
pub async fn live(
    State(services): State<Arc<Services>>,
    Path(session): Path<String>,
    headers: HeaderMap,
) -> Response {
    match open(&services, &session, &headers).await {
        Ok((actor, id)) => stream(services, actor, id),
        Err(Error::SignInNeeded) => StatusCode::UNAUTHORIZED.into_response(),
        Err(Error::Forbidden) => StatusCode::FORBIDDEN.into_response(),
        Err(Error::Unexpected(fault)) => {
            tracing::error!(%fault, "a live view failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(
            Error::NotFound
            | Error::Invalid(_)
            | Error::Misread(_)
            | Error::Refused(_)
            | Error::TooLarge(_)
            | Error::NotArrived(_)
            | Error::RateLimited(_),
        ) => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn open(services: &Services, session: &str, headers: &HeaderMap) -> Result<(Actor, Uuid)> {
    let token = cookies::get(&services.config, headers, cookies::SIGN_IN);
    let actor = match token {
        Some(token) => sign_in::actor(services, token).await?,
        None => None,
    };
    let actor = actor.ok_or(Error::SignInNeeded)?;
    actor.require(&Role::TEACHING)?;
    let id = session.parse().map_err(|_| Error::NotFound)?;
    sessions::get(&actor, services, id).await?;
    Ok((actor, id))
}

struct Listener {
    services: Arc<Services>,
    actor: Actor,
    id: Uuid,
    changed: Receiver<Uuid>,
    until: tokio::time::Instant,
    first: bool,
}

fn stream(services: Arc<Services>, actor: Actor, id: Uuid) -> Response {
    let listener = Listener {
        changed: services.live.listen(),
        until: tokio::time::Instant::now() + STREAM,
        services,
        actor,
        id,
        first: true,
    };
    let events = futures::stream::unfold(listener, |mut listener| async move {
        if !listener.first && !wait(&mut listener).await {
            return None;
        }
        listener.first = false;
        let wall = get(&listener.actor, &listener.services, listener.id).await.ok()?;
        let open = matches!(wall.state, CheckIn::Open(_));
        let data = serde_json::json!({
            "came": wall.came, "of": wall.of, "open": open, "left": wall.seconds_left,
            "code": if open { wall.code.as_str() } else { "" },
            "qr": if open { wall.qr.path.as_str() } else { "" },
        });
        Some((
            Ok::<_, Infallible>(Event::default().data(data.to_string())),
            listener,
        ))
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::default()).into_response();
    // Proxies must not hold events back.
    response
        .headers_mut()
        .insert("x-accel-buffering", header::HeaderValue::from_static("no"));
    response
}

/// Waits for a change or the next code; false when the stream has lasted long enough.
async fn wait(listener: &mut Listener) -> bool {
    let next_code = tokio::time::sleep(Duration::from_millis(
        check_in_code::seconds_left(db::now()) * 1000 - u64::from(db::now().timestamp_subsec_millis()) + 20,
    ));
    tokio::pin!(next_code);
    loop {
        tokio::select! {
            () = &mut next_code => return true,
            () = tokio::time::sleep_until(listener.until) => return false,
            told = listener.changed.recv() => match told {
                Ok(id) if id != listener.id => {}
                // Many changes at once: one look at the database shows them all.
                Ok(_) | Err(RecvError::Lagged(_)) => {
                    tokio::time::sleep(Duration::from_millis(150)).await;
                    listener.changed = listener.changed.resubscribe();
                    return true;
                }
                Err(RecvError::Closed) => return false,
            },
        }
    }
}
