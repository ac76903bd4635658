//! `/calls/{call}`: a call between somebody of the classroom and a learner (`assets/call.js`). Nothing is
//! recorded.

use domain::Lang;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    telework::calls::{self, CallPage},
};
use uuid::Uuid;

use crate::{
    ui::crumbs,
    web::{Page, Reply, Req, asset_url},
};

/// The call.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let it = calls::get(req.actor()?, &req.services, req.param("call")?).await?;
    let title = lang.t(
        format!("{}さんとの通話", it.other),
        format!("Call with {}", it.other),
    );
    let heading = title.clone();
    Ok(Page::new(title, move || {
        let above = if it.hosts {
            (
                format!("/environment/{}", it.call.person_id),
                lang.t(
                    format!("{}さんの家で働く用意", it.other),
                    format!("{}: working from home", it.other),
                ),
            )
        } else {
            (
                "/environment".to_owned(),
                lang.t("家で働く用意", "Working from home").to_owned(),
            )
        };
        // Sending a form leaves the call, so it is asked for afterwards.
        let seen = (it.hosts && it.is_over && it.call.joined_at.is_some()).then(|| seen(lang));
        let body = if it.is_over {
            view! { <p class="banner calm">{lang.t("この通話は終わりました。", "This call is over.")}</p> }
                .into_any()
        } else {
            running(lang, &it).into_any()
        };
        view! {
            {crumbs(vec![above])}
            <h1>{heading}</h1>
            {body}
            {seen}
        }
    })
    .with_script()
    .into())
}

fn running(lang: Lang, it: &CallPage) -> impl IntoView + use<> {
    view! {
        <div
            class="call stack"
            data-call=it.call.id.to_string()
            data-polite=it.is_polite.to_string()
            data-entering=lang
                .t(
                    "カメラとマイクの準備をしています…",
                    "Getting camera and microphone ready…",
                )
            data-waiting=lang
                .t(
                    "相手を待っています。このページを開いたまま、お待ちください。",
                    "Waiting for the other side. Please leave this page open.",
                )
            data-connected=lang.t("つながりました。", "You are connected.")
            data-mending=lang
                .t(
                    "線が切れました。つなぎなおしています。このままお待ちください。",
                    "The line broke. Connecting again; please wait.",
                )
            data-denied=lang
                .t(
                    "カメラとマイクが許可されていません。アドレスの左にあるしるしから「許可」にして、もう一度押してください。",
                    "Camera and microphone are not allowed. Allow them by the sign left of the address, and press again.",
                )
            data-insecure=lang
                .t(
                    "このページは暗号化されていないので、通話ができません。教室の人に伝えてください。",
                    "This page is not encrypted, so no call is possible. Please tell the classroom.",
                )
            data-unreachable=lang
                .t(
                    "教室のサーバーにつながりません。インターネットを見て、ページを開きなおしてください。",
                    "The classroom's server cannot be reached. Look at your connection and open the page anew.",
                )
            data-over=lang.t("通話が終わりました。", "The call is over.")
        >
            <p role="status">
                <strong data-state=""></strong>
            </p>
            <div data-before="" class="card">
                <p>
                    {lang
                        .t(
                            "押すと、カメラとマイクが入り、相手と顔を見ながら話せます。録画も録音もしません。",
                            "After the press, camera and microphone are on, and you see and hear each other. Nothing is recorded.",
                        )}
                </p>
                <noscript>
                    <p class="tip">
                        {lang
                            .t(
                                "このブラウザーでは JavaScript が動いていないので、通話ができません。電話か、教室で話しましょう。",
                                "JavaScript does not run in this browser, so no call is possible. Talk by phone or in class instead.",
                            )}
                    </p>
                </noscript>
                <button type="button" class="go" data-enter="" hidden>
                    {lang.t("通話に入る", "Enter the call")}
                </button>
            </div>
            <div data-during="" hidden class="stack">
                <div class="call-pictures">
                    <video
                        data-remote=""
                        autoplay
                        playsinline
                        aria-label=lang.t("相手の映像", "The other side")
                    ></video>
                    <video
                        data-remote-screen=""
                        autoplay
                        playsinline
                        muted
                        hidden
                        aria-label=lang.t("相手の画面", "The other side's screen")
                    ></video>
                    <canvas
                        data-received=""
                        hidden
                        role="img"
                        aria-label=lang.t("相手が送った写真", "The picture that the other side sent")
                    ></canvas>
                    <video
                        class="own"
                        data-local=""
                        autoplay
                        playsinline
                        muted
                        aria-label=lang.t("自分の映像", "Yourself")
                    ></video>
                </div>
                <div class="row">
                    <button type="button" class="quiet" data-mute="" aria-pressed="false">
                        {lang.t("マイクを切る", "Mute")}
                    </button>
                    <button type="button" class="quiet" data-hide="" aria-pressed="false">
                        {lang.t("カメラを切る", "Hide my picture")}
                    </button>
                    <button type="button" class="quiet" data-share="" aria-pressed="false" hidden>
                        {lang.t("画面を見せる", "Show my screen")}
                    </button>
                    <label data-picture="" class="quiet" hidden>
                        {lang.t("画面の写真を送る", "Send a picture of the screen")}
                        <input type="file" class="unseen" accept="image/*" data-photo="" />
                    </label>
                </div>
            </div>
            <form method="post" class="row">
                <button class="quiet danger" name="do" value="end">
                    {lang.t("通話を終える", "End the call")}
                </button>
            </form>
        </div>
        <script src=asset_url("call") defer></script>
    }
}

/// What whoever invited has seen.
fn seen(lang: Lang) -> impl IntoView {
    view! {
        <form method="post" class="card">
            <h2>{lang.t("いっしょに確かめたこと", "What you checked together")}</h2>
            <p>
                {lang
                    .t(
                        "「カメラと声で通話ができた」の記録になります。",
                        "It is noted for “A video call with camera and sound worked”.",
                    )}
            </p>
            <div class="row">
                <button class="go" name="do" value="fine">
                    {lang.t("顔も声も、よく届いた", "Picture and sound were fine")}
                </button>
                <button class="quiet" name="do" value="not-fine">
                    {lang.t("うまくいかなかった", "It did not work well")}
                </button>
            </div>
        </form>
    }
}

/// What may be done with a call.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CallAct {
    /// It is over.
    End,
    /// Picture and sound were fine.
    Fine,
    /// They were not.
    NotFine,
}

/// Does it.
pub async fn submit(req: &Req, form: CallAct) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: Uuid = req.param("call")?;
    let path = format!("/calls/{id}");
    let fine = match form {
        CallAct::End => {
            calls::end(actor, services, id).await?;
            return Ok(Reply::flash(
                req,
                path,
                "通話を終えました。",
                "The call has ended.",
            ));
        }
        CallAct::Fine => true,
        CallAct::NotFine => false,
    };
    calls::observed(actor, services, id, fine).await?;
    Ok(Reply::flash(req, path, "記録しました。", "Noted."))
}
