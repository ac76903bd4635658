//! The test of a line: the server sends and takes as fast as the line can, for some seconds, and counts
//! with its own clock. What anybody may take of it has limits (`crate::limits`).

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, LazyLock, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use serde::Serialize;
use uuid::Uuid;

use super::asker::{self, refusal};
use crate::{
    Actor, Error, Result, Services,
    limits::{LINE_BYTES, LINE_SECONDS, LINES_PER_HOUR, LINES_RUNNING},
};

/// What is sent: bytes that nothing on the way can make smaller, again and again.
static NOISE: LazyLock<Bytes> = LazyLock::new(|| {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let noise = std::iter::repeat_with(|| {
        // xorshift64.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    noise.take(CHUNK / 8).flatten().collect::<Vec<u8>>().into()
});

/// How much is sent at once, in bytes.
const CHUNK: usize = 64 * 1024;

/// One test of a line.
struct Run {
    id: Uuid,
    begun: Instant,
    down: AtomicU64,
    up: AtomicU64,
    up_begun: OnceLock<Instant>,
}

impl Run {
    fn is_over(&self) -> bool {
        self.begun.elapsed() > Duration::from_secs(LINE_SECONDS)
    }
}

/// The tests that run, by person, and when each person began the last ones.
#[derive(Default)]
pub struct Lines(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    running: HashMap<Uuid, Arc<Run>>,
    begun: HashMap<Uuid, VecDeque<Instant>>,
}

impl Lines {
    /// Begins a test; one that the person began before ends. Fails with the seconds to wait where too many
    /// run, or the person has begun too many.
    pub fn begin(&self, person: Uuid) -> Result<Uuid> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hour = Duration::from_secs(3600);
        kept.begun.retain(|_, times| {
            times.retain(|at| at.elapsed() < hour);
            !times.is_empty()
        });
        kept.running.retain(|_, run| !run.is_over());
        kept.running.remove(&person);
        if kept.running.len() >= LINES_RUNNING {
            return Err(Error::RateLimited(LINE_SECONDS));
        }
        let times = kept.begun.entry(person).or_default();
        if times.len() >= LINES_PER_HOUR {
            let first = times.front().map_or(hour, Instant::elapsed);
            return Err(Error::RateLimited(hour.saturating_sub(first).as_secs().max(1)));
        }
        times.push_back(Instant::now());
        let run = Run {
            id: Uuid::new_v4(),
            begun: Instant::now(),
            down: AtomicU64::new(0),
            up: AtomicU64::new(0),
            up_begun: OnceLock::new(),
        };
        let id = run.id;
        kept.running.insert(person, Arc::new(run));
        Ok(id)
    }

    /// A person's running test of this id.
    fn get(&self, person: Uuid, id: Uuid) -> Result<Arc<Run>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.running
            .get(&person)
            .filter(|run| run.id == id && !run.is_over())
            .cloned()
            .ok_or(Error::NotFound)
    }

    /// The person's test is done: others may begin theirs.
    fn end(&self, person: Uuid, id: Uuid) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.running.get(&person).is_some_and(|run| run.id == id) {
            kept.running.remove(&person);
        }
    }
}

/// What came up the line so far.
#[derive(Serialize)]
struct Counted {
    /// So that every script reads the answer as one that went well.
    saved: bool,
    /// Milliseconds since the first byte.
    t: f64,
    /// Bytes.
    b: u64,
}

fn counted(run: &Run) -> Response {
    let t = run
        .up_begun
        .get()
        .map_or(0.0, |begun| begun.elapsed().as_secs_f64() * 1000.0);
    let b = run.up.load(Ordering::Relaxed);
    ([not_kept()], Json(Counted { saved: true, t, b })).into_response()
}

/// Nothing on the way keeps an answer or makes it smaller.
fn not_kept() -> (header::HeaderName, &'static str) {
    (header::CACHE_CONTROL, "no-store, no-transform")
}

async fn run(services: &Services, headers: &HeaderMap, id: &str) -> Result<(Actor, Arc<Run>)> {
    let actor = asker::actor(services, headers).await?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let run = services.lines.get(actor.id, id)?;
    Ok((actor, run))
}

/// `POST /line`: begins a test, and gives its id.
pub async fn begin(State(services): State<Arc<Services>>, headers: HeaderMap) -> Response {
    let begun = async {
        let actor = asker::actor(&services, &headers).await?;
        services.lines.begin(actor.id)
    };
    match begun.await {
        Ok(id) => Json(serde_json::json!({ "saved": true, "run": id })).into_response(),
        Err(error) => refusal(error),
    }
}

/// `POST /line/{run}/end`: the test is done.
pub async fn end(
    State(services): State<Arc<Services>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match run(&services, &headers, &id).await {
        Ok((actor, run)) => {
            services.lines.end(actor.id, run.id);
            Json(serde_json::json!({ "saved": true })).into_response()
        }
        Err(error) => refusal(error),
    }
}

/// `GET /line/{run}/ping`: a short answer.
pub async fn ping(
    State(services): State<Arc<Services>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match run(&services, &headers, &id).await {
        Ok(_) => ([not_kept(), (header::CONTENT_TYPE, "text/plain")], "ok").into_response(),
        Err(error) => refusal(error),
    }
}

/// `GET /line/{run}/down`: bytes, until the browser has enough or the test is over.
pub async fn down(
    State(services): State<Arc<Services>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let run = match run(&services, &headers, &id).await {
        Ok((_, run)) => run,
        Err(error) => return refusal(error),
    };
    let noise = stream::unfold(run, |run| async move {
        let sent = run.down.fetch_add(CHUNK as u64, Ordering::Relaxed);
        (sent < LINE_BYTES && !run.is_over()).then(|| (Ok::<_, std::io::Error>(NOISE.clone()), run))
    });
    let kind = (header::CONTENT_TYPE, "application/octet-stream");
    // Packing noise takes time and makes nothing smaller; it would be measured instead of the line.
    let as_it_is = (header::CONTENT_ENCODING, "identity");
    ([not_kept(), kind, as_it_is], Body::from_stream(noise)).into_response()
}

/// `POST /line/{run}/up`: takes bytes and counts them; nothing of them is kept.
pub async fn up(
    State(services): State<Arc<Services>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let run = match run(&services, &headers, &id).await {
        Ok((_, run)) => run,
        Err(error) => return refusal(error),
    };
    let mut bytes = body.into_data_stream();
    while let Some(Ok(part)) = bytes.next().await {
        run.up_begun.get_or_init(Instant::now);
        let sent = run.up.fetch_add(part.len() as u64, Ordering::Relaxed);
        if sent > LINE_BYTES || run.is_over() {
            break;
        }
    }
    counted(&run)
}

/// `GET /line/{run}/up`: what has come up so far, by the server's clock.
pub async fn sent(
    State(services): State<Arc<Services>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match run(&services, &headers, &id).await {
        Ok((_, run)) => counted(&run),
        Err(error) => refusal(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_more_of_the_line_than_the_limits_say() {
        let lines = Lines::default();
        let people: Vec<Uuid> = (0..=LINES_RUNNING).map(|_| Uuid::new_v4()).collect();
        let (last, first) = people.split_last().unwrap();
        for person in first {
            lines.begin(*person).unwrap();
        }
        assert!(matches!(lines.begin(*last), Err(Error::RateLimited(_))));
        // A second test of a person takes the place of the first one.
        let person = first[0];
        let run = lines.begin(person).unwrap();
        assert!(lines.get(person, run).is_ok());
        assert!(lines.get(*last, run).is_err());
        // One that is done makes room.
        lines.end(person, run);
        lines.begin(*last).unwrap();
    }

    #[test]
    fn a_person_begins_so_many_tests_an_hour() {
        let lines = Lines::default();
        let person = Uuid::new_v4();
        for _ in 0..LINES_PER_HOUR {
            lines.begin(person).unwrap();
        }
        let Err(Error::RateLimited(seconds)) = lines.begin(person) else {
            panic!("one more was begun");
        };
        assert!((3000..=3600).contains(&seconds), "{seconds}");
    }

    #[test]
    fn what_is_sent_cannot_be_made_smaller() {
        let mut packed = Vec::new();
        brotli::BrotliCompress(
            &mut &NOISE[..],
            &mut packed,
            &brotli::enc::BrotliEncoderParams::default(),
        )
        .unwrap();
        assert!(packed.len() > CHUNK * 99 / 100, "{}", packed.len());
    }
}
