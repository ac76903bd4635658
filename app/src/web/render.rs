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
use domain::Lang;
use leptos::{config::LeptosOptions, hydration::HydrationScripts, nonce::Nonce, prelude::*};

use super::{
    Form, Page, Pairs, Req, asset_url, device,
    draft::Draft,
    frame, hidden, island_stem, outbox,
    page_cache::{self, Drawn},
    reply::Drawing,
    ruby,
};
use hydration_context::{SharedContext, SsrSharedContext};

use crate::shell;

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
    let (not_kept, aloud) = (page.not_kept, page.aloud);
    let own = req.own_device().is_some();
    let description = page.description.clone();
    let head = page.head.clone();
    let mut content = draw(req, page);
    content.head.extend(head);
    content.head.extend(refresh.map(|seconds| {
        // A page that islands keep fresh need not be loaded again.
        format!("<noscript><meta http-equiv=\"refresh\" content=\"{seconds}\"></noscript>")
    }));
    // In a preview, the script loads the page again when a file was saved.
    content.script |= req.services.preview.is_some();
    // What is kept on the device follows what waits there, so it listens before anything is said.
    let device = device::tag(req);
    let scripts = device.is_some();
    content.head.extend(device);
    // Where something waits on the device, any page sends it; on a learner's own one, something may wait
    // for which no page has been loaded yet.
    let first = outbox;
    let outbox = outbox || own || !req.waiting.is_empty();
    if outbox {
        let owner = req.actor.as_ref().map(|actor| actor.id);
        content.head.push(outbox::tag(req.lang, owner, first));
    }
    if own && aloud {
        let script = format!("<script src=\"{}\" defer></script>", asset_url("aloud"));
        content.head.push(script);
    }
    if content.script {
        let script = format!("<script src=\"{}\" defer></script>", asset_url("page"));
        content.head.push(script);
    }
    let policy = policy(content.nonce.as_ref(), content.script || outbox || scripts);
    let banners = banners(req);
    let fields = content.drawn.fields(req.actor.as_ref());
    let mut main: Vec<&str> = vec![&banners];
    content.drawn.fill(&fields, &mut main);
    let description = description.unwrap_or_else(|| shell::description(req.lang, &title));
    let html = frame::document(req, &title, &description, bare, &content.head.concat(), &main);
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
    device::note(req, not_kept, status, headers);
    response
}

/// Where fields find what was typed into the form that is shown again, and what is wrong with it.
pub(super) fn fields_of(lang: Lang, draft: &Draft) -> Owner {
    let owner = Owner::new_root(None);
    owner.with(|| {
        provide_context(lang);
        provide_context(Form {
            values: draft.values.clone(),
            errors: draft.errors.clone(),
        });
    });
    owner
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
    match page.body {
        Drawing::Own(body) => {
            let form = Form {
                values: if page.fresh {
                    Pairs::default()
                } else {
                    req.typed_fields().cloned().unwrap_or_default()
                },
                errors: req.errors().to_vec(),
            };
            let nonce = page.islands.then(Nonce::new);
            let (html, head, script) = view(req, Some(form), nonce.clone(), body);
            let roles = req.actor.as_ref().map(|actor| actor.roles.as_slice());
            // What an island drew it finds again in the browser, letter for letter.
            let reads = req.lang == Lang::Ja && !page.islands && frame::reads_furigana(roles);
            let html = match (page.furigana, reads) {
                (_, false) => html,
                (true, true) => ruby::annotate(&html),
                (false, true) => ruby::annotate_headings(&html),
            };
            // The script keeps what is filled in, should the line break.
            let script = page.script || script || hidden::is_filled_in(&html);
            let drawn = Drawn::once(hidden::in_every_form(&html, || {
                hidden::fields(req.actor.as_ref())
            }));
            Content {
                drawn: Arc::new(drawn),
                head: head.into_iter().collect(),
                nonce,
                script,
            }
        }
        Drawing::Cached(content) => {
            let name = content.name();
            // All that was drawn before, but for the keys of its forms.
            Content::of(page_cache::get(&name).unwrap_or_else(|| {
                let (html, _, script) = view(req, None, None, || content.draw());
                page_cache::keep(name, &html, page.script || script)
            }))
        }
    }
}

/// Draws content: its HTML, what loads its islands, and whether something on it needs the small script.
fn view(
    req: &Req,
    form: Option<Form>,
    nonce: Option<Nonce>,
    body: impl FnOnce() -> AnyView,
) -> (String, Option<String>, bool) {
    let owner = Owner::new_root(Some(
        Arc::new(SsrSharedContext::new_islands()) as Arc<dyn SharedContext + Send + Sync>
    ));
    let scripted = Scripted::default();
    let (head, html) = owner.with(|| {
        let islands = nonce.is_some();
        if let Some(nonce) = nonce {
            provide_context(nonce);
        }
        provide_context(req.lang);
        provide_context(scripted.clone());
        if let Some(form) = form {
            provide_context(form);
        }
        let html = ruby::spoken_once(body().to_html());
        (islands.then(island_scripts).flatten(), html)
    });
    owner.cleanup();
    (html, head, scripted.0.load(Ordering::Relaxed))
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
        html.push_str(&shell::preview_bar(req, preview));
    }
    if let Some(flash) = req.flash.clone() {
        html.push_str(
            &view! {
                <p class="banner met" role="status">
                    {format!("✓ {flash}")}
                </p>
            }
            .to_html(),
        );
    }
    if let Some(sentence) = req.refused() {
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
    if !req.errors().is_empty() {
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
