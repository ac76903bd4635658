//! The audit trail.

use std::sync::Arc;

use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result, Services, Zone,
    identity::audit::{self, AuditSort, Entry, Wanted},
};

use super::audit_words;
use crate::{
    ui::{Column, List, Nothing, day_and_time},
    web::{Page, Reply, Req},
};

/// The newest entries; searched with `?q=`, of one person with `?person=`, older ones with `?after=`, as
/// CSV with `?as=csv`.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let mut list = List::new(
        req,
        "/audit",
        lang.t("名前・内容でさがす", "Search by name or content"),
    );
    let query = list.query(Wanted {
        subject: list.filter("person").parse().ok(),
    });
    if list.wants_file() {
        let load =
            async |services: Arc<Services>, actor: Actor, query| audit::list(&actor, &services, &query).await;
        return list
            .file(req, "audit.csv", columns(lang, zone), query, load)
            .await;
    }
    let found = audit::list(req.actor()?, &req.services, &query).await?;
    let title = lang.t("記録", "Audit trail");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(lang.t("まだ記録はありません。", "Nothing is recorded yet."), []).found(
            lang.t("見つかりませんでした。", "Nothing was found."),
            "/audit",
            lang.t("全部を見る", "Show all"),
        );
        view! {
            {list.title(title, ())}
            {list.table(title, columns(lang, zone), found, nothing)}
        }
    })
    .into())
}

type EntryColumn = Column<Entry>;

fn columns(lang: Lang, zone: Zone) -> Vec<EntryColumn> {
    let system = move || lang.t("システム", "System").to_owned();
    vec![
        EntryColumn::new(lang.t("いつ", "When"), move |it| {
            day_and_time(lang, it.entry.at, zone)
        })
        .sorts(AuditSort::Time),
        EntryColumn::new(lang.t("だれが", "Who"), move |it| {
            it.actor.clone().unwrap_or_else(system)
        }),
        EntryColumn::new(lang.t("何を", "What"), |it| it.entry.action.clone()).cell(move |it| {
            let code = it.entry.action.clone();
            view! {
                {audit_words::action(lang, &code)}
                " "
                <code class="soft">{code}</code>
            }
        }),
        EntryColumn::new(lang.t("だれの", "Whose"), |it| {
            it.subject.clone().unwrap_or_default()
        }),
        EntryColumn::new(lang.t("くわしく", "Details"), |it| it.entry.detail.clone()),
    ]
}
