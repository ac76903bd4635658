//! `/enquiries/{enquiry}`: one question, and writing down what was answered.

use domain::ids::EnquiryId;
use leptos::prelude::*;
use serde::Deserialize;
use server::{Result, outreach::enquiries};

use super::enquiries::called;
use crate::{
    ui::{TextArea, crumbs, day_and_time, day_of},
    web::{Page, Reply, Req},
};

/// The enquiry.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let it = enquiries::get(req.actor()?, &req.services, req.param("enquiry")?).await?;
    let title = called(lang, &it);
    Ok(Page::new(title.clone(), move || {
        let row = &it.enquiry;
        let answered = row.answered_at.map(|at| {
            let by = it.by.clone().unwrap_or_default();
            view! {
                <section class="card">
                    <h2>{lang.t("答えたこと", "What was answered")}</h2>
                    <p class="lines">{row.answer.clone()}</p>
                    <p class="soft">{day_and_time(lang, at, zone)}" "{by}</p>
                </section>
            }
        });
        let form = row.answered_at.is_none().then(|| {
            view! {
                <form method="post" class="card next">
                    <TextArea
                        name="answer"
                        label=lang
                            .t(
                                "電話やメールで答えたこと",
                                "What you answered by telephone or mail",
                            )
                        rows=4
                    />
                    <button class="go">{lang.t("答えた", "Answered")}</button>
                </form>
            }
        });
        let contact = if row.contact.contains('@') {
            view! { <a href=format!("mailto:{}", row.contact)>{row.contact.clone()}</a> }.into_any()
        } else {
            let dialled = format!("tel:{}", domain::outreach::fold_phone(&row.contact));
            view! { <a href=dialled>{row.contact.clone()}</a> }.into_any()
        };
        view! {
            <div class="read">
                {crumbs(
                    vec![("/enquiries".to_owned(), lang.t("お問い合わせ", "Enquiries").to_owned())],
                )} <h1>{title}</h1> <p>{contact}</p> <section class="card">
                    <p class="lines">{row.message.clone()}</p>
                    <p class="soft">
                        {day_and_time(lang, row.created_at, zone)} " · "
                        {lang.t("いつまでに ", "to be answered by ")} {day_of(lang, row.answer_by)}
                    </p>
                </section> {answered} {form}
            </div>
        }
    })
    .into())
}

/// What was answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerForm {
    answer: String,
}

/// Writes the answer down.
pub async fn submit(req: &Req, form: AnswerForm) -> Result<Reply> {
    let id: EnquiryId = req.param("enquiry")?;
    enquiries::answer(req.actor()?, &req.services, id, &form.answer).await?;
    Ok(Reply::flash(
        req,
        "/enquiries",
        "書きとめました。",
        "Written down.",
    ))
}
