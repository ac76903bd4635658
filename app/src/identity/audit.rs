//! The audit trail.

use leptos::prelude::*;
use server::{Result, identity::audit};

use crate::{
    ui::{Empty, day_and_time},
    web::{Page, Reply, Req},
};

/// The newest 500 entries; of one person with `?person=`; as CSV with `?as=csv`.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let offset = req.services.config.offset();
    let subject = req.query.get("person").parse().ok();
    let entries = audit::list(req.actor()?, &req.services, subject).await?;
    let cells: Vec<[String; 5]> = entries
        .into_iter()
        .map(|entry| {
            [
                day_and_time(lang, entry.entry.at, offset),
                entry
                    .actor
                    .unwrap_or_else(|| lang.t("システム", "System").to_owned()),
                entry.entry.action,
                entry.subject.unwrap_or_default(),
                entry.entry.detail,
            ]
        })
        .collect();
    if req.query.get("as") == "csv" {
        let mut csv = csv::Writer::from_writer(Vec::new());
        for row in &cells {
            csv.write_record(row).map_err(server::Error::unexpected)?;
        }
        return Ok(Reply::csv(
            "audit.csv",
            csv.into_inner().map_err(server::Error::unexpected)?,
        ));
    }
    Ok(Page::new(lang.t("記録", "Audit trail"), move || {
        let empty = cells.is_empty();
        let rows: Vec<_> = cells
            .into_iter()
            .map(|[at, actor, action, subject, detail]| {
                view! {
                    <tr>
                        <th scope="row">{at}</th>
                        <td data-label=lang.t("だれが", "Who")>{actor}</td>
                        <td data-label=lang.t("何を", "What")><code>{action}</code></td>
                        <td data-label=lang.t("だれの", "Whose")>{subject}</td>
                        <td>{detail}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <div class="row">
                <h1>{lang.t("記録", "Audit trail")}</h1>
                <a class="quiet push" href="/audit?as=csv">"CSV"</a>
            </div>
            {if empty {
                view! { <Empty text=lang.t("まだ記録はありません。", "Nothing is recorded yet.")><span></span></Empty> }.into_any()
            } else {
                view! {
                    <div class="card table" tabindex="0" role="region" aria-label=lang.t("記録", "Audit trail")>
                        <table class="cards">
                            <thead><tr>
                                <th scope="col">{lang.t("いつ", "When")}</th>
                                <th scope="col">{lang.t("だれが", "Who")}</th>
                                <th scope="col">{lang.t("何を", "What")}</th>
                                <th scope="col">{lang.t("だれの", "Whose")}</th>
                                <th scope="col">{lang.t("くわしく", "Detail")}</th>
                            </tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }.into_any()
            }}
        }
    })
    .into())
}
