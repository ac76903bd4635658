//! `/employers`: the companies, and adding one.

use std::sync::Arc;

use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result, Services,
    matching::{
        employers::{self, EmployerForm, EmployerSort},
        tables::employer,
    },
};

use super::employer_form::fields;
use crate::{
    ui::{Column, List, Nothing},
    web::{Page, Reply, Req},
};

/// The list and the form. `?q=` looks for a company, `?as=csv` saves the list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let mut list = List::new(req, "/employers", lang.t("会社をさがす", "Search"));
    let query = list.query(());
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            employers::list(&actor, &services, &query).await
        };
        return list.file(req, "employers.csv", columns(lang), query, load).await;
    }
    let found = employers::list(req.actor()?, &req.services, &query).await?;
    let title = lang.t("会社", "Companies");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "まだ会社がありません。下の欄から、はじめの会社を加えましょう。",
                "No company here. Add one below to begin.",
            ),
            [("#add", lang.t("会社を加える", "Add a company"))],
        )
        .found(
            lang.t("見つかりません。", "Nothing found."),
            "/employers",
            lang.t("すべての会社を見る", "Show every company"),
        );
        let add = view! {
            <a class="quiet no-print" href="#add">
                {lang.t("会社を加える", "Add a company")}
            </a>
        };
        view! {
            {list.title(title, add)}
            {list.table(title, columns(lang), found, nothing)}
            <form method="post" class="card" id="add">
                <h2>{lang.t("会社を加える", "Add a company")}</h2>
                {fields(None)}
                <button class="go">{lang.t("加える", "Add")}</button>
            </form>
        }
    })
    .into())
}

type EmployerColumn = Column<employer::Model>;

fn columns(lang: Lang) -> Vec<EmployerColumn> {
    vec![
        EmployerColumn::new(lang.t("名前", "Name"), |it| it.name.clone())
            .cell(|it| view! { <a href=format!("/employers/{}/edit", it.id)>{it.name.clone()}</a> })
            .sorts(EmployerSort::Name),
        EmployerColumn::new(lang.t("担当", "Contact"), |it| it.contact_name.clone())
            .sorts(EmployerSort::Contact),
        EmployerColumn::new(lang.t("メール", "E-mail"), |it| it.contact_email.clone()),
        EmployerColumn::new(lang.t("メモ", "Note"), |it| it.note.clone()),
    ]
}

/// Adds the company.
pub async fn submit(req: &Req, form: EmployerForm) -> Result<Reply> {
    employers::save(req.actor()?, &req.services, req.key(), form).await?;
    Ok(Reply::flash(
        req,
        "/employers",
        "会社を加えました。",
        "The company was added.",
    ))
}
