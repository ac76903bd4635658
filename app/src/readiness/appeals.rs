//! Objections to decisions: on the learner's page, on the person's page and on the board.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Result, Zone,
    readiness::appeals::{self, Answered, ShownAppeal},
};
use uuid::Uuid;

use crate::{
    ui::{Chip, TextArea, Tone, day_and_time},
    web::Req,
};

/// Part of a page, drawn with it.
type Drawing = Box<dyn FnOnce() -> AnyView + Send>;

fn words(lang: Lang, it: ShownAppeal, zone: Zone) -> impl IntoView {
    let at = day_and_time(lang, it.row.created_at, zone);
    let (tone, word) = match it.row.answer {
        Some(_) => (Tone::Met, lang.t("✓ 答えがあります", "✓ Answered")),
        None => (Tone::Soon, lang.t("答えを待っています", "Waiting for an answer")),
    };
    let answer: Vec<_> = it
        .answers
        .into_iter()
        .map(|Answered { answer, by, at }| {
            let at = day_and_time(lang, at, zone);
            view! {
                <p class="soft">
                    {lang.t(format!("{by}さんの答え"), format!("Answer by {by}"))} " " {at}
                </p>
                <blockquote class="reason">{answer}</blockquote>
            }
        })
        .collect();
    view! {
        <p class="row">
            <Chip tone=tone text=word />
            <span class="soft">{at}</span>
        </p>
        <blockquote class="reason">{it.row.message}</blockquote>
        {answer}
    }
}

/// For the learner, below the decision: what was said and answered, and the form to object.
/// `open` where the form is shown again.
pub(super) async fn mine(req: &Req, decision: Uuid, open: bool) -> Result<Drawing> {
    let (actor, lang) = (req.actor()?, req.lang);
    let zone = req.services.config.zone;
    let said: Vec<ShownAppeal> = appeals::of(actor, &req.services, actor.id)
        .await?
        .into_iter()
        .filter(|it| it.row.decision_id == decision)
        .collect();
    let waits = said.iter().any(|it| it.row.answer.is_none());
    Ok(Box::new(move || {
        let said: Vec<_> = said
            .into_iter()
            .map(|it| view! { <li>{words(lang, it, zone)}</li> })
            .collect();
        let said = (!said.is_empty()).then(|| {
            view! {
                <h3>{lang.t("あなたが伝えたこと", "What you objected")}</h3>
                <ul class="stack">{said}</ul>
            }
        });
        let form = (!waits).then(|| {
            view! {
                <details class="no-print" open=open>
                    <summary class="quiet">
                        {lang.t("この決定は違うと思う…", "I think this is not right…")}
                    </summary>
                    <form method="post" class="stack">
                        <input type="hidden" name="decision" value=decision.to_string() />
                        <TextArea
                            name="appeal"
                            label=lang
                                .t("どこが違うと思いますか", "What do you think is not right?")
                            hint=lang
                                .t(
                                    "署名した人とは別の人が読んで、答えます。伝えても、悪いことは何も起きません。",
                                    "Somebody other than the signer reads and answers it. Nothing bad comes of it.",
                                )
                        />
                        <button class="go" name="do" value="appeal">
                            {lang.t("伝える", "Send")}
                        </button>
                    </form>
                </details>
            }
        });
        view! {
            {said}
            {form}
        }
        .into_any()
    }))
}

/// For staff, on the person's page: what the learner objected, and the form to answer it.
pub(super) async fn card(req: &Req, person: Uuid) -> Result<Option<Drawing>> {
    let (actor, lang) = (req.actor()?, req.lang);
    let zone = req.services.config.zone;
    let all = appeals::of(actor, &req.services, person).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let signs = server::http::Who::COORDINATING.admit(Some(actor)).is_ok();
    let me = actor.id;
    Ok(Some(Box::new(move || {
        let mut asked = false;
        let rows: Vec<_> = all
            .into_iter()
            .map(|it| {
                let (id, waits) = (it.row.id, it.row.answer.is_none());
                let own = it.signed_by == me || person == me;
                // The field's name may stand on a page once; of several, the first is answered first.
                let form = (waits && signs && !own && !asked).then(|| {
                    asked = true;
                    view! {
                        <form method="post" class="stack no-print">
                            <input type="hidden" name="appeal_id" value=id.to_string() />
                            <TextArea
                                name="appeal_answer"
                                label=lang
                                    .t("答え（本人が読みます）", "Answer (the learner reads it)")
                            />
                            <p class="soft">
                                {lang
                                    .t(
                                        "決定を変えるときは、先に上で署名しなおしてください。",
                                        "To change the decision, sign a new one above first.",
                                    )}
                            </p>
                            <button class="go" name="do" value="answer-appeal">
                                {lang.t("答えを送る", "Send the answer")}
                            </button>
                        </form>
                    }
                });
                let note = (waits && own).then(|| {
                    view! {
                        <p class="soft">
                            {lang
                                .t(
                                    "あなたが署名した決定なので、ほかの人が答えます。",
                                    "You signed this decision, so somebody else answers.",
                                )}
                        </p>
                    }
                });
                view! { <li class="criterion">{words(lang, it, zone)}{form}{note}</li> }
            })
            .collect();
        view! {
            <section class="card readiness" id="appeals">
                <h2>{lang.t("決定への申し立て", "Appeals")}</h2>
                <ul class="criteria">{rows}</ul>
            </section>
        }
        .into_any()
    })))
}

/// On the board: who waits for an answer.
pub(super) async fn banner(req: &Req) -> Result<Option<Drawing>> {
    let lang = req.lang;
    let waiting = appeals::waiting(req.actor()?, &req.services).await?;
    if waiting.is_empty() {
        return Ok(None);
    }
    Ok(Some(Box::new(move || {
        let links: Vec<_> = waiting
            .into_iter()
            .map(|it| view! { <a href=format!("/readiness/{}#appeals", it.row.person_id)>{it.learner}{lang.t("さん", "")}</a> })
            .collect();
        view! {
            <p class="banner soon row no-print">
                {lang.t("答えを待つ申し立てがあります: ", "Appeals wait for an answer: ")}
                {links}
            </p>
        }
        .into_any()
    })))
}
