//! Serves the one list of pages: who asks, may they, what do they get, and what do they see when
//! something is wrong.

use std::{collections::HashMap, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, RawPathParams, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, get, on},
};
use domain::Lang;
use server::{
    Error, Services,
    http::address_of,
    identity::sign_in,
    limits::{FORM_BYTES, FORM_SECONDS, LONG_FORM_BYTES},
};

use super::{
    Look, Reply, Req, assets, render,
    reply::Kind,
    req::{Pairs, PostedFile},
    upload,
};
use crate::{
    routes::{self, Handler, Route, Takes},
    ui,
};

/// Every page and embedded file, without the guards.
pub fn router(services: Arc<Services>) -> Router {
    let mut router = Router::new().route("/pkg/{name}", get(assets::get));
    for route in routes::all() {
        let mut filter = None;
        if route.get.is_some() {
            filter = Some(MethodFilter::GET);
        }
        if route.post.is_some() {
            filter = Some(filter.map_or(MethodFilter::POST, |f: MethodFilter| f.or(MethodFilter::POST)));
        }
        let Some(filter) = filter else { continue };
        router = router.route(
            route.path,
            on(filter, move |services, params, request| {
                answer(route, services, params, request)
            }),
        );
    }
    router.fallback(not_found).with_state(services)
}

async fn not_found(State(services): State<Arc<Services>>, uri: Uri, headers: HeaderMap) -> Response {
    match read(
        services,
        &uri,
        HashMap::new(),
        &headers,
        String::new(),
        Pairs::default(),
    )
    .await
    {
        Ok(req) => send(&req, failure(&req, Error::NotFound)),
        Err(error) => unexpected(&error),
    }
}

async fn answer(
    route: Route,
    State(services): State<Arc<Services>>,
    params: RawPathParams,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let (method, uri, headers) = (parts.method, parts.uri, parts.headers);
    let params = params
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let address = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|from| address_of(from.0.ip(), &headers, &services.config.trusted_proxies).to_string());
    let mut req = match read(
        services,
        &uri,
        params,
        &headers,
        address.unwrap_or_default(),
        Pairs::default(),
    )
    .await
    {
        Ok(req) => req,
        Err(error) => return unexpected(&error),
    };
    if let Err(error) = route.who.admit(req.actor.as_ref()) {
        return send(&req, failure(&req, error));
    }
    // What was posted is read only once it is known who sends it, and as much as the page takes.
    if method == Method::POST {
        match posted(route.takes, &req.services, &headers, body).await {
            Ok((form, files)) => {
                req.form = form;
                req.files = files;
            }
            Err(error) => {
                let shown = shown_again(&mut req, route.get, error).await;
                return send(&req, shown);
            }
        }
    }
    let handler = if method == Method::POST {
        route.post
    } else {
        route.get
    };
    let Some(handler) = handler else {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    };
    match handler(&req).await {
        Ok(reply) => send(&req, (StatusCode::OK, reply)),
        Err(error) if method == Method::POST => {
            let shown = shown_again(&mut req, route.get, error).await;
            send(&req, shown)
        }
        Err(error) => send(&req, failure(&req, error)),
    }
}

/// Reads what was posted: a form, or with files where the address takes them.
async fn posted(
    takes: Takes,
    services: &Services,
    headers: &HeaderMap,
    body: Body,
) -> server::Result<(Pairs, Vec<PostedFile>)> {
    let largest = match (takes, upload::boundary(headers)) {
        (Takes::Files, Some(boundary)) => {
            let folder = services.config.data.join("uploads");
            std::fs::create_dir_all(&folder)?;
            return upload::read(boundary, body, &folder).await;
        }
        (Takes::Form | Takes::LongForm, Some(_)) => {
            return Err(Error::refused(
                "ここにファイルは送れません。",
                "This page takes no files.",
            ));
        }
        (Takes::Form, None) => FORM_BYTES,
        (Takes::LongForm | Takes::Files, None) => LONG_FORM_BYTES,
    };
    let whole = axum::body::to_bytes(body, largest);
    match tokio::time::timeout(Duration::from_secs(FORM_SECONDS), whole).await {
        Ok(Ok(body)) => Ok((
            Pairs(serde_urlencoded::from_bytes(&body).unwrap_or_default()),
            Vec::new(),
        )),
        Ok(Err(_)) => Err(Error::refused(
            format!(
                "送った文が長すぎます。{} kB までです。短くして、もう一度送ってください。",
                largest / 1024
            ),
            format!(
                "What you sent is too long (the limit is {} kB). Please shorten it and send it again.",
                largest / 1024
            ),
        )),
        Err(_) => Err(Error::refused(
            "送ったものが届きませんでした。もう一度送ってください。",
            "What you sent did not arrive. Please send it again.",
        )),
    }
}

/// The header that makes a browser save a file under its name (RFC 6266). Old ones get an ASCII name.
fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

async fn read(
    services: Arc<Services>,
    uri: &Uri,
    params: HashMap<String, String>,
    headers: &HeaderMap,
    address: String,
    form: Pairs,
) -> server::Result<Req> {
    let text = |name: header::HeaderName| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    };
    let cookie = |name: &str| {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(n, _)| *n == name)
            .map(|(_, value)| value)
    };
    let actor = match cookie("sign_in") {
        Some(token) => sign_in::actor(&services, token).await?,
        None => None,
    };
    let lang = cookie("lang")
        .and_then(|word| word.parse::<Lang>().ok())
        .or(actor.as_ref().map(|actor| actor.lang))
        .unwrap_or_else(|| {
            if text(header::ACCEPT_LANGUAGE).starts_with("en") {
                Lang::En
            } else {
                Lang::Ja
            }
        });
    let said = cookie("said")
        .and_then(|said| serde_urlencoded::from_str::<HashMap<String, String>>(&format!("s={said}")).ok())
        .and_then(|mut said| said.remove("s"));
    Ok(Req {
        actor,
        lang,
        look: Look::read(cookie("look")),
        path: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        params,
        query: Pairs(
            uri.query()
                .and_then(|q| serde_urlencoded::from_str(q).ok())
                .unwrap_or_default(),
        ),
        form,
        files: Vec::new(),
        errors: Vec::new(),
        refused: None,
        said,
        user_agent: text(header::USER_AGENT).to_owned(),
        address,
        services,
    })
}

/// A form with an error: the same page again, with what was typed and what is wrong beside it.
async fn shown_again(req: &mut Req, show: Option<Handler>, error: Error) -> (StatusCode, Reply) {
    let status = match error {
        Error::Invalid(errors) => {
            req.errors = errors;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Error::Refused(sentence) => {
            req.refused = Some(sentence);
            StatusCode::CONFLICT
        }
        Error::RateLimited(seconds) => {
            req.refused = Some(ui::wait(seconds));
            StatusCode::TOO_MANY_REQUESTS
        }
        error @ (Error::SignInNeeded | Error::Forbidden | Error::NotFound | Error::Unexpected(_)) => {
            return failure(req, error);
        }
    };
    let Some(show) = show else {
        // An action without a page of its own: the sentence stands alone, with the way back.
        let sentence = req
            .refused
            .clone()
            .or(req.errors.first().map(|error| error.message.clone()));
        return (status, ui::sentence_page(req, sentence).into());
    };
    match show(req).await {
        Ok(reply) => (status, reply),
        Err(Error::Refused(sentence)) => (status, ui::sentence_page(req, Some(sentence)).into()),
        Err(error) => failure(req, error),
    }
}

/// What a person sees instead of the page.
fn failure(req: &Req, error: Error) -> (StatusCode, Reply) {
    let (status, page) = match error {
        Error::SignInNeeded => {
            let to = serde_urlencoded::to_string([("to", &req.path)]).unwrap_or_default();
            return (StatusCode::OK, Reply::to(format!("/sign-in?{to}")));
        }
        Error::Forbidden => (StatusCode::FORBIDDEN, ui::forbidden_page(req)),
        Error::NotFound => (StatusCode::NOT_FOUND, ui::not_found_page(req)),
        Error::Invalid(errors) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            ui::sentence_page(req, errors.into_iter().next().map(|error| error.message)),
        ),
        Error::Refused(sentence) => (StatusCode::CONFLICT, ui::sentence_page(req, Some(sentence))),
        Error::RateLimited(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            ui::sentence_page(req, Some(ui::wait(seconds))),
        ),
        Error::Unexpected(cause) => {
            tracing::error!(path = req.path, cause, "a request failed");
            (StatusCode::INTERNAL_SERVER_ERROR, ui::unexpected_page(req))
        }
    };
    (status, page.into())
}

fn unexpected(error: &Error) -> Response {
    tracing::error!(%error, "a request failed before its page");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "うまくいきませんでした。もう一度お試しください。 Something went wrong. Please try again.",
    )
        .into_response()
}

fn send(req: &Req, (status, reply): (StatusCode, Reply)) -> Response {
    let mut response = match reply.kind {
        Kind::Page(page) => render::page(req, page, status),
        Kind::To(path) => (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response(),
        Kind::File { name, kind, bytes } => (
            [
                (header::CONTENT_TYPE, kind.to_owned()),
                (header::CONTENT_DISPOSITION, attachment(&name)),
            ],
            bytes,
        )
            .into_response(),
        Kind::Json(value) => (status, axum::Json(value)).into_response(),
    };
    let mut cookies = reply.cookies;
    let is_page = response.status() != StatusCode::SEE_OTHER;
    if req.said.is_some() && is_page {
        cookies.push("said=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax".to_owned());
    }
    for cookie in cookies {
        if let Ok(value) = cookie.parse() {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}
