//! `/openings/{opening}`: the people for a job, with every reason; who is one lesson away; and what
//! to say to ask for consent.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    matching::{
        explained::{self, PersonRow},
        openings, passed_over, words as codes,
    },
};
use uuid::Uuid;

use super::{explained::Explained, words};
use crate::{
    ui::{self, Chip, Empty, Tone, crumbs, day_of},
    web::{Page, Reply, Req},
};

/// A person of the list, ready to be drawn.
struct Row {
    id: uuid::Uuid,
    name: String,
    explained: Explained,
    consent: bool,
    referral: Option<(String, Tone, &'static str, bool)>,
}

/// The explained list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let found = explained::people_for(req.actor()?, &req.services, req.param("opening")?).await?;
    let today = server::db::now()
        .with_timezone(&req.services.config.zone)
        .date_naive();
    let row = |person: PersonRow| Row {
        id: person.id,
        name: person.name,
        explained: Explained::new(req, &person.explanation, &person.taught, false),
        consent: person.consent.is_some(),
        referral: person.referral.map(|(id, state)| {
            let (tone, text) = words::state(lang, state);
            (format!("/referrals/{id}"), tone, text, state.is_over())
        }),
    };
    let rows = |people: Vec<PersonRow>| people.into_iter().map(row).collect::<Vec<_>>();
    let passed: Vec<(Row, String)> = found
        .passed_over
        .into_iter()
        .map(|(person, reason)| (row(person), reason))
        .collect();
    let (fitting, near, others) = (rows(found.fitting), rows(found.near), rows(found.others));
    let opening = found.opening;
    let consent_link = format!(
        "{}/openings/{}/consent",
        req.services.config.public_url, opening.opening.id
    );
    Ok(Page::new(opening.opening.title.clone(), move || {
        let id = opening.opening.id;
        let line = words::line(lang, &opening);
        let open = opening.is_open(today);
        let free = opening.free();
        let (tone, seats) = if open {
            let until = day_of(lang, opening.opening.closes_on);
            (Tone::Calm, lang.t(format!("あと {free} 席　{until}まで"), format!("Seats left: {free}, until {until}")))
        } else {
            (Tone::Miss, lang.t("締め切り", "Closed").to_owned())
        };
        let kind = words::meaning(lang, codes::KINDS, &opening.opening.kind);
        let starts = day_of(lang, opening.opening.starts_on);
        let closed = opening.opening.closed_at.is_some();
        let employer = opening.employer.name.clone();
        let say = lang.t(
            format!("「{employer}の『{}』という仕事が、あなたに合いそうです。会社に、あなたのことを知らせてもよいですか。何を見せるかは、あなたが選びます。いつでも取り消せます。」", opening.opening.title),
            format!("“{employer} offers ‘{}’, which may suit you. May we tell them about you? You choose what they see, and you can withdraw at any time.”", opening.opening.title),
        );
        let empty = fitting.is_empty();
        let list = |rows: Vec<Row>| {
            rows.into_iter().map(|row| person(lang, id, row, open, &say, &consent_link)).collect::<Vec<_>>()
        };
        let fitting = list(fitting);
        let near = (!near.is_empty()).then(|| {
            let near = list(near);
            view! {
                <section class="card" aria-labelledby="near">
                    <h2 id="near">{lang.t("あと一歩の人", "One step away")}</h2>
                    <p class="soft">
                        {lang
                            .t(
                                "次の授業を決めるときの参考にしてください。",
                                "Useful for planning the next classes.",
                            )}
                    </p>
                    <ul class="people">{near}</ul>
                </section>
            }
        });
        let others = (!others.is_empty()).then(|| {
            let count = others.len();
            let others = list(others);
            view! {
                <details class="card">
                    <summary>
                        <h2 class="summary">
                            {lang.t(format!("ほかの人（{count}人）"), format!("Others ({count})"))}
                        </h2>
                    </summary>
                    <ul class="people">{others}</ul>
                </details>
            }
        });
        let passed = (!passed.is_empty()).then(|| passed_list(lang, passed));
        view! {
            {crumbs(vec![("/openings".to_owned(), lang.t("求人", "Openings").to_owned())])}
            <div class="row">
                <h1>{opening.opening.title.clone()}</h1>
                <span class="push">
                    <Chip tone=tone text=seats />
                </span>
            </div>
            <p>{line}</p>
            <p class="soft">{kind}{lang.t("　はじめの日 ", " · first working day ")}{starts}</p>
            <p>{opening.opening.description.clone()}</p>
            <form method="post" class="row">
                <a class="quiet" href=format!("/openings/{id}/edit")>
                    {lang.t("直す", "Change")}
                </a>
                <a class="quiet" href=format!("/openings/{id}/sheet")>
                    {lang.t("求人票", "Job offer")}
                </a>
                {if closed {
                    view! {
                        <button class="quiet" name="do" value="reopen">
                            {lang.t("もう一度ひらく", "Open again")}
                        </button>
                    }
                        .into_any()
                } else {
                    view! {
                        <button class="quiet danger" name="do" value="close">
                            {lang.t("締め切る（またひらけます）", "Close (can be opened again)")}
                        </button>
                    }
                        .into_any()
                }}
            </form>
            <section class="card" aria-labelledby="people">
                <h2 id="people">{lang.t("候補の人", "People who fit")}</h2>
                {if empty {
                    view! {
                        <Empty text=lang
                            .t(
                                "いまは、条件と必要な力がそろった人がいません。あと一歩の人を見てください。",
                                "Nobody has everything at the moment. Look who is one step away.",
                            )>
                            <a class="quiet" href="/readiness/board">
                                {lang.t("準備の一覧", "Readiness board")}
                            </a>
                        </Empty>
                    }
                        .into_any()
                } else {
                    view! { <ul class="people">{fitting}</ul> }.into_any()
                }}
            </section>
            {near}
            {others}
            {passed}
            <p class="soft">
                {lang
                    .t(
                        "順番は、条件 → 必要な力 → あるとよい力 → 本人の希望 です。点数で人を並べることはしません。仕事中の人は出していません。",
                        "The order is: conditions, essential skills, helpful skills, wishes. People are never ranked by a score. People at work are not listed.",
                    )}
            </p>
        }
    })
    .into())
}

fn person(
    lang: domain::Lang,
    opening: uuid::Uuid,
    row: Row,
    open: bool,
    say: &str,
    link: &str,
) -> impl IntoView + use<> {
    let chip = row.explained.chip();
    let over = row.referral.as_ref().is_none_or(|(.., over)| *over);
    let referral = row.referral.map(|(path, tone, text, _)| {
        view! {
            <a class=format!("chip {}", tone.class()) href=path>
                {text}
            </a>
        }
    });
    let (say, link) = (say.to_owned(), link.to_owned());
    let next = match (open && over, row.consent) {
        (false, _) => None,
        (true, true) => Some(
            view! {
                <a class="quiet" href=format!("/openings/{opening}/refer/{}", row.id)>
                    {lang.t("送る内容を見る", "See what would be sent")}
                </a>
            }
            .into_any(),
        ),
        (true, false) => Some(
            view! {
                <details>
                    <summary class="quiet">
                        {lang.t("同意をお願いする…", "Ask for consent…")}
                    </summary>
                    <p>{lang.t("本人に、こう話してください。", "Say this to the person:")}</p>
                    <p class="tip">{say}</p>
                    <p>
                        {lang
                            .t(
                                "本人が自分でサインインして、このページで同意します。",
                                "The person signs in and agrees on this page:",
                            )}" "<code class="link-text">{link}</code>
                    </p>
                </details>
            }
            .into_any(),
        ),
    };
    let pass = over.then(|| {
        let field = format!("why-{}", row.id);
        let typed = ui::typed(("person", &row.id.to_string()), "reason");
        let open = typed.is_some();
        let label = lang.t(
            "理由（なくてもよい。仲間だけに見えます）",
            "Reason (optional, only for colleagues)",
        );
        view! {
            <details open=open>
                <summary class="quiet">{lang.t("今回は見送る…", "Pass over this time…")}</summary>
                <form method="post" class="stack">
                    <input type="hidden" name="person" value=row.id.to_string() />
                    <p class="field">
                        <label for=field.clone()>{label}</label>
                        <input id=field name="reason" value=typed maxlength="1000" />
                    </p>
                    <button class="quiet" name="do" value="pass">
                        {lang.t("見送る（もどせます）", "Pass over (can be undone)")}
                    </button>
                </form>
            </details>
        }
    });
    view! {
        <li class="stack">
            <div class="row">
                <h3>
                    <a href=format!("/readiness/{}", row.id)>{row.name}{lang.t("さん", "")}</a>
                </h3>
                <span class="push">{chip}</span>
            </div>
            {row.explained.view()}
            <div class="row">{referral}{next}{pass}</div>
        </li>
    }
}

/// Those who are passed over this time, each with the way back.
fn passed_list(lang: domain::Lang, passed: Vec<(Row, String)>) -> impl IntoView {
    let count = passed.len();
    let people: Vec<_> = passed
        .into_iter()
        .map(|(row, reason)| {
            view! {
                <li>
                    <form method="post" class="row">
                        <input type="hidden" name="person" value=row.id.to_string() />
                        <h3>
                            <a href=format!("/readiness/{}", row.id)>{row.name}{lang.t("さん", "")}</a>
                        </h3>
                        <span class="soft">{reason}</span>
                        <button class="quiet push" name="do" value="back">
                            {lang.t("一覧にもどす", "Back onto the list")}
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    view! {
        <details class="card" open>
            <summary>
                <h2 class="summary">
                    {lang
                        .t(
                            format!("今回は見送った人（{count}人）"),
                            format!("Passed over this time ({count})"),
                        )}
                </h2>
            </summary>
            <ul class="people">{people}</ul>
        </details>
    }
}

/// What may be done with an opening.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum OpeningAct {
    /// Nobody is referred any more.
    Close,
    /// People are referred again.
    Reopen,
    /// Pass a person over this time.
    Pass {
        /// Who.
        person: Uuid,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Put a person back onto the list.
    Back {
        /// Who.
        person: Uuid,
    },
}

/// Closes the opening, or opens it again; passes a person over, or takes one back.
pub async fn submit(req: &Req, act: OpeningAct) -> Result<Reply> {
    let (actor, services, id) = (req.actor()?, &req.services, req.param("opening")?);
    let (ja, en) = match act {
        OpeningAct::Pass { person, reason } => {
            passed_over::pass_over(actor, services, id, person, &reason).await?;
            (
                "今回は見送ります。下の「見送った人」から、もどせます。",
                "Passed over this time. You can undo it in the list below.",
            )
        }
        OpeningAct::Back { person } => {
            passed_over::take_back(actor, services, id, person).await?;
            ("一覧にもどしました。", "Back on the list.")
        }
        OpeningAct::Close => {
            openings::set_closed(actor, services, id, true).await?;
            ("締め切りました。", "Closed.")
        }
        OpeningAct::Reopen => {
            openings::set_closed(actor, services, id, false).await?;
            ("もう一度ひらきました。", "Open again.")
        }
    };
    Ok(Reply::flash(req, format!("/openings/{id}"), ja, en))
}
