//! Serves the one list of pages: who asks, may they, what do they get, and what do they see when
//! something is wrong.

use std::{collections::HashMap, net::SocketAddr, sync::Arc};

use axum::{
    Extension, Router,
    extract::{ConnectInfo, RawPathParams, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::Response,
    routing::{MethodFilter, get, on},
};
use domain::Lang;
use leptos::reactive::computed::ScopedFuture;
use server::{
    Error, Services,
    http::{RequestId, address_of, refusal},
    identity::{audit, sign_in},
};

use super::{
    Pairs, Preferences, Reply, Req, Route, Waiting, assets, cookies, device, draft,
    failure::{failure, refuse_script, send, tell, unexpected},
    messages,
    post::{self, path_of},
    render,
};
use crate::shell;

/// The pages of these addresses and the embedded files, without the guards.
pub fn router(services: Arc<Services>, routes: Vec<Route>) -> Router {
    let mut router = Router::new().route("/pkg/{name}", get(assets::get));
    for route in routes {
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
            on(filter, move |services, id, params, request| {
                answer(route, services, id, params, request)
            }),
        );
    }
    router.fallback(not_found).with_state(services)
}

async fn not_found(
    State(services): State<Arc<Services>>,
    Extension(id): Extension<RequestId>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match read(services, id, &uri, HashMap::new(), &headers, String::new()).await {
        Ok(req) if req.script => refuse_script(&req, Error::NotFound),
        Ok(req) => send(&req, failure(&req, Error::NotFound)),
        Err(error) => unexpected(id, &error),
    }
}

async fn answer(
    route: Route,
    State(services): State<Arc<Services>>,
    Extension(id): Extension<RequestId>,
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
    let read = read(services, id, &uri, params, &headers, address.unwrap_or_default()).await;
    let mut req = match read {
        Ok(read) => read,
        Err(error) => return unexpected(id, &error),
    };
    req.script |= route.script;
    req.keeps = route.keeps;
    if method == Method::POST {
        return post::answer(route, &mut req, &headers, body).await;
    }
    if req.script {
        return asked(route, &req).await;
    }
    let shown = show(route, &mut req).await;
    send(&req, shown)
}

/// Answers a script that asks for something.
async fn asked(route: Route, req: &Req) -> Response {
    if let Err(error) = route.who.admit(req.actor.as_ref()) {
        return refuse_script(req, error);
    }
    let Some(handler) = route.get else {
        return refuse_script(req, Error::NotFound);
    };
    match handler(req).await {
        Ok(reply) => tell(reply),
        Err(error) => refuse_script(req, error),
    }
}

/// Shows a page; with what was typed where it is shown again because of that.
async fn show(route: Route, req: &mut Req) -> (StatusCode, Reply) {
    if let Err(error) = route.who.admit(req.actor.as_ref()) {
        // An author who opens a preview has no password.
        if let (Error::SignInNeeded, true) = (&error, req.services.preview.is_some()) {
            let back = req.path.clone();
            return match shell::begin_preview(req, back).await {
                Ok(reply) => (StatusCode::OK, reply),
                Err(error) => failure(req, error),
            };
        }
        return failure(req, error);
    }
    let Some(handler) = route.get else {
        return failure(req, Error::NotFound);
    };
    if let Some(key) = req.again {
        let person = req.actor.as_ref().map(|actor| actor.id);
        req.draft = draft::get(key, path_of(&req.path), person, req.browser.as_deref());
    }
    let status = req.draft.as_ref().map_or(StatusCode::OK, |draft| draft.status);
    let shown = match req.draft.clone() {
        // Fields that a page draws before all else find what was typed, too.
        Some(draft) => {
            let fields = render::fields_of(req.lang, &draft);
            fields.with(|| ScopedFuture::new(handler(req))).await
        }
        None => handler(req).await,
    };
    if let (Ok(reply), Some(actor)) = (&shown, &req.actor)
        && reply.is_export()
        && let Err(error) = audit::exported(actor, &req.services, &req.path).await
    {
        // What cannot be noted is not handed out.
        return failure(req, error);
    }
    match (shown, &req.draft) {
        (Ok(reply), _) => (status, reply),
        (Err(Error::Refused(sentence)), Some(_)) => {
            (status, messages::sentence_page(req, Some(sentence)).into())
        }
        (Err(error), _) => failure(req, error),
    }
}

/// The request as pages see it.
async fn read(
    services: Arc<Services>,
    id: RequestId,
    uri: &Uri,
    params: HashMap<String, String>,
    headers: &HeaderMap,
    address: String,
) -> server::Result<Req> {
    let text = |name: header::HeaderName| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    };
    let config = &services.config;
    let cookie = |name: &str| cookies::get(config, headers, name);
    let actor = match cookie(cookies::SIGN_IN) {
        Some(token) => sign_in::actor(&services, token).await?,
        None => None,
    };
    let unread = match &actor {
        Some(actor) => services.unread.of(actor, &services).await?,
        None => 0,
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
    let flash = cookie("flash").map(|text| Pairs::decode(format!("s={text}").as_bytes()).get("s").to_owned());
    let mut path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let mut query = Pairs::decode(uri.query().unwrap_or_default().as_bytes());
    // The key of a draft is no part of the page's address: what links back here leaves it out.
    let again = query.take(draft::AGAIN);
    if again.is_some() {
        path = uri.path().to_owned();
        if !query.is_empty() {
            path = format!("{path}?{}", query.encode());
        }
    }
    Ok(Req {
        id,
        actor,
        lang,
        preferences: Preferences::read(cookie("preferences")),
        path,
        params,
        query,
        files: Vec::new(),
        waiting: Waiting::of_headers(headers),
        flash,
        unread,
        opened: cookie(cookies::OPENED).unwrap_or_default().to_owned(),
        key: None,
        filled_at: None,
        script: refusal::reads_json(headers),
        keeps: false,
        has_kept: device::keeps(headers),
        taking_home: device::is_taking(headers),
        draft: None,
        again: again.and_then(|key| key.parse().ok()),
        token: cookie(cookies::SIGN_IN).map(str::to_owned),
        device: cookies::get_for(config, headers, cookies::DEVICE)
            .unwrap_or_default()
            .to_owned(),
        browser: cookie(post::BROWSER).map(str::to_owned),
        user_agent: text(header::USER_AGENT).to_owned(),
        address,
        services,
    })
}
