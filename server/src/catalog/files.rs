//! The drawings and files of a course.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::Services;

/// `GET /courses/{course}/files/{path}`: a file of the live revision. Anyone may look: lessons are
/// open teaching material, and no answer key is among the files.
pub async fn get(
    State(services): State<Arc<Services>>,
    Path((course, path)): Path<(String, String)>,
) -> Response {
    let Ok(revision) = services.catalog.course(&course) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Some(bytes) = revision.course.images.get(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match path
        .rsplit_once('.')
        .map(|(_, end)| end.to_ascii_lowercase())
        .as_deref()
    {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("gif") => "image/gif",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        Some("vtt") => "text/vtt; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "public, max-age=300"),
        ],
        bytes.clone(),
    )
        .into_response()
}
