//! `/outreach/removal`: whose names are to be removed, looked at before it is done.

use domain::say;
use leptos::prelude::*;
use serde::Deserialize;
use server::{Result, identity::classroom_settings, outreach::removal};

use crate::{
    ui::{crumbs, day_of},
    web::{Page, Reply, Req},
};

/// What would be removed; `?days=` tries another time than the one that is set.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let services = &req.services;
    let set = classroom_settings::get(services).await?.removal_days();
    let days = req.query.get("days").parse().unwrap_or(set).clamp(1, 3650);
    let due = removal::dry_run(req.actor()?, services, days).await?;
    let title = lang.t("名前を消す", "Removing names");
    Ok(Page::new(title, move || {
        let rows: Vec<_> = due
            .sessions
            .iter()
            .map(|row| {
                let count = row.registrations;
                let people = say!(
                    lang,
                    count of "{count}件",
                    one "{count} registration",
                    other "{count} registrations",
                );
                view! { <li>{day_of(lang, row.day)}" "{row.title.clone()}": "{people}</li> }
            })
            .collect();
        let enquiries = due.enquiries;
        let enquiries = (enquiries > 0).then(|| {
            let text = say!(
                lang,
                enquiries of "答えたお問い合わせ：{enquiries}件",
                one "{enquiries} answered enquiry",
                other "{enquiries} answered enquiries",
            );
            view! { <li>{text}</li> }
        });
        let list = if due.is_empty() {
            view! {
                <p class="banner calm">
                    {lang.t("いま消すものはありません。", "There is nothing to remove now.")}
                </p>
            }
            .into_any()
        } else {
            view! { <ul class="stack">{rows}{enquiries}</ul> }.into_any()
        };
        let remove = (days == set && !due.is_empty()).then(|| {
            view! {
                <form method="post" class="stack">
                    <p>
                        {lang
                            .t(
                                "消した名前は元に戻せません。人数などの数は残ります。",
                                "Names cannot be brought back. Numbers stay.",
                            )}
                    </p>
                    <div class="row">
                        <button class="quiet danger" name="do" value="remove">
                            {lang.t("いま消す", "Remove them now")}
                        </button>
                    </div>
                </form>
            }
        });
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/settings".to_owned(), lang.t("教室の設定", "About the classroom").to_owned()),
                    ],
                )} <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            format!(
                                "説明会に申しこんで来なかった人の名前と連絡先、答えたお問い合わせは、{set}日たつと自動で消えます。このページは、消す前に確かめるためのものです。",
                            ),
                            format!(
                                "Names and contacts of those who registered and never came, and answered enquiries, are removed by themselves. Days until then: {set}. This page shows what that is, before it happens.",
                            ),
                        )}
                </p> <form method="get" class="search">
                    <p class="field">
                        <label for="days">
                            {lang
                                .t("何日たったもので試すか", "Try it with another number of days")}
                        </label>
                        <input
                            id="days"
                            name="days"
                            type="number"
                            min="1"
                            max="3650"
                            inputmode="numeric"
                            value=days.to_string()
                        />
                    </p>
                    <button class="quiet">
                        {lang.t("試す（消しません）", "Try (removes nothing)")}
                    </button>
                </form> <section class="card">
                    <h2>
                        {lang
                            .t(
                                format!("{days}日より前のもの"),
                                format!("Older than this, in days: {days}"),
                            )}
                    </h2>
                    {list}
                    {remove}
                </section>
            </div>
        }
    })
    .into())
}

/// What may be done.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RemovalAct {
    /// Removes what is due now.
    Remove,
}

/// Removes what is due now.
pub async fn submit(req: &Req, RemovalAct::Remove: RemovalAct) -> Result<Reply> {
    removal::remove_now(req.actor()?, &req.services).await?;
    Ok(Reply::flash(req, "/outreach/removal", "消しました。", "Removed."))
}
