//! `/pledge`: the learner reads the pledge, agrees by writing the own name, and prints it.

use leptos::prelude::*;
use server::{
    Result,
    telework::pledges::{self, PledgeForm},
};

use crate::{
    ui::{Field, PrintButton, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// The text, and what was agreed to.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let it = pledges::of(actor, &req.services, actor.id).await?;
    let title = lang.t("情報を守る約束", "The pledge");
    Ok(Page::new(title, move || {
        let current = it.is_current();
        let number = it.version.number;
        let renewed = (!current && it.agreed.is_some()).then(|| {
            view! {
                <p class="tip">
                    {lang
                        .t(
                            "前に同意してから、文が新しくなりました。もう一度読んで、同意してください。",
                            "The text has changed since you agreed. Please read it again and agree.",
                        )}
                </p>
            }
        });
        let text = match &it.agreed {
            Some(agreed) if current => agreed.text.clone(),
            _ => it.version.get(lang).to_owned(),
        };
        let below = match it.agreed.filter(|_| current) {
            Some(agreed) => {
                let at = day_and_time(lang, agreed.at, zone);
                let name = agreed.name;
                view! {
                    <p class="banner met">
                        {lang
                            .t(
                                format!("✓ {name}さんが同意しました。{at}"),
                                format!("✓ {name} agreed on {at}."),
                            )}
                    </p>
                }
                .into_any()
            }
            None => view! {
                <form method="post" class="card next no-print">
                    <input type="hidden" name="version" value=number.to_string() />
                    <Field
                        name="name"
                        label=lang.t("自分の名前", "Your name")
                        hint=lang
                            .t(
                                "読んで同意したしるしに、名前を書きます。",
                                "Write your name as a sign that you have read this and agree.",
                            )
                            .to_owned()
                        autocomplete="name"
                    />
                    <button class="go">
                        {lang.t("読みました。同意します", "I have read this and agree")}
                    </button>
                </form>
            }
            .into_any(),
        };
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        (
                            "/environment".to_owned(),
                            lang.t("家で働く用意", "Working from home").to_owned(),
                        ),
                    ],
                )} <div class="row">
                    <h1>{title}</h1>
                    <span class="push">
                        <PrintButton />
                    </span>
                </div> {renewed} <section class="card">
                    <h2>{lang.t(format!("第{number}版"), format!("Version {number}"))}</h2>
                    <p class="terms">{text}</p>
                </section> {below}
            </div>
        }
    })
    .into())
}

/// Agrees.
pub async fn submit(req: &Req, form: PledgeForm) -> Result<Reply> {
    pledges::agree(req.actor()?, &req.services, form).await?;
    Ok(Reply::flash(
        req,
        "/pledge",
        "同意を記録しました。",
        "Your agreement is noted.",
    ))
}
