//! Draws a page into a response: content, frame, nonce, content security policy.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use leptos::{config::LeptosOptions, hydration::HydrationScripts, nonce::Nonce, prelude::*};

use super::{Page, Req, asset_url, frame, island_stem, kept};
use hydration_context::{SharedContext, SsrSharedContext};

use crate::ui::Form;

/// Draws the page within its frame.
pub(super) fn page(req: &Req, page: Page, status: StatusCode) -> Response {
    let (html, policy) = match page.kept.as_ref().and_then(kept::get) {
        // All that was drawn before, but for the keys of its forms.
        Some(drawn) => {
            let head = head(None, page.script, page.refresh);
            let banners = banners(req);
            let keys = drawn.keys();
            let mut main: Vec<&str> = vec![&banners];
            drawn.fill(&keys, &mut main);
            (
                frame::document(req, &page.title, page.bare, &head, &main),
                policy(None, page.script),
            )
        }
        None => draw(req, page),
    };
    let mut response = Response::new(Body::from(Bytes::from(html)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // All headers of a page, the guards' too, without growing on the way.
    headers.reserve(16);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

fn draw(req: &Req, page: Page) -> (String, HeaderValue) {
    let owner = Owner::new_root(Some(
        Arc::new(SsrSharedContext::new_islands()) as Arc<dyn SharedContext + Send + Sync>
    ));
    let nonce = page.islands.then(Nonce::new);
    let policy = policy(nonce.as_ref(), page.script);
    let (title, bare, keep) = (page.title, page.bare, page.kept);
    let (script, refresh) = (page.script, page.refresh);
    let (head, mut body) = owner.with(|| {
        if let Some(nonce) = nonce.clone() {
            provide_context(nonce);
        }
        provide_context(req.lang);
        provide_context(Form {
            values: req.form.clone(),
            errors: req.errors.clone(),
        });
        if keep.is_some() {
            provide_context(kept::Keeping);
        }
        let body = (page.body)().to_html();
        (head(nonce, script, refresh), body)
    });
    owner.cleanup();
    let drawn;
    let keys;
    let banners = banners(req);
    let mut main: Vec<&str> = vec![&banners];
    match keep {
        Some(key) => {
            drawn = kept::keep(key, std::mem::take(&mut body));
            keys = drawn.keys();
            drawn.fill(&keys, &mut main);
        }
        None => main.push(&body),
    }
    (frame::document(req, &title, bare, &head, &main), policy)
}

/// What belongs into the head of this page alone.
fn head(nonce: Option<Nonce>, script: bool, refresh: Option<u32>) -> String {
    let scripts = nonce.and_then(|_| island_stem()).map(|stem| {
        let options = LeptosOptions::builder()
            .output_name(stem)
            .site_pkg_dir("pkg")
            .build();
        view! { <HydrationScripts options islands=true/> }.to_html()
    });
    // A page that islands keep fresh need not be loaded again.
    let refresh = refresh
        .map(|seconds| format!("<noscript><meta http-equiv=\"refresh\" content=\"{seconds}\"></noscript>"));
    let script = script.then(|| format!("<script src=\"{}\" defer></script>", asset_url("page")));
    [refresh, scripts, script].into_iter().flatten().collect()
}

/// What the page says before its content: "saved", or why something was refused.
fn banners(req: &Req) -> String {
    let lang = req.lang;
    let mut html = String::new();
    if let Some(said) = req.said.clone() {
        html.push_str(&view! { <p class="banner met" role="status">{format!("✓ {said}")}</p> }.to_html());
    }
    if let Some(sentence) = &req.refused {
        let text = sentence.get(lang).to_owned();
        html.push_str(&view! { <p class="banner miss" role="alert">{text}</p> }.to_html());
    }
    if !req.errors.is_empty() {
        let text = lang.t(
            "入力に直すところがあります。入れたものは残っています。",
            "Something needs correcting. What you typed is still here.",
        );
        html.push_str(&view! { <p class="banner miss" role="alert">{text}</p> }.to_html());
    }
    html
}

fn policy(nonce: Option<&Nonce>, script: bool) -> HeaderValue {
    /// What a page without any script may do.
    const PLAIN: &str = "default-src 'self'; script-src 'none'; style-src 'self'; img-src 'self' data:; \
        object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    let scripts = match (nonce, script) {
        (Some(nonce), _) => format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"),
        (None, true) => "script-src 'self'".to_owned(),
        (None, false) => return HeaderValue::from_static(PLAIN),
    };
    HeaderValue::from_str(&PLAIN.replace("script-src 'none'", &scripts))
        .unwrap_or(HeaderValue::from_static(PLAIN))
}
