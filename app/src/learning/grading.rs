//! The answers that wait for a person to grade them.

use domain::say;
use leptos::prelude::*;
use server::{Result, learning::hand_grading};

use crate::{
    ui::{Chip, Empty, Field, Tone, day_and_time},
    web::{Page, Reply, Req},
};

/// The list, the longest waiting first; `?q=` looks for a name or a quiz.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let offset = req.services.config.offset();
    let waiting = hand_grading::waiting(req.actor()?, &req.services).await?;
    let courses = req.services.catalog.courses();
    let wanted = req.query.get("q").trim().to_lowercase();
    let rows: Vec<_> = waiting
        .into_iter()
        .map(|waiting| {
            let course = courses
                .iter()
                .find(|course| course.course.id == waiting.attempt.course_id);
            let quiz = course
                .and_then(|course| course.course.quizzes.get(&waiting.attempt.quiz_id)?.text(lang))
                .map_or_else(|| waiting.attempt.quiz_id.clone(), |text| text.title.clone());
            (waiting, quiz)
        })
        .filter(|(waiting, quiz)| {
            wanted.is_empty()
                || waiting.name.to_lowercase().contains(&wanted)
                || quiz.to_lowercase().contains(&wanted)
        })
        .collect();
    let title = lang.t("採点を待つ答え", "Waiting to be graded");
    Ok(Page::new(title, move || {
        let searched = !wanted.is_empty();
        let empty = rows.is_empty();
        let items: Vec<_> = rows
            .into_iter()
            .map(|(waiting, quiz)| {
                let attempt = waiting.attempt;
                let count = say!(
                    lang, waiting = attempt.waiting;
                    waiting of "{waiting}問", one "{waiting} answer", other "{waiting} answers",
                );
                view! {
                    <li class="card row">
                        <a href=format!("/grading/{}", attempt.id)>
                            <strong>{waiting.name}</strong>
                            " "
                            {quiz}
                        </a>
                        <Chip tone=Tone::Soon text=count />
                        <span class="soft push">
                            {attempt.submitted_at.map(|at| day_and_time(lang, at, offset))}
                        </span>
                    </li>
                }
            })
            .collect();
        let list = if empty && !searched {
            view! {
                <Empty text=lang
                    .t(
                        "待っている答えはありません。文章やファイルの答えが出ると、ここに並びます。",
                        "Nothing is waiting. Texts and files that learners hand in appear here.",
                    )>
                    <a class="quiet" href="/courses">
                        {lang.t("コースを見る", "See the courses")}
                    </a>
                </Empty>
            }
            .into_any()
        } else if empty {
            view! {
                <Empty text=lang.t("見つかりませんでした。", "Nothing was found.")>
                    <a class="quiet" href="/grading">
                        {lang.t("全部を見る", "Show all")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! { <ul class="stack plain">{items}</ul> }.into_any()
        };
        view! {
            <div class="stack">
                <h1>{title}</h1>
                <form class="search" role="search">
                    <Field
                        name="q"
                        kind="search"
                        label=lang.t("名前・テストでさがす", "Search by name or quiz")
                        value=wanted
                    />
                    <button class="quiet">{lang.t("さがす", "Search")}</button>
                </form>
                {list}
            </div>
        }
    })
    .into())
}
