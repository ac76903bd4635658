//! `/information-sessions/{session}/register`: registering without an account.

use domain::{
    Lang,
    outreach::{AgeBand, Standing},
};
use leptos::prelude::*;
use server::{
    Error, Result,
    identity::classroom_settings,
    outreach::{
        links, public,
        registrations::{self, RegistrationForm},
        visitors,
    },
};

use super::words;
use crate::{
    ui::{Chip, Field, Select, TextArea, crumbs},
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let services = &req.services;
    let zone = services.config.zone;
    let it = public::get(services, req.param("session")?).await?;
    if !matches!(it.standing, Standing::Open | Standing::Full) && !req.is_shown_again() {
        return Err(Error::refused(
            "この説明会の申しこみは終わりました。ほかの説明会をごらんください。",
            "Registration for this session is over. Please look at the other sessions.",
        ));
    }
    let removal_days = classroom_settings::get(services).await?.removal_days();
    // A form that is shown again keeps the moment at which it was first shown.
    let shown = match req.typed_fields().map(|typed| typed.get("shown")) {
        None | Some("") => visitors::shown_now(services)?,
        Some(shown) => shown.to_owned(),
    };
    let title = lang.t("申しこみ", "Register");
    Ok(Page::new(format!("{title}: {}", it.session.title), move || {
        let session = &it.session;
        let (tone, text) = words::standing(lang, it.standing, it.left);
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        (
                            "/information-sessions".to_owned(),
                            lang.t("説明会", "Information sessions").to_owned(),
                        ),
                        (format!("/information-sessions/{}", session.id), session.title.clone()),
                    ],
                )} <h1>{title}</h1> <p>
                    <strong>{words::when(lang, session, zone)}</strong>
                    <br />
                    {words::place(lang, session, it.online)}
                </p> <p>
                    <Chip tone=tone text=text />
                </p> <form method="post" class="card">
                    <Field
                        name="name"
                        label=lang.t("お名前", "Your name")
                        autocomplete="name"
                        hint=lang
                            .t(
                                "よび名でもかまいません。",
                                "What you would like to be called is enough.",
                            )
                            .to_owned()
                    />
                    <fieldset class="stack">
                        <legend>
                            <strong>
                                {lang
                                    .t(
                                        "連絡先（どちらか 1 つでよいです）",
                                        "How to reach you (one is enough)",
                                    )}
                            </strong>
                        </legend>
                        <Field
                            name="phone"
                            kind="tel"
                            label=lang.t("電話番号", "Telephone number")
                            autocomplete="tel"
                            optional=true
                        />
                        <Field
                            name="mail"
                            kind="email"
                            label=lang.t("メールアドレス", "E-mail address")
                            autocomplete="email"
                            optional=true
                        />
                    </fieldset>
                    <Field
                        name="party"
                        kind="number"
                        inputmode="numeric"
                        label=lang.t("何人で来ますか", "How many people come?")
                        value="1"
                    />
                    <details class="stack">
                        <summary class="quiet">
                            {lang
                                .t(
                                    "ほかに伝えたいこと（なくてもよい）",
                                    "More to tell us (optional)",
                                )}
                        </summary>
                        <div class="stack">
                            <Field
                                name="reading"
                                label=lang.t("お名前のふりがな", "Reading of your name (kana)")
                                optional=true
                            />
                            <Field
                                name="town"
                                label=lang.t("住んでいる町", "Your town")
                                optional=true
                            />
                            <Select name="age_band" label=lang.t("年齢", "Age") options=age_bands(lang) />
                            <TextArea
                                name="question"
                                label=lang.t("聞きたいこと", "What you would like to ask")
                                rows=2
                            />
                            <TextArea
                                name="needs"
                                label=lang
                                    .t(
                                        "手助けがいること（車いす、託児など）",
                                        "What you need there (wheelchair, childcare …)",
                                    )
                                rows=2
                            />
                        </div>
                    </details>
                    {consent(lang, removal_days)}
                    {trap(lang, shown)}
                    <button class="go">{lang.t("申しこむ", "Register")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// The ages to choose from.
fn age_bands(lang: Lang) -> Vec<(String, String)> {
    let none = (
        String::new(),
        lang.t("答えない", "I would rather not say").to_owned(),
    );
    let bands = AgeBand::ALL.map(|band| (band.code().to_owned(), words::age_band(lang, band).to_owned()));
    std::iter::once(none).chain(bands).collect()
}

/// What is done with the data, to be agreed to.
fn consent(lang: Lang, removal_days: i64) -> impl IntoView {
    use server::FieldError;
    let form = use_context::<crate::web::Form>();
    let on = form.as_ref().is_some_and(|form| form.values.has("consent"));
    let wrong = form.and_then(|form| {
        let wrong: Option<FieldError> = form.errors.into_iter().find(|error| error.field == "consent");
        wrong.map(|error| error.message.get(lang).to_owned())
    });
    let described = wrong.is_some().then_some("consent-error");
    view! {
        <div class="field">
            <p id="consent-words">{words::consent(lang, removal_days)}</p>
            <label class="choice">
                <input
                    type="checkbox"
                    name="consent"
                    value="yes"
                    checked=on
                    aria-describedby=described
                    aria-required="true"
                />
                <span>
                    {lang.t("読みました。これでよいです。", "I have read this and agree.")}
                </span>
            </label>
            {wrong
                .map(|wrong| {
                    view! {
                        <span class="error" id="consent-error">
                            {wrong}
                        </span>
                    }
                })}
        </div>
    }
}

/// What a form for visitors carries unseen: when it was shown, and a field that only robots fill in.
pub fn trap(lang: Lang, shown: String) -> impl IntoView {
    view! {
        <input type="hidden" name="shown" value=shown />
        <p class="trap" aria-hidden="true">
            <label for="website">
                {lang.t("ここには何も入れないでください", "Leave this empty")}
            </label>
            <input id="website" name="website" tabindex="-1" autocomplete="off" />
        </p>
    }
}

/// Registers, and leads to the registration's own page.
pub async fn submit(req: &Req, form: RegistrationForm) -> Result<Reply> {
    let services = &req.services;
    let made = registrations::register(
        services,
        req.param("session")?,
        req.key(),
        &form,
        req.lang,
        &req.address,
    )
    .await?;
    Ok(Reply::flash(
        req,
        links::path(services, made.id)?,
        "申しこみを受け付けました。",
        "Your registration has arrived.",
    ))
}
