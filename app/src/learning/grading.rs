//! The answers that wait for a person to grade them.

use std::sync::Arc;

use domain::{Lang, say};
use leptos::prelude::*;
use server::{
    Actor, Result, Services, Zone,
    learning::grading_list::{self, GradingSort, Waiting, Wanted},
};

use crate::{
    ui::{Chip, Column, List, Nothing, Tone, day_and_time},
    web::{Page, Reply, Req},
};

/// The list, the longest waiting first; `?q=` looks for a name or a quiz, `?as=csv` saves it.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let mut list = List::new(
        req,
        "/grading",
        lang.t("名前・テストでさがす", "Search by name or quiz"),
    );
    let graded = list.filter("state") == "graded";
    list.chip("state", "", lang.t("待っているもの", "Waiting"), !graded);
    list.chip("state", "graded", lang.t("採点したもの", "Graded"), graded);
    let query = list.query(Wanted {
        quizzes: quizzes_named(lang, &req.services, list.search()),
        graded,
    });
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            grading_list::list(&actor, &services, &query).await
        };
        return list.file(req, "grading.csv", columns(req), query, load).await;
    }
    let found = grading_list::list(req.actor()?, &req.services, &query).await?;
    let columns = columns(req);
    let title = lang.t("採点を待つ答え", "Waiting to be graded");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "待っている答えはありません。文章やファイルの答えが出ると、ここに並びます。",
                "Nothing is waiting. Texts and files that learners hand in appear here.",
            ),
            [("/courses", lang.t("コースを見る", "See the courses"))],
        )
        .found(
            lang.t("見つかりませんでした。", "Nothing was found."),
            "/grading",
            lang.t("全部を見る", "Show all"),
        );
        view! {
            {list.title(title, ())}
            {list.table(title, columns, found, nothing)}
        }
    })
    .into())
}

/// Course and id of each quiz whose title, as it is shown, has these words.
fn quizzes_named(lang: Lang, services: &Services, words: &str) -> Vec<(String, String)> {
    let words = domain::folding::search(words);
    let mut named = Vec::new();
    if words.is_empty() {
        return named;
    }
    for revision in services.catalog.courses() {
        let course = &revision.course;
        for (id, quiz) in &course.quizzes {
            let title = quiz.text(lang).map_or(id.as_str(), |text| &text.title);
            if domain::folding::search(title).contains(&words) {
                named.push((course.id.clone(), id.clone()));
            }
        }
    }
    named
}

/// The title of the quiz; its id where it is not live any more.
fn quiz_title(lang: Lang, services: &Services, row: &Waiting) -> String {
    let course = services.catalog.course(&row.attempt.course_id).ok();
    course
        .as_ref()
        .and_then(|course| course.course.quizzes.get(&row.attempt.quiz_id)?.text(lang))
        .map_or_else(|| row.attempt.quiz_id.clone(), |text| text.title.clone())
}

type WaitingColumn = Column<Waiting>;

fn columns(req: &Req) -> Vec<WaitingColumn> {
    let (lang, services) = (req.lang, req.services.clone());
    let zone: Zone = services.config.zone;
    let time = move |row: &Waiting| row.attempt.submitted_at.map(|at| day_and_time(lang, at, zone));
    vec![
        WaitingColumn::new(lang.t("名前", "Name"), |row| row.name.clone())
            .cell(|row| view! { <a href=format!("/grading/{}", row.attempt.id)>{row.name.clone()}</a> }),
        WaitingColumn::new(lang.t("テスト", "Quiz"), move |row| {
            quiz_title(lang, &services, row)
        }),
        WaitingColumn::new(lang.t("答え", "Answers"), |row| row.attempt.waiting.to_string()).cell(
            move |row| {
                let count = say!(
                    lang, waiting = row.attempt.waiting;
                    waiting of "{waiting}問", one "{waiting} answer", other "{waiting} answers",
                );
                view! { <Chip tone=Tone::Soon text=count /> }
            },
        ),
        WaitingColumn::new(lang.t("出した日時", "Handed in"), move |row| {
            time(row).unwrap_or_default()
        })
        .sorts(GradingSort::HandedIn),
    ]
}
