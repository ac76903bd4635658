//! Every cohort.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Result,
    classroom::cohorts::{self, Line},
};

use crate::{
    ui::{Chip, Empty, ListHead, Tone, day_of, time_range},
    web::{Page, Reply, Req},
};

/// The list. `?q=` looks for a name or place, `?show=past` shows those that have ended and `?show=all` all;
/// `?as=csv` saves the list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let mut head = ListHead::new(
        req,
        "/cohorts",
        lang.t("名前や場所でさがす", "Search by name or place"),
    );
    let wanted = head.filter("show");
    for (code, word) in [
        ("", lang.t("いまとこれから", "Now and to come")),
        ("past", lang.t("終わったクラス", "Ended")),
        ("all", lang.t("すべて", "All")),
    ] {
        head.chip("show", code, word, wanted == code);
    }
    let today = server::db::now()
        .with_timezone(&req.services.config.offset())
        .date_naive();
    let lines: Vec<Line> = cohorts::list(req.actor()?, &req.services, head.search())
        .await?
        .into_iter()
        .filter(|line| match wanted.as_str() {
            "" => line.cohort.ends_on >= today || line.next.is_some(),
            "past" => line.cohort.ends_on < today && line.next.is_none(),
            _ => true,
        })
        .collect();
    if req.query.get("as") == "csv" {
        return file(lang, lines);
    }
    let searched = !head.search().is_empty() || !wanted.is_empty();
    let save = head.address(&[("as", "csv")]);
    let offset = req.services.config.offset();
    let now = server::db::now();
    let title = lang.t("クラス", "Cohorts");
    Ok(Page::new(title, move || {
        let empty = lines.is_empty();
        let rows: Vec<_> = lines
            .into_iter()
            .map(|line| {
                let cohort = line.cohort;
                let next = match line.next.clone() {
                    Some(next) => {
                        let when = time_range(lang, next.starts_at, next.ends_at, offset);
                        view! { <a href=format!("/sessions/{}", next.id)>{when}</a> }.into_any()
                    }
                    None => lang.t("予定はありません", "None planned").into_any(),
                };
                let running = line
                    .next
                    .as_ref()
                    .is_some_and(|next| next.starts_at <= now)
                    .then(|| view! { <Chip tone=Tone::Soon text=lang.t("授業中", "In class") /> });
                let span = format!("{}–{}", day_of(lang, cohort.starts_on), day_of(lang, cohort.ends_on));
                view! {
                    <tr>
                        <th scope="row">
                            <a href=format!("/cohorts/{}", cohort.id)>{cohort.name}</a>
                            " "
                            {running}
                        </th>
                        <td data-label=lang.t("場所", "Place")>{cohort.place}</td>
                        <td data-label=lang.t("期間", "Dates")>{span}</td>
                        <td data-label=lang.t("学ぶ人", "Learners")>{line.learners}</td>
                        <td data-label=lang.t("授業", "Class sessions")>{line.sessions}</td>
                        <td data-label=lang.t("次の授業", "Next class")>{next}</td>
                    </tr>
                }
            })
            .collect();
        let list = match (empty, searched) {
            (true, true) => view! {
                <Empty text=lang.t("見つかりません。", "Nothing found.")>
                    <a class="quiet" href="/cohorts?show=all">
                        {lang.t("すべてのクラスを見る", "Show every cohort")}
                    </a>
                </Empty>
            }
            .into_any(),
            (true, false) => view! {
                <Empty text=lang
                    .t(
                        "ここにクラスがならびます。クラスを作ると、授業の予定ができ、学ぶ人を招待できます。",
                        "Cohorts will be listed here. Make one to plan its class sessions and invite learners.",
                    )>
                    <a class="quiet" href="/cohorts/new">
                        {lang.t("クラスを作る", "Make a cohort")}
                    </a>
                    <a class="quiet" href="/cohorts?show=past">
                        {lang.t("終わったクラスを見る", "Cohorts that have ended")}
                    </a>
                </Empty>
            }
            .into_any(),
            (false, _) => view! {
                <div class="card table" tabindex="0" role="region" aria-label=title>
                    <table class="cards">
                        <thead>
                            <tr>
                                <th scope="col">{lang.t("クラス", "Cohort")}</th>
                                <th scope="col">{lang.t("場所", "Place")}</th>
                                <th scope="col">{lang.t("期間", "Dates")}</th>
                                <th scope="col">{lang.t("学ぶ人", "Learners")}</th>
                                <th scope="col">{lang.t("授業", "Class sessions")}</th>
                                <th scope="col">{lang.t("次の授業", "Next class")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        };
        view! {
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push no-print" href=save>
                    "CSV"
                </a>
                <a class="go no-print" href="/cohorts/new">
                    {lang.t("クラスを作る", "New cohort")}
                </a>
            </div>
            {head.view(lang)}
            {list}
        }
    })
    .into())
}

fn file(lang: Lang, lines: Vec<Line>) -> Result<Reply> {
    let head = [
        lang.t("クラス", "Cohort"),
        lang.t("場所", "Place"),
        lang.t("最初の日", "First day"),
        lang.t("最後の日", "Last day"),
        lang.t("学ぶ人", "Learners"),
        lang.t("授業", "Class sessions"),
    ];
    let head = head.map(str::to_owned).to_vec();
    let rows = lines.into_iter().map(|line| {
        let cohort = line.cohort;
        vec![
            cohort.name,
            cohort.place,
            cohort.starts_on.to_string(),
            cohort.ends_on.to_string(),
            line.learners.to_string(),
            line.sessions.to_string(),
        ]
    });
    Reply::csv("cohorts.csv", std::iter::once(head).chain(rows))
}
