//! `/packet/{token}`: the employer's page, without an account: opening the packet, and the answer.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    matching::{
        packet::Packet,
        received::{self, Addressed, AnswerForm, Received},
        words as codes,
    },
};

use super::{packet_view, words};
use crate::{
    ui::{Choices, PrintButton, TextArea, until},
    web::{Life, OPENED, Page, Reply, Req},
};

/// The packet, in a browser in which somebody has opened it; in any other the button that opens it. Programs
/// that follow links press no button, so they see nothing of the person, and nobody counts them.
pub async fn show(req: &Req) -> Result<Reply> {
    let token = req.param_text("token");
    match received::read(&req.services, token, &req.opened).await? {
        Some(it) => opened(req, it),
        None => closed(req, received::addressed(&req.services, token).await?),
    }
}

/// How many days a browser may show the packet again before somebody opens it again.
const OPENED_DAYS: i64 = 1;

fn closed(req: &Req, it: Addressed) -> Result<Reply> {
    let lang = req.lang;
    let until = until(lang, it.expires_at, req.services.config.zone);
    let title = lang.t("紹介のお知らせ", "A referral for you");
    // An answer that came from a browser in which nothing was opened.
    let wrong: Vec<String> = req
        .errors()
        .iter()
        .map(|it| it.message.get(lang).to_owned())
        .collect();
    Ok(Page::new(title, move || {
        let wrong: Vec<_> = wrong
            .into_iter()
            .map(|it| view! { <p class="error">{it}</p> })
            .collect();
        view! {
            <div class="read">
                <h1>{title}</h1>
                {wrong}
                <p>
                    {lang
                        .t(
                            format!(
                                "{} ご担当者さま。「{}」について、紹介する人の書類が届いています。",
                                it.employer,
                                it.opening,
                            ),
                            format!(
                                "To {}. There is a document about a person for “{}”.",
                                it.employer,
                                it.opening,
                            ),
                        )}
                </p>
                <form method="post" class="card next">
                    <p>
                        {lang
                            .t(
                                "開いたことと、その時刻は、本人に知らされます。",
                                "The person is told that it was opened, and when.",
                            )}
                    </p>
                    <button class="go" name="do" value="open">
                        {lang.t("書類を開く", "Open the document")}
                    </button>
                </form>
                <p class="soft">
                    {lang
                        .t(
                            format!("このページは {until} まで見られます。"),
                            format!("This page can be seen until {until}."),
                        )}
                </p>
            </div>
        }
    })
    .into())
}

fn opened(req: &Req, it: Received) -> Result<Reply> {
    let lang = req.lang;
    let packet = Packet::read(&it.packet)?;
    let zone = req.services.config.zone;
    let title = lang.t("紹介のお知らせ", "A referral for you");
    Ok(Page::new(title, move || {
        let employer = packet.employer.clone();
        let until = until(lang, it.expires_at, zone);
        let answered = packet_view::answers(lang, zone, it.answers).map(|list| {
            view! {
                <section class="stack" aria-labelledby="answered">
                    <h2 id="answered">{lang.t("これまでのお返事", "Answers so far")}</h2>
                    {list}
                </section>
            }
        });
        let form = if it.placed {
            view! {
                <p class="banner met">
                    {lang
                        .t(
                            "仕事が始まることに決まりました。ありがとうございます。",
                            "The work has been arranged. Thank you.",
                        )}
                </p>
            }
                .into_any()
        } else {
            view! {
                <form method="post" class="card">
                    <h2>{lang.t("お返事", "Your answer")}</h2>
                    <Choices
                        name="answer"
                        label=lang.t("どれかひとつを選んでください", "Please choose one")
                        options=words::options(lang, codes::ANSWERS)
                    />
                    <TextArea
                        name="note"
                        label=lang
                            .t(
                                "ひとこと（本人と教室の人が読みます）",
                                "A few words (read by the person and the classroom)",
                            )
                    />
                    <button class="go">{lang.t("返事を送る", "Send the answer")}</button>
                    <p class="soft">
                        {lang
                            .t(
                                "仕事が決まるまで、もう一度お返事できます。前のお返事は残り、いちばん新しいものが有効です。",
                                "You can answer again until the work is arranged. Earlier answers stay, and the newest counts.",
                            )}
                    </p>
                </form>
            }
            .into_any()
        };
        view! {
            <div class="read">
                <div class="row">
                    <h1>{title}</h1>
                    <span class="push">
                        <PrintButton />
                    </span>
                </div>
                <p>
                    {lang
                        .t(
                            format!(
                                "{employer} ご担当者さま。本人が、あなたの会社に見せてよいと選んだものです。開いたことは、本人に知らされます。",
                            ),
                            format!(
                                "To {employer}. The person chose to show you this. The person is told that it was opened.",
                            ),
                        )}
                </p>
                {packet_view::packet(packet)}
                {answered}
                {form}
                <p class="soft">
                    {lang
                        .t(
                            format!("このページは {until} まで見られます。"),
                            format!("This page can be seen until {until}."),
                        )}
                </p>
            </div>
        }
    })
    .into())
}

/// What may be done here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PacketAct {
    /// Open the packet.
    Open,
    /// Answer.
    #[serde(rename = "")]
    Answer(AnswerForm),
}

/// Opens the packet, or keeps the answer.
pub async fn submit(req: &Req, act: PacketAct) -> Result<Reply> {
    let token = req.param_text("token");
    let path = format!("/packet/{token}");
    let form = match act {
        PacketAct::Open => {
            let proof = received::open(&req.services, token).await?;
            return Ok(Reply::to(path).cookie(req, OPENED, &proof, Life::Days(OPENED_DAYS)));
        }
        PacketAct::Answer(form) => form,
    };
    let proof = received::answer(&req.services, token, req.key(), form).await?;
    Ok(Reply::flash(
        req,
        path,
        "お返事を受け取りました。ありがとうございます。",
        "We have your answer. Thank you.",
    )
    .cookie(req, OPENED, &proof, Life::Days(OPENED_DAYS)))
}
