//! Signing in and out.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    identity::sign_in::{self, Credentials},
};

use super::{made_links, own_device};
use crate::{
    ui::{Field, PageScript},
    web::{Page, Preferences, Reply, Req},
};

/// Where to go after the sign-in, and what waits there.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Way {
    to: String,
    kept: Option<Kept>,
}

/// What became of a form that was sent when the sign-in had ended.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kept {
    Yes,
    No,
}

impl Way {
    fn of(req: &Req) -> Way {
        req.query_as()
    }

    /// Only addresses of this site are followed.
    fn target(&self) -> &str {
        Req::own_address(&self.to)
    }
}

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let way = Way::of(req);
    if req.actor.is_some() && !req.is_shown_again() {
        return Ok(Reply::to(way.target()));
    }
    let lang = req.lang;
    let ended = way.kept.map(|kept| match kept {
        Kept::Yes => lang.t(
            "しばらく時間がたったので、サインインが切れていました。書いたものは残してあります。サインインすると、つづきができます。",
            "You had been signed out meanwhile. What you typed is kept: sign in, and go on where you were.",
        ),
        Kept::No => lang.t(
            "しばらく時間がたったので、サインインが切れていました。送ったものは保存されていません。サインインして、もう一度送ってください。",
            "You had been signed out meanwhile. What you sent was not saved. Please sign in and send it again.",
        ),
    });
    let waits = !req.waiting.is_empty();
    Ok(Page::new(lang.t("サインイン", "Sign in"), move || {
        view! {
            <div class="read">
                // It keeps the code of a scanned link until its owner is signed in.
                <PageScript />
                <h1>{lang.t("サインイン", "Sign in")}</h1>
                {ended.map(|words| view! { <p class="tip">{words}</p> })}
                {waits
                    .then(|| {
                        view! {
                            <p class="tip">
                                {lang
                                    .t(
                                        "この機械に、まだ送っていないものがあります。入れた人がサインインすると、送ります。",
                                        "Something on this device has not been sent yet. It will be, when the person who entered it signs in.",
                                    )}
                            </p>
                        }
                    })}
                <form method="post" class="card">
                    <Field
                        name="email"
                        label=lang
                            .t("メールアドレス または 名前", "E-mail address or sign-in name")
                        autocomplete="username"
                    />
                    <Field
                        name="password"
                        kind="password"
                        label=lang.t("パスワード", "Password")
                        autocomplete="current-password"
                    />
                    {own_device(lang)}
                    <button class="go">{lang.t("サインインする", "Sign in")}</button>
                </form>
                <p class="soft">
                    {lang
                        .t(
                            "わすれたときは、教室の人に言ってください。新しいパスワードを決めるリンクをもらえます。",
                            "If you forgot them, tell the people of your classroom. They give you a link to choose a new password.",
                        )}
                </p>
            </div>
        }
    })
    .into())
}

/// Checks the password, and goes on to where the person wanted to be. Pages look as the person chose.
pub async fn submit(req: &Req, credentials: Credentials) -> Result<Reply> {
    let signed = sign_in::sign_in(&req.services, credentials, req.client()).await?;
    let (lang, large, furigana) = signed.preferences;
    let preferences = Preferences {
        large: large.unwrap_or_default(),
        furigana: furigana.unwrap_or(true),
    };
    let to = match signed.links.first() {
        Some(link) => {
            let told = made_links::sentence(link, req.services.config.zone);
            Reply::flash(req, Way::of(req).target(), &told.ja, &told.en)
        }
        None => Reply::to(Way::of(req).target()),
    };
    Ok(to
        .with_preferences(req, Some((lang, preferences)))
        .device(req, &signed.device)
        .signed_in(req, &signed.token, signed.days))
}
