//! A course: its units, and how far one is.

use domain::{catalog::Item, learning::ItemState, shown};
use leptos::prelude::*;
use server::{Result, learning::progress};

use super::take_home;
use crate::{
    ui::{Chip, Meter, Tone, crumbs},
    web::{Page, Reply, Req},
};

/// Units and items with their state; the next one stands out.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let found = progress::of_course(req.actor()?, &req.services, req.param_text("course")).await?;
    let title = found.revision.course.title.get(lang).to_owned();
    let first = progress::required(req.actor()?, &req.services, &found.revision.course).await?;
    let own = req.own_device().is_some();
    Ok(Page::new(title.clone(), move || {
        let course = &found.revision.course;
        let units: Vec<_> = course
            .units
            .iter()
            .map(|unit| {
                let items: Vec<_> = found
                    .progress
                    .items
                    .iter()
                    .filter(|item| item.unit == unit.id)
                    .map(|item| {
                        let (path, title, note) = match &item.item {
                            Item::Lesson(id) => {
                                let lesson = course.lessons.get(id);
                                let title = lesson
                                    .and_then(|l| l.text(lang))
                                    .map(|(_, text)| text.title_html.clone());
                                let minutes = lesson.map_or(0, |lesson| lesson.minutes);
                                (
                                    format!("/courses/{}/lessons/{id}", course.id),
                                    title,
                                    format!("{minutes}{}", lang.t("分", " min")),
                                )
                            }
                            Item::Quiz(id) => {
                                let title = course
                                    .quizzes
                                    .get(id)
                                    .and_then(|q| q.text(lang))
                                    .map(|text| text.title_html.clone());
                                let best = item
                                    .best
                                    .map(|best| format!(" {}", shown::percent(best)))
                                    .unwrap_or_default();
                                (
                                    format!("/courses/{}/quizzes/{id}", course.id),
                                    title,
                                    format!("{}{best}", lang.t("テスト", "Quiz")),
                                )
                            }
                        };
                        let (class, mark, word) = match item.state {
                            ItemState::Done => ("item done", "✓", lang.t("できました", "done")),
                            ItemState::Next => ("item here", "→", lang.t("つぎはこれ", "next")),
                            ItemState::Open => ("item", "○", lang.t("まだ", "not yet")),
                        };
                        view! {
                            <li class=class>
                                <a href=path>
                                    <span class="item-mark" aria-hidden="true">
                                        {mark}
                                    </span>
                                    <span inner_html=title.unwrap_or_default()></span>
                                    <span class="soft">{note}" "{word}</span>
                                </a>
                            </li>
                        }
                    })
                    .collect();
                view! {
                    <section class="card">
                        <h2>{unit.title.get(lang).to_owned()}</h2>
                        <ol class="items">{items}</ol>
                    </section>
                }
            })
            .collect();
        let (done, total) = (found.progress.done, found.progress.total);
        view! {
            <div class="read">
                {crumbs(vec![("/courses".into(), lang.t("コース", "Courses").into())])} <h1>{title}</h1>
                <p>{course.summary.get(lang).to_owned()}</p>
                <Meter
                    percent=f64::from(done) * 100.0 / f64::from(total.max(1))
                    label=format!("{done} / {total}")
                /> <p class="soft">{format!("{done} / {total} ")}{lang.t("できました", "done")}</p>
                {first_view(lang, first)} {units} {own.then(|| take_home::section(lang, course))}
            </div>
        }
    })
    .into())
}

/// The courses to finish first. It is advice: nobody is kept out of a lesson.
fn first_view(lang: domain::Lang, first: Vec<progress::Required>) -> Option<impl IntoView> {
    let open = first.iter().any(|required| !required.finished);
    let rows: Vec<_> = first
        .into_iter()
        .map(|required| {
            let (tone, word) = if required.finished {
                (Tone::Met, lang.t("✓ 終わりました", "✓ finished"))
            } else {
                (Tone::Soon, lang.t("まだ", "not yet"))
            };
            view! {
                <li class="row">
                    <a href=format!("/courses/{}", required.course)>{required.title.get(lang).to_owned()}</a>
                    <span class="push">
                        <Chip tone text=word />
                    </span>
                </li>
            }
        })
        .collect();
    open.then(|| {
        view! {
            <section class="card">
                <h2>
                    {lang
                        .t(
                            "先にこちらを終えると、分かりやすくなります",
                            "It is easier once you have finished",
                        )}
                </h2>
                <ul class="stack plain">{rows}</ul>
            </section>
        }
    })
}
