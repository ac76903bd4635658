//! Whether the program lives, and whether it can serve: for whoever watches it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{extract::State, http::StatusCode};
use tokio::sync::Mutex;

use crate::Services;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// An answer is believed so long: anybody may ask, and each look writes to the disk.
const FRESH: Duration = Duration::from_secs(1);

/// What was found last.
#[derive(Default)]
pub struct Health(Mutex<Option<(Instant, (StatusCode, &'static str))>>);

/// `GET /health/live`: the program answers. When it does not, starting it again may help.
pub(super) async fn live() -> &'static str {
    "ok"
}

/// `GET /health/ready` and `/health`: the database answers with the schema of this program, and the data
/// folder can be written. The causes are in the log; whoever asks learns only which part it is.
pub(super) async fn ready(State(services): State<Arc<Services>>) -> (StatusCode, &'static str) {
    let mut last = services.health.0.lock().await;
    if let Some((at, found)) = *last
        && at.elapsed() < FRESH
    {
        return found;
    }
    let found = look(&services).await;
    *last = Some((Instant::now(), found));
    found
}

async fn look(services: &Services) -> (StatusCode, &'static str) {
    let database = tokio::time::timeout(PATIENCE, services.db.is_current()).await;
    match database {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => return (StatusCode::SERVICE_UNAVAILABLE, "database: another schema"),
        Ok(Err(error)) => {
            tracing::error!(%error, "the database does not answer");
            return (StatusCode::SERVICE_UNAVAILABLE, "database");
        }
        Err(_) => {
            tracing::error!("the database does not answer in time");
            return (StatusCode::SERVICE_UNAVAILABLE, "database");
        }
    }
    let folder = services.config.data.clone();
    let written = tokio::task::spawn_blocking(move || {
        use std::io::Write;
        // Some bytes, really on the disk: an empty file can be made on a full one.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&[0; 4096])?;
        file.as_file().sync_data()
    })
    .await;
    match written {
        Ok(Ok(())) => (StatusCode::OK, "ok"),
        Ok(Err(error)) => {
            tracing::error!(%error, "the data folder cannot be written");
            (StatusCode::SERVICE_UNAVAILABLE, "disk")
        }
        Err(error) => {
            tracing::error!(%error, "the data folder was not looked at");
            (StatusCode::SERVICE_UNAVAILABLE, "disk")
        }
    }
}
