//! `/work`: jobs for the person who looks, with the reasons, and the lesson that brings the next one
//! nearer.

use domain::say;
use leptos::prelude::*;
use server::{
    Result,
    matching::{
        explained::{self, OpeningFor},
        referrals::ReferralState,
        rounds, wishes,
    },
};

use super::{explained::Explained, words};
use crate::{
    ui::{Chip, Empty, Tone, day_of},
    web::{Page, Reply, Req},
};

/// The explained list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let told = wishes::get(actor, &req.services, actor.id).await?.is_some();
    let found = explained::openings_for(actor, &req.services, actor.id).await?;
    let (mut fitting, mut near, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for it in found {
        let explained = Explained::new(req, &it.explanation, &it.taught, true);
        match (it.fitting, it.explanation.near_miss.is_some()) {
            (true, _) => fitting.push((it, explained)),
            (false, true) => near.push((it, explained)),
            (false, false) => others.push((it, explained)),
        }
    }
    let rounds = rounds::waiting(actor, &req.services).await?;
    let title = lang.t("わたしに合う仕事", "Work for me");
    Ok(Page::new(title, move || {
        let list = |rows: Vec<(OpeningFor, Explained)>| {
            let rows: Vec<_> = rows.into_iter().map(|(it, explained)| opening(lang, it, explained)).collect();
            (!rows.is_empty()).then(|| view! { <ul class="stack">{rows}</ul> })
        };
        let nothing = fitting.is_empty() && near.is_empty() && others.is_empty();
        let count = fitting.len();
        let tell = (!told).then(|| {
            view! {
                <p class="tip">
                    {lang
                        .t(
                            "あなたの希望を教えてください。合う仕事が、よりよくわかります。",
                            "Tell us your wishes, and we can see better what suits you.",
                        )} " "<a href="/wishes">{lang.t("仕事の希望を書く", "Tell my wishes")}</a>
                </p>
            }
        });
        let rounds: Vec<_> = rounds
            .into_iter()
            .map(|round| {
                let until = day_of(lang, round.until);
                view! {
                    <section class="card next">
                        <p>
                            {lang
                                .t(
                                    format!(
                                        "会社に紹介された仕事の中から、行きたい順番を教えてください（{until}まで）。",
                                    ),
                                    format!(
                                        "Please say which of the jobs you were introduced to you would like best (until {until}).",
                                    ),
                                )}
                        </p>
                        <a class="go" href=format!("/rounds/{}/mine", round.id)>
                            {lang.t("順番を決める", "Put them in order")}
                        </a>
                    </section>
                }
            })
            .collect();
        let head = |rows: bool, text: String| rows.then(|| view! { <h2>{text}</h2> });
        // With nothing nearer to show, the others are what there is to see.
        let alone = fitting.is_empty() && near.is_empty();
        let others_count = others.len();
        let others = list(others).map(|others| {
            view! {
                <details open=alone>
                    <summary class="quiet">
                        {lang
                            .t(
                                format!("ほかの仕事も見る（{others_count}）"),
                                format!("See other jobs ({others_count})"),
                            )}
                    </summary>
                    <h2>{lang.t("ほかの仕事", "Other jobs")}</h2>
                    {others}
                </details>
            }
        });
        view! {
            <h1>{title}</h1>
            {rounds}
            {tell}
            {nothing
                .then(|| {
                    view! {
                        <Empty text=lang
                            .t(
                                "いまは募集中の仕事がありません。新しい仕事が入ると、ここに出ます。",
                                "There are no open jobs at the moment. New ones will appear here.",
                            )>
                            <a class="quiet" href="/">
                                {lang.t("学びをつづける", "Go on learning")}
                            </a>
                        </Empty>
                    }
                })}
            {(alone && !nothing)
                .then(|| {
                    view! {
                        <section class="card next">
                            <p>
                                {lang
                                    .t(
                                        "いますぐ合う仕事は、まだありません。準備が進むと、合う仕事がふえます。",
                                        "Nothing suits you just now. As you get ready, more jobs will.",
                                    )}
                            </p>
                            <a class="go" href="/readiness">
                                {lang.t("わたしの準備を見る", "See my readiness")}
                            </a>
                        </section>
                    }
                })}
            {head(
                count > 0,
                say!(
                    lang,
                    count of "いま、あなたに合う仕事が {count} 件あります",
                    one "{count} job suits you now",
                    other "{count} jobs suit you now",
                ),
            )}
            {list(fitting)}
            {head(!near.is_empty(), lang.t("あと一歩で届く仕事", "One step away").to_owned())}
            {list(near)}
            {others}
        }
    })
    .with_furigana()
    .into())
}

fn opening(lang: domain::Lang, it: OpeningFor, explained: Explained) -> impl IntoView + use<> {
    let line = words::line(lang, &it.opening);
    let row = it.opening.opening;
    let until = day_of(lang, row.closes_on);
    let chip = explained.chip();
    let consented = it.explanation.constraints.iter().any(|constraint| {
        matches!(
            constraint.detail,
            domain::matching::Detail::Consent { given: true }
        )
    });
    let referral = it.referral.map(|(_, state)| {
        let (tone, text) = match state {
            ReferralState::Sent => (Tone::Soon, lang.t("会社に送りました", "Sent to the company")),
            ReferralState::Opened => (Tone::Soon, lang.t("会社が読みました", "The company has read it")),
            ReferralState::Answered(answer) => words::answer(lang, answer),
            ReferralState::Placed => (Tone::Met, lang.t("✓ 仕事が決まりました", "✓ You have the job")),
            ReferralState::Expired => (Tone::Calm, lang.t("期限が切れました", "Expired")),
            ReferralState::Withdrawn => (Tone::Calm, lang.t("あなたが取り消しました", "You withdrew")),
        };
        view! { <Chip tone=tone text=text /> }
    });
    // The large button is for what fits: elsewhere the next step is to get ready.
    let interest_class = if it.fitting { "go" } else { "quiet" };
    let interest = if consented {
        view! {
            <a class="quiet" href="/disclosures">
                {lang
                    .t(
                        "✓ 同意ずみ — 見せているものを見る",
                        "✓ Agreed — see what is shown",
                    )}
            </a>
        }
        .into_any()
    } else {
        view! {
            <a class=interest_class href=format!("/openings/{}/consent", row.id)>
                {lang.t("興味があります", "I am interested")}
            </a>
        }
        .into_any()
    };
    let title = row.title.clone();
    let title_again = row.title.clone();
    view! {
        <li class="card">
            <div class="row">
                <h3>{row.title}</h3>
                <span class="push">{chip}</span>
            </div>
            <p class="soft">{line}</p>
            <p>{row.description}</p>
            <details>
                <summary class="quiet">
                    {lang.t("理由を見る", "See why")}<span class="unseen">" "{title}</span>
                </summary>
                {explained.view()}
            </details>
            <p class="soft">{lang.t(format!("{until}まで"), format!("Open until {until}"))}</p>
            <p>
                <a href=format!(
                    "/openings/{}/sheet",
                    row.id,
                )>
                    {lang.t("求人票を見る", "See the whole offer")}
                    <span class="unseen">": "{title_again}</span>
                </a>
            </p>
            <div class="row">{interest}{referral}</div>
        </li>
    }
}
