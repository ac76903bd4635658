//! `/incidents`: what happened, for those who coordinate; as CSV too.

use std::sync::Arc;

use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result, Services, Zone,
    telework::incident_list::{self, IncidentRow, IncidentSort, IncidentState},
};

use super::incident_words as words;
use crate::{
    ui::{Column, List, Nothing, day_and_time},
    web::{Page, Reply, Req},
};

/// The list: `?state=` of which state, `?q=` with which words, `?as=csv` to save it.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let search = lang.t("名前や言葉でさがす", "Search by name or word");
    let mut list = List::new(req, "/incidents", search);
    let wanted = list.filter("state").parse().unwrap_or(IncidentState::Open);
    let query = list.query(wanted);
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            incident_list::list(&actor, &services, &query).await
        };
        return list
            .file(req, "incidents.csv", columns(lang, zone), query, load)
            .await;
    }
    let found = incident_list::list(actor, &req.services, &query).await?;
    for (value, state, word) in [
        ("", IncidentState::Open, lang.t("いま見ている", "Open")),
        ("closed", IncidentState::Closed, lang.t("終わった", "Closed")),
    ] {
        let count = incident_list::count(actor, &req.services, state).await?;
        list.chip("state", value, format!("{word} {count}"), wanted == state);
    }
    let title = lang.t("できごと", "Incidents");
    Ok(Page::new(title, move || {
        let none = lang.t("いま見ているできごとはありません。", "Nothing is open.");
        let nothing = Nothing::yet(
            none,
            [(
                "/incidents?state=closed",
                lang.t("終わったものを見る", "Show what is closed"),
            )],
        )
        .found(
            lang.t("見つかりません。", "Nothing found."),
            "/incidents",
            lang.t("いま見ているものへ", "Show what is open"),
        );
        let links = view! {
            <a class="quiet no-print" href="/pledge/text">
                {lang.t("情報を守る約束の文", "Text of the pledge")}
            </a>
            <a class="quiet no-print" href="/incidents/new">
                {lang.t("知らせる", "Tell of one")}
            </a>
        };
        view! {
            {list.title(title, links)}
            {list.table(title, columns(lang, zone), found, nothing)}
        }
    })
    .into())
}

type IncidentColumn = Column<IncidentRow>;

fn columns(lang: Lang, zone: Zone) -> Vec<IncidentColumn> {
    vec![
        IncidentColumn::new(lang.t("何が", "What"), move |row| {
            words::kind(lang, row.incident.kind).to_owned()
        })
        .cell(move |row| {
            view! {
                <a href=format!("/incidents/{}", row.incident.id)>{words::kind(lang, row.incident.kind)}</a>
            }
        }),
        IncidentColumn::new(lang.t("だれが知らせた", "Told by"), |row| {
            row.person.clone()
        }),
        IncidentColumn::new(lang.t("いつ", "When"), move |row| {
            row.incident
                .at
                .with_timezone(&zone)
                .format("%Y-%m-%d %H:%M")
                .to_string()
        })
        .cell(move |row| day_and_time(lang, row.incident.at, zone))
        .sorts(IncidentSort::Time),
        IncidentColumn::new(lang.t("くわしく", "More"), |row| row.incident.what.clone()),
        IncidentColumn::new(lang.t("学んだこと", "Learnt"), |row| {
            row.incident.learnt.clone()
        }),
    ]
}
