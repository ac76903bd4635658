//! `/outreach/registrations/{registration}`: one registration for those who hold the session: telling its
//! person how it stands, and changing it for who telephones.

use domain::{
    Lang,
    ids::RegistrationId,
    outreach::{RegistrationState, SessionState},
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    outreach::{
        afterwards::{self, CallForm, CallRow},
        changes::{self, ChangeForm, Shown},
    },
};

use super::{calls, history::history, registration::fields, share, words};
use crate::{
    identity::{HandedLink, invited},
    ui::{Chip, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// The registration.
pub async fn show(req: &Req) -> Result<Reply> {
    page(req, None).await
}

async fn page(req: &Req, link: Option<(String, HandedLink)>) -> Result<Reply> {
    let lang = req.lang;
    let services = &req.services;
    let zone = services.config.zone;
    let it = changes::get(req.actor()?, services, req.param("registration")?).await?;
    let calls: Vec<CallRow> = afterwards::calls(req.actor()?, services, it.registration.id).await?;
    let changing = req
        .typed_fields()
        .is_some_and(|typed| typed.get("do") == "change");
    let title = if it.registration.removed_at.is_some() {
        lang.t("（消しました）", "(removed)").to_owned()
    } else {
        it.registration.name.clone()
    };
    Ok(Page::new(title.clone(), move || {
        let (row, session) = (&it.registration, &it.session);
        let (tone, text) = words::state(lang, row.state);
        let until = row.offered_until.map(|at| {
            let at = day_and_time(lang, at, zone);
            lang.t(format!("{at} までに確かめる"), format!("to be confirmed by {at}"))
        });
        let removed = row.removed_at.is_some();
        let line = |head: &'static str, text: String| {
            (!text.is_empty()).then(|| {
                view! {
                    <dt>{head}</dt>
                    <dd class="lines">{text}</dd>
                }
            })
        };
        let phone = (!row.phone.is_empty()).then(|| {
            view! {
                <dt>{lang.t("電話", "Telephone")}</dt>
                <dd>
                    <a href=format!("tel:{}", row.phone_folded)>{row.phone.clone()}</a>
                </dd>
            }
        });
        let mail = (!row.mail.is_empty()).then(|| {
            view! {
                <dt>{lang.t("メール", "Mail")}</dt>
                <dd>
                    <a href=format!("mailto:{}", row.mail)>{row.mail.clone()}</a>
                </dd>
            }
        });
        let age = row
            .age_band
            .map(|band| words::age_band(lang, band).to_owned())
            .unwrap_or_default();
        let to_tell = (row.told_at.is_none() && !removed).then(|| to_tell(lang, &it, zone));
        let runs = session.state == SessionState::Published;
        let confirm = (row.state == RegistrationState::Offered).then(|| {
            view! {
                <form method="post" class="row">
                    <button class="go" name="do" value="confirm">
                        {lang.t("来ると聞いた", "The party says it comes")}
                    </button>
                </form>
            }
        });
        let change = (row.state.is_open() && runs && !removed).then(|| change_forms(lang, &it, changing));
        let link = link.map(|(name, link)| invited(&name, link));
        let began = session.starts_at <= server::db::now();
        let after = (began && !removed && session.state == SessionState::Published)
            .then(|| calls::after(lang, &calls, zone));
        let paper = (!removed).then(|| {
            view! {
                <a class="quiet" href=it.path.clone()>
                    {lang
                        .t(
                            "本人のページ（印刷して渡せます）",
                            "The person's page (to print and hand over)",
                        )}
                </a>
            }
        });
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/outreach".to_owned(), lang.t("説明会", "Information sessions").to_owned()),
                        (format!("/outreach/{}", session.id), session.title.clone()),
                        (
                            format!("/outreach/{}/registrations", session.id),
                            lang.t("申しこんだ人", "Who registered").to_owned(),
                        ),
                    ],
                )} {link} <h1>{title}" "<span class="soft">{row.reading.clone()}</span></h1> <p class="row">
                    <Chip tone=tone text=text />
                    <span>{lang.t("受付番号 ", "Number ")} <strong>{words::number(row)}</strong></span>
                    <span>{lang.t(format!("{}人", row.party), format!("people: {}", row.party))}</span>
                    {until}
                </p> {to_tell} {confirm}
                <dl class="facts-of-session">
                    {phone} {mail} {line(lang.t("町", "Town"), row.town.clone())}
                    {line(lang.t("年齢", "Age"), age)}
                    {line(lang.t("聞きたいこと", "Question"), row.question.clone())}
                    {line(lang.t("手助け", "Needs"), row.needs.clone())}
                    {line(
                        lang.t("どこから", "How it came in"),
                        words::source(lang, row.source).to_owned(),
                    )}
                </dl> <div class="row">{paper}</div> {after} {change} {history(lang, &it.events, zone)}
            </div>
        }
    })
    .into())
}

/// What is to be said to the person, ready to be read out or sent.
fn to_tell(lang: Lang, it: &Shown, zone: server::clock::Zone) -> impl IntoView + use<> {
    let said = words::to_tell(lang, &it.session, &it.registration, zone);
    view! {
        <section class="card next">
            <h2>{lang.t("この人に知らせてください", "Please tell this person")}</h2>
            {share::to_copy("words-to-tell", said)}
            <form method="post" class="row">
                <button class="go" name="do" value="told">
                    {lang.t("知らせた", "Told")}
                </button>
            </form>
        </section>
    }
}

fn change_forms(lang: Lang, it: &Shown, open: bool) -> impl IntoView + use<> {
    let row = it.registration.clone();
    view! {
        <details class="card" open=open>
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
        <form method="post" class="row">
            <button class="quiet danger" name="do" value="cancel">
                {lang.t("申しこみを取り消す", "Take the registration back")}
            </button>
        </form>
    }
}

/// What may be done with a registration.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PartyAct {
    /// The person was told how it stands.
    Told,
    /// The person says that the party comes.
    Confirm,
    /// Takes it back.
    Cancel,
    /// Changes it.
    Change(ChangeForm),
    /// Somebody called after the session.
    Call(CallForm),
    /// The person wants to begin to learn.
    Begin,
}

/// Does it.
pub async fn submit(req: &Req, act: PartyAct) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: RegistrationId = req.param("registration")?;
    let back = format!("/outreach/registrations/{id}");
    match act {
        PartyAct::Told => {
            changes::told(actor, services, id).await?;
            Ok(Reply::flash(req, back, "書きとめました。", "Written down."))
        }
        PartyAct::Confirm => {
            changes::confirm_by_staff(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                back,
                "席が決まりました。",
                "The seats are theirs.",
            ))
        }
        PartyAct::Cancel => {
            changes::cancel_by_staff(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                back,
                "取り消しました。席があけば、次の人が繰り上がります。",
                "Taken back. Where seats are free, the next party moves up.",
            ))
        }
        PartyAct::Call(form) => {
            afterwards::record(actor, services, req.key(), id, &form).await?;
            Ok(Reply::flash(req, back, "書きとめました。", "Written down."))
        }
        PartyAct::Begin => {
            let (name, path) = afterwards::begin(actor, services, req.key(), id).await?;
            page(req, Some((name, HandedLink::new(req, &path)?))).await
        }
        PartyAct::Change(form) => {
            changes::change_by_staff(actor, services, id, &form).await?;
            Ok(Reply::flash(req, back, "直しました。", "Changed."))
        }
    }
}
