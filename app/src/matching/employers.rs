//! `/employers`: the companies, and adding one.

use leptos::prelude::*;
use server::{
    Result,
    matching::employers::{self, EmployerForm},
};

use super::employer::fields;
use crate::{
    ui::{Empty, Key, ListHead},
    web::{Page, Reply, Req},
};

/// The list and the form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let head = ListHead::new(req, "/employers", lang.t("会社をさがす", "Search"));
    let found = employers::list(req.actor()?, &req.services, head.search()).await?;
    let title = lang.t("会社", "Employers");
    Ok(Page::new(title, move || {
        let rows: Vec<_> = found
            .into_iter()
            .map(|it| {
                view! {
                    <tr>
                        <th scope="row"><a href=format!("/employers/{}/edit", it.id)>{it.name}</a></th>
                        <td data-label=lang.t("担当", "Contact")>{it.contact_name}</td>
                        <td data-label=lang.t("メール", "E-mail")>{it.contact_email}</td>
                        <td data-label=lang.t("メモ", "Note")>{it.note}</td>
                    </tr>
                }
            })
            .collect();
        let list = if rows.is_empty() {
            view! {
                <Empty text=lang.t("まだ会社がありません。下の欄から、はじめの会社を加えましょう。", "No company here. Add one below to begin.")>
                    <a class="quiet" href="#add">{lang.t("会社を加える", "Add a company")}</a>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <div class="card table" tabindex="0" role="region" aria-label=title>
                    <table class="cards">
                        <thead><tr>
                            <th scope="col">{lang.t("名前", "Name")}</th>
                            <th scope="col">{lang.t("担当", "Contact")}</th>
                            <th scope="col">{lang.t("メール", "E-mail")}</th>
                            <th scope="col">{lang.t("メモ", "Note")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! {
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push" href="#add">{lang.t("会社を加える", "Add a company")}</a>
            </div>
            {head.view(lang)}
            {list}
            <form method="post" class="card" id="add">
                <h2>{lang.t("会社を加える", "Add a company")}</h2>
                <Key/>
                {fields(None)}
                <button class="go">{lang.t("加える", "Add")}</button>
            </form>
        }
    })
    .into())
}

/// Adds the company.
pub async fn submit(req: &Req) -> Result<Reply> {
    employers::save(req.actor()?, &req.services, req.key(), form(req)).await?;
    Ok(Reply::said(
        req,
        "/employers",
        "会社を加えました。",
        "The company was added.",
    ))
}

/// What was posted about a company.
pub(super) fn form(req: &Req) -> EmployerForm<'_> {
    EmployerForm {
        name: req.form.get("name"),
        contact_name: req.form.get("contact_name"),
        contact_email: req.form.get("contact_email"),
        note: req.form.get("note"),
    }
}
