//! `/referrals`: every referral and how far it is, as CSV too.

use leptos::prelude::*;
use server::{
    Result,
    matching::referrals::{self, ReferralRow},
};

use super::words;
use crate::{
    ui::{Chip, Empty, Field, crumbs, day},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let offset = req.services.config.offset();
    let search = req.query.get("q").trim().to_owned();
    let wanted = req.query.get("state").to_owned();
    let needle = search.to_lowercase();
    let matches = |row: &ReferralRow| {
        let code = row.state.code();
        let state = match wanted.as_str() {
            "" => true,
            "waiting" => matches!(code, "sent" | "opened"),
            "answered" => matches!(code, "yes" | "talk" | "no"),
            "over" => row.state.is_over(),
            wanted => wanted == code,
        };
        state
            && format!("{} {} {}", row.person, row.opening, row.employer)
                .to_lowercase()
                .contains(&needle)
    };
    let rows: Vec<ReferralRow> = referrals::list(req.actor()?, &req.services)
        .await?
        .into_iter()
        .filter(matches)
        .collect();
    if req.query.get("as") == "csv" {
        let head = [
            lang.t("名前", "Name"),
            lang.t("仕事", "Job"),
            lang.t("会社", "Employer"),
            lang.t("送った日", "Sent"),
            lang.t("状態", "State"),
            lang.t("返事のひとこと", "Note"),
        ];
        let mut lines = vec![head.map(str::to_owned).to_vec()];
        lines.extend(rows.iter().map(|row| {
            let sent = row
                .referral
                .created_at
                .with_timezone(&offset)
                .date_naive()
                .to_string();
            let state = words::state(lang, row.state).1.to_owned();
            vec![
                row.person.clone(),
                row.opening.clone(),
                row.employer.clone(),
                sent,
                state,
                row.referral.answer_note.clone(),
            ]
        }));
        return words::csv("referrals.csv", lines);
    }
    let title = lang.t("紹介", "Referrals");
    let query = serde_urlencoded::to_string([("q", &search), ("state", &wanted)]).unwrap_or_default();
    Ok(Page::new(title, move || {
        let filter: Vec<_> = [
            ("", lang.t("すべて", "All")),
            ("waiting", lang.t("返事待ち", "Waiting")),
            ("answered", lang.t("返事あり", "Answered")),
            ("placed", lang.t("仕事が決まった", "Placed")),
            ("over", lang.t("終わった", "Over")),
        ]
        .into_iter()
        .map(|(code, label)| {
            let here = (code == wanted).then_some("page");
            view! { <a class="chip calm" href=format!("/referrals?state={code}") aria-current=here>{label}</a> }
        })
        .collect();
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let (tone, text) = words::state(lang, row.state);
                view! {
                    <tr>
                        <th scope="row"><a href=format!("/referrals/{}", row.referral.id)>{row.person}</a></th>
                        <td data-label=lang.t("仕事", "Job")>{row.opening}</td>
                        <td data-label=lang.t("会社", "Employer")>{row.employer}</td>
                        <td data-label=lang.t("送った日", "Sent")>{day(lang, row.referral.created_at, offset)}</td>
                        <td data-label=lang.t("状態", "State")><Chip tone=tone text=text/></td>
                    </tr>
                }
            })
            .collect();
        let list = if rows.is_empty() {
            view! {
                <Empty text=lang.t("ここに紹介がならびます。求人を開き、人を選んで送ります。", "Referrals will be listed here. Open an opening and choose a person to begin.")>
                    <a class="quiet" href="/openings">{lang.t("求人へ", "To the openings")}</a>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <div class="card table" tabindex="0" role="region" aria-label=title>
                    <table class="cards">
                        <thead><tr>
                            <th scope="col">{lang.t("名前", "Name")}</th>
                            <th scope="col">{lang.t("仕事", "Job")}</th>
                            <th scope="col">{lang.t("会社", "Employer")}</th>
                            <th scope="col">{lang.t("送った日", "Sent")}</th>
                            <th scope="col">{lang.t("状態", "State")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! {
            {crumbs(vec![("/openings".to_owned(), lang.t("求人", "Openings").to_owned())])}
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push" href=format!("/referrals?{query}&as=csv")>"CSV"</a>
            </div>
            <form method="get" class="search" role="search">
                <input type="hidden" name="state" value=wanted.clone()/>
                <Field name="q" kind="search" label=lang.t("名前、仕事、会社でさがす", "Search by name, job or company") value=search optional=true/>
                <button class="quiet">{lang.t("さがす", "Search")}</button>
            </form>
            <nav class="row" aria-label=lang.t("しぼりこみ", "Filter")>{filter}</nav>
            {list}
        }
    })
    .into())
}
