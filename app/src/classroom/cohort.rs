//! One cohort: timetable, learners, and what one does with them.

use chrono::{DateTime, Utc};
use domain::{Lang, say};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Zone,
    classroom::{
        cohorts::{self, Meeting},
        enrolments,
        sessions::{self, NewSession},
    },
    forms::chosen,
    http::Who,
};
use uuid::Uuid;

use super::{cohort_forms, cohort_learners, holidays, percents};
use crate::{
    identity::{HandedLink, invited},
    ui::{Chip, PrintButton, Tone, crumbs, day_of, time_range},
    web::{Page, Reply, Req},
};

/// A new invitation: the name, and its link.
type Invitation = (String, HandedLink);

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    page(req, None).await
}

async fn page(req: &Req, invitation: Option<Invitation>) -> Result<Reply> {
    let lang = req.lang;
    let id = req.param("cohort")?;
    let full = cohorts::get(req.actor()?, &req.services, id).await?;
    let candidates = enrolments::candidates(req.actor()?, &req.services, id).await?;
    let teaching = Who::TEACHING.admit(Some(req.actor()?)).is_ok();
    let zone = req.services.config.zone;
    let now = Utc::now();
    let titles: Vec<String> = full
        .courses
        .iter()
        .map(|id| match req.services.catalog.course(id) {
            Ok(revision) => revision.course.title.get(lang).to_owned(),
            Err(_) => id.clone(),
        })
        .collect();
    // A form with an error stays open when the page is shown again.
    let typed = req.typed();
    let open = |is: fn(&CohortForm) -> bool| typed.as_ref().is_some_and(is);
    let adding = open(|form| matches!(form, CohortForm::Session(_)));
    let inviting = open(|form| matches!(form, CohortForm::Invite { .. }));
    let enrolling = open(|form| matches!(form, CohortForm::Enrol { .. }));
    let title = full.cohort.name.clone();
    let done = invitation.is_some();
    Ok(Page::new(title.clone(), move || {
        let cohort = full.cohort;
        let (past, coming): (Vec<_>, Vec<_>) = full
            .meetings
            .into_iter()
            .partition(|meeting| meeting.session.ends_at <= now || meeting.session.closed_at.is_some());
        let here = full
            .learners
            .iter()
            .filter(|learner| learner.enrolment.ended_at.is_none())
            .count();
        let rate_words = format!(
            "{} {}",
            lang.t("出席率", "Attendance"),
            percents(lang, &full.rate)
        );
        let held = past
            .iter()
            .filter(|meeting| meeting.session.cancelled_at.is_none())
            .count();
        let invitation = invitation.map(|(name, link)| invited(&name, link));
        let span = format!(
            "{}–{}",
            day_of(lang, cohort.starts_on),
            day_of(lang, cohort.ends_on)
        );
        let csv = format!("/cohorts/{}/attendance.csv", cohort.id);
        let edit = format!("/cohorts/{}/edit", cohort.id);
        let progress = format!("/cohorts/{}/progress", cohort.id);
        view! {
            {crumbs(vec![("/cohorts".to_owned(), lang.t("クラス", "Cohorts").to_owned())])}
            <h1>{title}</h1>
            <p class="soft">{span}" "{cohort.place.clone()}" "{titles.join(lang.t("・", ", "))}</p>
            {invitation}
            <div class="row">
                <Chip
                    tone=Tone::Calm
                    text=say!(
                        lang,
                        here of "学ぶ人 {here} 人", one "{here} learner", other "{here} learners"
                    )
                />
                <Chip
                    tone=Tone::Calm
                    text=say!(
                        lang,
                        held of "終わった授業 {held} 回", one "{held} class held", other "{held} classes held"
                    )
                />
                <Chip tone=Tone::Calm text=rate_words />
                {full
                    .progress
                    .then(|| {
                        view! {
                            <a class="quiet push no-print" href=progress>
                                {lang.t("学びの進み", "Progress")}
                            </a>
                        }
                    })}
                <a class="quiet no-print" class:push=!full.progress href=edit>
                    {lang.t("クラスを直す", "Change the cohort")}
                </a>
                <a class="quiet no-print" href=csv>
                    {lang.t("出席を CSV で保存", "Attendance as CSV")}
                </a>
                <PrintButton />
            </div>
            <section class="card">
                <h2>{lang.t("これからの授業", "Coming class sessions")}</h2>
                {meetings(lang, coming, zone, now, here)}
                <details open=adding>
                    <summary class="quiet">
                        {lang.t("授業を 1 回加える", "Add one class session")}
                    </summary>
                    {cohort_forms::session(lang, &cohort)}
                </details>
            </section>
            <section class="card">
                <h2>{lang.t("学ぶ人", "Learners")}</h2>
                {cohort_learners::table(lang, full.learners, full.readable, teaching, zone)}
                <details open=inviting>
                    <summary class="quiet">
                        {lang.t("新しい人を招待する", "Invite somebody new")}
                    </summary>
                    {cohort_forms::invite(lang)}
                </details>
                <details open=enrolling>
                    <summary class="quiet">
                        {lang.t("すでにいる人を加える", "Add a learner who is here already")}
                    </summary>
                    {cohort_forms::enrol(lang, candidates)}
                </details>
            </section>
            <section class="card">
                <h2>{lang.t("終わった授業", "Past class sessions")}</h2>
                {meetings(lang, past.into_iter().rev().collect(), zone, now, here)}
            </section>
        }
    })
    .fresh_when(done)
    .into())
}

fn meetings(lang: Lang, meetings: Vec<Meeting>, zone: Zone, now: DateTime<Utc>, learners: usize) -> AnyView {
    if meetings.is_empty() {
        return view! { <p class="soft">{lang.t("授業はありません。", "No class sessions.")}</p> }.into_any();
    }
    let lines: Vec<_> = meetings
        .into_iter()
        .map(|meeting| {
            let session = meeting.session;
            let running = session.starts_at <= now && now < session.ends_at && session.closed_at.is_none();
            let because = session.cancelled_because.filter(|because| !because.is_empty());
            let state = if session.cancelled_at.is_some() {
                Some((Tone::Miss, lang.t("休講", "Cancelled")))
            } else if session.closed_at.is_some() {
                Some((Tone::Met, lang.t("✓ 閉じた", "✓ Closed")))
            } else if running {
                Some((Tone::Soon, lang.t("いま", "Now")))
            } else if session.ends_at <= now {
                Some((Tone::Miss, lang.t("まだ閉じていない", "Not closed yet")))
            } else {
                None
            };
            let state = state.map(|(tone, text)| view! { <Chip tone=tone text=text /> });
            let count = (meeting.marked > 0).then(|| {
                let (came, marked) = (meeting.came, meeting.marked.max(learners));
                lang.t(
                    format!("{came} / {marked} 人"),
                    format!("{came} of {marked} came"),
                )
            });
            let when = time_range(lang, session.starts_at, session.ends_at, zone);
            let holiday = holidays::name(lang, session.starts_at.with_timezone(&zone).date_naive());
            let holiday =
                holiday.map(|name| lang.t(format!("祝日（{name}）"), format!("Public holiday ({name})")));
            view! {
                <li class="row">
                    <a href=format!("/sessions/{}", session.id)>{when}</a>
                    <span class="soft">{session.topic}</span>
                    <span class="soft">{holiday}</span>
                    <span class="soft">{because}</span>
                    <span class="push soft">{count}</span>
                    {state}
                </li>
            }
        })
        .collect();
    view! { <ul class="timetable">{lines}</ul> }.into_any()
}

/// What may be done with a cohort.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CohortForm {
    /// Add somebody who is here already.
    Enrol {
        /// The learner.
        #[serde(deserialize_with = "chosen")]
        person: Option<Uuid>,
    },
    /// Invite somebody new.
    Invite {
        /// The name.
        name: String,
    },
    /// End a learner's place.
    End {
        /// The learner.
        learner: Uuid,
    },
    /// Add one class session.
    Session(NewSession),
}

/// Adds, invites, removes a learner, or adds a class session.
pub async fn submit(req: &Req, form: CohortForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let cohort: Uuid = req.param("cohort")?;
    let back = format!("/cohorts/{cohort}");
    match form {
        CohortForm::Enrol { person } => {
            enrolments::enrol(actor, services, cohort, person).await?;
            Ok(Reply::flash(req, back, "加えました。", "Added."))
        }
        CohortForm::Invite { name } => {
            let path = enrolments::invite(actor, services, req.key(), cohort, &name).await?;
            page(req, Some((name, HandedLink::new(req, &path)?))).await
        }
        CohortForm::End { learner } => {
            enrolments::end(actor, services, cohort, learner).await?;
            Ok(Reply::flash(
                req,
                back,
                "クラスからはずしました。",
                "Removed from the cohort.",
            ))
        }
        CohortForm::Session(new) => {
            let id = sessions::add(actor, services, req.key(), cohort, new).await?;
            let day = sessions::day(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                back,
                &holidays::with_warning(Lang::Ja, "授業を加えました。", &[day]),
                &holidays::with_warning(Lang::En, "The class session is added.", &[day]),
            ))
        }
    }
}
