//! Pages that say one thing: not found, not allowed, refused, our fault.

use leptos::prelude::*;
use server::{Sentence, http::RequestId};

use super::{Page, Req};

/// "Please wait", after too many tries.
pub(super) fn wait(seconds: u64) -> Sentence {
    let minutes = seconds.div_ceil(60);
    Sentence::new(
        format!("何回もちがったので、少し止めています。{minutes}分ほど待ってから、もう一度お試しください。"),
        format!("There were many wrong tries, so we paused. Please wait about {minutes} min and try again."),
    )
}

/// A form that no page of ours sends.
pub(super) fn misread() -> Sentence {
    Sentence::new(
        "送られたものが、このページのものと合いませんでした。何も変えていません。確かめて、もう一度送ってください。",
        "What was sent is not what this page asks for. Nothing was changed. Please check it and send it again.",
    )
}

/// Nobody is signed in any more.
pub(super) fn sign_in_ended() -> Sentence {
    Sentence::new(
        "サインインが終わっています。もう一度サインインしてください。",
        "Your sign-in has ended. Please sign in again.",
    )
}

/// The address leads nowhere.
pub(super) fn not_found() -> Sentence {
    Sentence::new(
        "このページはないか、名前が変わりました。書いたものは、なくなっていません。",
        "This page does not exist, or its address has changed. Nothing you wrote is lost.",
    )
}

/// The person may not see this.
pub(super) fn forbidden() -> Sentence {
    Sentence::new(
        "このページを見る役割がありません。必要なら、教室の管理者に聞いてください。",
        "Your role does not include this page. If you need it, please ask the administrator of your classroom.",
    )
}

/// A fault of ours. The cause is in the log, under the number that is shown.
pub(super) fn unexpected(id: RequestId) -> Sentence {
    Sentence::new(
        format!(
            "こちらの不具合です。保存したものは残っています。少し待って、もう一度お試しください。また同じことになったら、教室の人に、この番号を伝えてください: {id}"
        ),
        format!(
            "This is a fault on our side. What was saved is safe. Please wait a moment and try again. If it happens again, please tell the classroom this number: {id}"
        ),
    )
}

/// A page with one sentence and the way home.
pub(super) fn sentence_page(req: &Req, sentence: Option<Sentence>) -> Page {
    let sentence = sentence.unwrap_or_else(|| Sentence::new("できませんでした。", "That was not possible."));
    let text = sentence.get(req.lang).to_owned();
    one_thing(req, req.lang.t("お知らせ", "Please note").to_owned(), text)
}

/// The page instead of one that is not there.
pub(super) fn not_found_page(req: &Req) -> Page {
    let lang = req.lang;
    one_thing(
        req,
        lang.t("ページが見つかりません", "Page not found").to_owned(),
        not_found().get(lang).to_owned(),
    )
}

/// The page instead of one that the person may not see.
pub(super) fn forbidden_page(req: &Req) -> Page {
    let lang = req.lang;
    one_thing(
        req,
        lang.t("このページは見られません", "This page is not for you")
            .to_owned(),
        forbidden().get(lang).to_owned(),
    )
}

/// The page instead of one that could not be drawn.
pub(super) fn unexpected_page(req: &Req) -> Page {
    let lang = req.lang;
    one_thing(
        req,
        lang.t("うまくいきませんでした", "Something went wrong")
            .to_owned(),
        unexpected(req.id).get(lang).to_owned(),
    )
}

fn one_thing(req: &Req, title: String, text: String) -> Page {
    let home = req.lang.t("ホームへ", "To the start page");
    let heading = title.clone();
    Page::new(title, move || {
        view! {
            <div class="read">
                <h1>{heading}</h1>
                <p>{text}</p>
                <p>
                    <a class="go" href="/">
                        {home}
                    </a>
                </p>
            </div>
        }
    })
}
