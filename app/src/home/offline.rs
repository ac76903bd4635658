//! `/offline`: what a learner's own device shows without a line instead of a page that it does not keep. In
//! both languages: it is kept once, whatever language is chosen later.

use domain::Lang;
use leptos::prelude::*;
use server::Result;

use crate::web::{Page, Reply, Req};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let (first, then) = (req.lang, req.lang.other());
    let title = first.t("回線が切れています", "The line is down");
    Ok(Page::new(title, move || {
        view! {
            <div class="read">
                <h1>{title}</h1>
                {words(first)}
                <div lang=then.code() class="stack">
                    <h2>{then.t("回線が切れています", "The line is down")}</h2>
                    {words(then)}
                </div>
            </div>
        }
    })
    .into())
}

fn words(lang: Lang) -> impl IntoView {
    view! {
        <p>
            {lang
                .t(
                    "このページは、この機械に残っていません。回線がつながったら、もう一度開いてください。書いたものは、なくなっていません。",
                    "This page is not kept on this device. Please open it again when the line is back. Nothing you wrote is lost.",
                )}
        </p>
        <div class="row">
            <a class="go" href="/device">
                {lang.t("この機械で読めるもの", "What can be read on this device")}
            </a>
            <a class="quiet" href="/">
                {lang.t("ホームへ", "To the start page")}
            </a>
        </div>
    }
}
