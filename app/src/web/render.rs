//! Draws a page into a response: shell, nonce, content security policy.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::{
    nonce::Nonce,
    prelude::{Owner, provide_context},
};

use super::{Page, Req};
use hydration_context::{SharedContext, SsrSharedContext};

use crate::{shell::Shell, ui::Form};

/// Draws the page within the shell.
pub(super) fn page(req: &Req, page: Page, status: StatusCode) -> Response {
    let owner = Owner::new_root(Some(
        Arc::new(SsrSharedContext::new_islands()) as Arc<dyn SharedContext + Send + Sync>
    ));
    let nonce = Nonce::new();
    let islands = page.islands;
    let policy = policy(islands.then_some(&nonce));
    let html = owner.with(|| {
        provide_context(nonce);
        provide_context(req.lang);
        provide_context(Form {
            values: req.form.clone(),
            errors: req.errors.clone(),
        });
        Shell::new(req, &page.title, page.bare, islands, page.refresh).draw((page.body)())
    });
    owner.cleanup();
    let mut response = (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn policy(nonce: Option<&Nonce>) -> String {
    let scripts = match nonce {
        Some(nonce) => format!("'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"),
        None => "'none'".to_owned(),
    };
    format!(
        "default-src 'self'; script-src {scripts}; style-src 'self'; img-src 'self' data:; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
