//! The quizzes with what their answers say: how many attempts, how many questions to look at.

use domain::{Lang, say};
use leptos::prelude::*;
use server::{Result, learning::items};

use crate::{
    ui::{Chip, Empty, ListHead, Tone},
    web::{Page, Reply, Req},
};

struct Line {
    path: String,
    course: String,
    quiz: String,
    attempts: usize,
    flagged: usize,
    serious: usize,
}

/// The list; `?q=` looks for a course or a quiz, `?count=all` counts every attempt, `?as=csv` saves it.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let mut head = ListHead::new(
        req,
        "/items",
        lang.t("コース・テストでさがす", "Search by course or quiz"),
    );
    let all = head.filter("count") == "all";
    head.chip(
        "count",
        "",
        lang.t("それぞれの人の1回目だけ", "Each person's first try only"),
        !all,
    );
    head.chip("count", "all", lang.t("すべての回", "Every try"), all);
    let wanted = head.search().to_lowercase();
    let lines: Vec<Line> = items::overview(req.actor()?, &req.services, all)
        .await?
        .into_iter()
        .filter_map(|row| {
            let course = &row.revision.course;
            let quiz = course.quizzes.get(&row.quiz)?.text(lang)?;
            let count = if all { "?count=all" } else { "" };
            Some(Line {
                path: format!("/items/{}/{}{count}", course.id, row.quiz),
                course: course.title.get(lang).to_owned(),
                quiz: quiz.title.clone(),
                attempts: row.attempts,
                flagged: row.flagged,
                serious: row.serious,
            })
        })
        .filter(|line| {
            wanted.is_empty()
                || line.course.to_lowercase().contains(&wanted)
                || line.quiz.to_lowercase().contains(&wanted)
        })
        .collect();
    if req.query.get("as") == "csv" {
        let header = ["course", "quiz", "attempts", "flagged", "serious"]
            .map(str::to_owned)
            .to_vec();
        let rows = lines.into_iter().map(|line| {
            vec![
                line.course,
                line.quiz,
                line.attempts.to_string(),
                line.flagged.to_string(),
                line.serious.to_string(),
            ]
        });
        return Reply::csv("items.csv", std::iter::once(header).chain(rows));
    }
    let save = head.address(&[("as", "csv")]);
    let title = lang.t("問題の分析", "Item analysis");
    Ok(Page::new(title, move || {
        let searched = !wanted.is_empty();
        let none = lines.is_empty();
        let rows: Vec<_> = lines
            .into_iter()
            .map(|line| {
                let flags = match line.attempts {
                    0 => view! { <span class="soft">{lang.t("まだ答えがありません", "no answers yet")}</span> }.into_any(),
                    _ => flag_words(lang, line.flagged, line.serious),
                };
                view! {
                    <tr>
                        <th scope="row">
                            <a href=line.path>{line.quiz}</a>
                            <br />
                            <span class="soft">{line.course}</span>
                        </th>
                        <td data-label=lang.t("数えた回", "Attempts")>{line.attempts.to_string()}</td>
                        <td data-label=lang.t("見てほしい問題", "To look at")>{flags}</td>
                    </tr>
                }
            })
            .collect();
        let list = if none && searched {
            view! {
                <Empty text=lang.t("見つかりませんでした。", "Nothing was found.")>
                    <a class="quiet" href="/items">
                        {lang.t("全部を見る", "Show all")}
                    </a>
                </Empty>
            }.into_any()
        } else if none {
            view! {
                <Empty text=lang
                    .t(
                        "まだテストがありません。コースにテストを入れると、ここに並びます。",
                        "There are no quizzes yet. Those of your courses appear here.",
                    )>
                    <a class="quiet" href="/courses">
                        {lang.t("コースを見る", "See the courses")}
                    </a>
                </Empty>
            }.into_any()
        } else {
            view! {
                <div class="card table" tabindex="0" role="region" aria-label=title>
                    <table class="cards">
                        <thead>
                            <tr>
                                <th scope="col">{lang.t("テスト", "Quiz")}</th>
                                <th scope="col">{lang.t("数えた回", "Attempts")}</th>
                                <th scope="col">{lang.t("見てほしい問題", "To look at")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! {
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push no-print" href=save>
                    "CSV"
                </a>
            </div>
            <p>
                {lang
                    .t(
                        "提出された答えから、直したほうがよい問題を見つけます。人の成績ではなく、問題を見るための表です。",
                        "What the answers say about the questions: which of them to repair. It is about questions, not about people.",
                    )}
            </p>
            {head.view(lang)}
            {list}
        }
    })
    .into())
}

/// How many questions to look at, in a chip.
fn flag_words(lang: Lang, flagged: usize, serious: usize) -> AnyView {
    let count =
        |count: usize| say!(lang, count of "{count}問", one "{count} question", other "{count} questions");
    match (flagged, serious) {
        (0, _) => view! { <span class="soft">{lang.t("ありません", "none")}</span> }.into_any(),
        (_, 0) => view! { <Chip tone=Tone::Soon text=count(flagged) /> }.into_any(),
        (_, _) => {
            let urgent = match lang {
                Lang::Ja => format!("うち{serious}問は早めに"),
                Lang::En => format!("{serious} of them soon"),
            };
            view! {
                <Chip tone=Tone::Soon text=count(flagged) />
                " "
                <Chip tone=Tone::Miss text=urgent />
            }
            .into_any()
        }
    }
}
