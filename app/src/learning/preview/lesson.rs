//! A lesson of a branch.

use domain::catalog::Block;
use leptos::prelude::*;
use server::{Error, Result};

use super::{asked, look};
use crate::{
    catalog::words::problem_view,
    ui::{Chip, Tone, crumbs},
    web::{Page, Reply, Req},
};

/// The lesson, with its problems above it.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let look = look(req).await?;
    let (id, lesson) = (
        req.param_text("course").to_owned(),
        req.param_text("lesson").to_owned(),
    );
    let (_, course) = look.branch.course(&id).ok_or(Error::NotFound)?;
    let (_, text) = course
        .lessons
        .get(&lesson)
        .and_then(|lesson| lesson.text(look.lang))
        .ok_or(Error::NotFound)?;
    let title = text.title.clone();
    let banner = look.banner(req);
    Ok(Page::new(title, move || {
        let (found, course) = look.branch.course(&id)?;
        let shown = course.lessons.get(&lesson)?;
        let (text_lang, text) = shown.text(look.lang)?;
        let start = format!("/{lesson}.");
        let problems: Vec<_> = found
            .problems
            .iter()
            .filter(|problem| problem.path.contains(&start))
            .map(|problem| problem_view(lang, problem))
            .collect();
        let blocks: Vec<AnyView> = text
            .blocks
            .iter()
            .map(|block| match block {
                Block::Html(html) => {
                    view! { <div class="prose" inner_html=look.html(html)></div> }.into_any()
                }
                Block::Question(question) => match shown.questions.get(question) {
                    Some(question) => asked(&look, lang, question, None),
                    None => ().into_any(),
                },
            })
            .collect();
        let goals: Vec<_> = text
            .goals
            .iter()
            .map(|goal| view! { <li inner_html=goal.clone()></li> })
            .collect();
        Some(view! {
            {banner()}
            {(!problems.is_empty()).then(|| view! { <ul class="stack problems card">{problems}</ul> })}
            <article class="read" lang=text_lang.code()>
                {crumbs(vec![(look.to(&format!("/{id}")), course.title.get(look.lang).to_owned())])}
                <h1 inner_html=text.title_html.clone()></h1>
                <p class="row soft">
                    <Chip tone=Tone::Calm text=format!("{}{}", shown.minutes, lang.t("分", " min")) />
                </p>
                {(!goals.is_empty())
                    .then(|| {
                        view! {
                            <div class="goals">
                                <p class="soft">
                                    {lang.t("できるようになること", "What you will be able to do")}
                                </p>
                                <ul>{goals}</ul>
                            </div>
                        }
                    })}
                {blocks}
            </article>
        })
    })
    .into())
}
