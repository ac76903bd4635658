//! A quiz of a branch: its rules, and all its questions.

use domain::learning::attempt::attempts_left;
use domain::say;
use leptos::prelude::*;
use server::{Error, Result};

use super::{asked, look};
use crate::{
    catalog::words::problem_view,
    ui::crumbs,
    web::{Page, Reply, Req},
};

/// The quiz, with its problems above it.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let look = look(req).await?;
    let (id, quiz) = (
        req.param_text("course").to_owned(),
        req.param_text("quiz").to_owned(),
    );
    let (_, course) = look.branch.course(&id).ok_or(Error::NotFound)?;
    let text = course
        .quizzes
        .get(&quiz)
        .and_then(|quiz| quiz.text(look.lang))
        .ok_or(Error::NotFound)?;
    let title = text.title.clone();
    let banner = look.banner(req);
    Ok(Page::new(title, move || {
        let (found, course) = look.branch.course(&id)?;
        let shown = course.quizzes.get(&quiz)?;
        let text = shown.text(look.lang)?;
        let start = format!("/{quiz}.quiz.");
        let problems: Vec<_> = found
            .problems
            .iter()
            .filter(|problem| problem.path.contains(&start))
            .map(|problem| problem_view(lang, problem))
            .collect();
        let mut facts = vec![match lang {
            domain::Lang::Ja => format!("{} % で合格", shown.pass_percent),
            domain::Lang::En => format!("{} % is a pass", shown.pass_percent),
        }];
        facts.extend(shown.minutes.map(|minutes| {
            say!(
                lang,
                minutes of "時間は {minutes} 分",
                one "{minutes} minute",
                other "{minutes} minutes",
            )
        }));
        facts.extend(
            attempts_left(shown.attempts, look.eyes.tries(&id, &quiz)).map(|left| {
                say!(
                    lang,
                    left of "この人は、あと {left} 回",
                    one "this learner has {left} try left",
                    other "this learner has {left} tries left",
                )
            }),
        );
        if shown.in_class_only {
            facts.push(
                lang.t(
                    "教室で出席しているときだけ",
                    "only while checked in at a class session",
                )
                .to_owned(),
            );
        }
        facts.extend(shown.draw.iter().map(|pool| match lang {
            domain::Lang::Ja => format!("「{}」から {} 問", pool.tag, pool.count),
            domain::Lang::En => format!("{} drawn from \"{}\"", pool.count, pool.tag),
        }));
        let facts: Vec<_> = facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect();
        let questions: Vec<_> = shown
            .questions
            .iter()
            .enumerate()
            .map(|(at, question)| asked(&look, lang, question, Some(at + 1)))
            .collect();
        Some(view! {
            {banner()}
            {(!problems.is_empty()).then(|| view! { <ul class="stack problems card">{problems}</ul> })}
            <div class="read">
                {crumbs(vec![(look.to(&format!("/{id}")), course.title.get(look.lang).to_owned())])}
                <h1 inner_html=text.title_html.clone()></h1>
                <div class="prose" inner_html=look.html(&text.intro_html)></div>
                <ul class="facts">{facts}</ul> {questions}
            </div>
        })
    })
    .into())
}
