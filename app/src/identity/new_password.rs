//! A link from the classroom: whoever forgot the password chooses a new one.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    identity::{password_resets, sign_in::DAYS},
};

use super::{own_device, password_field};
use crate::web::{Page, Reply, Req};

/// The form. A used or expired link says so.
pub async fn show(req: &Req) -> Result<Reply> {
    let person = password_resets::find(&req.services, req.param_text("token")).await?;
    let lang = req.lang;
    let title = lang.t("新しいパスワード", "A new password");
    Ok(Page::new(title, move || {
        let email = person.email.unwrap_or_default();
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            format!("{} さん、こんにちは。", person.name),
                            format!("Hello, {}.", person.name),
                        )}
                </p>
                <p>
                    {lang
                        .t(
                            "サインインの名前は、これです。",
                            "This is the name you sign in with.",
                        )}
                </p>
                <p>
                    <strong class="sign-in-name">{email.clone()}</strong>
                </p>
                <form method="post" class="card">
                    // Seen by password managers only: they keep the new password under this name.
                    <input type="text" name="email" value=email autocomplete="username" readonly hidden />
                    {password_field("new", lang.t("新しいパスワード", "New password"))}
                    {own_device(lang)}
                    <button class="go">
                        {lang.t("これに決めて、サインインする", "Set it and sign in")}
                    </button>
                </form>
            </div>
        }
    })
    .into())
}

/// The new password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPasswordForm {
    /// The name of the account, for password managers only.
    #[serde(default, rename = "email")]
    _email: String,
    #[serde(default)]
    new: String,
    own_device: Option<String>,
}

/// Sets the password and signs in.
pub async fn submit(req: &Req, form: NewPasswordForm) -> Result<Reply> {
    let own = form.own_device.is_some();
    let token = req.param_text("token");
    let sign_in = password_resets::choose(&req.services, token, &form.new, &req.user_agent, own).await?;
    Ok(Reply::flash(
        req,
        "/",
        "パスワードを変えました。学習の進みは、そのままです。",
        "Your password is changed. All your progress is still here.",
    )
    .signed_in(req, &sign_in, own.then_some(DAYS)))
}
