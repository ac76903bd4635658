//! `/referrals/{referral}`: one referral from sending to the first working day.

use domain::matching::Answer;
use leptos::prelude::*;
use server::{
    Result,
    identity::people,
    matching::{
        packet::Packet,
        referrals::{self, ReferralState},
        sending,
    },
};

use super::{packet_view, refer::link_page, words};
use crate::{
    ui::{Chip, Field, crumbs, day_and_time, until},
    web::{Page, Reply, Req},
};

/// The timeline and the next step.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let row = referrals::get(actor, &req.services, req.param("referral")?).await?;
    let sender = people::name(actor, &req.services, row.referral.created_by).await?;
    let packet = Packet::read(&row.referral.packet)?;
    let zone = req.services.config.zone;
    let title = lang.t(
        format!("{}さんの紹介", row.person),
        format!("Referral of {}", row.person),
    );
    let heading = title.clone();
    Ok(Page::new(title, move || {
        let it = row.referral;
        let (tone, text) = words::state(lang, row.state);
        let mut steps = vec![(
            day_and_time(lang, it.created_at, zone),
            lang.t(format!("{sender}さんが送りました"), format!("sent by {sender}")),
        )];
        if let Some(at) = it.opened_at {
            steps.push((day_and_time(lang, at, zone), lang.t("会社が開きました", "opened by the company").to_owned()));
        }
        let steps: Vec<_> =
            steps.into_iter().map(|(at, what)| view! {
                <li>
                    <span class="soft">{at}</span>
                    " "
                    {what}
                </li>
            }).collect();
        let note = packet_view::answers(lang, zone, row.answers);
        let next = match row.state {
            ReferralState::Answered(Answer::Yes) => Some(
                view! {
                    <form method="post" class="card next">
                        <h2>{lang.t("仕事を始める", "Start the work")}</h2>
                        <p>
                            {lang
                                .t(
                                    "はじめの日を決めると、そのあとの連絡（7・30・60・90・180日目）もできます。",
                                    "With the first working day come the follow-ups (day 7, 30, 60, 90 and 180).",
                                )}
                        </p>
                        <Field
                            name="starts_on"
                            kind="date"
                            label=lang.t("はじめの日", "First working day")
                        />
                        <button class="go" name="do" value="start">
                            {lang.t("仕事を始める", "Start the work")}
                        </button>
                    </form>
                }
                .into_any(),
            ),
            ReferralState::Placed => row.placement.map(|id| {
                view! {
                    <p>
                        <a class="go" href=format!("/care/{id}")>
                            {lang.t("そのあとの連絡を見る", "See the follow-ups")}
                        </a>
                    </p>
                }
                    .into_any()
            }),
            ReferralState::Answered(Answer::Talk) => Some(
                view! {
                    <p class="tip">
                        {lang
                            .t(
                                "会社は、まず話をしたいそうです。日にちを決めて、本人に伝えてください。話のあと、会社は同じリンクで返事を変えられます。",
                                "The company would like to talk first. Arrange a day and tell the person. Afterwards the company can change its answer with the same link.",
                            )}
                    </p>
                }
                    .into_any(),
            ),
            ReferralState::Withdrawn => Some(
                view! {
                    <p class="tip">
                        {lang
                            .t(
                                "本人が同意を取り消しました。会社は、もう見られません。",
                                "The person withdrew consent. The company can no longer see anything.",
                            )}
                    </p>
                }
                    .into_any(),
            ),
            ReferralState::Sent | ReferralState::Opened | ReferralState::Answered(Answer::No) | ReferralState::Expired => None,
        };
        let renew = match row.state {
            ReferralState::Placed | ReferralState::Withdrawn => None,
            ReferralState::Sent | ReferralState::Opened | ReferralState::Answered(_) | ReferralState::Expired => Some(view! {
                <form method="post" class="stack">
                    <button class="quiet" name="do" value="renew">
                        {lang.t("新しいリンクをつくる", "Make a new link")}
                    </button>
                    <p class="soft">
                        {lang
                            .t(
                                "前のリンクは使えなくなります。",
                                "The link before it stops working.",
                            )}
                    </p>
                </form>
            }),
        };
        view! {
            <div class="read">
                {crumbs(vec![("/referrals".to_owned(), lang.t("紹介", "Referrals").to_owned())])}
                <div class="row">
                    <h1>{heading}</h1>
                    <span class="push">
                        <Chip tone=tone text=text />
                    </span>
                </div> <p>
                    <a href=format!("/openings/{}", it.opening_id)>{row.opening}</a>
                    " "
                    {row.employer}
                </p> <ol class="steps">{steps}</ol> {note} {next}
                <p class="soft">
                    {lang.t("リンクの期限 ", "The link works until ")}
                    {until(lang, it.expires_at, zone)}
                </p> {renew} <details>
                    <summary class="quiet">{lang.t("送ったものを見る", "See what was sent")}</summary>
                    {packet_view::packet(packet)}
                </details>
            </div>
        }
    })
    .into())
}

/// Makes a new link.
pub async fn submit(req: &Req) -> Result<Reply> {
    let id = req.param("referral")?;
    let path = sending::renew(req.actor()?, &req.services, id).await?;
    Ok(link_page(req, id, &path).into())
}
