//! `/worker.js`: the service worker of learners' own devices (`assets/worker.js`), with the names of the
//! embedded files and what it says. It stands at the root, since it answers for every page.

use domain::Lang;
use serde_json::{Value, json};
use server::Result;

use crate::web::{Reply, Req, asset_url, asset_urls};

const SCRIPT: &str = include_str!("../../assets/worker.js");

/// What the worker may do: ask this site.
const POLICY: &str = "default-src 'none'; connect-src 'self'";

/// The files that every page of a learner needs; others are kept when a page asks for them.
const FRAME: [&str; 6] = ["style", "page", "outbox", "device", "aloud", "icon"];

/// The script.
pub async fn show(_: &Req) -> Result<Reply> {
    let frame: Vec<String> = FRAME.into_iter().map(asset_url).collect();
    let words = json!({ "ja": words(Lang::Ja), "en": words(Lang::En) });
    let text = format!(
        "const FRAME = {};\nconst ALL = {};\nconst WORDS = {words};\n{SCRIPT}",
        json!(frame),
        json!(asset_urls()),
    );
    Ok(Reply::text("text/javascript; charset=utf-8", POLICY, text))
}

/// What is said of a kept page. `%` stands for when it was kept.
fn words(lang: Lang) -> Value {
    json!({
        "down": lang.t(
            "回線が切れています。これは、% に この機械に残したページです。",
            "The line is down. This is the page as this device kept it on %.",
        ),
        "late": lang.t(
            "回線がおそいので、% に この機械に残したページを出しています。",
            "The line is slow, so this is the page as this device kept it on %.",
        ),
        "again": lang.t("もう一度 開く", "Open it again"),
        "title": lang.t("回線が切れています", "The line is down"),
        "none": lang.t(
            "回線が切れています。このページは、この機械に残っていません。つながったら、もう一度開いてください。",
            "The line is down, and this page is not kept on this device. Please open it again when the line is back.",
        ),
    })
}
