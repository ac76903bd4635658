//! `/referrals`: every referral and how far it is, as CSV too.

use std::sync::Arc;

use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result, Services, Zone,
    matching::{
        referral_list::{self, ReferralSort, Step},
        referrals::ReferralRow,
    },
};

use super::words;
use crate::{
    ui::{Chip, Column, List, Nothing, crumbs, day},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let search = lang.t("名前、仕事、会社でさがす", "Search by name, job or company");
    let mut list = List::new(req, "/referrals", search);
    let wanted = list.filter("state").parse().unwrap_or(Step::All);
    for (value, step, label) in [
        ("", Step::All, lang.t("すべて", "All")),
        ("waiting", Step::Waiting, lang.t("返事待ち", "Waiting")),
        ("answered", Step::Answered, lang.t("返事あり", "Answered")),
        ("wanted", Step::Wanted, lang.t("会いたい返事", "Wanted")),
        ("placed", Step::Placed, lang.t("仕事が決まった", "Placed")),
        ("over", Step::Over, lang.t("終わった", "Over")),
    ] {
        list.chip("state", value, label, wanted == step);
    }
    let query = list.query(wanted);
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            referral_list::list(&actor, &services, &query).await
        };
        return list
            .file(req, "referrals.csv", columns(lang, zone), query, load)
            .await;
    }
    let found = referral_list::list(req.actor()?, &req.services, &query).await?;
    let title = lang.t("紹介", "Referrals");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "ここに紹介がならびます。求人を開き、人を選んで送ります。",
                "Referrals will be listed here. Open an opening and choose a person to begin.",
            ),
            [("/openings", lang.t("求人へ", "To the openings"))],
        );
        view! {
            {crumbs(vec![("/openings".to_owned(), lang.t("求人", "Openings").to_owned())])}
            {list
                .title(
                    title,
                    view! {
                        <a class="quiet no-print" href="/rounds">
                            {lang.t("まとめて組み合わせる", "Placement rounds")}
                        </a>
                    },
                )}
            {list.table(title, columns(lang, zone), found, nothing)}
        }
    })
    .into())
}

type ReferralColumn = Column<ReferralRow>;

fn columns(lang: Lang, zone: Zone) -> Vec<ReferralColumn> {
    let state = move |row: &ReferralRow| words::state(lang, row.state);
    vec![
        ReferralColumn::new(lang.t("名前", "Name"), |row| row.person.clone())
            .cell(|row| view! { <a href=format!("/referrals/{}", row.referral.id)>{row.person.clone()}</a> })
            .sorts(ReferralSort::Person),
        ReferralColumn::new(lang.t("仕事", "Job"), |row| row.opening.clone()).sorts(ReferralSort::Opening),
        ReferralColumn::new(lang.t("会社", "Company"), |row| row.employer.clone())
            .sorts(ReferralSort::Employer),
        ReferralColumn::new(lang.t("送った日", "Sent"), move |row| {
            let sent = row.referral.created_at.with_timezone(&zone);
            sent.date_naive().to_string()
        })
        .cell(move |row| day(lang, row.referral.created_at, zone))
        .sorts(ReferralSort::Sent),
        ReferralColumn::new(lang.t("状態", "State"), move |row| state(row).1.to_owned()).cell(move |row| {
            let (tone, text) = state(row);
            view! { <Chip tone=tone text=text /> }
        }),
        ReferralColumn::of_file(lang.t("返事のひとこと", "Note"), |row| {
            row.referral.answer_note.clone()
        }),
    ]
}
