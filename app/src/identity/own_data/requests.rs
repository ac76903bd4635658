//! `/data-requests`: what people ask about their own data.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result, Services, Zone,
    identity::own_data::requests::{self, Kind, RequestLine, RequestSort, Wanted},
};

use super::words;
use crate::{
    ui::{Chip, Column, List, Nothing, Tone, day, day_of},
    web::{Page, Reply, Req},
};

/// Those that wait, the most urgent first; `?show=all` shows all, `?kind=` one kind, `?q=` searches by name.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let today = req.services.config.today();
    let mut list = List::new(req, "/data-requests", lang.t("名前でさがす", "Search by name"));
    let all = list.filter("show") == "all";
    let kind = list.filter("kind").parse::<Kind>().ok();
    list.chip("show", "", lang.t("答えを待つもの", "Waiting"), !all);
    list.chip("show", "all", lang.t("すべて", "All"), all);
    for one in Kind::ALL {
        let here = kind == Some(one);
        list.chip(
            "kind",
            if here { "" } else { one.code() },
            words::kind(lang, one),
            here,
        );
    }
    let query = list.query(Wanted { open: !all, kind });
    let columns = move || columns(lang, zone, today);
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            requests::list(&actor, &services, &query).await
        };
        return list.file(req, "data-requests.csv", columns(), query, load).await;
    }
    let found = requests::list(req.actor()?, &req.services, &query).await?;
    let title = lang.t("データの請求", "Requests about data");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t("答えを待つ請求はありません。", "No request waits for an answer."),
            [],
        )
        .found(
            lang.t("見つかりません。", "Nothing found."),
            "/data-requests",
            lang.t("答えを待つものを見る", "Show those that wait"),
        );
        view! {
            {list.title(title, ())}
            {list.table(title, columns(), found, nothing)}
        }
    })
    .into())
}

type RequestColumn = Column<RequestLine>;

fn columns(lang: Lang, zone: Zone, today: NaiveDate) -> Vec<RequestColumn> {
    vec![
        RequestColumn::new(lang.t("だれが", "Who"), |it| it.person.clone()).cell(|it| {
            view! { <a href=format!("/data-requests/{}", it.request.id)>{it.person.clone()}</a> }
        }),
        RequestColumn::new(lang.t("何を", "What"), move |it| {
            words::kind(lang, it.kind).to_owned()
        }),
        RequestColumn::new(lang.t("受けた日", "Received"), move |it| {
            day(lang, it.request.received_at, zone)
        })
        .sorts(RequestSort::Received),
        RequestColumn::new(lang.t("答えの期日", "Answer due"), move |it| {
            day_of(lang, it.request.due_on)
        })
        .cell(move |it| {
            let late = it.request.answered_at.is_none() && it.request.due_on < today;
            let late =
                late.then(|| view! { <Chip tone=Tone::Miss text=lang.t("過ぎています", "overdue") /> });
            view! {
                {day_of(lang, it.request.due_on)}
                " "
                {late}
            }
        })
        .sorts(RequestSort::Due),
        RequestColumn::new(lang.t("結果", "State"), move |it| {
            words::outcome(lang, it.request.outcome.as_deref()).1.to_owned()
        })
        .cell(move |it| {
            let (tone, text) = words::outcome(lang, it.request.outcome.as_deref());
            view! { <Chip tone text /> }
        }),
    ]
}
