//! `/openings`: the jobs, by state and search, as CSV too.

use leptos::prelude::*;
use server::{
    Result,
    matching::{
        openings::{self, OpeningRow},
        words as codes,
    },
};

use super::words;
use crate::{
    ui::{Chip, Empty, ListHead, Tone, day_of},
    web::{Page, Reply, Req},
};

/// The list: `?state=` of which state, `?q=` with which words, `?as=csv` to save it.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let today = server::db::now()
        .with_timezone(&req.services.config.offset())
        .date_naive();
    let mut head = ListHead::new(
        req,
        "/openings",
        lang.t("仕事、会社、町でさがす", "Search by job, company or town"),
    );
    let wanted = head.filter("state");
    for (code, word) in [
        ("", lang.t("募集中", "Open")),
        ("closed", lang.t("締め切り", "Closed")),
        ("all", lang.t("すべて", "All")),
    ] {
        head.chip("state", code, word, wanted == code);
    }
    let needle = head.search().to_lowercase();
    let kind = |row: &OpeningRow| words::meaning(lang, codes::KINDS, &row.opening.kind);
    let rows: Vec<OpeningRow> = openings::all(req.actor()?, &req.services)
        .await?
        .into_iter()
        .filter(|row| wanted == "all" || row.is_open(today) == wanted.is_empty())
        .filter(|row| {
            let text = format!(
                "{} {} {} {}",
                row.opening.title,
                row.employer.name,
                row.opening.place,
                kind(row)
            );
            text.to_lowercase().contains(&needle)
        })
        .collect();
    if req.query.get("as") == "csv" {
        let columns = [
            lang.t("仕事", "Job"),
            lang.t("会社", "Employer"),
            lang.t("種類", "Kind"),
            lang.t("働く場所", "Where"),
            lang.t("週の時間", "Hours a week"),
            lang.t("開始", "Starts"),
            lang.t("席", "Seats"),
            lang.t("空き", "Free"),
            lang.t("締め切り", "Closes"),
        ];
        let mut lines = vec![columns.map(str::to_owned).to_vec()];
        lines.extend(rows.iter().map(|row| {
            let it = &row.opening;
            vec![
                it.title.clone(),
                row.employer.name.clone(),
                kind(row),
                words::mode_of(lang, &it.work_mode),
                it.hours_per_week.to_string(),
                it.starts_on.to_string(),
                it.seats.to_string(),
                row.free().to_string(),
                it.closes_on.to_string(),
            ]
        }));
        return Reply::csv("openings.csv", lines);
    }
    let title = lang.t("求人", "Openings");
    let save = head.address(&[("as", "csv")]);
    let searched = !head.search().is_empty() || !wanted.is_empty();
    Ok(Page::new(title, move || {
        let list: Vec<_> = rows
            .into_iter()
            .map(|row| {
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
            })
            .collect();
        let list = if list.is_empty() && searched {
            view! {
                <Empty text=lang.t("見つかりません。", "Nothing found.")>
                    <a class="quiet" href="/openings?state=all">
                        {lang.t("すべての求人を見る", "Show every opening")}
                    </a>
                </Empty>
            }
            .into_any()
        } else if list.is_empty() {
            view! {
                <Empty text=lang
                    .t(
                        "ここに求人がならびます。会社を加えてから、求人をつくります。",
                        "Openings will be listed here. Add a company first, then its opening.",
                    )>
                    <a class="quiet" href="/employers">
                        {lang.t("会社を加える", "Add a company")}
                    </a>
                    <a class="quiet" href="/openings/new">
                        {lang.t("求人をつくる", "Add an opening")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! { <ul class="stack">{list}</ul> }.into_any()
        };
        view! {
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push" href="/openings/new">
                    {lang.t("求人をつくる", "Add an opening")}
                </a>
                <a class="quiet" href="/referrals">
                    {lang.t("紹介の一覧", "Referrals")}
                </a>
                <a class="quiet" href=save>
                    "CSV"
                </a>
            </div>
            {head.view(lang)}
            {list}
        }
    })
    .into())
}
