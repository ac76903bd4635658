//! `/packet/{token}`: the employer's page, without an account: the packet and the answer.

use leptos::prelude::*;
use server::{
    Result,
    matching::{packet::Packet, received, words as codes},
};

use super::{packet_view, words};
use crate::{
    ui::{Choices, PrintButton, TextArea, day, day_and_time},
    web::{Page, Reply, Req},
};

/// The packet. That it was opened is written down for the learner.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let it = received::open(&req.services, req.param_text("token")).await?;
    let packet = Packet::read(&it.packet)?;
    let offset = req.services.config.offset();
    let title = lang.t("紹介のお知らせ", "A referral for you");
    Ok(Page::new(title, move || {
        let employer = packet.employer.clone();
        let until = day(lang, it.expires_at, offset);
        let answered = it.answer.zip(it.answered_at).map(|(answer, at)| {
            let (tone, text) = words::answer(lang, answer);
            let at = day_and_time(lang, at, offset);
            view! { <p class=format!("banner {}", tone.class())>{text}" — "{at}</p> }
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
            let chosen = it.answer.map(|answer| answer.code().to_owned()).into_iter().collect();
            view! {
                <form method="post" class="card">
                    <h2>{lang.t("お返事", "Your answer")}</h2>
                    <Choices
                        name="answer"
                        label=lang.t("どれかひとつを選んでください", "Please choose one")
                        options=words::options(lang, codes::ANSWERS)
                        chosen=chosen
                    />
                    <TextArea
                        name="note"
                        label=lang
                            .t(
                                "ひとこと（本人と教室の人が読みます）",
                                "A few words (read by the person and the classroom)",
                            )
                        value=it.answer_note.clone()
                    />
                    <button class="go">{lang.t("返事を送る", "Send the answer")}</button>
                    <p class="soft">
                        {lang
                            .t(
                                "仕事が決まるまで、返事は変えられます。",
                                "You can change the answer until the work is arranged.",
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

/// Keeps the answer.
pub async fn submit(req: &Req) -> Result<Reply> {
    let token = req.param_text("token");
    received::answer(&req.services, token, req.form.get("answer"), req.form.get("note")).await?;
    Ok(Reply::said(
        req,
        format!("/packet/{token}"),
        "お返事を受け取りました。ありがとうございます。",
        "We have your answer. Thank you.",
    ))
}
