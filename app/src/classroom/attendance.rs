//! A learner's own attendance, and telling an absence in advance.

use domain::{Lang, classroom::Mark, shown};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Zone,
    classroom::mine::{self, AttendanceLine},
};
use uuid::Uuid;

use super::{made_of, made_up_chip, mark_chip, percents};
use crate::{
    ui::{Chip, Empty, Meter, PrintButton, Tone, time_range},
    web::{Page, Reply, Req},
};

/// How many coming classes are shown.
const COMING: usize = 6;

/// Rate, coming and past classes.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let mine = mine::attendance(actor, &req.services, actor.id).await?;
    let zone = req.services.config.zone;
    let now = server::db::now();
    // A form with an error stays open and keeps what was typed.
    let typed = match req.typed() {
        Some(NoticeForm::Announce { session, reason }) => Some((session, reason)),
        Some(NoticeForm::Come { .. }) | None => None,
    };
    let wrong = req
        .errors()
        .first()
        .map(|error| error.message.get(lang).to_owned());
    let title = lang.t("わたしの出席", "My attendance");
    Ok(Page::new(title, move || {
        let rate = mine.rate;
        let (past, coming): (Vec<_>, Vec<_>) = mine.lines.into_iter().partition(|line| line.past);
        let none = past.is_empty() && coming.is_empty();
        let meter = rate.percent.map(|value| {
            let label = format!("{} {}", lang.t("出席率", "Attendance"), shown::percent(value));
            view! { <Meter percent=value label /> }
        });
        let coming: Vec<_> = coming
            .into_iter()
            .take(COMING)
            .map(|line| {
                let (reason, wrong) = match &typed {
                    Some((session, reason)) if *session == line.session.id => (reason.clone(), wrong.clone()),
                    Some(_) | None => (String::new(), None),
                };
                let begun = line.session.starts_at <= now;
                upcoming(lang, line, zone, begun, reason, wrong)
            })
            .collect();
        let past: Vec<_> = past
            .into_iter()
            .rev()
            .map(|line| ended(lang, line, zone))
            .collect();
        if none {
            return view! {
                <div class="read">
                    <h1>{title}</h1>
                    <Empty text=lang
                        .t(
                            "クラスに入ると、授業と出席がここに出ます。",
                            "Once you are in a cohort, your classes and attendance appear here.",
                        )>
                        <a class="quiet" href="/">
                            {lang.t("ホームへ", "To the start page")}
                        </a>
                    </Empty>
                </div>
            }
            .into_any();
        }
        view! {
            <div class="read">
                <div class="row">
                    <h1>{title}</h1>
                    <span class="push">
                        <PrintButton />
                    </span>
                </div>
                <section class="card">
                    <h2>{lang.t("出席率", "Attendance")}" "{percents(lang, &rate)}</h2>
                    {meter}
                    <p class="soft">{made_of(lang, &rate)}</p>
                </section>
                <section class="card">
                    <h2>{lang.t("これからの授業", "Coming classes")}</h2>
                    {coming
                        .is_empty()
                        .then(|| {
                            view! {
                                <p class="soft">{lang.t("予定はありません。", "None planned.")}</p>
                            }
                        })}
                    <ul class="timetable">{coming}</ul>
                </section>
                <section class="card">
                    <h2>{lang.t("終わった授業", "Past classes")}</h2>
                    {past
                        .is_empty()
                        .then(|| {
                            view! { <p class="soft">{lang.t("まだありません。", "None yet.")}</p> }
                        })}
                    <ul class="timetable">{past}</ul>
                </section>
            </div>
        }
        .into_any()
    })
    .with_furigana()
    .into())
}

fn upcoming(
    lang: Lang,
    line: AttendanceLine,
    zone: Zone,
    begun: bool,
    reason: String,
    wrong: Option<String>,
) -> impl IntoView {
    let id = line.session.id;
    let when = time_range(lang, line.session.starts_at, line.session.ends_at, zone);
    let field = format!("reason-{id}");
    let error = format!("reason-{id}-error");
    let invalid = wrong.is_some();
    let cancelled = line.session.cancelled_at.is_some();
    let because = line.session.cancelled_because.clone().filter(|_| cancelled);
    let action = match (line.mark, begun) {
        _ if cancelled => view! {
            <Chip tone=Tone::Miss text=lang.t("休講", "Cancelled") />
            <span>{because}</span>
        }
        .into_any(),
        (Some(Mark::Present | Mark::Late), _) => mark_chip(lang, line.mark).into_any(),
        (Some(Mark::Absent) | None, true) | (Some(Mark::Excused), true) => view! {
            {line.mark.map(|mark| mark_chip(lang, Some(mark)))}
            <span class="soft">{line.reason}</span>
            <a class="quiet" href="/check-in">
                {lang.t("出席する", "Check in")}
            </a>
        }
        .into_any(),
        (Some(Mark::Excused), false) => view! {
            {mark_chip(lang, line.mark)}
            <span>{line.reason}</span>
            <form method="post">
                <input type="hidden" name="session" value=id.to_string() />
                <button class="quiet" name="do" value="come">
                    {lang.t("やっぱり行けます", "I can come after all")}
                </button>
            </form>
        }
        .into_any(),
        (Some(Mark::Absent) | None, false) => view! {
            <details open=invalid>
                <summary class="quiet">
                    {lang.t("休むと伝える", "I cannot come")}
                    <span class="unseen">" "{when.clone()}</span>
                </summary>
                <form method="post" class="stack">
                    <input type="hidden" name="session" value=id.to_string() />
                    <p class="field">
                        <label for=field.clone()>{lang.t("休む理由", "Why you cannot come")}</label>
                        <input
                            id=field
                            name="reason"
                            value=reason
                            maxlength="1000"
                            aria-required="true"
                            aria-invalid=invalid.then_some("true")
                            aria-describedby=invalid.then(|| error.clone())
                        />
                        {wrong
                            .map(|text| {
                                view! {
                                    <span class="error" id=error>
                                        {text}
                                    </span>
                                }
                            })}
                    </p>
                    <button class="go" name="do" value="announce">
                        {lang.t("伝える", "Tell the classroom")}
                    </button>
                </form>
            </details>
        }
        .into_any(),
    };
    view! {
        <li class="row">
            <span>{when}<br /><span class="soft">{line.cohort}" "{line.session.topic}</span></span>
            {action}
        </li>
    }
}

fn ended(lang: Lang, line: AttendanceLine, zone: Zone) -> impl IntoView {
    let when = time_range(lang, line.session.starts_at, line.session.ends_at, zone);
    // Closed without a mark: it counts as absent, and says so.
    let mark = line.mark.or(line.session.closed_at.map(|_| Mark::Absent));
    let mark = match line.session.cancelled_at {
        Some(_) => view! { <Chip tone=Tone::Calm text=lang.t("休講", "Cancelled") /> }.into_any(),
        None => mark_chip(lang, mark).into_any(),
    };
    view! {
        <li class="row">
            <span>{when}<br /><span class="soft">{line.cohort}" "{line.session.topic}</span></span>
            <span class="push row">{mark}{line.made_up.map(|on| made_up_chip(lang, on))}</span>
            {(!line.reason.is_empty()).then(|| view! { <span class="soft">{line.reason}</span> })}
        </li>
    }
}

/// What a learner may say of a class to come.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum NoticeForm {
    /// "I cannot come."
    Announce {
        /// The class session.
        session: Uuid,
        /// Why.
        reason: String,
    },
    /// "I can come after all."
    Come {
        /// The class session.
        session: Uuid,
    },
}

/// Tells an absence, or takes it back.
pub async fn submit(req: &Req, form: NoticeForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    match form {
        NoticeForm::Announce { session, reason } => {
            mine::announce(actor, services, session, &reason).await?;
            Ok(Reply::flash(
                req,
                "/attendance",
                "休むことを伝えました。",
                "The classroom has been told.",
            ))
        }
        NoticeForm::Come { session } => {
            mine::take_back(actor, services, session).await?;
            Ok(Reply::flash(
                req,
                "/attendance",
                "お待ちしています。",
                "We look forward to seeing you.",
            ))
        }
    }
}
