//! `/people/{person}/learning`: how one learner gets on in each course, and every try at a test.

use domain::{
    Lang,
    catalog::{Course, Item, QuizKind},
    learning::ItemState,
    shown,
};
use leptos::prelude::*;
use server::{
    Result, Zone,
    http::Who,
    learning::{
        report::{self, CourseReport},
        tables::attempt,
    },
};

use super::report_words::{concerns, title as item_title};
use crate::{
    ui::{Chip, Empty, Meter, PrintButton, Tone, crumbs, day, day_and_time},
    web::{Page, Reply, Req},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let id = req.param("person")?;
    let report = report::of_person(actor, &req.services, id).await?;
    let teaching = Who::TEACHING.admit(Some(actor)).is_ok();
    let zone = req.services.config.zone;
    let title = lang.t("学びの進み", "Progress");
    Ok(Page::new(format!("{title}: {}", report.person.name), move || {
        let up = vec![
            ("/people".to_owned(), lang.t("人", "People").to_owned()),
            (format!("/people/{id}"), report.person.name.clone()),
        ];
        let more = teaching.then(|| {
            let path = format!("/people/{id}/allowances");
            view! {
                <a class="quiet push no-print" href=path>
                    {lang.t("テストの回数・時間をふやす", "More tries or time")}
                </a>
            }
        });
        let courses: Vec<_> = report
            .courses
            .iter()
            .map(|it| course(lang, it, report.opens, zone))
            .collect();
        let list = if courses.is_empty() {
            view! {
                <Empty text=lang
                    .t(
                        "まだ、どのコースもはじめていません。",
                        "No course has been begun yet.",
                    )>
                    <a class="quiet" href=format!("/people/{id}")>
                        {lang.t("アカウントへ", "To the account")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            courses.into_any()
        };
        view! {
            <div class="read">
                {crumbs(up)} <div class="row">
                    <h1>{report.person.name.clone()}</h1>
                    <span class="soft">{title}</span>
                    {more}
                    <span class:push=!teaching>
                        <PrintButton />
                    </span>
                </div> {list}
            </div>
        }
    })
    .into())
}

fn course(lang: Lang, report: &CourseReport, opens: bool, zone: Zone) -> impl IntoView + use<> {
    let course = &report.revision.course;
    let progress = &report.standing.progress;
    let (done, total) = (progress.done, progress.total);
    let percent = f64::from(done) * 100.0 / f64::from(total.max(1));
    let last = report.standing.last.map(|at| {
        let at = day(lang, at, zone);
        lang.t(format!("最後に学んだ日 {at}"), format!("last active {at}"))
    });
    let items: Vec<_> = progress
        .items
        .iter()
        .map(|item| {
            let (mark, word) = match item.state {
                ItemState::Done => ("✓", lang.t("できた", "done")),
                ItemState::Next => ("→", lang.t("つぎ", "next")),
                ItemState::Open => ("○", lang.t("まだ", "not yet")),
            };
            let tries: Vec<_> = report
                .attempts
                .iter()
                .filter(|row| matches!(&item.item, Item::Quiz(id) if *id == row.quiz_id))
                .map(|row| one_try(lang, course, row, opens, zone))
                .collect();
            let tries = (!tries.is_empty()).then(|| view! { <ul class="stack">{tries}</ul> });
            view! {
                <li>
                    <span aria-hidden="true">{mark}" "</span>
                    {item_title(lang, course, &item.item)}
                    " "
                    <span class="soft">{word}</span>
                    {tries}
                </li>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{course.title.get(lang).to_owned()}</h2>
            <Meter percent label=format!("{done} / {total}") />
            <p class="row concerns">
                <span>{format!("{done} / {total}")}</span>
                <span class="soft">{last}</span>
                {concerns(lang, course, &report.standing)}
            </p>
            <details open=!report.attempts.is_empty()>
                <summary class="quiet">{lang.t("課とテストを見る", "See lessons and tests")}</summary>
                <ul class="report-items">{items}</ul>
            </details>
        </section>
    }
}

/// One try at a test: its score, with the way to its answers, or that it is open.
fn one_try(
    lang: Lang,
    course: &Course,
    row: &attempt::Model,
    opens: bool,
    zone: Zone,
) -> impl IntoView + use<> {
    let number = match lang {
        Lang::Ja => format!("{}回目", row.number),
        Lang::En => format!("try {}", row.number),
    };
    let Some(at) = row.submitted_at else {
        let since = day_and_time(lang, row.started_at, zone);
        return view! {
            <li class="row">
                <span>{number}</span>
                <span class="soft">
                    {lang.t(format!("{since} から、まだ途中"), format!("open since {since}"))}
                </span>
            </li>
        }
        .into_any();
    };
    let test = course
        .quizzes
        .get(&row.quiz_id)
        .is_some_and(|quiz| quiz.kind == QuizKind::Test);
    let chip = if row.waiting > 0 {
        Some((Tone::Calm, lang.t("採点を待つ", "to be graded")))
    } else if !test {
        None
    } else if row.passed.unwrap_or_default() {
        Some((Tone::Met, lang.t("合格", "passed")))
    } else {
        Some((Tone::Soon, lang.t("もう少し", "not yet")))
    };
    let chip = chip.map(|(tone, text)| view! { <Chip tone=tone text=text /> });
    let score = format!("{number} {}", shown::percent(row.percent.unwrap_or_default()));
    let score = match opens {
        true => view! { <a href=format!("/attempts/{}", row.id)>{score}</a> }.into_any(),
        false => view! { <span>{score}</span> }.into_any(),
    };
    view! { <li class="row">{score} <span class="soft">{day_and_time(lang, at, zone)}</span> {chip}</li> }
        .into_any()
}
