//! `/consents/waiting`: consents that a second person of the staff confirms with the learner.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Zone,
    matching::second::{self, Waiting},
};
use uuid::Uuid;

use crate::{
    ui::{Empty, day_and_time},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let waiting = second::waiting(req.actor()?, &req.services).await?;
    let title = lang.t("確かめを待つ同意", "Consents to be confirmed");
    Ok(Page::new(title, move || {
        let none = waiting.is_empty();
        let cards: Vec<_> = waiting.into_iter().map(|it| card(lang, zone, it)).collect();
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "教室の人がつくったリンクでパスワードを決めてから 7 日のあいだの同意です。リンクをつくった人とは別の人が、本人に直接聞いてから確かめます。それまで、会社には何も送られません。",
                            "They were given within seven days after a password was chosen with a link made by staff. Somebody other than the maker of the link asks the learner in person, and then confirms. Nothing is sent to the company before.",
                        )}
                </p>
                {none
                    .then(|| {
                        view! {
                            <Empty text=lang
                                .t(
                                    "いま、待っている同意はありません。",
                                    "No consent is waiting now.",
                                )>
                                <a class="quiet" href="/">
                                    {lang.t("ホームへ", "To the start page")}
                                </a>
                            </Empty>
                        }
                    })}
                {cards}
            </div>
        }
    })
    .into())
}

fn card(lang: domain::Lang, zone: Zone, it: Waiting) -> impl IntoView {
    let at = day_and_time(lang, it.consent.given_at, zone);
    let operator = lang.t("サーバーを動かす人", "whoever runs the server");
    let makers: Vec<String> = it
        .makers
        .into_iter()
        .map(|maker| maker.unwrap_or_else(|| operator.to_owned()))
        .collect();
    let makers = makers.join(lang.t("、", ", "));
    let label = lang.t(
        format!("{}さんに聞いて、確かめました", it.learner),
        format!("I asked {} and confirm it", it.learner),
    );
    let button = if it.may {
        view! {
            <form method="post">
                <input type="hidden" name="consent" value=it.consent.id.to_string() />
                <button class="go">{label}</button>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="soft">{lang.t("ほかの人が確かめます。", "Somebody else confirms it.")}</p> }
            .into_any()
    };
    view! {
        <section class="card">
            <h2>{it.learner}</h2>
            <p>{it.employer} " — " {it.opening} " " <span class="soft">{at}</span></p>
            <p class="soft">
                {lang.t("パスワードのリンクをつくった人: ", "The password link was made by: ")}
                {makers}
            </p>
            {button}
        </section>
    }
}

/// Which consent is confirmed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmed {
    /// The consent.
    consent: Uuid,
}

/// Confirms.
pub async fn submit(req: &Req, form: Confirmed) -> Result<Reply> {
    second::confirm(req.actor()?, &req.services, form.consent).await?;
    Ok(Reply::flash(
        req,
        "/consents/waiting",
        "確かめました。",
        "Confirmed.",
    ))
}
