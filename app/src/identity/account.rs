//! One's own account: password, sign out everywhere.

use leptos::prelude::*;
use server::{Result, identity::sign_in};

use super::role_name;
use crate::{
    ui::Field,
    web::{Page, Reply, Req},
};

/// The forms.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let name = actor.name.clone();
    let roles: Vec<_> = actor.roles.iter().map(|role| role_name(lang, *role)).collect();
    let roles = roles.join(lang.t("・", ", "));
    Ok(Page::new(lang.t("自分の設定", "My settings"), move || {
        view! {
            <div class="read">
                <h1>{lang.t("自分の設定", "My settings")}</h1>
                <p>{name}" "<span class="soft">{roles}</span></p>
                <form method="post" class="card">
                    <h2>{lang.t("パスワードを変える", "Change the password")}</h2>
                    <Field name="old" kind="password" label=lang.t("今のパスワード", "Current password") autocomplete="current-password"/>
                    <Field
                        name="new"
                        kind="password"
                        label=lang.t("新しいパスワード", "New password")
                        hint=lang.t("8文字以上", "8 characters or more").to_owned()
                        autocomplete="new-password"
                    />
                    <button class="go" name="do" value="password">{lang.t("変える", "Change it")}</button>
                </form>
                <form method="post" class="card">
                    <h2>{lang.t("すべての機械からサインアウト", "Sign out everywhere")}</h2>
                    <p>{lang.t(
                        "教室のパソコンや、なくした電話でサインインしたままのときに使います。",
                        "Use this when you are still signed in on a classroom computer or a lost phone.",
                    )}</p>
                    <button class="quiet" name="do" value="everywhere">{lang.t("すべてサインアウトする", "Sign out everywhere")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// Does one of the two.
pub async fn submit(req: &Req) -> Result<Reply> {
    let actor = req.actor()?;
    if req.form.get("do") == "everywhere" {
        sign_in::sign_out_everywhere(actor, &req.services).await?;
        return Ok(Reply::said(
            req,
            "/sign-in",
            "すべてサインアウトしました。",
            "You are signed out everywhere.",
        )
        .cookie(req, "sign_in", "", 0));
    }
    sign_in::change_password(actor, &req.services, req.form.get("old"), req.form.get("new")).await?;
    Ok(Reply::said(
        req,
        "/account",
        "パスワードを変えました。",
        "Your password is changed.",
    ))
}
