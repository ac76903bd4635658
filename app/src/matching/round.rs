//! `/rounds/{round}`: what both sides prefer, what comes of it, and the decision.

use domain::{Lang, matching::Missed, say};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    matching::rounds::{self, Outcome, Round},
};
use uuid::Uuid;

use crate::{
    ui::{Chip, Empty, PrintButton, Tone, crumbs, day_of},
    web::{Page, Reply, Req},
};

/// The round.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let round = rounds::get(req.actor()?, &req.services, req.param("round")?).await?;
    let open = round.is_open(req.services.config.today());
    let outcome = rounds::outcome(&round);
    Ok(Page::new(round.round.title.clone(), move || {
        let until = day_of(lang, round.round.until);
        let state = if round.round.decided_at.is_some() {
            view! { <Chip tone=Tone::Met text=lang.t("決まりました", "decided") /> }.into_any()
        } else if open {
            let text = lang.t(format!("{until}まで希望を聞いています"), format!("taking preferences until {until}"));
            view! { <Chip tone=Tone::Soon text=text /> }.into_any()
        } else {
            view! {
                <Chip
                    tone=Tone::Miss
                    text=lang.t("締め切りました。決めてください", "closed, to be decided")
                />
            }.into_any()
        };
        let nobody = round.people.is_empty() && round.results.is_empty();
        let body = if nobody {
            view! {
                <Empty text=lang
                    .t(
                        "この求人に紹介した人が、まだいません。先に、本人の同意をもらって紹介してください。",
                        "Nobody has been referred to these openings yet. Refer people first, with their consent.",
                    )>
                    <a class="quiet" href="/openings">
                        {lang.t("求人へ", "To the openings")}
                    </a>
                </Empty>
            }
            .into_any()
        } else if round.round.decided_at.is_some() {
            decided(lang, &round).into_any()
        } else {
            view! {
                {companies(lang, &round, open)}
                {people(lang, &round, open)}
                {trial(lang, &round, outcome)}
            }
            .into_any()
        };
        view! {
            {crumbs(
                vec![
                    ("/referrals".to_owned(), lang.t("紹介", "Referrals").to_owned()),
                    (
                        "/rounds".to_owned(),
                        lang.t("まとめて組み合わせる", "Placement rounds").to_owned(),
                    ),
                ],
            )}
            <div class="row">
                <h1>{round.round.title.clone()}</h1>
                {state}
                <span class="push">
                    <PrintButton />
                </span>
            </div>
            {body}
        }
    })
    .with_script()
    .into())
}

/// Whether a side has said what it prefers, with the way to enter it.
fn said(lang: Lang, ranked: Option<&[Uuid]>, open: bool, name: &str, way: String) -> impl IntoView + use<> {
    let chip = match ranked {
        None => {
            view! { <Chip tone=Tone::Soon text=lang.t("まだ聞いていません", "not asked yet") /> }.into_any()
        }
        Some(ranked) => {
            let count = ranked.len();
            let text =
                say!(lang, count of "{count} つ選びました", one "{count} chosen", other "{count} chosen");
            view! { <Chip tone=Tone::Met text=text /> }.into_any()
        }
    };
    let name = name.to_owned();
    let link = open.then(|| {
        view! {
            <a class="quiet no-print" href=way>
                {lang.t("希望を入れる", "Enter preferences")}
                <span class="unseen">": "{name}</span>
            </a>
        }
    });
    view! {
        {chip}
        <span class="push">{link}</span>
    }
}

fn companies(lang: Lang, round: &Round, open: bool) -> impl IntoView + use<> {
    let rows: Vec<_> = round
        .offers
        .iter()
        .map(|offer| {
            let it = &offer.row.opening;
            let (free, count) = (offer.row.free(), offer.referred.len());
            let line = lang.t(
                format!(
                    "{}　あと {free} 席・紹介した人 {count} 人",
                    offer.row.employer.name
                ),
                format!("{} · {free} free · {count} referred", offer.row.employer.name),
            );
            let way = format!("/rounds/{}/openings/{}", round.round.id, it.id);
            view! {
                <li class="row">
                    <strong>{it.title.clone()}</strong>
                    <span class="soft">{line}</span>
                    {said(lang, offer.ranked.as_deref(), open && count > 0, &it.title, way)}
                </li>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{lang.t("会社の希望", "What companies prefer")}</h2>
            <ul class="stack">{rows}</ul>
        </section>
    }
}

fn people(lang: Lang, round: &Round, open: bool) -> impl IntoView + use<> {
    let rows: Vec<_> = round
        .people
        .iter()
        .map(|person| {
            let way = format!("/rounds/{}/people/{}", round.round.id, person.id);
            view! {
                <li class="row">
                    <strong>{person.name.clone()}</strong>
                    {said(lang, person.ranked.as_deref(), open, &person.name, way)}
                </li>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{lang.t("本人の希望", "What people prefer")}</h2>
            <p class="soft">
                {lang
                    .t(
                        "本人は「わたしに合う仕事」から入れられます。電話で聞いた人の分は、ここから入れます。",
                        "People enter theirs under “Work for me”. Enter it here for whoever tells you by telephone.",
                    )}
            </p>
            <ul class="stack">{rows}</ul>
        </section>
    }
}

fn title_of(round: &Round, opening: Uuid) -> String {
    round
        .offer(opening)
        .map(|offer| format!("{} — {}", offer.row.opening.title, offer.row.employer.name))
        .unwrap_or_default()
}

fn why(lang: Lang, missed: Missed) -> &'static str {
    match missed {
        Missed::NotRanked => lang.t("会社が選んでいません", "the company did not choose them"),
        Missed::Filled => lang.t(
            "席は、会社がより上に選んだ人でうまりました",
            "its seats went to people whom the company ranked higher",
        ),
    }
}

fn trial(lang: Lang, round: &Round, outcome: Outcome) -> impl IntoView + use<> {
    let seated = outcome.people.iter().filter(|it| it.opening.is_some()).count();
    let all = outcome.people.len();
    let rows: Vec<_> = outcome
        .people
        .iter()
        .filter_map(|it| Some((it, round.person(it.person)?)))
        .map(|(it, person)| {
            let result = match it.opening {
                Some(opening) => title_of(round, opening),
                None => lang.t("今回はなし", "none this time").to_owned(),
            };
            let silent = person.ranked.is_none();
            let mut reasons: Vec<String> = it
                .missed
                .iter()
                .map(|&(opening, missed)| format!("{}: {}", title_of(round, opening), why(lang, missed)))
                .collect();
            if silent {
                reasons.push(
                    lang.t(
                        "本人の希望をまだ聞いていません",
                        "they have not said what they prefer",
                    )
                    .to_owned(),
                );
            } else if person.ranked.as_ref().is_some_and(Vec::is_empty) {
                reasons.push(
                    lang.t("どの仕事も選びませんでした", "they chose none of the jobs")
                        .to_owned(),
                );
            }
            let reasons: Vec<_> = reasons
                .into_iter()
                .map(|text| view! { <li>{text}</li> })
                .collect();
            view! {
                <tr>
                    <th scope="row">{person.name.clone()}</th>
                    <td>{result}</td>
                    <td>
                        <ul>{reasons}</ul>
                    </td>
                </tr>
            }
        })
        .collect();
    let fingerprint = outcome.fingerprint;
    view! {
        <section class="card">
            <h2>
                {lang
                    .t(
                        "今の希望での結果（ためし）",
                        "The result with these preferences (a trial)",
                    )}
            </h2>
            <p>
                {say!(
                    lang,
                    all of "{all} 人のうち {seated} 人に席があります。",
                    one "{seated} of {all} person has a seat.",
                    other "{seated} of {all} people have a seat.",
                )} " "
                {lang
                    .t(
                        "本人と会社の両方が「もっとよい」と思う組み合わせは、ほかにありません。席のない人は、どんな決め方でも、この希望では席がありません。",
                        "No person and company would both rather have each other. Who has no seat here would have none in any such result.",
                    )}
            </p>
            <div class="card table" tabindex="0" role="region" aria-label=lang.t("結果", "Result")>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("名前", "Name")}</th>
                            <th scope="col">{lang.t("仕事", "Job")}</th>
                            <th scope="col">
                                {lang
                                    .t(
                                        "より上の希望がかなわなかった理由",
                                        "Why not a job they like better",
                                    )}
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <form method="post" class="row no-print">
                <input type="hidden" name="fingerprint" value=fingerprint />
                <button class="go">{lang.t("この結果に決める", "Decide on this result")}</button>
                <span class="soft">
                    {lang
                        .t(
                            "決めても、まだだれも採用にはなりません。会社の返事のあと、一人ずつ「仕事が決まった」にします。",
                            "Nobody is placed by this yet. After the company's yes, place people one by one.",
                        )}
                </span>
            </form>
        </section>
    }
}

fn decided(lang: Lang, round: &Round) -> impl IntoView + use<> {
    let mut rows: Vec<(String, String, Option<Uuid>)> = round
        .results
        .iter()
        .map(|(person, opening)| {
            let name = round
                .person(*person)
                .map(|it| it.name.clone())
                .unwrap_or_default();
            let referral = round.offer(*opening).and_then(|offer| {
                let found = offer.referred.iter().find(|(id, _)| id == person);
                found.map(|(_, referral)| *referral)
            });
            (name, title_of(round, *opening), referral)
        })
        .collect();
    rows.sort();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, title, referral)| {
            // Who is placed already, or whose referral has ended, takes part no more and has no name here.
            let name = if name.is_empty() {
                lang.t("（紹介が終わった人）", "(referral has ended)").to_owned()
            } else {
                name
            };
            let way = referral.map(|id| {
                view! {
                    <a class="quiet no-print" href=format!("/referrals/{id}")>
                        {lang.t("紹介を開く", "Open the referral")}
                        <span class="unseen">": "{name.clone()}</span>
                    </a>
                }
            });
            view! {
                <li class="row">
                    <strong>{name}</strong>
                    <span>{title}</span>
                    <span class="push">{way}</span>
                </li>
            }
        })
        .collect();
    let without: Vec<_> = round
        .people
        .iter()
        .filter(|it| !round.results.contains_key(&it.id))
        .map(|it| view! { <li>{it.name.clone()}</li> })
        .collect();
    view! {
        <section class="card">
            <h2>{lang.t("決まった組み合わせ", "What was decided")}</h2>
            <ul class="stack">{rows}</ul>
        </section>
        {(!without.is_empty())
            .then(|| {
                view! {
                    <section class="card">
                        <h2>{lang.t("今回は席のなかった人", "Without a seat this time")}</h2>
                        <ul>{without}</ul>
                    </section>
                }
            })}
    }
}

/// The decision on a result as it was shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideForm {
    /// Of the result.
    fingerprint: String,
}

/// Decides.
pub async fn submit(req: &Req, form: DecideForm) -> Result<Reply> {
    let id: Uuid = req.param("round")?;
    rounds::decide(req.actor()?, &req.services, id, &form.fingerprint).await?;
    Ok(Reply::flash(
        req,
        format!("/rounds/{id}"),
        "決めました。会社と本人に知らせてください。",
        "Decided. Please tell the companies and the people.",
    ))
}
