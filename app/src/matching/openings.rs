//! `/openings`: the jobs, by state and search, as CSV too.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result, Services,
    matching::{
        opening_list::{self, OpeningState},
        openings::OpeningRow,
        words as codes,
    },
};

use super::words;
use crate::{
    ui::{Chip, Column, List, Nothing, Tone, day_of},
    web::{Page, Reply, Req},
};

/// The list: `?state=` of which state, `?q=` with which words, `?as=csv` to save it.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let today = req.services.config.today();
    let mut list = List::new(
        req,
        "/openings",
        lang.t("仕事、会社、町でさがす", "Search by job, company or town"),
    );
    let wanted = list.filter("state").parse().unwrap_or(OpeningState::Open);
    for (value, state, word) in [
        ("", OpeningState::Open, lang.t("募集中", "Open")),
        ("closed", OpeningState::Closed, lang.t("締め切り", "Closed")),
        ("all", OpeningState::All, lang.t("すべて", "All")),
    ] {
        list.chip("state", value, word, wanted == state);
    }
    let query = list.query(wanted);
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            opening_list::list(&actor, &services, &query).await
        };
        return list.file(req, "openings.csv", columns(lang), query, load).await;
    }
    let found = opening_list::list(req.actor()?, &req.services, &query).await?;
    let title = lang.t("求人", "Openings");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "ここに求人がならびます。会社を加えてから、求人をつくります。",
                "Openings will be listed here. Add a company first, then its opening.",
            ),
            [
                ("/employers", lang.t("会社を加える", "Add a company")),
                ("/openings/new", lang.t("求人をつくる", "Add an opening")),
            ],
        )
        .found(
            lang.t("見つかりません。", "Nothing found."),
            "/openings?state=all",
            lang.t("すべての求人を見る", "Show every opening"),
        );
        let links = view! {
            <a class="quiet no-print" href="/openings/new">
                {lang.t("求人をつくる", "Add an opening")}
            </a>
            <a class="quiet no-print" href="/referrals">
                {lang.t("紹介の一覧", "Referrals")}
            </a>
        };
        view! {
            {list.title(title, links)}
            {list.cards(found, move |row| card(lang, today, row).into_any(), nothing)}
        }
    })
    .into())
}

fn card(lang: Lang, today: NaiveDate, row: OpeningRow) -> impl IntoView {
    let free = row.free();
    let (tone, seats) = if row.is_open(today) {
        let until = day_of(lang, row.opening.closes_on);
        let tone = if free > 0 { Tone::Met } else { Tone::Soon };
        (
            tone,
            lang.t(
                format!("あと {free} 席　{until}まで"),
                format!("Seats left: {free}, until {until}"),
            ),
        )
    } else {
        (Tone::Calm, lang.t("締め切り", "Closed").to_owned())
    };
    let line = words::line(lang, &row);
    view! {
        <li class="card">
            <div class="row">
                <h2>
                    <a href=format!("/openings/{}", row.opening.id)>{row.opening.title}</a>
                </h2>
                <span class="push">
                    <Chip tone=tone text=seats />
                </span>
            </div>
            <p class="soft">{line}</p>
        </li>
    }
}

type OpeningColumn = Column<OpeningRow>;

fn columns(lang: Lang) -> Vec<OpeningColumn> {
    vec![
        OpeningColumn::of_file(lang.t("仕事", "Job"), |row| row.opening.title.clone()),
        OpeningColumn::of_file(lang.t("会社", "Company"), |row| row.employer.name.clone()),
        OpeningColumn::of_file(lang.t("種類", "Kind"), move |row| {
            words::meaning(lang, codes::KINDS, &row.opening.kind)
        }),
        OpeningColumn::of_file(lang.t("働く場所", "Where"), move |row| {
            words::mode(lang, row.opening.work_mode).to_owned()
        }),
        OpeningColumn::of_file(lang.t("週の時間", "Hours a week"), |row| {
            row.opening.hours_per_week.to_string()
        }),
        OpeningColumn::of_file(lang.t("開始", "Starts"), |row| {
            row.opening.starts_on.to_string()
        }),
        OpeningColumn::of_file(lang.t("席", "Seats"), |row| row.opening.seats.to_string()),
        OpeningColumn::of_file(lang.t("空き", "Free"), |row| row.free().to_string()),
        OpeningColumn::of_file(lang.t("締め切り", "Closes"), |row| {
            row.opening.closes_on.to_string()
        }),
    ]
}
