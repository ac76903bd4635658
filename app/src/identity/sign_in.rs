//! Signing in and out.

use leptos::prelude::*;
use server::{
    Result,
    identity::sign_in::{self, Credentials, DAYS},
};

use crate::{
    ui::{Field, PageScript},
    web::{Page, Reply, Req},
};

/// Only addresses of this site are followed after the sign-in.
fn target(req: &Req) -> &str {
    Req::own_address(req.query.get("to"))
}

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    if req.actor.is_some() && req.errors.is_empty() && req.refused.is_none() {
        return Ok(Reply::to(target(req)));
    }
    let lang = req.lang;
    Ok(Page::new(lang.t("サインイン", "Sign in"), move || {
        view! {
            <div class="read">
                // It keeps the code of a scanned link until its owner is signed in.
                <PageScript />
                <h1>{lang.t("サインイン", "Sign in")}</h1>
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

/// Checks the password, and goes on to where the person wanted to be.
pub async fn submit(req: &Req) -> Result<Reply> {
    let credentials = Credentials {
        email: req.form.get("email"),
        password: req.form.get("password"),
        user_agent: &req.user_agent,
        address: &req.address,
    };
    let token = sign_in::sign_in(&req.services, credentials).await?;
    Ok(Reply::to(target(req)).cookie(req, "sign_in", token.as_str(), DAYS))
}

/// `POST /sign-out`.
pub async fn sign_out(req: &Req) -> Result<Reply> {
    sign_in::sign_out(req.actor()?, &req.services).await?;
    Ok(
        Reply::said(req, "/sign-in", "サインアウトしました。", "You are signed out.")
            .cookie(req, "sign_in", "", 0),
    )
}
