//! The embedded style sheet and browser part, with names that change with their content.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use server::http::compress::takes_brotli;

struct Asset {
    key: &'static str,
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    brotli: &'static [u8],
}

const ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of an embedded file: `style`, `page`, `outbox`, `device`, `aloud`, `script`, `wasm`, `icon` …
pub fn asset_url(key: &str) -> String {
    format!(
        "/pkg/{}",
        ASSETS
            .iter()
            .find(|asset| asset.key == key)
            .map_or("", |asset| asset.name)
    )
}

/// The addresses of all embedded files.
pub fn asset_urls() -> Vec<String> {
    ASSETS
        .iter()
        .map(|asset| format!("/pkg/{}", asset.name))
        .collect()
}

/// The common stem of script and module, or nothing when the browser part was not built.
pub fn island_stem() -> Option<&'static str> {
    let script = ASSETS.iter().find(|asset| asset.key == "script")?;
    if script.bytes.is_empty() {
        None
    } else {
        script.name.strip_suffix(".js")
    }
}

/// `GET /pkg/{name}`: kept by the browser for a year, since a new content has a new name.
pub(super) async fn get(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let always = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    if takes_brotli(&headers) {
        (always, [(header::CONTENT_ENCODING, "br")], asset.brotli).into_response()
    } else {
        (always, asset.bytes).into_response()
    }
}
