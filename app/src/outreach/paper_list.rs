//! `/outreach/{session}/paper-list`: who wants to come, in kana order, to be printed and ticked by hand.

use domain::outreach::RegistrationState;
use leptos::prelude::*;
use server::{Result, outreach::reception};

use super::words;
use crate::{
    ui::{PrintButton, crumbs},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let (session, rows) = reception::paper_list(req.actor()?, &req.services, req.param("session")?).await?;
    let title = lang.t("受付の名簿", "Reception list");
    Ok(Page::new(title, move || {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| {
                let it = &row.registration;
                let state =
                    (it.state != RegistrationState::Registered).then(|| words::state(lang, it.state).1);
                view! {
                    <tr>
                        <td>{if row.came.is_some() { "☑" } else { "☐" }}</td>
                        <th scope="row">{it.reading.clone()} <br /> {it.name.clone()}</th>
                        <td>{words::number(it)}</td>
                        <td>{it.party.to_string()}</td>
                        <td>{state}" "{it.needs.clone()}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            {crumbs(
                vec![
                    (format!("/outreach/{}/reception", session.id), lang.t("受付", "Reception").to_owned()),
                ],
            )}
            <div class="row">
                <h1>{title}</h1>
                <PrintButton />
            </div>
            <p>
                <strong>{session.title.clone()}</strong>
                " "
                {words::when(lang, &session, zone)}
            </p>
            <p class="soft no-print">
                {lang
                    .t(
                        "名前が並びます。人に見える所に置かないでください。終わったら裁断してください。",
                        "Names are on it. Keep it out of sight, and shred it afterwards.",
                    )}
            </p>
            <div class="table">
                <table>
                    <caption class="unseen">{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("来た", "Here")}</th>
                            <th scope="col">{lang.t("お名前", "Name")}</th>
                            <th scope="col">{lang.t("番号", "Number")}</th>
                            <th scope="col">{lang.t("人数", "People")}</th>
                            <th scope="col">{lang.t("メモ", "Notes")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    })
    .into())
}
