//! `/environment`: what a learner has for working from home, and what is still to be done.

use leptos::prelude::*;
use server::{
    Result,
    telework::{calls, loans, measurements, pledges, workplaces},
};

use super::{check, invitation::invitation, loans as lines, workplace};
use crate::{
    ui::{Chip, Empty, Tone},
    web::{Page, Reply, Req},
};

/// Loans, self-test, pledge, place of work, and the call that the learner is invited to.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor, services) = (req.lang, req.actor()?, &req.services);
    let (today, zone) = (services.config.today(), services.config.zone);
    let loans = loans::of_person(actor, services, actor.id).await?;
    let newest = measurements::newest(actor, services, actor.id).await?;
    let pledge = pledges::of(actor, services, actor.id).await?;
    let place = workplaces::of(actor, services, actor.id).await?;
    let call = calls::invitation(actor, services).await?;
    let title = lang.t("家で働く用意", "Working from home");
    Ok(Page::new(title, move || {
        let borrowed = if loans.is_empty() {
            let text = lang.t(
                "いま借りている物はありません。パソコンやカメラがいるときは、先生に聞いてください。",
                "You have borrowed nothing. If you need a computer or a camera, ask your instructor.",
            );
            view! {
                <Empty text=text>
                    <a class="quiet" href="/help">
                        {lang.t("先生に聞く", "Ask the instructor")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            lines::list(lang, loans, today)
        };
        let call = call.map(|(id, host)| invitation(lang, id, &host));
        let (tone, agreed) = if pledge.is_current() {
            (Tone::Met, lang.t("✓ 同意ずみ", "✓ Agreed"))
        } else if pledge.agreed.is_some() {
            (Tone::Soon, lang.t("文が新しくなりました", "The text has changed"))
        } else {
            (Tone::Soon, lang.t("まだ", "Not yet"))
        };
        let place = place.map(|place| workplace::summary(lang, zone, &place));
        view! {
            <div class="read">
                <h1>{title}</h1>
                {call}
                <section class="card" aria-labelledby="check">
                    <h2 id="check">{lang.t("家の環境をためす", "Try your environment")}</h2>
                    {check::summary(lang, zone, &newest)}
                    <a class="go" href="/environment/check">
                        {lang.t("ためす", "Try it")}
                    </a>
                </section>
                <section class="card" aria-labelledby="place">
                    <h2 id="place">{lang.t("家の働く場所", "The place of work at home")}</h2>
                    {place}
                    <a class="quiet" href="/environment/workplace">
                        {lang.t("働く場所を見なおす", "Look at the place of work")}
                    </a>
                </section>
                <section class="card" aria-labelledby="pledge">
                    <h2 id="pledge">{lang.t("情報を守る約束", "The pledge")}</h2>
                    <p>
                        <Chip tone=tone text=agreed />
                    </p>
                    <a class="quiet" href="/pledge">
                        {lang.t("約束を読む", "Read the pledge")}
                    </a>
                </section>
                <section class="card" aria-labelledby="loans">
                    <h2 id="loans">{lang.t("借りている物", "What you have borrowed")}</h2>
                    {borrowed}
                </section>
                <section class="card" aria-labelledby="trouble">
                    <h2 id="trouble">{lang.t("困ったことが起きたら", "When something happens")}</h2>
                    <p>
                        {lang
                            .t(
                                "なくした、送る相手をまちがえた、あやしいメールを開いた、けがをした。すぐに知らせてください。",
                                "Something was lost, went to the wrong person, a suspicious mail was opened, somebody is hurt: tell at once.",
                            )}
                    </p>
                    <a class="quiet" href="/incidents/new">
                        {lang.t("困ったことを知らせる", "Tell what happened")}
                    </a>
                </section>
            </div>
        }
    })
    .with_furigana()
    .into())
}
