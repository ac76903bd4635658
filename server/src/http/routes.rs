//! The one list of endpoints that are not pages.

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

use super::Who;
use crate::Services;

/// An endpoint: method, path, and who may ask.
pub type Endpoint = (&'static str, &'static str, Who);

/// Every endpoint of [`router`], for the role × endpoint test.
pub const ENDPOINTS: &[Endpoint] = &[
    ("GET", "/health", Who::Anyone),
    ("GET", "/courses/{course}/files/{*path}", Who::Anyone),
    ("GET", "/sessions/{session}/live", Who::TEACHING),
    ("POST", "/hooks/{source}", Who::Anyone),
];

/// The endpoints.
pub fn router() -> Router<Arc<Services>> {
    Router::new()
        .route("/health", get(|| async { "ok" }))
        .route("/courses/{course}/files/{*path}", get(crate::catalog::files::get))
        .route("/sessions/{session}/live", get(crate::classroom::wall::live))
        .route("/hooks/{source}", post(crate::catalog::webhook::post))
}
