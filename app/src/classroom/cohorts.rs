//! Every cohort.

use leptos::prelude::*;
use server::{Result, classroom::cohorts};

use crate::{
    ui::{Empty, Field, day_of, time_range},
    web::{Page, Reply, Req},
};

/// The list, with its search.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let search = req.query.get("q").to_owned();
    let lines = cohorts::list(req.actor()?, &req.services, &search).await?;
    let offset = req.services.config.offset();
    let title = lang.t("クラス", "Cohorts");
    Ok(Page::new(title, move || {
        let searched = !search.is_empty();
        let empty = lines.is_empty();
        let rows: Vec<_> = lines
            .into_iter()
            .map(|line| {
                let cohort = line.cohort;
                let next = match line.next {
                    Some(next) => {
                        let when = time_range(lang, next.starts_at, next.ends_at, offset);
                        view! { <a href=format!("/sessions/{}", next.id)>{when}</a> }.into_any()
                    }
                    None => lang.t("予定はありません", "None planned").into_any(),
                };
                let span = format!("{}–{}", day_of(lang, cohort.starts_on), day_of(lang, cohort.ends_on));
                view! {
                    <tr>
                        <th scope="row"><a href=format!("/cohorts/{}", cohort.id)>{cohort.name}</a></th>
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
                    <a class="quiet" href="/cohorts">{lang.t("すべてのクラスを見る", "Show every cohort")}</a>
                </Empty>
            }
            .into_any(),
            (true, false) => view! {
                <Empty text=lang.t(
                    "ここにクラスがならびます。クラスを作ると、授業の予定ができ、学ぶ人を招待できます。",
                    "Cohorts will be listed here. Make one to plan its class sessions and invite learners.",
                )>
                    <a class="quiet" href="/cohorts/new">{lang.t("はじめのクラスを作る", "Make the first cohort")}</a>
                </Empty>
            }
            .into_any(),
            (false, _) => view! {
                <div class="card table" tabindex="0" role="region" aria-label=title>
                    <table class="cards">
                        <thead><tr>
                            <th scope="col">{lang.t("クラス", "Cohort")}</th>
                            <th scope="col">{lang.t("場所", "Place")}</th>
                            <th scope="col">{lang.t("期間", "Dates")}</th>
                            <th scope="col">{lang.t("学ぶ人", "Learners")}</th>
                            <th scope="col">{lang.t("授業", "Class sessions")}</th>
                            <th scope="col">{lang.t("次の授業", "Next class")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        };
        view! {
            <div class="row">
                <h1>{title}</h1>
                <a class="go push" href="/cohorts/new">{lang.t("クラスを作る", "New cohort")}</a>
            </div>
            <form method="get" class="search" role="search">
                <Field name="q" kind="search" label=lang.t("名前や場所でさがす", "Search by name or place") value=search/>
                <button class="quiet">{lang.t("さがす", "Search")}</button>
            </form>
            {list}
        }
    })
    .into())
}
