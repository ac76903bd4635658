//! An invitation link: the invited person chooses a name and a password.

use leptos::prelude::*;
use server::{
    Result,
    identity::{
        invitations::{self, NewPerson},
        sign_in::DAYS,
    },
};

use super::{own_device, password_field};
use crate::{
    ui::Field,
    web::{Page, Reply, Req},
};

/// The form. A used or expired link says so.
pub async fn show(req: &Req) -> Result<Reply> {
    let invitation = invitations::find(&req.services, req.param_text("token")).await?;
    let lang = req.lang;
    let first = invitation.created_by.is_none();
    let title = if first {
        lang.t("はじめての設定", "First set-up")
    } else {
        lang.t("ようこそ", "Welcome")
    };
    Ok(Page::new(title, move || {
        let text = if first {
            lang.t(
                "あなたが最初の管理者になります。",
                "You become the first administrator.",
            )
        } else {
            lang.t(
                "名前とパスワードを決めると、はじめられます。",
                "Choose a name and a password, and you can begin.",
            )
        };
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>{text}</p>
                <form method="post" class="card">
                    <Field
                        name="name"
                        label=lang.t("お名前", "Your name")
                        value=invitation.name
                        autocomplete="name"
                    />
                    <Field
                        name="kana"
                        label=lang.t("お名前のふりがな", "Reading of your name (kana)")
                        value=invitation.reading.unwrap_or_default()
                        optional=true
                    />
                    <Field
                        name="email"
                        label=lang
                            .t(
                                "メールアドレス または サインインの名前",
                                "E-mail address or a sign-in name",
                            )
                        hint=lang
                            .t(
                                "メールがなければ、おぼえやすい名前でかまいません。例: sato-hanako",
                                "Without e-mail, a name that you remember will do, such as sato-hanako.",
                            )
                            .to_owned()
                        value=invitation.mail.unwrap_or_default()
                        autocomplete="username"
                    />
                    {password_field("password", lang.t("パスワード", "Password"))}
                    {own_device(lang)}
                    <button class="go">{lang.t("はじめる", "Begin")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// Makes the person and signs in.
pub async fn submit(req: &Req, new: NewPerson) -> Result<Reply> {
    let link = req.param_text("token");
    let own = new.own_device.is_some();
    let token = invitations::accept(&req.services, link, new, req.lang, &req.user_agent).await?;
    Ok(Reply::flash(
        req,
        "/",
        "ようこそ。準備ができました。",
        "Welcome. Everything is ready.",
    )
    .signed_in(req, &token, own.then_some(DAYS)))
}
