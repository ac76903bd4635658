//! Every cohort.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result, Services, Zone,
    classroom::cohort_list::{self, CohortRow, CohortSort, When},
};

use crate::{
    ui::{Chip, Column, List, Nothing, Tone, day_of, time_range},
    web::{Page, Reply, Req},
};

/// The list. `?q=` looks for a name or place, `?show=past` shows those that have ended and `?show=all` all;
/// `?as=csv` saves the list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let mut list = List::new(
        req,
        "/cohorts",
        lang.t("名前や場所でさがす", "Search by name or place"),
    );
    let wanted = list.filter("show").parse().unwrap_or(When::Current);
    for (value, when, word) in [
        ("", When::Current, lang.t("いまとこれから", "Now and to come")),
        ("past", When::Past, lang.t("終わったクラス", "Ended")),
        ("all", When::All, lang.t("すべて", "All")),
    ] {
        list.chip("show", value, word, wanted == when);
    }
    let query = list.query(wanted);
    let (zone, now) = (req.services.config.zone, server::db::now());
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            cohort_list::list(&actor, &services, &query).await
        };
        return list
            .file(req, "cohorts.csv", columns(lang, zone, now), query, load)
            .await;
    }
    let found = cohort_list::list(req.actor()?, &req.services, &query).await?;
    let title = lang.t("クラス", "Cohorts");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "ここにクラスがならびます。クラスを作ると、授業の予定ができ、学ぶ人を招待できます。",
                "Cohorts will be listed here. Make one to plan its class sessions and invite learners.",
            ),
            [
                ("/cohorts/new", lang.t("クラスを作る", "Make a cohort")),
                (
                    "/cohorts?show=past",
                    lang.t("終わったクラスを見る", "Cohorts that have ended"),
                ),
            ],
        )
        .found(
            lang.t("見つかりません。", "Nothing found."),
            "/cohorts?show=all",
            lang.t("すべてのクラスを見る", "Show every cohort"),
        );
        let new = view! {
            <a class="go no-print" href="/cohorts/new">
                {lang.t("クラスを作る", "New cohort")}
            </a>
        };
        view! {
            {list.title(title, new)}
            {list.table(title, columns(lang, zone, now), found, nothing)}
        }
    })
    .into())
}

type CohortColumn = Column<CohortRow>;

fn columns(lang: Lang, zone: Zone, now: DateTime<Utc>) -> Vec<CohortColumn> {
    let next_class = move |row: &CohortRow| {
        row.next
            .as_ref()
            .map(|next| time_range(lang, next.starts_at, next.ends_at, zone))
    };
    vec![
        CohortColumn::new(lang.t("クラス", "Cohort"), |row| row.cohort.name.clone())
            .cell(move |row| {
                let running = row.next.as_ref().is_some_and(|next| next.starts_at <= now);
                let running =
                    running.then(|| view! { <Chip tone=Tone::Soon text=lang.t("授業中", "In class") /> });
                view! {
                    <a href=format!("/cohorts/{}", row.cohort.id)>{row.cohort.name.clone()}</a>
                    " "
                    {running}
                }
            })
            .sorts(CohortSort::Name),
        CohortColumn::new(lang.t("場所", "Place"), |row| row.cohort.place.clone()).sorts(CohortSort::Place),
        CohortColumn::of_file(lang.t("最初の日", "First day"), |row| {
            row.cohort.starts_on.to_string()
        }),
        CohortColumn::of_file(lang.t("最後の日", "Last day"), |row| {
            row.cohort.ends_on.to_string()
        }),
        CohortColumn::of_page(lang.t("期間", "Dates"), move |row| {
            let cohort = &row.cohort;
            format!(
                "{}–{}",
                day_of(lang, cohort.starts_on),
                day_of(lang, cohort.ends_on)
            )
        })
        .headed()
        .sorts(CohortSort::Start),
        CohortColumn::new(lang.t("学ぶ人", "Learners"), |row| row.learners.to_string()),
        CohortColumn::new(lang.t("授業", "Class sessions"), |row| row.sessions.to_string()),
        CohortColumn::new(lang.t("次の授業", "Next class"), move |row| {
            next_class(row).unwrap_or_default()
        })
        .cell(move |row| match (&row.next, next_class(row)) {
            (Some(next), Some(when)) => {
                view! { <a href=format!("/sessions/{}", next.id)>{when}</a> }.into_any()
            }
            _ => lang.t("予定はありません", "None planned").into_any(),
        }),
    ]
}
