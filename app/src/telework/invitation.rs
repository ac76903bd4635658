//! That somebody is invited to a call, on the pages where the person will see it.

use domain::Lang;
use leptos::prelude::*;
use uuid::Uuid;

/// The way into the call.
pub fn invitation(lang: Lang, call: Uuid, host: &str) -> impl IntoView + use<> {
    let text = lang.t(
        format!("{host}さんが、通話に招いています。"),
        format!("{host} invites you to a call."),
    );
    view! {
        <section class="card next">
            <h2>{text}</h2>
            <p>
                {lang
                    .t(
                        "カメラとマイクを使って、顔を見ながら話せます。録画も録音もしません。",
                        "You see and hear each other. Nothing is recorded.",
                    )}
            </p>
            <a class="go" href=format!("/calls/{call}")>
                {lang.t("通話のページを開く", "Open the call")}
            </a>
        </section>
    }
}
