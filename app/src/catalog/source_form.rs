//! Adding a git source.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Result,
    catalog::{
        sources::{self, SourceForm},
        tables::course_source,
    },
};

use crate::{
    ui::{Check, Choices, Field, crumbs},
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    Ok(Page::new(lang.t("git の元を足す", "Add a git source"), move || {
        view! {
            <div class="read">
                {crumbs(vec![("/sources".into(), lang.t("教材の元", "Course sources").into())])}
                <h1>{lang.t("git の元を足す", "Add a git source")}</h1> <form method="post" class="card">
                    {fields(lang, None)}
                    <button class="go">{lang.t("足す", "Add")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// Adds it, and goes to its settings, where key and webhook are.
pub async fn submit(req: &Req, form: SourceForm) -> Result<Reply> {
    let id = sources::add(req.actor()?, &req.services, req.key(), &form).await?;
    Ok(Reply::flash(
        req,
        format!("/sources/{id}/settings"),
        "足しました。鍵と通知の設定をしてください。",
        "Added. Now set up its key and its webhook.",
    ))
}

/// The fields of a source; of a new one with what suits most.
pub fn fields(lang: Lang, source: Option<&course_source::Model>) -> AnyView {
    let of = |value: fn(&course_source::Model) -> &str, first: &str| {
        source.map_or_else(|| first.to_owned(), |source| value(source).to_owned())
    };
    let auth = of(|source| &source.auth, "ssh");
    let ways = [
        (
            "ssh",
            lang.t(
                "鍵（deploy key）。このサーバーが作ります",
                "A deploy key, made by this server",
            ),
        ),
        ("token", lang.t("トークン（https）", "A token (https)")),
        (
            "none",
            lang.t("なし（公開リポジトリ）", "None (a public repository)"),
        ),
    ];
    let ways = ways
        .iter()
        .map(|(code, label)| ((*code).to_owned(), (*label).to_owned()))
        .collect::<Vec<_>>();
    let poll = source.map_or_else(|| "10".to_owned(), |source| source.poll_minutes.to_string());
    let auto = source.is_none_or(|source| source.auto_publish);
    view! {
        <Field name="name" label=lang.t("名前", "Name") value=of(|source| &source.name, "") />
        <Field
            name="url"
            label=lang.t("リポジトリのアドレス", "Address of the repository")
            value=of(|source| &source.url, "")
            hint=lang
                .t(
                    "例: git@git.example.jp:town/courses.git",
                    "For example git@git.example.jp:town/courses.git",
                )
                .to_owned()
        />
        <Field
            name="branch"
            label=lang.t("公開するブランチ", "Branch to publish")
            value=of(|source| &source.branch, "main")
        />
        <Field
            name="folder"
            label=lang.t("フォルダー", "Folder")
            value=of(|source| &source.folder, "")
            optional=true
            hint=lang
                .t(
                    "コースがリポジトリの中のフォルダーにあるとき",
                    "If the courses are in a folder of the repository",
                )
                .to_owned()
        />
        <Choices
            name="auth"
            label=lang.t("サインインのしかた", "How to sign in")
            options=ways
            chosen=vec![auth]
        />
        <Field
            name="token"
            kind="password"
            label=lang.t("トークン", "Token")
            optional=true
            autocomplete="off"
            hint=lang
                .t(
                    "読むだけの権限にしてください。二度と表示しません。空なら、前のままです。",
                    "Give it the right to read only. It is never shown again; empty keeps the one there is.",
                )
                .to_owned()
        />
        <Check
            name="auto_publish"
            on=auto
            label=lang
                .t(
                    "問題のない変更は、届いたらすぐ公開する",
                    "Publish a push without errors at once",
                )
        />
        <Field
            name="poll_minutes"
            kind="number"
            inputmode="numeric"
            label=lang.t("何分ごとに見に行くか", "Look for changes every … minutes")
            value=poll
            hint=lang
                .t(
                    "0 なら、通知（webhook）かボタンのときだけ",
                    "0: only when a webhook or a person says so",
                )
                .to_owned()
        />
    }
    .into_any()
}
