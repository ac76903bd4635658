//! Draws a page into a response: content, frame, nonce, content security policy.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use leptos::{config::LeptosOptions, hydration::HydrationScripts, nonce::Nonce, prelude::*};

use super::{
    Page, Pairs, Req, asset_url, frame, hidden, island_stem,
    kept::{self, Drawn},
    outbox,
};
use hydration_context::{SharedContext, SsrSharedContext};

use crate::{catalog::previewing::bar, ui::Form};

/// Notes that something on the page needs the small script.
#[derive(Clone, Default)]
pub struct Scripted(Arc<AtomicBool>);

impl Scripted {
    /// Makes the page load the small script.
    pub fn want(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Draws the page within its frame.
pub(super) fn page(req: &Req, page: Page, status: StatusCode) -> Response {
    let (title, bare, refresh, outbox) = (page.title.clone(), page.bare, page.refresh, page.outbox);
    // What somebody typed is for that person alone.
    let page = match req.draft {
        Some(_) => page.kept(None),
        None => page,
    };
    let mut content = match page.kept.as_ref().and_then(kept::get) {
        // All that was drawn before, but for the keys of its forms.
        Some(drawn) => Content::of(drawn),
        None => draw(req, page),
    };
    content.head.extend(refresh.map(|seconds| {
        // A page that islands keep fresh need not be loaded again.
        format!("<noscript><meta http-equiv=\"refresh\" content=\"{seconds}\"></noscript>")
    }));
    // In a preview, the script loads the page again when a file was saved.
    content.script |= req.services.preview.is_some();
    // Where something waits on the device, any page sends it.
    let outbox = outbox || !req.waiting.is_empty();
    if outbox {
        content.head.push(outbox::tag(
            req.lang,
            req.actor.as_ref().map(|actor| actor.id.into()),
        ));
    }
    if content.script {
        let script = format!("<script src=\"{}\" defer></script>", asset_url("page"));
        content.head.push(script);
    }
    let policy = policy(content.nonce.as_ref(), content.script || outbox);
    let banners = banners(req);
    let fields = content.drawn.fields(req.actor.as_ref());
    let mut main: Vec<&str> = vec![&banners];
    content.drawn.fill(&fields, &mut main);
    let html = frame::document(req, &title, bare, &content.head.concat(), &main);
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

/// What was drawn, and what it needs in the head.
struct Content {
    drawn: Arc<Drawn>,
    head: Vec<String>,
    nonce: Option<Nonce>,
    script: bool,
}

impl Content {
    fn of(drawn: Arc<Drawn>) -> Content {
        Content {
            script: drawn.script,
            drawn,
            head: Vec::new(),
            nonce: None,
        }
    }
}

fn draw(req: &Req, page: Page) -> Content {
    let owner = Owner::new_root(Some(
        Arc::new(SsrSharedContext::new_islands()) as Arc<dyn SharedContext + Send + Sync>
    ));
    let nonce = page.islands.then(Nonce::new);
    let scripted = Scripted::default();
    let (head, body) = owner.with(|| {
        if let Some(nonce) = nonce.clone() {
            provide_context(nonce);
        }
        provide_context(req.lang);
        provide_context(scripted.clone());
        provide_context(Form {
            values: if page.fresh {
                Pairs::default()
            } else {
                req.form.clone()
            },
            errors: req.errors.clone(),
        });
        let body = (page.body)().to_html();
        (nonce.as_ref().and_then(|_| island_scripts()), body)
    });
    owner.cleanup();
    // What depends on a revision alone is for reading; the script keeps what is filled in elsewhere.
    let filled_in = page.kept.is_none() && hidden::is_filled_in(&body);
    let script = page.script || filled_in || scripted.0.load(Ordering::Relaxed);
    let drawn = match page.kept {
        Some(name) => kept::keep(name, &body, script),
        None => Arc::new(Drawn::once(hidden::in_every_form(&body, || {
            hidden::fields(req.actor.as_ref())
        }))),
    };
    Content {
        drawn,
        head: head.into_iter().collect(),
        nonce,
        script,
    }
}

/// Loads the islands of a page.
fn island_scripts() -> Option<String> {
    let options = LeptosOptions::builder()
        .output_name(island_stem()?)
        .site_pkg_dir("pkg")
        .build();
    Some(view! { <HydrationScripts options islands=true /> }.to_html())
}

/// What the page says before its content: "saved", or why something was refused.
fn banners(req: &Req) -> String {
    let lang = req.lang;
    let mut html = String::new();
    if let Some(preview) = &req.services.preview {
        html.push_str(&bar(req, preview));
    }
    if let Some(said) = req.said.clone() {
        html.push_str(
            &view! {
                <p class="banner met" role="status">
                    {format!("✓ {said}")}
                </p>
            }
            .to_html(),
        );
    }
    if let Some(sentence) = &req.refused {
        let text = sentence.get(lang).to_owned();
        html.push_str(
            &view! {
                <p class="banner miss" role="alert">
                    {text}
                </p>
            }
            .to_html(),
        );
    }
    if !req.errors.is_empty() {
        let text = lang.t(
            "入力に直すところがあります。入れたものは残っています。",
            "Something needs correcting. What you typed is still here.",
        );
        html.push_str(
            &view! {
                <p class="banner miss" role="alert">
                    {text}
                </p>
            }
            .to_html(),
        );
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
