//! The link of a session as QR code, and words ready to be copied.

use leptos::prelude::*;
use server::qr::Qr;

use crate::ui::{PageScript, lang};

/// A QR code.
pub fn qr(qr: &Qr, label: &'static str) -> impl IntoView + use<> {
    let size = qr.size.to_string();
    let view_box = format!("0 0 {size} {size}");
    let path = qr.path.clone();
    view! {
        <svg class="qr" viewBox=view_box role="img" aria-label=label shape-rendering="crispEdges">
            <rect width=size.clone() height=size fill="#fff" />
            <path d=path fill="#000" />
        </svg>
    }
}

/// Words to copy: with a button where a script runs, by selecting them everywhere.
pub fn to_copy(id: &'static str, text: String) -> impl IntoView {
    let lang = lang();
    view! {
        <PageScript />
        <p class="lines copied" id=id>
            {text}
        </p>
        <div class="row no-print">
            <button
                type="button"
                class="quiet"
                data-copy=id
                data-copied=lang.t("コピーしました", "Copied")
                hidden
            >
                {lang.t("文をコピー", "Copy the words")}
            </button>
        </div>
    }
}
