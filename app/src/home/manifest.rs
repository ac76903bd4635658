//! `/manifest.webmanifest`: what a device needs to know to put the classroom beside its other programs.

use domain::Lang;
use serde_json::json;
use server::Result;

use crate::web::{Reply, Req, asset_url};

/// The manifest, in the language of `?lang=`: browsers ask for it without any cookie.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang: Lang = req.query.get("lang").parse().unwrap_or(req.lang);
    let shortcut = |name: &str, url: &str| json!({ "name": name, "url": url });
    let icon = |key: &str, size: &str, purpose: &str| json!({ "src": asset_url(key), "sizes": size, "type": "image/png", "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": lang.code(),
        "name": lang.t("架け橋", "Kakehashi"),
        "short_name": lang.t("架け橋", "Kakehashi"),
        "description": lang.t(
            "パソコンをはじめから学び、準備を整えて、仕事につながる教室です。",
            "A classroom where people learn the computer from the start, get ready, and find work.",
        ),
        "background_color": "#faf8f3",
        "theme_color": "#163a5c",
        "icons": [
            icon("icon-192", "192x192", "any"),
            icon("icon-512", "512x512", "any"),
            icon("icon-maskable", "512x512", "maskable"),
        ],
        "shortcuts": [
            shortcut(lang.t("コース", "Courses"), "/courses"),
            shortcut(lang.t("出席する", "Check in"), "/check-in"),
            shortcut(lang.t("わたしの準備", "My readiness"), "/readiness"),
            shortcut(lang.t("この機械に残したもの", "What this device keeps"), "/device"),
        ],
    });
    let policy = "default-src 'none'";
    Ok(Reply::text(
        "application/manifest+json",
        policy,
        manifest.to_string(),
    ))
}
