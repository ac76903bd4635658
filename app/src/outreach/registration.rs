//! `/registrations/{token}`: a registration for its person, who has the secret link and no account. Looking
//! changes nothing; each change is a press.

use domain::{
    Lang,
    outreach::{RegistrationState, SessionState},
    say,
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    outreach::{
        changes::{self, ChangeForm, Shown},
        tables::information_session,
    },
    qr,
};

use super::{history::history, share, words};
use crate::{
    ui::{Chip, Field, PrintButton, TextArea, day_and_time},
    web::{Page, Reply, Req},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let services = &req.services;
    let zone = services.config.zone;
    let it = changes::of_link(services, req.param_text("token")).await?;
    let link = format!("{}{}", services.config.public_url, it.path);
    let code = qr::draw(&link)?;
    let changing = req.is_shown_again();
    let staff = req.actor.as_ref().is_some_and(server::Actor::is_staff);
    let title = lang.t("あなたの申しこみ", "Your registration");
    Ok(Page::new(title, move || {
        let (row, session) = (&it.registration, &it.session);
        let (tone, text) = words::state(lang, row.state);
        let party = row.party;
        let people = say!(lang, party of "{party}人", one "{party} person", other "{party} people");
        let welcome = staff.then(|| {
            view! {
                <p class="banner calm no-print">
                    <a href=format!(
                        "/outreach/{}/reception?q={}",
                        session.id,
                        row.number,
                    )>{lang.t("受付で、この人を見る", "Look this person up at the reception")}</a>
                </p>
            }
        });
        let editable = row.state.is_open() && session.state == SessionState::Published;
        let meeting = (row.state == RegistrationState::Registered && !session.meeting_url.is_empty()).then(|| {
            view! {
                <p>
                    {lang.t("オンラインで参加：", "Join online: ")}
                    <a href=session.meeting_url.clone() rel="noopener">
                        {session.meeting_url.clone()}
                    </a>
                </p>
            }
        });
        view! {
            <div class="read">
                <h1>{title}</h1>
                {welcome}
                {notes(lang, session)}
                <section class="card next">
                    <p class="row">
                        <Chip tone=tone text=text />
                        <span>
                            {lang.t("受付番号 ", "Number ")} <strong>{words::number(row)}</strong>
                        </span>
                    </p>
                    <h2>
                        <a href=format!("/information-sessions/{}", session.id)>{session.title.clone()}</a>
                    </h2>
                    <p>
                        <strong>{words::when(lang, session, zone)}</strong>
                        <br />
                        {words::place(lang, session, !session.meeting_url.is_empty())}
                        <br />
                        {session.address.clone()}
                    </p>
                    <p>{row.name.clone()}" "{people}</p>
                    {meeting}
                    {standing(lang, &it, zone)}
                </section>
                <section class="card">
                    <h2>
                        {lang.t("当日は、これを見せてください", "Show this at the reception")}
                    </h2>
                    {share::qr(&code, lang.t("受付の QR コード", "QR code for the reception"))}
                    <p>
                        {lang
                            .t(
                                "このページのアドレスは、あなただけのものです。変更や取り消しも、ここでできます。紙に印刷しておけます。",
                                "The address of this page is yours alone. Here you can also change or take back your registration. You can print it.",
                            )}
                    </p>
                    <p class="poster-link">{link}</p>
                    <div class="row">
                        <PrintButton />
                        <a class="quiet" href=format!("/information-sessions/{}/session.ics", session.id)>
                            {lang.t("カレンダーに入れる", "Add to my calendar")}
                        </a>
                    </div>
                </section>
                {editable.then(|| change_form(lang, &it, changing))}
                {history(lang, &it.events, zone)}
            </div>
        }
    })
    .into())
}

/// That the session was called off or moved.
fn notes(lang: Lang, session: &information_session::Model) -> AnyView {
    if session.state == SessionState::Cancelled {
        return view! {
            <p class="banner miss lines">
                <strong>
                    {lang.t("説明会は中止になりました。", "The session was cancelled. ")}
                </strong>
                {session.cancelled_because.clone()}
            </p>
        }
        .into_any();
    }
    (!session.moved_note.is_empty())
        .then(|| {
            view! {
                <p class="banner soon lines">
                    <strong>
                        {lang.t("日時や場所が変わりました：", "Time or place have changed: ")}
                    </strong>
                    {session.moved_note.clone()}
                </p>
            }
        })
        .into_any()
}

/// What the state means, and what is to be done now.
fn standing(lang: Lang, it: &Shown, zone: server::clock::Zone) -> AnyView {
    match it.registration.state {
        RegistrationState::Registered => view! {
            <p>
                {lang
                    .t(
                        "席を取りました。お待ちしています。",
                        "Your seats are reserved. We look forward to seeing you.",
                    )}
            </p>
        }
        .into_any(),
        RegistrationState::Waiting => {
            let before = it.before;
            let words = say!(
                lang,
                before of "席があくのを待っています。あなたの前に {before} 組が待っています。席があいたら、教室から連絡します。",
                one "You are on the waiting list; {before} party waits before you. We tell you when seats become free.",
                other "You are on the waiting list; {before} parties wait before you. We tell you when seats become free.",
            );
            view! { <p>{words}</p> }.into_any()
        }
        RegistrationState::Offered => {
            let until = it
                .registration
                .offered_until
                .map(|at| day_and_time(lang, at, zone))
                .unwrap_or_default();
            let words = lang.t(
                format!("席があきました。{until} までに、来るかどうかを押してください。過ぎると、席は次の人に回ります。"),
                format!("There are seats for you. Please press by {until}; after that they go to the next party."),
            );
            view! {
                <p>
                    <strong>{words}</strong>
                </p>
                <form method="post" class="row">
                    <button class="go" name="do" value="confirm">
                        {lang.t("行きます", "I come")}
                    </button>
                </form>
            }
            .into_any()
        }
        RegistrationState::Cancelled => view! {
            <p>
                {lang
                    .t(
                        "この申しこみは取り消されています。",
                        "This registration was taken back.",
                    )}
            </p>
        }
        .into_any(),
        RegistrationState::Lapsed => view! {
            <p>
                {lang
                    .t(
                        "確かめの期限が過ぎたので、席は次の人に回りました。もう一度申しこめます。",
                        "The time to confirm has passed, and the seats went to the next party. You can register again.",
                    )}
            </p>
        }
        .into_any(),
    }
}

fn change_form(lang: Lang, it: &Shown, open: bool) -> impl IntoView + use<> {
    let row = it.registration.clone();
    view! {
        <details class="card no-print" open=open>
            <summary class="quiet">{lang.t("内容を直す…", "Change something…")}</summary>
            <form method="post" class="stack">
                {fields(lang, &row)}
                <div class="row">
                    <button class="quiet" name="do" value="change">
                        {lang.t("直す", "Save the changes")}
                    </button>
                </div>
            </form>
        </details>
        <details class="card no-print">
            <summary class="quiet danger">
                {lang.t("申しこみを取り消す…", "Take the registration back…")}
            </summary>
            <form method="post" class="stack">
                <p>
                    {lang
                        .t(
                            "席は次の人に回ります。もう一度申しこむことはできます。",
                            "The seats go to the next party. You can register again.",
                        )}
                </p>
                <div class="row">
                    <button class="quiet danger" name="do" value="cancel">
                        {lang.t("取り消す", "Take it back")}
                    </button>
                </div>
            </form>
        </details>
    }
}

/// The fields of a registration that may be changed.
pub fn fields(lang: Lang, row: &server::outreach::tables::registration::Model) -> impl IntoView + use<> {
    let row = row.clone();
    view! {
        <Field name="name" label=lang.t("お名前", "Name") value=row.name autocomplete="off" />
        <Field name="reading" label=lang.t("ふりがな", "Reading") value=row.reading optional=true />
        <Field
            name="phone"
            kind="tel"
            label=lang.t("電話番号", "Telephone number")
            value=row.phone
            optional=true
            autocomplete="off"
        />
        <Field
            name="mail"
            kind="email"
            label=lang.t("メールアドレス", "E-mail address")
            value=row.mail
            optional=true
            autocomplete="off"
        />
        <Field
            name="party"
            kind="number"
            inputmode="numeric"
            label=lang.t("人数", "People")
            value=row.party.to_string()
        />
        <TextArea
            name="question"
            label=lang.t("聞きたいこと", "What you would like to ask")
            value=row.question
            rows=2
        />
        <TextArea
            name="needs"
            label=lang.t("手助けがいること", "What you need there")
            value=row.needs
            rows=2
        />
    }
}

/// What may be done with a registration.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RegistrationAct {
    /// Keeps the seats that it moved up to.
    Confirm,
    /// Takes it back.
    Cancel,
    /// Changes it.
    Change(ChangeForm),
}

/// Confirms, changes or takes back.
pub async fn submit(req: &Req, act: RegistrationAct) -> Result<Reply> {
    let services = &req.services;
    let token = req.param_text("token");
    let back = format!("/registrations/{token}");
    match act {
        RegistrationAct::Confirm => {
            changes::confirm_by_link(services, token).await?;
            Ok(Reply::flash(
                req,
                back,
                "席を取りました。お待ちしています。",
                "Your seats are reserved. We look forward to seeing you.",
            ))
        }
        RegistrationAct::Cancel => {
            changes::cancel_by_link(services, token).await?;
            Ok(Reply::flash(
                req,
                back,
                "申しこみを取り消しました。",
                "Your registration is taken back.",
            ))
        }
        RegistrationAct::Change(form) => {
            changes::change_by_link(services, token, &form).await?;
            Ok(Reply::flash(req, back, "直しました。", "Changed."))
        }
    }
}
