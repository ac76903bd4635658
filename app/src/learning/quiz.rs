//! The door of a quiz: what it asks for, earlier tries, and the button that starts one.

use domain::{
    catalog::QuizKind,
    identity::Role,
    learning::{attempt::attempts_left, draw_paper, is_passed},
    say, shown,
};
use leptos::prelude::*;
use server::{
    Result,
    learning::{allowances, attempts},
};

use crate::{
    ui::{Chip, Tone, crumbs, day_and_time},
    web::{Nothing, Page, Reply, Req},
};

/// The door.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let (course_id, quiz_id) = (
        req.param_text("course").to_owned(),
        req.param_text("quiz").to_owned(),
    );
    let revision = req.services.catalog.course(&course_id)?;
    let quiz = revision.quiz(&quiz_id)?;
    let tries = attempts::list(req.actor()?, &req.services, &course_id, &quiz_id).await?;
    let allowance = allowances::of(&req.services, req.actor()?.id, &course_id, &quiz_id).await?;
    let title = quiz.text(lang).map(|text| text.title.clone()).unwrap_or_default();
    let actor = req.actor()?;
    let teaching =
        (actor.is(Role::Instructor) || actor.is(Role::Administrator)) && quiz.kind != QuizKind::Survey;
    let own = req.own_device().is_some();
    let drawn = revision.clone();
    Ok(Page::new(title, move || {
        let quiz = drawn.course.quizzes.get(&quiz_id)?;
        let text = quiz.text(lang)?;
        let open = tries
            .iter()
            .find(|attempt| attempt.submitted_at.is_none())
            .map(|attempt| attempt.id);
        let used = u32::try_from(tries.len()).unwrap_or(u32::MAX);
        let left = attempts_left(allowance.tries(quiz.attempts), used);
        let best = tries
            .iter()
            .filter_map(|attempt| attempt.percent)
            .fold(None, |a: Option<f64>, b| Some(a.map_or(b, |a| a.max(b))));
        let mut facts = vec![say!(
            lang, asked = draw_paper(quiz, 0).len();
            asked of "問題は {asked} 問です。",
            one "There is {asked} question.",
            other "There are {asked} questions.",
        )];
        if quiz.kind == QuizKind::Test {
            facts.push(match lang {
                domain::Lang::Ja => format!("{} % できたら合格です。", quiz.pass_percent),
                domain::Lang::En => format!("{} % right is a pass.", quiz.pass_percent),
            });
        }
        facts.push(match allowance.minutes(quiz.minutes) {
            Some(minutes) => say!(
                lang,
                minutes of "時間は {minutes} 分です。はじめると、時計が動きます。",
                one "You have {minutes} minute. The clock starts when you do.",
                other "You have {minutes} minutes. The clock starts when you do.",
            ),
            None => lang
                .t("時間は決まっていません。", "There is no time limit.")
                .to_owned(),
        });
        if own && allowance.minutes(quiz.minutes).is_some() {
            facts.push(
                lang.t(
                    "時間が終わったあとに届いた答えは、点になりません。回線がつながる所で受けてください。",
                    "Answers that arrive after the time is up do not count: take it where the line holds.",
                )
                .to_owned(),
            );
        }
        facts.push(
            lang.t(
                "答えは、そのつど保存します。途中でやめても、なくなりません。",
                "Each answer is saved as you give it. You may stop and come back.",
            )
            .to_owned(),
        );
        if let Some(left) = left {
            facts.push(say!(
                lang,
                left of "あと {left} 回 受けられます。いちばんよい点が残ります。",
                one "You have {left} try left. The best one counts.",
                other "You have {left} tries left. The best one counts.",
            ));
        }
        if quiz.in_class_only {
            facts.push(
                lang.t("教室で受けるテストです。", "This test is taken in class.")
                    .to_owned(),
            );
        }
        let facts: Vec<_> = facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect();
        let rows: Vec<_> = tries
            .iter()
            .filter_map(|attempt| Some((attempt, attempt.submitted_at?)))
            .map(|(attempt, at)| {
                let passed = attempt.passed.unwrap_or_default();
                view! {
                    <li class="row">
                        <a href=format!(
                            "/attempts/{}",
                            attempt.id,
                        )>
                            {attempt.number.to_string()}{lang.t("回目", ". try")}" "
                            {shown::percent(attempt.percent.unwrap_or_default())}
                        </a>
                        <span class="soft">{day_and_time(lang, at, zone)}</span>
                        {(quiz.kind == QuizKind::Test)
                            .then(|| {
                                view! {
                                    <Chip
                                        tone=if passed { Tone::Met } else { Tone::Soon }
                                        text=if passed {
                                            lang.t("合格", "passed")
                                        } else {
                                            lang.t("もう少し", "not yet")
                                        }
                                    />
                                }
                            })}
                    </li>
                }
            })
            .collect();
        let start = if open.is_some() {
            Some(lang.t("つづきから", "Continue"))
        } else if left == Some(0) {
            None
        } else if rows.is_empty() {
            Some(lang.t("はじめる", "Start"))
        } else {
            Some(lang.t("もう一度 受ける", "Try again"))
        };
        Some(view! {
            <div class="read">
                {crumbs(vec![(format!("/courses/{course_id}"), drawn.course.title.get(lang).to_owned())])}
                <h1 inner_html=text.title_html.clone()></h1>
                {is_passed(quiz, best)
                    .then(|| {
                        view! {
                            <Chip tone=Tone::Met text=lang.t("✓ 合格しました", "✓ You passed") />
                        }
                    })} <div class="prose" inner_html=text.intro_html.clone()></div>
                <section class="card next">
                    <ul class="facts">{facts}</ul>
                    {match start {
                        Some(word) => {
                            view! {
                                <form method="post">
                                    <button class="go">{word}</button>
                                </form>
                            }
                                .into_any()
                        }
                        None => {
                            view! {
                                <p>
                                    {lang
                                        .t(
                                            "受けられる回数を使いきりました。先生に相談してください。",
                                            "You have used all your tries. Please talk to your instructor.",
                                        )}
                                </p>
                            }
                                .into_any()
                        }
                    }}
                </section>
                {teaching
                    .then(|| {
                        view! {
                            <p class="no-print">
                                <a class="quiet" href=format!("/items/{course_id}/{quiz_id}")>
                                    {lang.t("問題の分析", "Item analysis")}
                                </a>
                            </p>
                        }
                    })}
                {(!rows.is_empty())
                    .then(|| {
                        view! {
                            <section class="card">
                                <h2>{lang.t("これまで", "So far")}</h2>
                                <ul class="stack">{rows}</ul>
                            </section>
                        }
                    })}
            </div>
        })
    })
    .with_furigana()
    .into())
}

/// Starts an attempt, or goes back to the one that is open.
pub async fn submit(req: &Req, _: Nothing) -> Result<Reply> {
    let id = attempts::start(
        req.actor()?,
        &req.services,
        req.param_text("course"),
        req.param_text("quiz"),
    )
    .await?;
    Ok(Reply::to(format!("/attempts/{id}")))
}
