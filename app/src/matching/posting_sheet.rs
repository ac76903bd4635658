//! `/openings/{opening}/sheet`: the offer on paper, with everything that it says.

use chrono::NaiveDate;
use domain::Lang;
use leptos::prelude::*;
use server::{
    Result,
    matching::posting::{self, Posting},
};

use super::words;
use crate::{
    ui::{PrintButton, crumbs, day, day_of},
    web::{Page, Reply, Req},
};

/// A warning where the pay lies below what the law allows.
pub(super) fn warning(lang: Lang, found: &Posting, today: NaiveDate) -> Option<impl IntoView + use<>> {
    let below = posting::below_minimum(&found.values, today)?;
    Some(view! {
        <p class="banner miss">
            {lang
                .t(
                    format!(
                        "いちばん低い給料は、1時間 {} 円になります。{}の最低賃金は {} 円です。会社に確かめてください。",
                        below.hourly,
                        below.prefecture,
                        below.minimum,
                    ),
                    format!(
                        "The lowest pay comes to {} yen an hour. The minimum wage of {} is {} yen. Please ask the company.",
                        below.hourly,
                        below.prefecture,
                        below.minimum,
                    ),
                )}
        </p>
    })
}

/// The sheet.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let found = posting::get(actor, &req.services, req.param("opening")?).await?;
    let ours = posting::is_ours(actor);
    let today = req.services.config.today();
    let zone = req.services.config.zone;
    let title = lang.t("求人票", "Job offer");
    Ok(Page::new(title, move || {
        let it = &found.opening.opening;
        let back = if ours {
            format!("/openings/{}", it.id)
        } else {
            "/work".to_owned()
        };
        let back_name = if ours {
            it.title.clone()
        } else {
            lang.t("わたしに合う仕事", "Work for me").to_owned()
        };
        let row = |name: String, value: String| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td>{value}</td>
                </tr>
            }
        };
        let unsaid = || {
            lang.t(
                "まだ書かれていません。会社に聞いてください",
                "not said yet; please ask the company",
            )
            .to_owned()
        };
        let first = vec![
            row(lang.t("仕事", "Job").to_owned(), it.title.clone()),
            row(
                lang.t("会社", "Company").to_owned(),
                found.opening.employer.name.clone(),
            ),
            row(
                lang.t("仕事の中身", "What the work is").to_owned(),
                it.description.clone(),
            ),
            row(
                lang.t("働く場所", "Where").to_owned(),
                words::mode(lang, it.work_mode).to_owned(),
            ),
            row(
                lang.t("時間", "Hours").to_owned(),
                format!(
                    "{}{}",
                    lang.t(
                        format!("週 {} 時間　", it.hours_per_week),
                        format!("{} a week, ", it.hours_per_week)
                    ),
                    words::hours(lang, it.from_minute, it.to_minute),
                ),
            ),
            row(
                lang.t("給料（会社の書いたまま）", "Pay, as the company writes it")
                    .to_owned(),
                it.wage.clone(),
            ),
            row(lang.t("人数", "People wanted").to_owned(), it.seats.to_string()),
            row(
                lang.t("はじめの日", "First working day").to_owned(),
                day_of(lang, it.starts_on),
            ),
            row(
                lang.t("受付の終わり", "Open until").to_owned(),
                day_of(lang, it.closes_on),
            ),
        ];
        let items: Vec<_> = posting::items()
            .iter()
            .filter(|item| item.applies(&found.values))
            .filter_map(|item| {
                let value = match found.values.get(&item.id) {
                    Some(value) => item.said(lang, value),
                    None if item.is_missing(&found.values) => unsaid(),
                    None => return None,
                };
                Some(row(item.name(lang).to_owned(), value))
            })
            .collect();
        let hourly = posting::hourly(&found.values).map(|yen| {
            row(
                lang.t("いちばん低い給料を1時間にすると", "The lowest pay by the hour")
                    .to_owned(),
                lang.t(format!("{yen} 円"), format!("{yen} yen")),
            )
        });
        let as_of = found.at.unwrap_or(it.created_at);
        view! {
            {crumbs(vec![(back, back_name)])}
            <div class="row">
                <h1>{title}</h1>
                <span class="push no-print">
                    {ours
                        .then(|| {
                            view! {
                                <a class="quiet" href=format!("/openings/{}/posting", it.id)>
                                    {lang.t("書く・直す", "Write or change it")}
                                </a>
                                " "
                            }
                        })} <PrintButton />
                </span>
            </div>
            {ours.then(|| warning(lang, &found, today))}
            <div class="card table" tabindex="0" role="region" aria-label=title>
                <table class="sheet">
                    <tbody>{first} {items} {hourly}</tbody>
                </table>
            </div>
            <p class="soft">
                {lang
                    .t(
                        format!("{} の時点の内容です。", day(lang, as_of, zone)),
                        format!("As of {}.", day(lang, as_of, zone)),
                    )}
            </p>
        }
    })
    .with_script()
    .into())
}
