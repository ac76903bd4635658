//! `/me/data`: what is held about oneself, who received it, and what one may ask for.

use domain::Lang;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Zone,
    identity::{
        own_data::{
            gather, provisions,
            requests::{self, DAYS, Kind, Wish},
            rules,
        },
        tables::data_request,
    },
};
use uuid::Uuid;

use super::{given, words};
use crate::{
    ui::{Chip, Choices, TextArea, day, day_of},
    web::{Page, Reply, Req},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (actor, services) = (req.actor()?, &req.services);
    let zone = services.config.zone;
    let counts: Vec<(&'static str, u64)> = gather::counts(actor, services)
        .await?
        .into_iter()
        .map(|(rule, count)| (rules::words(lang, rule.title), count))
        .collect();
    let given = provisions::mine(actor, services).await?;
    let asked = requests::mine(actor, services).await?;
    let title = lang.t("わたしのデータ", "My data");
    Ok(Page::new(title, move || {
        let counts: Vec<_> = counts
            .into_iter()
            .map(|(title, count)| view! { <li>{format!("{title}: {count}")}</li> })
            .collect();
        let asked = (!asked.is_empty()).then(|| own_requests(lang, zone, asked));
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "この教室があなたについて持っているものは、いつでも全部読めて、受け取れます。",
                            "You can read and take along all that this classroom holds about you, at any time.",
                        )}
                </p>
                <div class="row">
                    <a class="go" href="/me/data/all">
                        {lang.t("全部を読む・印刷する", "Read or print all of it")}
                    </a>
                    <a class="quiet" href="/me/data/files">
                        {lang.t("ファイルで受け取る（zip）", "Save as files (zip)")}
                    </a>
                </div>
                <details class="card">
                    <summary>{lang.t("何がいくつあるか", "What there is, and how much")}</summary>
                    <ul>{counts}</ul>
                </details>
                <section class="card">
                    <h2>{lang.t("だれに渡したか", "Who received what")}</h2>
                    {given::table(lang, zone, given)}
                </section>
                {asked}
                <form method="post" class="card" id="ask">
                    <h2>{lang.t("お願いする", "Ask for something")}</h2>
                    <p>
                        {lang
                            .t(
                                format!("{DAYS}日以内に答えます。"),
                                format!("You have an answer within {DAYS} days."),
                            )}
                    </p>
                    {fields(lang)}
                    <button class="go" name="do" value="ask">
                        {lang.t("送る", "Send")}
                    </button>
                </form>
            </div>
        }
    })
    .into())
}

/// The fields of a request.
pub(super) fn fields(lang: Lang) -> impl IntoView {
    let kinds = Kind::ALL
        .into_iter()
        .map(|kind| (kind.code().to_owned(), words::kind(lang, kind).to_owned()))
        .collect::<Vec<_>>();
    view! {
        <Choices
            name="kind"
            label=lang.t("どうしてほしいか", "What is asked for")
            options=kinds
            chosen=vec![Kind::Correction.code().to_owned()]
        />
        <TextArea
            name="wish"
            label=lang.t("何を、どのように", "What, and how")
            hint=lang
                .t(
                    "消去は、2人の職員が決めます。法律で残すものと、まだ終わっていない用件のものは残り、そのことをお知らせします。",
                    "Two members of staff decide about erasing. What the law or an open matter holds stays, and you are told so.",
                )
                .to_owned()
        />
    }
}

fn own_requests(lang: Lang, zone: Zone, asked: Vec<data_request::Model>) -> impl IntoView {
    let rows: Vec<_> = asked
        .into_iter()
        .map(|row| {
            let (tone, text) = words::outcome(lang, row.outcome.as_deref());
            let kind = row.kind.parse::<Kind>().map(|kind| words::kind(lang, kind));
            let when = match row.answered_at {
                Some(at) => {
                    let day = day(lang, at, zone);
                    lang.t(format!("{day} に答えました"), format!("answered on {day}"))
                }
                None => {
                    let day = day_of(lang, row.due_on);
                    lang.t(
                        format!("{day} までに答えます"),
                        format!("you have an answer by {day}"),
                    )
                }
            };
            let received = day(lang, row.received_at, zone);
            let withdraw = row.answered_at.is_none().then(|| {
                view! {
                    <form method="post" class="no-print">
                        <input type="hidden" name="request" value=row.id.to_string() />
                        <button class="quiet" name="do" value="withdraw">
                            {lang.t("取り下げる", "Take it back")}
                        </button>
                    </form>
                }
            });
            let answer = (!row.answer.is_empty()).then(|| view! { <p class="tip">{row.answer}</p> });
            view! {
                <li class="stack">
                    <div class="row">
                        <strong>{kind.unwrap_or_default()}</strong>
                        <Chip tone text />
                    </div>
                    <p class="soft">{received}" — "{when}</p>
                    <p>{row.wish}</p>
                    {answer}
                    {withdraw}
                </li>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{lang.t("お願いしたこと", "What you asked for")}</h2>
            <ul class="stack">{rows}</ul>
        </section>
    }
}

/// What may be asked for here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum DataForm {
    /// A request.
    Ask(Wish),
    /// One less.
    Withdraw {
        /// Which.
        request: Uuid,
    },
}

/// Asks, or takes a request back.
pub async fn submit(req: &Req, form: DataForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    match form {
        DataForm::Ask(wish) => {
            requests::ask(actor, services, req.key(), wish).await?;
            Ok(Reply::flash(
                req,
                "/me/data",
                "受け取りました。答えをお待ちください。",
                "We have it. Please wait for the answer.",
            ))
        }
        DataForm::Withdraw { request } => {
            requests::withdraw(actor, services, request).await?;
            Ok(Reply::flash(
                req,
                "/me/data",
                "取り下げました。",
                "It is taken back.",
            ))
        }
    }
}
