//! A course of a branch, with how far the learner would be.

use domain::{catalog::Item, learning::ItemState, shown};
use leptos::prelude::*;
use server::{Error, Result};

use super::look;
use crate::{
    ui::crumbs,
    web::{Page, Reply, Req},
};

/// Units and items.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let look = look(req).await?;
    let id = req.param_text("course").to_owned();
    let (_, course) = look.branch.course(&id).ok_or(Error::NotFound)?;
    let progress = look.eyes.progress(course);
    let unfinished = look.eyes.unfinished(&req.services, &look.branch, course);
    let title = course.title.get(look.lang).to_owned();
    let banner = look.banner(req);
    Ok(Page::new(title.clone(), move || {
        let (_, course) = look.branch.course(&id)?;
        let units: Vec<_> = course
            .units
            .iter()
            .map(|unit| {
                let items: Vec<_> = progress
                    .items
                    .iter()
                    .filter(|item| item.unit == unit.id)
                    .map(|item| {
                        let (path, title) = match &item.item {
                            Item::Lesson(lesson) => (
                                look.to(&format!("/{id}/lessons/{lesson}")),
                                course
                                    .lessons
                                    .get(lesson)
                                    .and_then(|lesson| lesson.text(look.lang))
                                    .map(|(_, text)| text.title_html.clone()),
                            ),
                            Item::Quiz(quiz) => (
                                look.to(&format!("/{id}/quizzes/{quiz}")),
                                course
                                    .quizzes
                                    .get(quiz)
                                    .and_then(|quiz| quiz.text(look.lang))
                                    .map(|text| text.title_html.clone()),
                            ),
                        };
                        let (class, mark, word) = match item.state {
                            ItemState::Done => ("item done", "✓", lang.t("できました", "done")),
                            ItemState::Next => ("item here", "→", lang.t("つぎはこれ", "next")),
                            ItemState::Open => ("item", "○", lang.t("まだ", "not yet")),
                        };
                        let best = item.best.map(|best| format!(" {}", shown::percent(best)));
                        view! {
                            <li class=class>
                                <a href=path>
                                    <span class="item-mark" aria-hidden="true">
                                        {mark}
                                    </span>
                                    <span inner_html=title.unwrap_or_default()></span>
                                    <span class="soft">{word}{best}</span>
                                </a>
                            </li>
                        }
                    })
                    .collect();
                view! {
                    <section class="card">
                        <h2>{unit.title.get(look.lang).to_owned()}</h2>
                        <ol class="items">{items}</ol>
                    </section>
                }
            })
            .collect();
        let unfinished = (!unfinished.is_empty()).then(|| {
            view! {
                <p class="tip">
                    {lang
                        .t(
                            "この人は、先に終えるコースがまだです: ",
                            "This learner has not finished what comes first: ",
                        )}{unfinished.join(", ")}
                </p>
            }
        });
        Some(view! {
            {banner()}
            <div class="read">
                {crumbs(vec![(look.to(""), look.branch.name.clone())])} <h1>{title}</h1>
                <p>{course.summary.get(look.lang).to_owned()}</p>
                <p class="soft">
                    {format!("{} / {} ", progress.done, progress.total)}{lang.t("できました", "done")}
                </p> {unfinished} {units}
            </div>
        })
    })
    .into())
}
