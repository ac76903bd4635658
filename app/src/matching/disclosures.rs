//! `/disclosures`: everything a learner agreed to, what was sent and opened and answered, and the
//! button that ends it.

use domain::matching::PacketField;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    identity::reading,
    matching::{
        consents,
        disclosures::{self, Disclosure},
        packet::Packet,
        referrals::ReferralState,
        words as codes,
    },
};
use uuid::Uuid;

use super::{packet_view, words};
use crate::{
    identity::readers,
    ui::{Chip, Empty, Tone, day, day_and_time, until},
    web::{Page, Reply, Req},
};

/// The list, and after it what the room above adds.
pub async fn show(req: &Req, after: Option<impl FnOnce() -> AnyView + Send + 'static>) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let zone = req.services.config.zone;
    let found = disclosures::mine(actor, &req.services).await?;
    let readings = reading::of_mine(actor, &req.services).await?;
    let title = lang.t("わたしの情報を見る人", "Who may see my data");
    Ok(Page::new(title, move || {
        let empty = found.is_empty();
        let list: Vec<_> = found.into_iter().map(|it| disclosure(lang, zone, it)).collect();
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "あなたが選んだ会社だけが、あなたが選んだものだけを見られます。いつでも取り消せます。",
                            "Only companies you chose see only what you chose. You can withdraw at any time.",
                        )}
                </p>
                {empty
                    .then(|| {
                        view! {
                            <Empty text=lang
                                .t(
                                    "いまは、だれにも何も見せていません。",
                                    "Nobody sees anything at the moment.",
                                )>
                                <a class="quiet" href="/work">
                                    {lang.t("わたしに合う仕事を見る", "See work for me")}
                                </a>
                            </Empty>
                        }
                    })}
                {list}
                {after.map(|after| after())}
                {readers::section(lang, zone, readings)}
            </div>
        }
    })
    .with_furigana()
    .into())
}

fn disclosure(lang: domain::Lang, zone: server::Zone, it: Disclosure) -> impl IntoView + use<> {
    let fields: Vec<String> = PacketField::list(&it.consent.fields)
        .into_iter()
        .map(|field| field.name().get(lang).to_owned())
        .collect();
    let awaits = it.holds && consents::awaits_second(&it.consent);
    let (tone, text) = match (it.holds, it.consent.withdrawn_at) {
        (true, _) if awaits => (
            Tone::Soon,
            lang.t("教室の人の確かめを待っています", "Waits for a second person"),
        ),
        (true, _) => (Tone::Met, lang.t("見せてよい", "Agreed")),
        (false, Some(_)) => (Tone::Calm, lang.t("取り消しました", "Withdrawn")),
        (false, None) => (Tone::Calm, lang.t("期限が切れました", "Ended")),
    };
    let id = it.consent.id.to_string();
    let label = lang.t(
        format!("{}への同意を取り消す", it.employer),
        format!("Withdraw consent for {}", it.employer),
    );
    let withdraw = it.holds.then(|| {
        view! {
            <form method="post" class="stack">
                <input type="hidden" name="consent" value=id />
                <button class="quiet danger">{label}</button>
                <p class="soft">
                    {lang
                        .t(
                            "取り消すと、会社はすぐに見られなくなります。",
                            "The company can no longer see it from that moment.",
                        )}
                </p>
            </form>
        }
    });
    let nothing = it.sent.is_empty();
    let sent: Vec<_> = it
        .sent
        .into_iter()
        .map(|(row, opened)| {
            let (tone, text) = match row.state {
                ReferralState::Sent => (Tone::Soon, lang.t("まだ開かれていません", "Not opened yet")),
                ReferralState::Withdrawn => (Tone::Calm, lang.t("もう見られません", "Can no longer be seen")),
                state @ (ReferralState::Opened | ReferralState::Answered(_) | ReferralState::Placed | ReferralState::Expired) => words::state(lang, state),
            };
            let times: Vec<_> = opened
                .into_iter()
                .map(|at| view! { <li>{day_and_time(lang, at, zone)}{lang.t(" に開かれました", " opened")}</li> })
                .collect();
            let note = packet_view::answers(lang, zone, row.answers);
            let packet = Packet::read(&row.referral.packet).ok().map(|it| {
                view! {
                    <details>
                        <summary class="quiet">
                            {lang.t("送ったものを見る", "See what was sent")}
                        </summary>
                        {packet_view::packet(it)}
                    </details>
                }
            });
            view! {
                <li class="stack">
                    <p>
                        <b>{row.opening}</b>
                        " "
                        {day(lang, row.referral.created_at, zone)}
                        {lang.t(" に送りました", " sent")}
                        " "
                        <Chip tone=tone text=text />
                    </p>
                    {note}
                    <ul class="missing">{times}</ul>
                    {packet}
                </li>
            }
        })
        .collect();
    view! {
        <section class="card">
            <div class="row">
                <h2>{it.employer}</h2>
                <span class="push">
                    <Chip tone=tone text=text />
                </span>
            </div>
            {it.opening.map(|opening| view! { <p>{lang.t("仕事: ", "For the job: ")}{opening}</p> })}
            <p>{lang.t("見せるもの: ", "Shown: ")}{fields.join(lang.t("、", ", "))}</p>
            <p>
                {lang.t("目的: ", "Purpose: ")}{words::meaning(lang, codes::PURPOSES, &it.consent.purpose)}
            </p>
            <p class="soft">
                {day(lang, it.consent.given_at, zone)}" – "{until(lang, it.consent.expires_at, zone)}
            </p>
            {nothing
                .then(|| {
                    view! {
                        <p class="soft">
                            {lang.t("まだ何も送っていません。", "Nothing has been sent yet.")}
                        </p>
                    }
                })}
            <ul class="stack">{sent}</ul>
            {withdraw}
        </section>
    }
}

/// The consent to withdraw.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawForm {
    consent: Uuid,
}

/// Withdraws a consent.
pub async fn submit(req: &Req, form: WithdrawForm) -> Result<Reply> {
    consents::withdraw(req.actor()?, &req.services, form.consent).await?;
    Ok(Reply::flash(
        req,
        "/disclosures",
        "取り消しました。会社は、もう見られません。",
        "Withdrawn. The company can no longer see it.",
    ))
}
