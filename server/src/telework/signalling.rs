//! How two browsers find each other for a call: each listens to events and sends to the other. A message for
//! a side that does not listen yet waits for it. Everything is in memory and goes with the call.

use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Path, State},
    http::{HeaderMap, HeaderValue},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha1::Sha1;
use tokio::sync::Notify;
use uuid::Uuid;

use super::{
    asker::{self, refusal},
    calls,
};
use crate::{
    Actor, Error, Result, Sentence, Services, db,
    limits::{CALL_BYTES, CALL_WAITING},
};

/// For how long credentials of a relay are good, in seconds.
const CREDENTIALS: i64 = 3_600;
/// How long one stream of events lasts; the browser then asks again.
const STREAM: Duration = Duration::from_secs(30 * 60);
/// What nobody asked for so long is forgotten.
const KEPT: Duration = Duration::from_secs(4 * 3_600);

/// One side of a call.
struct Side {
    waiting: VecDeque<String>,
    told: Arc<Notify>,
    /// How often somebody began to listen; the last one is served.
    listeners: u64,
    seen: Instant,
}

/// The sides of all calls that are being set up, by call and person.
#[derive(Default)]
pub struct Calls(Mutex<HashMap<(Uuid, Uuid), Side>>);

impl Calls {
    fn with<T>(&self, call: Uuid, person: Uuid, act: impl FnOnce(&mut Side) -> T) -> T {
        let mut sides = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sides.retain(|_, side| side.seen.elapsed() < KEPT);
        let side = sides.entry((call, person)).or_insert_with(|| Side {
            waiting: VecDeque::new(),
            told: Arc::default(),
            listeners: 0,
            seen: Instant::now(),
        });
        side.seen = Instant::now();
        act(side)
    }

    /// Puts a message before a person; fails where too many wait.
    fn send(&self, call: Uuid, to: Uuid, message: String) -> Result<()> {
        self.with(call, to, |side| {
            if side.waiting.len() >= CALL_WAITING {
                return Err(Error::RateLimited(5));
            }
            side.waiting.push_back(message);
            side.told.notify_one();
            Ok(())
        })
    }

    /// Begins to listen; whoever listened for the person before ends.
    fn listen(&self, call: Uuid, person: Uuid) -> u64 {
        self.with(call, person, |side| {
            side.listeners += 1;
            // Both wake: the old one to end, the new one to look.
            side.told.notify_waiters();
            side.listeners
        })
    }

    /// The next message of a listener, or what to wait for; none when another listens.
    fn next(
        &self,
        call: Uuid,
        person: Uuid,
        listener: u64,
    ) -> Option<std::result::Result<String, Arc<Notify>>> {
        self.with(call, person, |side| {
            if side.listeners != listener {
                return None;
            }
            Some(side.waiting.pop_front().ok_or_else(|| side.told.clone()))
        })
    }

    /// The call has ended: nothing of it stays, and who listens is told.
    pub(super) fn forget(&self, call: Uuid) {
        let mut sides = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for ((of, _), side) in sides.iter_mut() {
            if *of == call {
                side.waiting.clear();
                side.waiting.push_back(json!({ "ended": true }).to_string());
                side.told.notify_one();
            }
        }
    }
}

async fn side(services: &Services, headers: &HeaderMap, call: &str) -> Result<(Actor, Uuid, Uuid)> {
    let actor = asker::actor(services, headers).await?;
    let id = call.parse().map_err(|_| Error::NotFound)?;
    let call = calls::running(&actor, services, id).await?;
    let other = if call.host_id == actor.id {
        call.person_id
    } else {
        call.host_id
    };
    Ok((actor, id, other))
}

struct Listener {
    services: Arc<Services>,
    call: Uuid,
    person: Uuid,
    number: u64,
    until: tokio::time::Instant,
}

/// `GET /calls/{call}/events`: what the other side sends, as server-sent events.
pub async fn events(
    State(services): State<Arc<Services>>,
    Path(call): Path<String>,
    headers: HeaderMap,
) -> Response {
    let (actor, call, _) = match side(&services, &headers, &call).await {
        Ok(side) => side,
        Err(error) => return refusal(error),
    };
    if let Err(error) = calls::join(&actor, &services, call).await {
        return refusal(error);
    }
    let listener = Listener {
        number: services.calls.listen(call, actor.id),
        services,
        call,
        person: actor.id,
        until: tokio::time::Instant::now() + STREAM,
    };
    let events = futures::stream::unfold(listener, |listener| async move {
        loop {
            let calls = &listener.services.calls;
            match calls.next(listener.call, listener.person, listener.number)? {
                Ok(message) => return Some((Ok::<_, Infallible>(Event::default().data(message)), listener)),
                Err(told) => tokio::select! {
                    () = told.notified() => {}
                    // A message that came between the look and the wait is seen a little later.
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                    () = tokio::time::sleep_until(listener.until) => return None,
                },
            }
        }
    });
    let keep = KeepAlive::new().interval(Duration::from_secs(10));
    let mut response = Sse::new(events).keep_alive(keep).into_response();
    // Proxies must not hold events back.
    response
        .headers_mut()
        .insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// `POST /calls/{call}/send`: a message to the other side: JSON, which the server does not look into.
pub async fn send(
    State(services): State<Arc<Services>>,
    Path(call): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let sent = async {
        let (_, call, other) = side(&services, &headers, &call).await?;
        let bytes = to_bytes(body, CALL_BYTES).await.map_err(|_| {
            Error::TooLarge(Sentence::new(
                "通話のための知らせが長すぎます。",
                "A message of the call is too long.",
            ))
        })?;
        let message: Value =
            serde_json::from_slice(&bytes).map_err(|error| Error::Misread(error.to_string()))?;
        services.calls.send(call, other, message.to_string())
    };
    match sent.await {
        Ok(()) => Json(json!({ "saved": true })).into_response(),
        Err(error) => refusal(error),
    }
}

/// `GET /calls/{call}/servers`: the servers that help two browsers through the net, with credentials for an
/// hour.
pub async fn servers(
    State(services): State<Arc<Services>>,
    Path(call): Path<String>,
    headers: HeaderMap,
) -> Response {
    match side(&services, &headers, &call).await {
        Ok((actor, ..)) => Json(ice_servers(
            &services.config.ice_servers,
            services.config.turn_secret.as_deref(),
            db::now().timestamp() + CREDENTIALS,
            actor.id,
        ))
        .into_response(),
        Err(error) => refusal(error),
    }
}

/// The configured servers as browsers take them. A relay gets a name that ends with its hour and a password
/// made of it (coturn's `use-auth-secret`; draft-uberti-behave-turn-rest-00).
fn ice_servers(addresses: &[String], secret: Option<&str>, until: i64, person: Uuid) -> Value {
    let servers: Vec<Value> = addresses
        .iter()
        .map(|address| {
            let secret = secret.filter(|_| address.starts_with("turn"));
            match secret.and_then(|secret| Hmac::<Sha1>::new_from_slice(secret.as_bytes()).ok()) {
                Some(mut mac) => {
                    let name = format!("{until}:{person}");
                    mac.update(name.as_bytes());
                    let password = STANDARD.encode(mac.finalize().into_bytes());
                    json!({ "urls": address, "username": name, "credential": password })
                }
                None => json!({ "urls": address }),
            }
        })
        .collect();
    json!({ "iceServers": servers })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_waits_for_a_side_that_does_not_listen_yet() {
        let calls = Calls::default();
        let (call, person) = (Uuid::new_v4(), Uuid::new_v4());
        for number in 0..3 {
            calls.send(call, person, number.to_string()).unwrap();
        }
        let listener = calls.listen(call, person);
        let next = |listener| calls.next(call, person, listener);
        for number in 0..3 {
            assert!(matches!(next(listener), Some(Ok(message)) if message == number.to_string()));
        }
        assert!(matches!(next(listener), Some(Err(_))));
        // Another page of the same person takes over.
        let second = calls.listen(call, person);
        calls.send(call, person, "last".to_owned()).unwrap();
        assert!(next(listener).is_none());
        assert!(matches!(next(second), Some(Ok(message)) if message == "last"));
    }

    #[test]
    fn a_relay_gets_a_password_for_an_hour_and_no_other_server_does() {
        let addresses = ["stun:a.example:3478".to_owned(), "turn:a.example:3478".to_owned()];
        let person = "00000000-0000-7000-8000-000000000000".parse().unwrap();
        let told = ice_servers(&addresses, Some("S"), 1_700_000_000, person);
        let servers = told["iceServers"].as_array().unwrap();
        assert_eq!(servers[0], json!({ "urls": addresses[0] }));
        // As coturn computes it: base64(HMAC-SHA1(secret, name)).
        assert_eq!(
            servers[1],
            json!({
                "urls": addresses[1],
                "username": "1700000000:00000000-0000-7000-8000-000000000000",
                "credential": "S5KHW+aDDmiEDHx9RPRtOyH6mMw=",
            })
        );
    }

    #[test]
    fn only_so_much_waits() {
        let calls = Calls::default();
        let (call, person) = (Uuid::new_v4(), Uuid::new_v4());
        for _ in 0..CALL_WAITING {
            calls.send(call, person, String::new()).unwrap();
        }
        assert!(calls.send(call, person, String::new()).is_err());
        calls.forget(call);
        let listener = calls.listen(call, person);
        let told = calls.next(call, person, listener);
        assert!(matches!(told, Some(Ok(message)) if message.contains("ended")));
    }
}
