//! What search engines ask for: which pages there are for everybody, and which to leave alone.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::public;
use crate::{Result, Services, catalog::first_lessons};

/// `GET /robots.txt`.
pub async fn robots(State(services): State<Arc<Services>>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /registrations/\nDisallow: /packet/\nDisallow: /join/\nDisallow: /set-up/\nDisallow: /password/\n\nSitemap: {}/sitemap.xml\n",
        services.config.public_url
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `GET /sitemap.xml`: the pages for everybody.
pub async fn sitemap(State(services): State<Arc<Services>>) -> Response {
    match addresses(&services).await {
        Ok(addresses) => {
            let urls: String = addresses
                .iter()
                .map(|path| {
                    format!(
                        "<url><loc>{}</loc></url>\n",
                        escaped(&format!("{}{path}", services.config.public_url))
                    )
                })
                .collect();
            let text = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{urls}</urlset>\n"
            );
            ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the list of public pages could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The paths of the pages for everybody.
async fn addresses(services: &Services) -> Result<Vec<String>> {
    let mut paths = vec![
        "/".to_owned(),
        "/information-sessions".to_owned(),
        "/contact".to_owned(),
    ];
    for it in public::coming(services).await? {
        paths.push(format!("/information-sessions/{}", it.session.id));
    }
    for first in first_lessons::all(services).await? {
        paths.push(format!("/first-lessons/{}", first.revision.course.id));
    }
    Ok(paths)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
