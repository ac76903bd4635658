//! `/environment/{person}`: how a learner is equipped for working from home, for those who look after it; from
//! here the learner is invited to a call.

use domain::{Lang, telework::Decision};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Zone,
    identity::people,
    telework::{
        loans, measurements, pledges,
        pledges::Pledge,
        workplaces::{self, DecisionForm, Workplace},
    },
};
use uuid::Uuid;

use super::{by_work, check, loans as lines, workplace};
use crate::{
    ui::{Chip, Choices, Empty, TextArea, Tone, crumbs, day},
    web::{Page, Reply, Req},
};

/// Self-test, place of work, pledge, and what was lent to the person.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor, services) = (req.lang, req.actor()?, &req.services);
    let (today, zone) = (services.config.today(), services.config.zone);
    let id: Uuid = req.param("person")?;
    let name = people::name(actor, services, id).await?;
    let loans = loans::of_person(actor, services, id).await?;
    let newest = measurements::newest(actor, services, id).await?;
    let pledge = pledges::of(actor, services, id).await?;
    let place = workplaces::of(actor, services, id).await?;
    let works = by_work::works(services, lang, &newest);
    let oneself = actor.id == id;
    let title = lang.t(
        format!("{name}さんの家で働く用意"),
        format!("{name}: working from home"),
    );
    let heading = title.clone();
    Ok(Page::new(title, move || {
        let borrowed = if loans.is_empty() {
            let text = lang.t("貸し出した物はありません。", "Nothing was lent.");
            view! {
                <Empty text=text>
                    <a class="quiet" href="/kits?show=here">
                        {lang.t("貸し出せる機器を見る", "Show what can be lent")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            lines::list(lang, loans, today)
        };
        let call = (!oneself).then(|| {
            view! {
                <form method="post" class="card next no-print">
                    <h2>{lang.t("いっしょに確かめる", "Check it together")}</h2>
                    <p>
                        {lang
                            .t(
                                "通話に招くと、本人のホームに出ます。電話やメールでも知らせてください。",
                                "An invitation is shown on the learner's home page. Tell the learner by phone or mail, too.",
                            )}
                    </p>
                    <button class="go" name="do" value="invite">
                        {lang.t("通話に招く", "Invite to a call")}
                    </button>
                </form>
            }
        });
        view! {
            <div class="read">
                {crumbs(vec![(format!("/people/{id}"), name)])} <h1>{heading}</h1> {call}
                <section class="card" aria-labelledby="check">
                    <h2 id="check">{lang.t("本人が測ったもの", "What the learner measured")}</h2>
                    {check::summary(lang, zone, &newest)}
                    <a href=format!(
                        "/readiness/{id}",
                    )>{lang.t("教室で見たことを記録する", "Note what you saw in class")}</a>
                </section> {by_work::list(lang, works)} {place_card(lang, zone, place, oneself)}
                {pledge_card(lang, zone, &pledge)} <section class="card" aria-labelledby="loans">
                    <h2 id="loans">{lang.t("貸し出した物", "What was lent")}</h2>
                    {borrowed}
                </section>
            </div>
        }
    })
    .into())
}

fn place_card(lang: Lang, zone: Zone, place: Option<Workplace>, oneself: bool) -> impl IntoView {
    let body = match place {
        None => {
            view! { <p class="soft">{lang.t("まだ伝えられていません。", "Not told yet.")}</p> }.into_any()
        }
        Some(place) => {
            let decide = (place.row.decision.is_none() && !oneself).then(|| {
                let options = [
                    (Decision::Fine, lang.t("働ける場所です", "Fit for work")),
                    (
                        Decision::NotYet,
                        lang.t("先にすることがあります", "Something to do first"),
                    ),
                ]
                .map(|(decision, word)| (decision.code().to_owned(), word.to_owned()))
                .to_vec();
                view! {
                    <form method="post" class="stack no-print">
                        <input type="hidden" name="workplace" value=place.row.id.to_string() />
                        <Choices name="decision" label=lang.t("答え", "Answer") options=options />
                        <TextArea
                            name="reason"
                            label=lang.t("理由、先にすること", "Why, or what to do first")
                            hint=lang
                                .t(
                                    "本人に見えます。写真は、答えると消えます。",
                                    "The learner sees it. The picture is deleted with the answer.",
                                )
                                .to_owned()
                        />
                        <div class="row">
                            <button class="go" name="do" value="decide">
                                {lang.t("答える", "Answer")}
                            </button>
                        </div>
                    </form>
                }
            });
            view! {
                {workplace::summary(lang, zone, &place)}
                {decide}
            }
            .into_any()
        }
    };
    view! {
        <section class="card" aria-labelledby="place">
            <h2 id="place">{lang.t("家の働く場所", "The place of work at home")}</h2>
            {body}
        </section>
    }
}

fn pledge_card(lang: Lang, zone: Zone, pledge: &Pledge) -> impl IntoView + use<> {
    let agreed = pledge.agreed.as_ref().map(|agreed| {
        let at = day(lang, agreed.at, zone);
        lang.t(
            format!("第{}版に {at} に同意", agreed.version),
            format!("agreed to version {} on {at}", agreed.version),
        )
    });
    let (tone, word) = match (&agreed, pledge.is_current()) {
        (Some(_), true) => (Tone::Met, lang.t("✓ 同意ずみ", "✓ Agreed")),
        (Some(_), false) => (
            Tone::Soon,
            lang.t("新しい版への同意がまだです", "Not to the present version"),
        ),
        (None, _) => (Tone::Soon, lang.t("まだ", "Not yet")),
    };
    view! {
        <section class="card" aria-labelledby="pledge">
            <h2 id="pledge">{lang.t("情報を守る約束", "The pledge")}</h2>
            <p>
                <Chip tone=tone text=word />
                " "
                <span class="soft">{agreed}</span>
            </p>
        </section>
    }
}

/// What may be done here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum EnvironmentAct {
    /// The learner is invited to a call.
    Invite,
    /// An answer about the place of work.
    Decide(DecisionForm),
}

/// Does it.
pub async fn submit(req: &Req, form: EnvironmentAct) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: Uuid = req.param("person")?;
    match form {
        EnvironmentAct::Invite => {
            let call = server::telework::calls::invite(actor, services, id).await?;
            Ok(Reply::to(format!("/calls/{call}")))
        }
        EnvironmentAct::Decide(form) => {
            workplaces::decide(actor, services, form).await?;
            Ok(Reply::flash(
                req,
                format!("/environment/{id}"),
                "答えました。",
                "Answered.",
            ))
        }
    }
}
