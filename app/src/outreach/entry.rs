//! `/outreach/{session}/add`: entering somebody who telephones or stands at the counter, by the keyboard
//! alone: name, Tab, telephone or mail, Enter. The empty form comes back for the next one.

use domain::{
    Lang,
    ids::{InformationSessionId, RegistrationId},
    outreach::{RegistrationState, Source},
};
use leptos::prelude::*;
use server::{
    Result,
    identity::classroom_settings,
    outreach::{
        changes, public,
        registrations::{self, EntryForm},
    },
};

use super::words;
use crate::{
    ui::{Check, Chip, Choices, Field, crumbs},
    web::{Page, Reply, Req},
};

/// The form; `?last=` names who was entered before.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (actor, services) = (req.actor()?, &req.services);
    let zone = services.config.zone;
    let it = public::get(services, req.param("session")?).await?;
    let removal_days = classroom_settings::get(services).await?.removal_days();
    let last = match req.query.get("last").parse::<RegistrationId>() {
        Ok(id) => Some(changes::get(actor, services, id).await?),
        Err(_) => None,
    };
    // The box that enters somebody all the same stands there when it was needed.
    let doubtful = req.is_shown_again() && req.errors().is_empty();
    let title = lang.t("申しこみを入れる", "Enter a registration");
    Ok(Page::new(title, move || {
        let session = &it.session;
        let (tone, text) = words::standing(lang, it.standing, it.left);
        let last = last.map(|last| {
            let (tone, text) = words::state(lang, last.registration.state);
            let path = format!("/outreach/registrations/{}", last.registration.id);
            let waits = last.registration.state == RegistrationState::Waiting;
            let note = waits.then(|| {
                lang.t(
                    "「キャンセル待ちです」と伝えてください。",
                    "Please say that this is a place on the waiting list.",
                )
            });
            view! {
                <p class="row banner calm">
                    <span>
                        {lang.t("受付番号 ", "Number ")}
                        <strong>{words::number(&last.registration)}</strong>
                    </span>
                    <a href=path>{last.registration.name.clone()}</a>
                    <Chip tone=tone text=text />
                    {note}
                </p>
            }
        });
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/outreach".to_owned(), lang.t("説明会", "Information sessions").to_owned()),
                        (format!("/outreach/{}", session.id), session.title.clone()),
                    ],
                )} <h1>{title}</h1> <p class="row">
                    <span>{words::when(lang, session, zone)}</span>
                    <Chip tone=tone text=text />
                </p> {last} <form method="post" class="card">
                    <Field
                        name="name"
                        label=lang.t("お名前（かなでもよい）", "Name (kana will do)")
                        autocomplete="off"
                        focused=true
                    />
                    <Field
                        name="contact"
                        label=lang.t("電話番号かメール", "Telephone or mail")
                        autocomplete="off"
                    />
                    <Field
                        name="party"
                        kind="number"
                        inputmode="numeric"
                        label=lang.t("人数", "People")
                        value="1"
                    />
                    {doubtful
                        .then(|| {
                            view! {
                                <Check
                                    name="anyway"
                                    label=lang
                                        .t(
                                            "それでも入れる（別の人です）",
                                            "Enter it all the same (somebody else)",
                                        )
                                />
                            }
                        })}
                    <button class="go">{lang.t("入れる", "Enter it")}</button>
                    <Field
                        name="reading"
                        label=lang.t("ふりがな", "Reading")
                        autocomplete="off"
                        optional=true
                    />
                    <Field
                        name="needs"
                        label=lang.t("手助けがいること", "What is needed there")
                        autocomplete="off"
                        optional=true
                    />
                    <Choices
                        name="source"
                        label=lang.t("どこから", "How it came in")
                        options=sources(lang)
                        chosen=vec![Source::Phone.code().to_owned()]
                    />
                    <p class="tip">
                        {lang.t("読んで伝えてください：", "Please say: ")}
                        {words::consent(lang, removal_days)}
                    </p>
                </form>
            </div>
        }
    })
    .into())
}

fn sources(lang: Lang) -> Vec<(String, String)> {
    [Source::Phone, Source::Counter, Source::Mail]
        .map(|source| (source.code().to_owned(), words::source(lang, source).to_owned()))
        .to_vec()
}

/// Enters a party.
pub async fn submit(req: &Req, form: EntryForm) -> Result<Reply> {
    let id: InformationSessionId = req.param("session")?;
    let made = registrations::enter(req.actor()?, &req.services, id, req.key(), &form).await?;
    Ok(Reply::flash(
        req,
        format!("/outreach/{id}/add?last={}", made.id),
        "入れました。",
        "Entered.",
    ))
}
