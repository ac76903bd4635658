//! `/rounds`: placement rounds, and making one.

use std::sync::Arc;

use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result, Services,
    matching::rounds::{self, RoundForm, RoundRow, RoundSort},
};

use super::words;
use crate::{
    ui::{Chip, Choices, Column, Field, List, Nothing, Tone, crumbs, day_of},
    web::{Page, Reply, Req},
};

/// The list and the form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let mut list = List::new(req, "/rounds", lang.t("名前でさがす", "Search by name"));
    let query = list.query(());
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            rounds::list(&actor, &services, &query).await
        };
        return list.file(req, "rounds.csv", columns(lang), query, load).await;
    }
    let actor = req.actor()?;
    let found = rounds::list(actor, &req.services, &query).await?;
    let openings: Vec<(String, String)> = rounds::choices(actor, &req.services)
        .await?
        .into_iter()
        .map(|row| {
            let line = words::line(lang, &row);
            let free = row.free();
            let label = lang.t(
                format!("{}（あと {free} 席）　{line}", row.opening.title),
                format!("{} ({free} free) · {line}", row.opening.title),
            );
            (row.opening.id.to_string(), label)
        })
        .collect();
    let title = lang.t("まとめて組み合わせる", "Placement rounds");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "たくさんの人とたくさんの席を、両方の希望から一度に組み合わせます。まず、下で求人を選びます。",
                "Many people and many seats are matched at once by what both sides prefer. Begin by choosing openings below.",
            ),
            [("#add", lang.t("はじめる", "Begin"))],
        );
        let form = if openings.is_empty() {
            view! {
                <p>
                    {lang
                        .t("席の空いている求人がありません。", "No opening has a free seat.")}
                    " " <a href="/openings">{lang.t("求人へ", "To the openings")}</a>
                </p>
            }
            .into_any()
        } else {
            view! {
                <Field
                    name="title"
                    label=lang.t("名前", "Name")
                    hint=lang.t("例: 1月のマッチング", "Such as: Placements of January")
                />
                <Field
                    name="until"
                    kind="date"
                    label=lang.t("希望を聞く最後の日", "Last day for preferences")
                />
                <Choices
                    name="opening"
                    label=lang.t("求人", "Openings")
                    options=openings
                    many=true
                    hint=lang
                        .t(
                            "紹介した人だけが入ります。",
                            "Whoever was referred to one of them takes part.",
                        )
                />
                <button class="go">{lang.t("作る", "Make it")}</button>
            }
            .into_any()
        };
        view! {
            {crumbs(vec![("/referrals".to_owned(), lang.t("紹介", "Referrals").to_owned())])}
            {list.title(title, ())}
            {list.table(title, columns(lang), found, nothing)}
            <form method="post" class="card" id="add">
                <h2>{lang.t("新しく作る", "Make a round")}</h2>
                {form}
            </form>
        }
    })
    .into())
}

type RoundColumn = Column<RoundRow>;

fn columns(lang: Lang) -> Vec<RoundColumn> {
    let state = move |row: &RoundRow| match row.round.decided_at {
        Some(_) => (Tone::Met, lang.t("決まりました", "decided")),
        None => (Tone::Soon, lang.t("希望を聞いています", "taking preferences")),
    };
    vec![
        RoundColumn::new(lang.t("名前", "Name"), |row| row.round.title.clone())
            .cell(|row| view! { <a href=format!("/rounds/{}", row.round.id)>{row.round.title.clone()}</a> })
            .sorts(RoundSort::Title),
        RoundColumn::new(lang.t("最後の日", "Last day"), |row| {
            row.round.until.to_string()
        })
        .cell(move |row| day_of(lang, row.round.until))
        .sorts(RoundSort::Until),
        RoundColumn::new(lang.t("求人", "Openings"), |row| row.openings.to_string()),
        RoundColumn::new(lang.t("状態", "State"), move |row| state(row).1.to_owned()).cell(move |row| {
            let (tone, text) = state(row);
            view! { <Chip tone=tone text=text /> }
        }),
    ]
}

/// Makes the round.
pub async fn submit(req: &Req, form: RoundForm) -> Result<Reply> {
    let id = req.key();
    rounds::make(req.actor()?, &req.services, id, form).await?;
    Ok(Reply::flash(
        req,
        format!("/rounds/{id}"),
        "作りました。会社と本人の希望を入れていきましょう。",
        "Made. Now enter what companies and people prefer.",
    ))
}
