//! The learners on a cohort's page: rates, what they missed and made up, leaving.

use std::collections::BTreeSet;

use domain::{Lang, classroom::Mark, shown};
use leptos::prelude::*;
use server::Zone;
use server::classroom::cohorts::Learner;
use uuid::Uuid;

use super::{made_of, made_up_chip, make_up_path, mark_chip, percents};
use crate::ui::{Chip, Empty, Meter, Tone, day};

/// The table of learners. Those who teach get the links to make an absence up.
pub(super) fn table(
    lang: Lang,
    learners: Vec<Learner>,
    readable: BTreeSet<Uuid>,
    teaching: bool,
    zone: Zone,
) -> AnyView {
    if learners.is_empty() {
        return view! {
            <Empty text=lang
                .t(
                    "まだだれもいません。下から招待してください。リンクか QR コードを渡すと、本人がはじめられます。",
                    "Nobody is here yet. Invite people below: hand over the link or its QR code, and they can begin.",
                )>""</Empty>
        }
        .into_any();
    }
    let rows: Vec<_> = learners
        .into_iter()
        .map(|learner| {
            let opens = readable.contains(&learner.person);
            row(lang, learner, opens, teaching, zone)
        })
        .collect();
    view! {
        <div class="table" tabindex="0" role="region" aria-label=lang.t("学ぶ人", "Learners")>
            <table class="cards">
                <thead>
                    <tr>
                        <th scope="col">{lang.t("名前", "Name")}</th>
                        <th scope="col">{lang.t("出席率", "Attendance")}</th>
                        <th scope="col">{lang.t("内わけ", "Made of")}</th>
                        <th scope="col">
                            <span class="unseen">{lang.t("すること", "Actions")}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, learner: Learner, opens: bool, teaching: bool, zone: Zone) -> impl IntoView {
    // To how the learner gets on; for those who may not read it, to the account.
    let to = match opens {
        true => format!("/readiness/{}", learner.person),
        false => format!("/people/{}", learner.person),
    };
    let rate = learner.rate;
    let meter = rate.percent.map(|value| {
        let label = format!("{} {}", lang.t("出席率", "Attendance"), shown::percent(value));
        view! { <Meter percent=value label /> }
    });
    let missed = absences(lang, &learner, teaching, zone);
    let leave = if learner.enrolment.ended_at.is_some() {
        view! { <Chip tone=Tone::Calm text=lang.t("やめた", "Left") /> }.into_any()
    } else {
        let sure = lang.t(
            format!(
                "{} さんは、このクラスからはずれます。これまでの出席は残ります。",
                learner.name
            ),
            format!(
                "{} will leave this cohort. The attendance so far is kept.",
                learner.name
            ),
        );
        view! {
            <details>
                <summary class="quiet">
                    {lang.t("はずす", "Remove")}<span class="unseen">{format!(" {}", learner.name)}</span>
                </summary>
                <form method="post" class="stack">
                    <p>{sure}</p>
                    <input type="hidden" name="learner" value=learner.person.to_string() />
                    <button class="quiet danger" name="do" value="end">
                        {lang.t("クラスからはずす", "Remove from the cohort")}
                    </button>
                </form>
            </details>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">
                <a href=to>{learner.name}</a>
                " "
                <span class="soft">{learner.kana}</span>
            </th>
            <td data-label=lang.t("出席率", "Attendance")>{percents(lang, &rate)}{meter}</td>
            <td data-label=lang.t("内わけ", "Made of")>{made_of(lang, &rate)}{missed}</td>
            <td>{leave}</td>
        </tr>
    }
}

/// What a learner missed, with the way to make it up.
fn absences(lang: Lang, learner: &Learner, teaching: bool, zone: Zone) -> Option<AnyView> {
    if learner.missed.is_empty() {
        return None;
    }
    let lines: Vec<_> = learner
        .missed
        .iter()
        .map(|missed| {
            let when = day(lang, missed.starts_at, zone);
            let to = make_up_path(missed.session, learner.person);
            let link = teaching.then(|| {
                let word = match missed.made_up {
                    Some(_) => lang.t("補講を見る", "See the make-up"),
                    None => lang.t("補講で補う", "Make up"),
                };
                let which = lang.t(
                    format!("（{}さん、{when}）", learner.name),
                    format!(" ({}, {when})", learner.name),
                );
                view! {
                    <a class="quiet" href=to>
                        {word}
                        <span class="unseen">{which}</span>
                    </a>
                }
            });
            // Nobody marked it: it counts as absent, and says so.
            let mark = missed.mark.or(Some(Mark::Absent));
            view! {
                <li class="row">
                    <span>{when.clone()}</span>
                    {mark_chip(lang, mark)}
                    {missed.made_up.map(|on| made_up_chip(lang, on))}
                    {link}
                </li>
            }
        })
        .collect();
    let count = learner.missed.len();
    let summary = lang.t(format!("お休み {count} 回"), format!("{count} missed"));
    Some(
        view! {
            <details>
                <summary class="quiet">
                    {summary}<span class="unseen">{format!(" {}", learner.name)}</span>
                </summary>
                <ul class="timetable">{lines}</ul>
            </details>
        }
        .into_any(),
    )
}
