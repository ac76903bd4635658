//! A link that is handed to somebody: shown once, as text to copy and as a QR code to scan.

use leptos::prelude::*;
use server::{
    Result,
    identity::invitations::DAYS,
    qr::{self, Qr},
};

use crate::{
    ui::{PageScript, PrintButton, lang},
    web::Req,
};

/// A link, with its picture.
pub struct HandedLink {
    link: String,
    qr: Qr,
}

impl HandedLink {
    /// The link to a path of this server.
    pub fn new(req: &Req, path: &str) -> Result<HandedLink> {
        let link = format!("{}{path}", req.services.config.public_url);
        let qr = qr::draw(&link)?;
        Ok(HandedLink { link, qr })
    }
}

/// The card with the link, a button that copies it, and the QR code.
pub fn handed(title: String, text: String, handed: HandedLink) -> impl IntoView {
    let lang = lang();
    let HandedLink { link, qr } = handed;
    let size = qr.size.to_string();
    let view_box = format!("0 0 {size} {size}");
    let copied = lang.t("コピーしました", "Copied");
    view! {
        <PageScript />
        <section class="card next">
            <h2>{title}</h2>
            <p>{text}</p>
            <p>
                <code class="handed-link" id="handed-link">
                    {link}
                </code>
            </p>
            <div class="row no-print">
                <button type="button" class="quiet" data-copy="handed-link" data-copied=copied hidden>
                    {lang.t("リンクをコピー", "Copy the link")}
                </button>
                <PrintButton />
            </div>
            <svg
                class="qr"
                viewBox=view_box
                role="img"
                aria-label=lang.t("リンクの QR コード", "The link as a QR code")
                shape-rendering="crispEdges"
            >
                <rect width=size.clone() height=size fill="#fff" />
                <path d=qr.path fill="#000" />
            </svg>
        </section>
    }
}

/// The card of a new invitation.
pub fn invited(name: &str, link: HandedLink) -> impl IntoView + use<> {
    let lang = lang();
    handed(
        lang.t("招待のリンクができました", "The invitation link is ready").to_owned(),
        lang.t(
            format!("{name} さんに、このリンクを渡してください。リンクが見えるのは今だけです。一度だけ、{DAYS} 日のあいだ使えます。"),
            format!("Hand this link to {name}. It is shown only now, works once, and for {DAYS} days."),
        ),
        link,
    )
}

/// A card of a sheet that is printed and cut: a name, and a link for the first sign-in.
pub(super) fn card(name: String, link: HandedLink) -> impl IntoView {
    let lang = lang();
    let HandedLink { link, qr } = link;
    let size = qr.size.to_string();
    let view_box = format!("0 0 {size} {size}");
    view! {
        <li>
            <strong>{lang.t(format!("{name} さん"), name)}</strong>
            <span>
                {lang.t("スマホで読むと、はじめられます。", "Scan it with a phone to begin.")}
            </span>
            <svg
                class="qr"
                viewBox=view_box
                role="img"
                aria-label=lang.t("リンクの QR コード", "The link as a QR code")
                shape-rendering="crispEdges"
            >
                <rect width=size.clone() height=size fill="#fff" />
                <path d=qr.path fill="#000" />
            </svg>
            <code>{link}</code>
        </li>
    }
}
