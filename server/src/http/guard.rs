//! The guards around every request: no posts from other sites, and headers that keep a page from
//! being framed, sniffed or scripted by others.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses a request that changes something when a browser says that it comes from another site.
/// With `SameSite=Lax` cookies this is the protection against cross-site request forgery
/// (OWASP, "Cross-Site Request Forgery Prevention", Fetch Metadata and origin verification).
pub async fn same_site(State(public_url): State<String>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        let header = |name: header::HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok());
        let site = request
            .headers()
            .get("sec-fetch-site")
            .and_then(|v| v.to_str().ok());
        let origin = header(header::ORIGIN);
        let host = header(header::HOST).unwrap_or_default();
        let same_origin = match (site, origin) {
            (Some("same-origin" | "none"), _) => true,
            (Some(_), _) => false,
            (None, Some(origin)) => {
                origin == public_url || origin.split_once("://").is_some_and(|(_, name)| name == host)
            }
            // Neither header: not a browser of the last years, so no cookie was sent unasked.
            (None, None) => true,
        };
        if !same_origin {
            tracing::warn!(
                ?site,
                ?origin,
                path = request.uri().path(),
                "refused a post from another site"
            );
            return (StatusCode::FORBIDDEN, "This request came from another site.").into_response();
        }
    }
    next.run(request).await
}

/// Adds the headers that every answer carries. Pages add their own `Content-Security-Policy`.
pub async fn headers(request: Request, next: Next) -> Response {
    // A packet is for the one who has its link, never for a search engine.
    let packet = request.uri().path().starts_with("/packet/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if packet {
        headers.insert(
            "x-robots-tag",
            HeaderValue::from_static("noindex, nofollow, noarchive"),
        );
    }
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            header::HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            header::HeaderName::from_static("permissions-policy"),
            "camera=(self), microphone=(self), geolocation=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
