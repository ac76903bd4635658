//! `/outreach/{session}/reception`: the desk on the day. Empty until something is typed or scanned, so that
//! nobody's name lies open.

use domain::{
    Lang,
    identity::Role,
    ids::{InformationSessionId, RegistrationId},
    outreach::RegistrationState,
    say,
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    outreach::{
        reception::{self, DeskCount, DeskRow, LookFor, SentTap},
        registrations::EntryForm,
    },
};
use uuid::Uuid;

use super::words;
use crate::{
    ui::{Chip, Field, PageScript, Tone, clock, crumbs},
    web::{Page, Reply, Req},
};

/// The desk; `?q=` is what was typed or scanned.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let text = req.query.get("q").to_owned();
    let welcomed = req.query.get("welcomed").parse::<RegistrationId>().ok();
    let wanted = match welcomed {
        Some(id) if text.is_empty() => LookFor::Party(id),
        Some(_) | None => LookFor::Text(&text),
    };
    let desk = reception::desk(req.actor()?, &req.services, req.param("session")?, wanted).await?;
    let holds = Role::COORDINATING
        .iter()
        .any(|role| req.actor.as_ref().is_some_and(|actor| actor.is(*role)));
    let title = lang.t("受付", "Reception");
    Ok(Page::new(title, move || {
        let id = desk.session.id;
        let looked = !text.is_empty();
        let nobody = looked && desk.found.is_empty();
        let found: Vec<_> = desk.found.iter().map(|row| party(lang, row, zone)).collect();
        // Who was just welcomed is shown for as long as a mistake is seen; a script then takes it away.
        let fades = (!looked).then_some("10");
        let found = (!found.is_empty()).then(|| {
            view! {
                <PageScript />
                <ul class="stack" data-fades=fades>
                    {found}
                </ul>
            }
        });
        let nobody = nobody.then(|| {
            view! {
                <p class="banner soon" role="status">
                    {lang
                        .t(
                            "見つかりません。下で「申しこみなしで来た人」に入れられます。",
                            "Nobody found. Below you can write down somebody who came unannounced.",
                        )}
                </p>
            }
        });
        // A scanned link is not shown again: it is the person's own.
        let shown_text = if text.len() > 60 {
            String::new()
        } else {
            text.clone()
        };
        view! {
            <div class="read">
                {holds
                    .then(|| {
                        crumbs(
                            vec![
                                (
                                    "/outreach".to_owned(),
                                    lang.t("説明会", "Information sessions").to_owned(),
                                ),
                                (format!("/outreach/{id}"), desk.session.title.clone()),
                            ],
                        )
                    })} <h1>{title}" "<span class="soft">{desk.session.title.clone()}</span></h1>
                {counts(lang, desk.count)} <form method="get" class="card" role="search">
                    <p class="field">
                        <label for="q">
                            {lang
                                .t(
                                    "ふりがな・受付番号・電話の下4けた・QR",
                                    "Reading, number, end of the telephone number, or QR",
                                )}
                        </label>
                        <input
                            id="q"
                            name="q"
                            value=shown_text
                            maxlength="300"
                            autocomplete="off"
                            autofocus
                        />
                    </p>
                    <button class="go">{lang.t("さがす", "Look up")}</button>
                </form> {nobody} {found} {walk_in(lang)} <p>
                    <a href=format!("/outreach/{id}/paper-list")>{lang.t("紙の名簿", "Paper list")}</a>
                </p>
            </div>
        }
    })
    .into())
}

fn counts(lang: Lang, count: DeskCount) -> impl IntoView {
    let (parties, people, expected) = (count.parties, count.people, count.expected);
    let parties = say!(lang, parties of "{parties}組", one "{parties} party", other "{parties} parties");
    view! {
        <p class="row" role="status">
            <strong class="desk-count">
                {lang.t(format!("{people} / {expected} 人"), format!("{people} / {expected} here"))}
            </strong>
            <span class="soft">{parties}</span>
        </p>
    }
}

/// A party that was found, with the one press that welcomes it or takes that back.
fn party(lang: Lang, row: &DeskRow, zone: server::clock::Zone) -> impl IntoView + use<> {
    let it = &row.registration;
    let (tone, text) = words::state(lang, it.state);
    let id = it.id.to_string();
    let act = match (row.came, row.last_tap) {
        (Some(came), Some(tap)) => {
            let at = clock(came.at, zone);
            let people = came.people;
            let welcomed = lang.t(
                format!("✓ {at} に来ました（{people}人）"),
                format!("✓ Came at {at}, a party of {people}"),
            );
            view! {
                <Chip tone=Tone::Met text=welcomed />
                <form method="post" class="row">
                    <input type="hidden" name="registration" value=id />
                    <input type="hidden" name="tap" value=tap.to_string() />
                    <button class="quiet" name="do" value="take-back">
                        {lang.t("まちがえた（取り消す）", "A mistake (undo)")}
                    </button>
                </form>
            }
            .into_any()
        }
        (None, _) | (_, None) => {
            let field = format!("people-{id}");
            view! {
                <form method="post" class="row">
                    <input type="hidden" name="registration" value=id />
                    <label for=field.clone()>{lang.t("人数", "People")}</label>
                    <input
                        id=field
                        class="small-number"
                        name="people"
                        type="number"
                        min="1"
                        max="20"
                        inputmode="numeric"
                        value=it.party.to_string()
                    />
                    <button class="go" name="do" value="came">
                        {lang.t("来ました", "Is here")}
                    </button>
                </form>
            }
            .into_any()
        }
    };
    let odd = (it.state != RegistrationState::Registered).then(|| view! { <Chip tone=tone text=text /> });
    view! {
        <li class="card">
            <h2>{it.name.clone()}" "<span class="soft">{it.reading.clone()}</span></h2>
            <p class="row">
                <span>{lang.t("受付番号 ", "Number ")}{words::number(it)}</span>
                {odd}
                <span class="lines">{it.needs.clone()}</span>
            </p>
            {act}
        </li>
    }
}

fn walk_in(lang: Lang) -> impl IntoView {
    view! {
        <details class="card">
            <summary class="quiet">
                {lang.t("申しこみなしで来た人…", "Somebody who came unannounced…")}
            </summary>
            <form method="post" class="stack">
                <Field name="name" label=lang.t("お名前", "Name") autocomplete="off" />
                <Field
                    name="contact"
                    label=lang.t("電話番号かメール", "Telephone or mail")
                    autocomplete="off"
                    optional=true
                />
                <Field
                    name="party"
                    kind="number"
                    inputmode="numeric"
                    label=lang.t("人数", "People")
                    value="1"
                />
                <label class="choice">
                    <input type="checkbox" name="anyway" value="yes" />
                    <span>
                        {lang
                            .t(
                                "同じ名前の申しこみがあっても、別の人です",
                                "Somebody else, even where the name is registered",
                            )}
                    </span>
                </label>
                <button class="go" name="do" value="walk-in">
                    {lang.t("受付する", "Welcome them")}
                </button>
            </form>
        </details>
    }
}

/// What is pressed at the desk.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum DeskAct {
    /// A party is here.
    Came {
        /// Whose registration.
        registration: RegistrationId,
        /// How many people.
        people: u32,
    },
    /// That was a mistake.
    TakeBack {
        /// Whose registration.
        registration: RegistrationId,
        /// The tap.
        tap: Uuid,
    },
    /// Somebody came unannounced.
    WalkIn(EntryForm),
}

/// Writes the tap down.
pub async fn submit(req: &Req, act: DeskAct) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: InformationSessionId = req.param("session")?;
    let tap = |registration, people| SentTap {
        key: req.key(),
        registration,
        people,
        at: None,
    };
    let back = format!("/outreach/{id}/reception");
    match act {
        DeskAct::Came { registration, people } => {
            reception::came(actor, services, id, tap(registration, people)).await?;
            let back = format!("{back}?welcomed={registration}");
            Ok(Reply::flash(req, back, "受付しました。", "Welcomed."))
        }
        DeskAct::TakeBack {
            registration,
            tap: taken_back,
        } => {
            reception::take_back(actor, services, id, tap(registration, 0), taken_back).await?;
            Ok(Reply::flash(req, back, "取り消しました。", "Taken back."))
        }
        DeskAct::WalkIn(form) => {
            let made = reception::walk_in(actor, services, id, req.key(), &form).await?;
            let back = format!("{back}?welcomed={}", made.id);
            Ok(Reply::flash(req, back, "受付しました。", "Welcomed."))
        }
    }
}
