//! The quizzes with what their answers say: how many attempts, how many questions to look at.

use domain::{Lang, folding, say};
use leptos::prelude::*;
use server::{
    Result,
    db::list::ListPage,
    learning::items::{self, QuizSort},
};

use crate::{
    ui::{Chip, Column, List, Nothing, Tone},
    web::{Page, Reply, Req},
};

struct QuizLine {
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
    let mut list = List::new(
        req,
        "/items",
        lang.t("コース・テストでさがす", "Search by course or quiz"),
    );
    let all = list.filter("count") == "all";
    list.chip(
        "count",
        "",
        lang.t("それぞれの人の1回目だけ", "Each person's first try only"),
        !all,
    );
    list.chip("count", "all", lang.t("すべての回", "Every try"), all);
    let wanted = folding::search(list.search());
    let lines: Vec<QuizLine> = items::overview(req.actor()?, &req.services, all)
        .await?
        .into_iter()
        .filter_map(|row| {
            let course = &row.revision.course;
            let quiz = course.quizzes.get(&row.quiz)?.text(lang)?;
            let count = if all { "?count=all" } else { "" };
            Some(QuizLine {
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
                || folding::search(&line.course).contains(&wanted)
                || folding::search(&line.quiz).contains(&wanted)
        })
        .collect();
    let query = list.query::<_, QuizSort>(());
    if list.wants_file() {
        return list.file_of("items.csv", columns(lang), lines);
    }
    let found = ListPage::cut(lines, &query, |line| line.path.clone());
    let title = lang.t("問題の分析", "Item analysis");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "まだテストがありません。コースにテストを入れると、ここに並びます。",
                "There are no quizzes yet. Those of your courses appear here.",
            ),
            [("/courses", lang.t("コースを見る", "See the courses"))],
        )
        .found(
            lang.t("見つかりませんでした。", "Nothing was found."),
            "/items",
            lang.t("全部を見る", "Show all"),
        );
        view! {
            {list.title(title, ())}
            <p>
                {lang
                    .t(
                        "提出された答えから、直したほうがよい問題を見つけます。人の成績ではなく、問題を見るための表です。",
                        "What the answers say about the questions: which of them to repair. It is about questions, not about people.",
                    )}
            </p>
            {list.table(title, columns(lang), found, nothing)}
        }
    })
    .into())
}

type QuizColumn = Column<QuizLine>;

fn columns(lang: Lang) -> Vec<QuizColumn> {
    vec![
        QuizColumn::of_file("course", |line| line.course.clone()),
        QuizColumn::of_file("quiz", |line| line.quiz.clone()),
        QuizColumn::of_page(lang.t("テスト", "Quiz"), |line| {
            view! {
                <a href=line.path.clone()>{line.quiz.clone()}</a>
                <br />
                <span class="soft">{line.course.clone()}</span>
            }
        })
        .headed(),
        QuizColumn::of_file("attempts", |line| line.attempts.to_string()),
        QuizColumn::of_page(lang.t("数えた回", "Attempts"), |line| {
            line.attempts.to_string()
        })
        .headed(),
        QuizColumn::of_file("flagged", |line| line.flagged.to_string()),
        QuizColumn::of_file("serious", |line| line.serious.to_string()),
        QuizColumn::of_page(
            lang.t("見てほしい問題", "To look at"),
            move |line| match line.attempts {
                0 => view! { <span class="soft">{lang.t("まだ答えがありません", "no answers yet")}</span> }
                    .into_any(),
                _ => flag_words(lang, line.flagged, line.serious),
            },
        )
        .headed(),
    ]
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
