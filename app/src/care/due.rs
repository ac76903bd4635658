//! `/care`: whom to ask how it goes, the most urgent first.

use std::sync::Arc;

use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result, Services, Zone,
    care::due_list::{self, Due, DueRow, DueSort},
};

use super::words;
use crate::{
    ui::{Chip, Column, List, Nothing, day, day_of},
    web::{Page, Reply, Req},
};

/// The due list.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let search = lang.t("名前、仕事、会社でさがす", "Search by name, job or company");
    let mut list = List::new(req, "/care", search);
    let wanted = list.filter("due").parse::<Due>().ok();
    let query = list.query(wanted);
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            due_list::list(&actor, &services, &query).await
        };
        return list
            .file(req, "follow-ups.csv", columns(lang, zone), query, load)
            .await;
    }
    let found = due_list::list(actor, &req.services, &query).await?;
    list.chip("due", "", lang.t("まだのもの", "To do"), wanted.is_none());
    let mut nobody = found.count.is_zero();
    for due in Due::ALL {
        let count = due_list::count(actor, &req.services, due).await?;
        nobody &= count.is_zero();
        let label = format!("{} {count}", words::due(lang, due));
        list.chip("due", due.code(), label, wanted == Some(due));
    }
    let title = lang.t("その後の連絡", "Follow-ups");
    Ok(Page::new(title, move || {
        let none = lang.t("ここには、いま何もありません。", "Nothing here at the moment.");
        let yet = if nobody {
            lang.t(
                "仕事が決まった人がいると、ここに連絡の予定がならびます。",
                "When somebody is placed, the follow-ups are listed here.",
            )
        } else {
            none
        };
        let referrals = ("/referrals", lang.t("紹介の一覧へ", "To the referrals"));
        let nothing = Nothing::yet(yet, [referrals]).found(
            none,
            "/care",
            lang.t("まだのものを見る", "Show what is to do"),
        );
        view! {
            {list.title(title, ())}
            {list.table(title, columns(lang, zone), found, nothing)}
        }
    })
    .into())
}

type DueColumn = Column<DueRow>;

fn columns(lang: Lang, zone: Zone) -> Vec<DueColumn> {
    let status = move |row: &DueRow| words::status(lang, row.status);
    vec![
        DueColumn::new(lang.t("名前", "Name"), |row| row.person.clone())
            .cell(|row| {
                view! { <a href=format!("/care/{}", row.follow_up.placement_id)>{row.person.clone()}</a> }
            })
            .sorts(DueSort::Person),
        DueColumn::of_file(lang.t("仕事", "Job"), |row| row.opening.clone()),
        DueColumn::of_file(lang.t("会社", "Company"), |row| row.employer.clone()),
        DueColumn::new(lang.t("いつ", "Day"), |row| row.follow_up.day.to_string())
            .cell(move |row| words::day_of_plan(lang, row.follow_up.day)),
        DueColumn::new(lang.t("予定の日", "Due on"), |row| {
            row.follow_up.due_on.to_string()
        })
        .cell(move |row| day_of(lang, row.follow_up.due_on))
        .sorts(DueSort::Day),
        DueColumn::new(lang.t("状態", "State"), move |row| status(row).1.to_owned()).cell(move |row| {
            let (tone, text) = status(row);
            view! { <Chip tone=tone text=text /> }
        }),
        DueColumn::new(lang.t("連絡した回数", "Tries"), |row| row.tries.to_string()).cell(move |row| {
            row.last.map_or_else(
                || "—".to_owned(),
                |at| {
                    let (tries, at) = (row.tries, day(lang, at, zone));
                    lang.t(
                        format!("{tries} 回（最後は {at}）"),
                        format!("{tries} (last {at})"),
                    )
                },
            )
        }),
        DueColumn::of_page(lang.t("仕事", "Job"), |row| {
            view! {
                {row.opening.clone()}
                " "
                <span class="soft">{row.employer.clone()}</span>
            }
        })
        .headed(),
    ]
}
