//! The one list of endpoints that are not pages.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::{get, post},
};

use super::Who;
use crate::{
    Services,
    telework::{line, signalling},
};

/// An endpoint: method, path, and who may ask.
pub type Endpoint = (&'static str, &'static str, Who);

/// Every endpoint of [`router`], for the role × endpoint test.
pub const ENDPOINTS: &[Endpoint] = &[
    ("GET", "/health", Who::Anyone),
    ("GET", "/health/live", Who::Anyone),
    ("GET", "/health/ready", Who::Anyone),
    ("GET", "/courses/{course}/files/{*path}", Who::Anyone),
    ("GET", "/sessions/{session}/live", Who::TEACHING),
    ("POST", "/line", Who::SignedIn),
    ("POST", "/line/{run}/end", Who::SignedIn),
    ("GET", "/line/{run}/ping", Who::SignedIn),
    ("GET", "/line/{run}/down", Who::SignedIn),
    ("GET", "/line/{run}/up", Who::SignedIn),
    ("POST", "/line/{run}/up", Who::SignedIn),
    ("GET", "/calls/{call}/events", Who::SignedIn),
    ("POST", "/calls/{call}/send", Who::SignedIn),
    ("GET", "/calls/{call}/servers", Who::SignedIn),
    ("POST", "/hooks/{source}", Who::Anyone),
    ("GET", "/previewing/changes", Who::Anyone),
    ("GET", "/sitemap.xml", Who::Anyone),
    ("GET", "/robots.txt", Who::Anyone),
];

/// The endpoints.
pub fn router() -> Router<Arc<Services>> {
    Router::new()
        .route("/health", get(super::health::ready))
        .route("/health/live", get(super::health::live))
        .route("/health/ready", get(super::health::ready))
        .route("/courses/{course}/files/{*path}", get(crate::catalog::files::get))
        .route("/sessions/{session}/live", get(crate::classroom::wall::live))
        .route("/line", post(line::begin))
        .route("/line/{run}/end", post(line::end))
        .route("/line/{run}/ping", get(line::ping))
        .route("/line/{run}/down", get(line::down))
        .route("/line/{run}/up", get(line::sent).post(line::up))
        .route("/calls/{call}/events", get(signalling::events))
        .route("/calls/{call}/send", post(signalling::send))
        .route("/calls/{call}/servers", get(signalling::servers))
        .route("/hooks/{source}", post(crate::catalog::webhook::post))
        .route("/previewing/changes", get(changes))
        .route("/sitemap.xml", get(crate::outreach::sitemap::sitemap))
        .route("/robots.txt", get(crate::outreach::sitemap::robots))
}

/// Tells the pages of a preview when its folder was read again; there is nothing here otherwise.
async fn changes(State(services): State<Arc<Services>>) -> Response {
    let Some(preview) = &services.preview else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut changed = preview.listen();
    changed.mark_unchanged();
    let events = futures::stream::unfold(changed, |mut changed| async move {
        changed.changed().await.ok()?;
        let count = changed.borrow_and_update().to_string();
        Some((Ok::<_, Infallible>(Event::default().data(count)), changed))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}
