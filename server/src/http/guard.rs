//! The guards around every request: no posts from other sites, and headers that keep a page from
//! being framed, sniffed or scripted by others.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tracing::Instrument;

use super::{RequestId, compress, refusal, request_id};
use crate::Config;

/// Everything that is done around a request, in one step: each layer costs every page a little.
pub async fn around(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let id = RequestId::next();
    request.extensions_mut().insert(id);
    let packed = compress::takes_brotli(request.headers());
    let script = refusal::reads_json(request.headers());
    // Packets and registrations are for the one who has the link, never for a search engine.
    let packet = ["/packet/", "/registrations/"]
        .iter()
        .any(|begin| request.uri().path().starts_with(begin));
    // Where people see and hear each other, and where they try it.
    let calls = ["/environment", "/calls/"]
        .iter()
        .any(|path| request.uri().path().starts_with(path));
    let mut response = if site.is_misdirected(&request) {
        (
            StatusCode::MISDIRECTED_REQUEST,
            format!(
                "この教室のアドレスは {0} です。 This classroom is at {0}.",
                site.public_url
            ),
        )
            .into_response()
    } else if is_from_elsewhere(&site.public_url, &request) {
        (StatusCode::FORBIDDEN, "This request came from another site.").into_response()
    } else {
        // Whatever is logged on the way has the number.
        next.run(request)
            .instrument(tracing::error_span!("request", %id))
            .await
    };
    if script {
        response = refusal::for_script(response);
    }
    add_headers(&mut response, packet);
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        response.headers_mut().insert(request_id::HEADER, id);
    }
    if calls {
        response.headers_mut().insert(
            "permissions-policy",
            HeaderValue::from_static(
                "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), geolocation=()",
            ),
        );
    }
    if site.https {
        response.headers_mut().insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    if packed {
        compress::page(response).await
    } else {
        response
    }
}

/// The address that people use, and what follows from it.
pub struct Site {
    public_url: String,
    /// The name (and port) that requests must ask for; none where operators gave no address of their own.
    host: Option<String>,
    https: bool,
}

impl Site {
    /// The site of a running server.
    pub fn new(config: &Config) -> Site {
        let given = config.public_url != format!("http://{}", config.listen);
        Site {
            host: config
                .public_url
                .split_once("://")
                .map(|(_, rest)| rest.split('/').next().unwrap_or(rest).to_lowercase())
                .filter(|_| given),
            public_url: config.public_url.clone(),
            https: config.is_https(),
        }
    }

    /// Whether a request asks for another site: its address would be in our links and in caches. A program
    /// that watches whether we live asks by any name, and one without a name asks for whom it reached.
    fn is_misdirected(&self, request: &Request) -> bool {
        let Some(host) = &self.host else { return false };
        if request.uri().path().starts_with("/health") {
            return false;
        }
        let asked = request
            .headers()
            .get(header::HOST)
            .and_then(|asked| asked.to_str().ok());
        asked.is_some_and(|asked| !asked.eq_ignore_ascii_case(host))
    }
}

/// Whether a request would change something and a browser says that it comes from another site.
/// With `SameSite=Lax` cookies this is the protection against cross-site request forgery
/// (OWASP, "Cross-Site Request Forgery Prevention", Fetch Metadata and origin verification).
fn is_from_elsewhere(public_url: &str, request: &Request) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let header = |name: HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok());
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
    }
    !same_origin
}

/// What every answer carries.
static ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), microphone=(), display-capture=(), geolocation=()"),
    ),
];

/// Adds the headers that every answer carries. Pages add their own `Content-Security-Policy`.
fn add_headers(response: &mut Response, packet: bool) {
    let headers = response.headers_mut();
    if packet {
        headers.insert(
            "x-robots-tag",
            HeaderValue::from_static("noindex, nofollow, noarchive"),
        );
    }
    for (name, value) in &ALWAYS {
        headers.insert(name, value.clone());
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}
