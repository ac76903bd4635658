//! `/outreach/{session}`: one information session, for those who hold it: publishing it, calling it off,
//! and the ways to everything about it.

use domain::{
    ids::InformationSessionId,
    outreach::{SessionState, Standing},
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    outreach::{
        public, publishing,
        registration_list::{self, RegistrationPart, Wanted},
        sessions,
    },
};

use super::{share, words};
use crate::{
    ui::{Chip, TextArea, crumbs},
    web::{Page, Reply, Req},
};

/// The session.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (actor, services) = (req.actor()?, &req.services);
    let zone = services.config.zone;
    let session = sessions::get(actor, services, req.param("session")?).await?;
    let id = session.id;
    let (standing, left) = match session.state {
        SessionState::Draft => (Standing::Draft, 0),
        SessionState::Published | SessionState::Cancelled => {
            let it = public::get(services, id).await?;
            (it.standing, it.left)
        }
    };
    let mut counts = Vec::new();
    for part in [
        RegistrationPart::Open,
        RegistrationPart::Waiting,
        RegistrationPart::ToTell,
        RegistrationPart::ToCall,
    ] {
        let wanted = Wanted {
            session: Some(id),
            part,
        };
        counts.push((part, registration_list::count(actor, services, wanted).await?));
    }
    let link = format!("{}/information-sessions/{id}", services.config.public_url);
    Ok(Page::new(session.title.clone(), move || {
        let (tone, text) = words::standing(lang, standing, left);
        let online = !session.meeting_url.is_empty();
        let sharing = words::sharing(lang, &session, online, zone, &link);
        let draft = session.state == SessionState::Draft;
        let shown = !draft;
        let runs = session.state == SessionState::Published;
        let counts: Vec<_> = counts
            .into_iter()
            .filter(|(part, count)| *part == RegistrationPart::Open || !count.is_zero())
            .map(|(part, count)| {
                let class = match part {
                    RegistrationPart::ToTell => "chip miss",
                    RegistrationPart::Waiting | RegistrationPart::ToCall => "chip soon",
                    RegistrationPart::Open
                    | RegistrationPart::Came
                    | RegistrationPart::Gone
                    | RegistrationPart::All => "chip calm",
                };
                view! {
                    <li>
                        <a class=class href=format!("/outreach/{id}/registrations?part={part}")>
                            {words::part(lang, part)}
                            ": "
                            {count.to_string()}
                        </a>
                    </li>
                }
            })
            .collect();
        let way = |path: &str, label: &'static str| {
            view! {
                <li>
                    <a class="card place" href=format!("/outreach/{id}/{path}")>
                        {label}
                    </a>
                </li>
            }
        };
        let ways = shown.then(|| {
            view! {
                <ul class="places">
                    {runs
                        .then(|| {
                            way(
                                "add",
                                lang
                                    .t(
                                        "電話・窓口の申しこみを入れる",
                                        "Enter a call or a visitor",
                                    ),
                            )
                        })} {way("registrations", lang.t("申しこんだ人", "Who registered"))}
                    {runs.then(|| way("reception", lang.t("当日の受付", "Reception desk")))}
                    {way("paper-list", lang.t("紙の名簿", "Paper list"))}
                    {way("funnel", lang.t("そのあと（来た人、学んだ人）", "What became of it"))}
                </ul>
            }
        });
        let publish = draft.then(|| {
            view! {
                <form method="post" class="card next">
                    <p>
                        {lang
                            .t(
                                "まだ下書きです。公開すると、だれでも見られて、申しこめます。",
                                "This is still a draft. Once published, everybody sees it and can register.",
                            )}
                    </p>
                    <button class="go" name="do" value="publish">
                        {lang.t("公開する", "Publish it")}
                    </button>
                </form>
            }
        });
        let cancel = (session.state != SessionState::Cancelled).then(|| {
            view! {
                <details class="card">
                    <summary class="quiet danger">
                        {lang.t("説明会を中止する…", "Call the session off…")}
                    </summary>
                    <form method="post" class="stack">
                        <TextArea
                            name="because"
                            label=lang.t("みんなへの言葉（わけ）", "A word to everybody (why)")
                            rows=2
                        />
                        <p class="soft">
                            {lang
                                .t(
                                    "申しこんだ人が「知らせる人」の一覧に並びます。元には戻せません。",
                                    "Those who registered are listed as people to tell. This cannot be undone.",
                                )}
                        </p>
                        <div class="row">
                            <button class="quiet danger" name="do" value="cancel">
                                {lang.t("中止する", "Call it off")}
                            </button>
                        </div>
                    </form>
                </details>
            }
        });
        let cancelled = (!session.cancelled_because.is_empty()).then(|| {
            view! { <p class="banner miss lines">{session.cancelled_because.clone()}</p> }
        });
        let public = shown.then(|| {
            view! {
                <section class="card">
                    <h2>{lang.t("知らせる", "Spread the word")}</h2>
                    <div class="row">
                        <a class="quiet" href=format!("/information-sessions/{id}")>
                            {lang.t("みんなが見るページ", "The public page")}
                        </a>
                        <a class="quiet" href=format!("/information-sessions/{id}/poster")>
                            {lang.t("ポスター（A4）", "Poster (A4)")}
                        </a>
                    </div>
                    {share::to_copy("share-text", sharing)}
                </section>
            }
        });
        view! {
            <div class="stack">
                {crumbs(
                    vec![("/outreach".to_owned(), lang.t("説明会", "Information sessions").to_owned())],
                )} <h1>{session.title.clone()}</h1> <p class="row">
                    <strong>{words::when(lang, &session, zone)}</strong>
                    <span>{words::place(lang, &session, online)}</span>
                    <Chip tone=tone text=text />
                </p> {cancelled} {publish} <ul class="row" aria-label=lang.t("申しこみ", "Registrations")>
                    {counts}
                </ul> {ways}
                <div class="row">
                    {(session.state != SessionState::Cancelled)
                        .then(|| {
                            view! {
                                <a class="quiet" href=format!("/outreach/{id}/edit")>
                                    {lang.t("直す", "Change it")}
                                </a>
                            }
                        })} <a class="quiet" href=format!("/outreach/new?copy={id}")>
                        {lang.t("写しをつくる", "Make a copy")}
                    </a>
                </div> {public} {cancel}
            </div>
        }
    })
    .into())
}

/// What may be done with a session.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SessionAct {
    /// Shows it to everybody.
    Publish,
    /// Calls it off.
    Cancel {
        /// Why.
        because: String,
    },
}

/// Publishes the session, or calls it off.
pub async fn submit(req: &Req, act: SessionAct) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: InformationSessionId = req.param("session")?;
    let back = format!("/outreach/{id}");
    match act {
        SessionAct::Publish => {
            publishing::publish(actor, services, id).await?;
            Ok(Reply::flash(req, back, "公開しました。", "Published."))
        }
        SessionAct::Cancel { because } => {
            publishing::cancel(actor, services, id, &because).await?;
            Ok(Reply::flash(
                req,
                format!("{back}/registrations?part=to-tell"),
                "中止にしました。申しこんだ人に知らせてください。",
                "Called off. Please tell those who registered.",
            ))
        }
    }
}
