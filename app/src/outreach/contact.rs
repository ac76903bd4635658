//! `/contact`: a question to the classroom, without an account.

use domain::say;
use leptos::prelude::*;
use server::{
    Result,
    identity::classroom_settings,
    outreach::{
        enquiries::{self, ANSWER_DAYS, EnquiryForm},
        visitors,
    },
};

use super::register::trap;
use crate::{
    ui::{Field, TextArea},
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let services = &req.services;
    let settings = classroom_settings::get(services).await?;
    let shown = match req.typed_fields().map(|typed| typed.get("shown")) {
        None | Some("") => visitors::shown_now(services)?,
        Some(shown) => shown.to_owned(),
    };
    let title = lang.t("お問い合わせ", "Ask us");
    let description = say!(
        lang,
        name = settings.name(lang);
        "{name}へのお問い合わせ。学ぶこと、働くこと、説明会のこと、何でも聞いてください。",
        "Ask {name} about learning, working and information sessions."
    );
    let page = Page::new(title, move || {
        let phone = (!settings.phone.is_empty()).then(|| {
            let dialled = format!("tel:{}", domain::outreach::fold_phone(&settings.phone));
            view! {
                <p>
                    {lang.t("電話でもどうぞ：", "You can also telephone: ")}
                    <a href=dialled>{settings.phone.clone()}</a> " "
                    <span class="lines">{settings.hours.clone()}</span>
                </p>
            }
        });
        let days = settings.removal_days();
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            format!(
                                "どんなことでも聞いてください。{ANSWER_DAYS}日のうちに、電話かメールで答えます。",
                            ),
                            format!(
                                "Ask us anything. We answer within {ANSWER_DAYS} days, by telephone or mail.",
                            ),
                        )}
                </p>
                {phone}
                <form method="post" class="card">
                    <Field name="name" label=lang.t("お名前", "Your name") autocomplete="name" />
                    <Field
                        name="contact"
                        label=lang
                            .t("電話番号かメールアドレス", "Telephone number or e-mail address")
                    />
                    <TextArea
                        name="message"
                        label=lang.t("聞きたいこと", "What you would like to know")
                        rows=5
                    />
                    <p class="soft">
                        {lang
                            .t(
                                format!(
                                    "名前と連絡先は、答えるためだけに使います。答えてから{days}日たったら消します。",
                                ),
                                format!(
                                    "We use your name and contact to answer only, and remove them {days} days after that.",
                                ),
                            )}
                    </p>
                    {trap(lang, shown)}
                    <button class="go">{lang.t("送る", "Send it")}</button>
                </form>
            </div>
        }
    })
    .described(&description);
    Ok(page.into())
}

/// Sends the question.
pub async fn submit(req: &Req, form: EnquiryForm) -> Result<Reply> {
    enquiries::ask(&req.services, req.key(), &form, req.lang, &req.address).await?;
    Ok(Reply::flash(
        req,
        "/contact",
        "お問い合わせを受け付けました。お返事まで少しお待ちください。",
        "Your question has arrived. We will answer soon.",
    ))
}
