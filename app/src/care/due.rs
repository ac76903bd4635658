//! `/care`: whom to ask how it goes, the most urgent first.

use leptos::prelude::*;
use server::{
    Result,
    care::follow_ups::{self, Due, DueRow},
};

use super::words;
use crate::{
    ui::{Chip, Empty, ListHead, day, day_of},
    web::{Page, Reply, Req},
};

/// The due list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let offset = req.services.config.offset();
    let search = lang.t("名前、仕事、会社でさがす", "Search by name, job or company");
    let mut head = ListHead::new(req, "/care", search);
    let wanted = Due::ALL
        .into_iter()
        .find(|due| due.code() == req.query.get("due"));
    let needle = head.search().to_lowercase();
    let all = follow_ups::due(req.actor()?, &req.services).await?;
    let nobody = all.is_empty();
    let count = |due: Due| all.iter().filter(|row| row.due == due).count();
    let counts = Due::ALL.map(|due| (due, count(due)));
    let mut rows: Vec<DueRow> = all
        .into_iter()
        // Without a filter: what is still to do.
        .filter(|row| wanted.map_or(row.due != Due::Done, |wanted| row.due == wanted))
        .filter(|row| {
            format!("{} {} {}", row.person, row.opening, row.employer)
                .to_lowercase()
                .contains(&needle)
        })
        .collect();
    rows.sort_by_key(|row| (row.due, row.follow_up.due_on, row.follow_up.id));
    if req.query.get("as") == "csv" {
        let columns = [
            lang.t("名前", "Name"),
            lang.t("仕事", "Job"),
            lang.t("会社", "Employer"),
            lang.t("いつ", "Day"),
            lang.t("予定の日", "Due on"),
            lang.t("状態", "State"),
            lang.t("連絡した回数", "Tries"),
        ];
        let mut lines = vec![columns.map(str::to_owned).to_vec()];
        lines.extend(rows.iter().map(|row| {
            vec![
                row.person.clone(),
                row.opening.clone(),
                row.employer.clone(),
                row.follow_up.day.to_string(),
                row.follow_up.due_on.to_string(),
                words::status(lang, row.status).1.to_owned(),
                row.tries.to_string(),
            ]
        }));
        return Reply::csv("follow-ups.csv", lines);
    }
    let title = lang.t("その後の連絡", "Follow-ups");
    head.chip("due", "", lang.t("まだのもの", "To do"), wanted.is_none());
    for (due, count) in counts {
        let label = format!("{} {count}", words::due(lang, due));
        head.chip("due", due.code(), label, wanted == Some(due));
    }
    let file = head.address(&[("as", "csv")]);
    Ok(Page::new(title, move || {
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let (tone, text) = words::status(lang, row.status);
                let tried = row.last.map(|at| {
                    let at = day(lang, at, offset);
                    lang.t(
                        format!("{} 回（最後は {at}）", row.tries),
                        format!("{} (last {at})", row.tries),
                    )
                });
                view! {
                    <tr>
                        <th scope="row">
                            <a href=format!("/care/{}", row.follow_up.placement_id)>{row.person}</a>
                        </th>
                        <td data-label=lang
                            .t("いつ", "Day")>{words::day_of_plan(lang, row.follow_up.day)}</td>
                        <td data-label=lang
                            .t("予定の日", "Due on")>{day_of(lang, row.follow_up.due_on)}</td>
                        <td data-label=lang.t("状態", "State")>
                            <Chip tone=tone text=text />
                        </td>
                        <td data-label=lang
                            .t("連絡", "Tries")>{tried.unwrap_or_else(|| "—".to_owned())}</td>
                        <td data-label=lang
                            .t("仕事", "Job")>{row.opening}" "<span class="soft">{row.employer}</span></td>
                    </tr>
                }
            })
            .collect();
        let list = if rows.is_empty() {
            let text = if nobody {
                lang.t(
                    "仕事が決まった人がいると、ここに連絡の予定がならびます。",
                    "When somebody is placed, the follow-ups are listed here.",
                )
            } else {
                lang.t("ここには、いま何もありません。", "Nothing here at the moment.")
            };
            view! {
                <Empty text=text>
                    <a class="quiet" href="/referrals">
                        {lang.t("紹介の一覧へ", "To the referrals")}
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
                                <th scope="col">{lang.t("いつ", "Day")}</th>
                                <th scope="col">{lang.t("予定の日", "Due on")}</th>
                                <th scope="col">{lang.t("状態", "State")}</th>
                                <th scope="col">{lang.t("連絡した回数", "Tries")}</th>
                                <th scope="col">{lang.t("仕事", "Job")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! {
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
