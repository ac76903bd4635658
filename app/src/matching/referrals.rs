//! `/referrals`: every referral and how far it is, as CSV too.

use leptos::prelude::*;
use server::{
    Result,
    matching::referrals::{self, ReferralRow},
};

use super::words;
use crate::{
    ui::{Chip, Empty, ListHead, crumbs, day},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let offset = req.services.config.offset();
    let search = lang.t("名前、仕事、会社でさがす", "Search by name, job or company");
    let mut head = ListHead::new(req, "/referrals", search);
    let wanted = head.filter("state");
    let needle = head.search().to_lowercase();
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
        let columns = [
            lang.t("名前", "Name"),
            lang.t("仕事", "Job"),
            lang.t("会社", "Employer"),
            lang.t("送った日", "Sent"),
            lang.t("状態", "State"),
            lang.t("返事のひとこと", "Note"),
        ];
        let mut lines = vec![columns.map(str::to_owned).to_vec()];
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
        return Reply::csv("referrals.csv", lines);
    }
    let title = lang.t("紹介", "Referrals");
    for (code, label) in [
        ("", lang.t("すべて", "All")),
        ("waiting", lang.t("返事待ち", "Waiting")),
        ("answered", lang.t("返事あり", "Answered")),
        ("placed", lang.t("仕事が決まった", "Placed")),
        ("over", lang.t("終わった", "Over")),
    ] {
        head.chip("state", code, label, wanted == code);
    }
    let file = head.address(&[("as", "csv")]);
    Ok(Page::new(title, move || {
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let (tone, text) = words::state(lang, row.state);
                view! {
                    <tr>
                        <th scope="row">
                            <a href=format!("/referrals/{}", row.referral.id)>{row.person}</a>
                        </th>
                        <td data-label=lang.t("仕事", "Job")>{row.opening}</td>
                        <td data-label=lang.t("会社", "Employer")>{row.employer}</td>
                        <td data-label=lang
                            .t("送った日", "Sent")>{day(lang, row.referral.created_at, offset)}</td>
                        <td data-label=lang.t("状態", "State")>
                            <Chip tone=tone text=text />
                        </td>
                    </tr>
                }
            })
            .collect();
        let list = if rows.is_empty() {
            view! {
                <Empty text=lang
                    .t(
                        "ここに紹介がならびます。求人を開き、人を選んで送ります。",
                        "Referrals will be listed here. Open an opening and choose a person to begin.",
                    )>
                    <a class="quiet" href="/openings">
                        {lang.t("求人へ", "To the openings")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <div class="card table" tabindex="0" role="region" aria-label=title>
                    <table class="cards">
                        <thead>
                            <tr>
                                <th scope="col">{lang.t("名前", "Name")}</th>
                                <th scope="col">{lang.t("仕事", "Job")}</th>
                                <th scope="col">{lang.t("会社", "Employer")}</th>
                                <th scope="col">{lang.t("送った日", "Sent")}</th>
                                <th scope="col">{lang.t("状態", "State")}</th>
                            </tr>
                        </thead>
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
                <a class="quiet push" href=file>
                    "CSV"
                </a>
            </div>
            {head.view(lang)}
            {list}
        }
    })
    .into())
}
