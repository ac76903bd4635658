//! `/employers`: the companies, and adding one.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Result,
    matching::{employers, tables::employer},
};

use super::employer_form::{fields, form};
use crate::{
    ui::{Empty, ListHead},
    web::{Page, Reply, Req},
};

/// The list and the form. `?q=` looks for a company, `?as=csv` saves the list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let head = ListHead::new(req, "/employers", lang.t("会社をさがす", "Search"));
    let found = employers::list(req.actor()?, &req.services, head.search()).await?;
    if req.query.get("as") == "csv" {
        return file(lang, found);
    }
    let save = head.address(&[("as", "csv")]);
    let searched = !head.search().is_empty();
    let title = lang.t("会社", "Employers");
    Ok(Page::new(title, move || {
        let rows: Vec<_> = found
            .into_iter()
            .map(|it| {
                view! {
                    <tr>
                        <th scope="row">
                            <a href=format!("/employers/{}/edit", it.id)>{it.name}</a>
                        </th>
                        <td data-label=lang.t("担当", "Contact")>{it.contact_name}</td>
                        <td data-label=lang.t("メール", "E-mail")>{it.contact_email}</td>
                        <td data-label=lang.t("メモ", "Note")>{it.note}</td>
                    </tr>
                }
            })
            .collect();
        let list = if rows.is_empty() && searched {
            view! {
                <Empty text=lang.t("見つかりません。", "Nothing found.")>
                    <a class="quiet" href="/employers">
                        {lang.t("すべての会社を見る", "Show every company")}
                    </a>
                </Empty>
            }
            .into_any()
        } else if rows.is_empty() {
            view! {
                <Empty text=lang
                    .t(
                        "まだ会社がありません。下の欄から、はじめの会社を加えましょう。",
                        "No company here. Add one below to begin.",
                    )>
                    <a class="quiet" href="#add">
                        {lang.t("会社を加える", "Add a company")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <div class="card table" tabindex="0" role="region" aria-label=title>
                    <table class="cards">
                        <thead>
                            <tr>
                                <th scope="col">{lang.t("名前", "Name")}</th>
                                <th scope="col">{lang.t("担当", "Contact")}</th>
                                <th scope="col">{lang.t("メール", "E-mail")}</th>
                                <th scope="col">{lang.t("メモ", "Note")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! {
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push no-print" href=save>
                    "CSV"
                </a>
                <a class="quiet no-print" href="#add">
                    {lang.t("会社を加える", "Add a company")}
                </a>
            </div>
            {head.view(lang)}
            {list}
            <form method="post" class="card" id="add">
                <h2>{lang.t("会社を加える", "Add a company")}</h2>
                {fields(None)}
                <button class="go">{lang.t("加える", "Add")}</button>
            </form>
        }
    })
    .into())
}

fn file(lang: Lang, found: Vec<employer::Model>) -> Result<Reply> {
    let head = [
        lang.t("名前", "Name"),
        lang.t("担当", "Contact"),
        lang.t("メール", "E-mail"),
        lang.t("メモ", "Note"),
    ];
    let head = head.map(str::to_owned).to_vec();
    let rows = found
        .into_iter()
        .map(|it| vec![it.name, it.contact_name, it.contact_email, it.note]);
    Reply::csv("employers.csv", std::iter::once(head).chain(rows))
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
