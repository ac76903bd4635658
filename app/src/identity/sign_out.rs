//! Signing out. What still waits on this device is told before, and nothing of the person is left on it.

use leptos::prelude::*;
use serde::Deserialize;
use server::{Result, identity::sign_in};

use crate::web::{Page, Reply, Req};

/// What is posted to sign out.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignOutForm {
    /// Whether what waits on this device is thrown away.
    pub discard: bool,
    /// Whether the person is signed out on every device.
    pub everywhere: bool,
}

/// What waits on this device; where nothing does, the button alone.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let waits = req.waiting.of(req.actor()?.id) > 0;
    let everywhere = req.query.has("everywhere").then(|| {
        view! { <input type="hidden" name="everywhere" value="true" /> }
    });
    let page = Page::new(lang.t("サインアウト", "Sign out"), move || {
        let waiting = waits.then(|| {
            view! {
                <section class="banner soon" data-waiting="">
                    <p>
                        {lang
                            .t(
                                "この機械に、まだ送っていないものがあります。いま送っています。",
                                "Something on this device has not been sent yet. It is being sent now.",
                            )}
                    </p>
                    <ul></ul>
                    <p>
                        {lang
                            .t(
                                "送れないときは、サインインしたままにしておくと、つながったときに送ります。",
                                "If that does not work, stay signed in: it will be sent when the line is back.",
                            )}
                    </p>
                </section>
            }
        });
        let label = match waits {
            true => lang.t("送らずに消して、サインアウトする", "Throw it away and sign out"),
            false => lang.t("サインアウトする", "Sign out"),
        };
        view! {
            <div class="read">
                <h1>{lang.t("サインアウト", "Sign out")}</h1>
                {waiting}
                <p data-kept="" role="status"></p>
                <div class="row">
                    <a class="go" href="/">
                        {lang.t("サインインしたままにする", "Stay signed in")}
                    </a>
                    <form method="post" data-discard=waits.then_some("")>
                        {everywhere}
                        <input type="hidden" name="discard" value="true" />
                        <button class="quiet">{label}</button>
                    </form>
                </div>
            </div>
        }
    });
    Ok(page.with_outbox().into())
}

/// Signs out, unless something of the person waits on this device and was not given up.
pub async fn submit(req: &Req, form: SignOutForm) -> Result<Reply> {
    let actor = req.actor()?;
    let waits = req.waiting.of(actor.id) > 0;
    if waits && !form.discard {
        let everywhere = if form.everywhere { "?everywhere" } else { "" };
        return Ok(Reply::to(format!("/sign-out{everywhere}")));
    }
    let reply = if form.everywhere {
        sign_in::sign_out_everywhere(actor, &req.services).await?;
        Reply::flash(
            req,
            "/sign-in",
            "すべてサインアウトしました。",
            "You are signed out everywhere.",
        )
    } else {
        sign_in::sign_out(actor, &req.services).await?;
        Reply::flash(req, "/sign-in", "サインアウトしました。", "You are signed out.")
    };
    Ok(reply.signed_out(req))
}
