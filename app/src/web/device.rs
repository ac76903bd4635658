//! A learner's own device: what of a page may be kept on it, to be read without a line (`assets/worker.js`),
//! and the script that begins and ends that (`assets/device.js`).
//!
//! The server alone says what is kept: an address that the route list marks so (`Route::kept`), shown to a
//! learner who said at the sign-in that nobody else uses the device. Every page says whose device it takes
//! the one that asks for; a page of anybody else makes the device forget what it kept.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use domain::{Lang, html::escape_into, identity::Role};
use uuid::Uuid;

use super::{Page, Req, asset_url, cookies};

/// The cookie that the script writes once something is kept on the device: whose it is.
const KEPT: &str = "kept";

/// The header that says whose own device the page was drawn for; `no`: nobody's.
const OWNER: HeaderName = HeaderName::from_static("own-device-of");

/// The header that says whether the device may keep the page: `yes`; `again`: as it is when it is asked for
/// once more, since this time it says something that is said once; `no`: nor what was kept of it before.
const KEEP: HeaderName = HeaderName::from_static("may-keep");

/// The header by which the device asks for pages to keep that nobody looks at now.
const TAKING: &str = "taking-home";

/// Whether something is kept on the device that asks, for whomever.
pub(super) fn keeps(headers: &HeaderMap) -> bool {
    cookies::get_scripts(headers, KEPT).is_some_and(|owner| !owner.is_empty())
}

/// Whether nobody looks at the page that is asked for: it is taken along for later.
pub(super) fn is_taking(headers: &HeaderMap) -> bool {
    headers.contains_key(TAKING)
}

impl Req {
    /// Whose own device asks; nobody's where it is shared, where the person is no learner, or in a preview.
    pub fn own_device(&self) -> Option<Uuid> {
        let actor = self.actor.as_ref()?;
        let own = actor.own_device && actor.is(Role::Learner) && self.services.preview.is_none();
        own.then_some(actor.id)
    }
}

/// What the headers of a page say about keeping it.
pub(super) fn note(req: &Req, not_kept: bool, status: StatusCode, headers: &mut HeaderMap) {
    let Some(owner) = req.own_device() else {
        headers.insert(OWNER, HeaderValue::from_static("no"));
        return;
    };
    if let Ok(owner) = HeaderValue::try_from(owner.to_string()) {
        headers.insert(OWNER, owner);
    }
    // What was typed is not kept, nor what is no answer to the address itself.
    if !req.keeps || status != StatusCode::OK || req.draft.is_some() {
        return;
    }
    let word = if not_kept {
        "no"
    } else if req.flash.is_some() {
        "again"
    } else {
        "yes"
    };
    headers.insert(KEEP, HeaderValue::from_static(word));
}

/// What the script says on any page, by the name that it knows it by.
fn words(lang: Lang) -> [(&'static str, &'static str); 2] {
    [
        (
            "queued",
            lang.t("この機械で送信を待っています", "waits on this device to be sent"),
        ),
        (
            "unsendable",
            lang.t(
                "回線が切れているので、いまは送れません。入れたものは、このページに残っています。つながったら、もう一度押してください。",
                "The line is down, so this cannot be sent now. What you entered stays on this page: please press again when the line is back.",
            ),
        ),
    ]
}

/// The script's tag: on a learner's own device, and wherever something is kept that has to go.
pub(super) fn tag(req: &Req) -> Option<String> {
    let owner = req.own_device();
    if owner.is_none() && !req.has_kept {
        return None;
    }
    let mut tag = format!("<script src=\"{}\" defer", asset_url("device"));
    if let Some(owner) = owner {
        tag += &format!(" data-owner=\"{owner}\"");
        for (name, text) in words(req.lang) {
            tag += &format!(" data-{name}=\"");
            escape_into(&mut tag, text);
            tag.push('"');
        }
    }
    Some(tag + "></script>")
}

impl Page {
    /// The page is not kept on a learner's own device, though its address mostly is.
    pub fn not_kept(mut self) -> Page {
        self.not_kept = true;
        self
    }
}
