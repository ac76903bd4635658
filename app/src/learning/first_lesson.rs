//! `/first-lessons/{course}`: the first lesson of a course for whoever wants to see what learning here is
//! like. Its practice questions are for those who learn here.

use domain::catalog::Block;
use leptos::prelude::*;
use server::{Error, Result, catalog::first_lessons};

use crate::{
    ui::{Chip, PrintButton, Tone, crumbs},
    web::{Page, Reply, Req},
};

/// The lesson.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let first = first_lessons::get(&req.services, req.param_text("course")).await?;
    let Some((_, text)) = first.lesson().and_then(|lesson| lesson.text(lang)) else {
        return Err(Error::NotFound);
    };
    let title = text.title.clone();
    let description = first.revision.course.summary.get(lang).to_owned();
    let page = Page::new(title, move || {
        let lesson = first.lesson()?;
        let (text_lang, text) = lesson.text(lang)?;
        let course = &first.revision.course;
        let mut asked = false;
        let blocks: Vec<AnyView> = text
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Html(html) => {
                    Some(view! { <div class="prose" inner_html=html.clone()></div> }.into_any())
                }
                Block::Question(_) if asked => None,
                Block::Question(_) => {
                    asked = true;
                    let words = lang.t(
                        "ここに、ためしの問題があります。教室で学ぶ人が答えられます。",
                        "Here are questions to try. Those who learn in the classroom answer them.",
                    );
                    Some(view! { <p class="tip">{words}</p> }.into_any())
                }
            })
            .collect();
        let goals: Vec<_> = text
            .goals
            .iter()
            .map(|goal| view! { <li inner_html=goal.clone()></li> })
            .collect();
        let goals = (!goals.is_empty()).then(|| {
            view! {
                <div class="goals">
                    <p class="soft">
                        {lang.t("できるようになること", "What you will be able to do")}
                    </p>
                    <ul>{goals}</ul>
                </div>
            }
        });
        let other = (text_lang != lang).then_some(text_lang.code());
        Some(view! {
            <article class="read" lang=other>
                {crumbs(vec![("/".to_owned(), lang.t("はじめのページ", "The first page").to_owned())])}
                <h1 inner_html=text.title_html.clone()></h1>
                <p class="row soft">
                    <Chip tone=Tone::Calm text=format!("{}{}", lesson.minutes, lang.t("分", " min")) />
                    {course.title.get(lang).to_owned()}
                </p>
                {goals}
                {blocks}
                <section class="card next no-print">
                    <h2>{lang.t("つづきは、教室で", "Go on in the classroom")}</h2>
                    <p>
                        {lang
                            .t(
                                "説明会で、学びかたをお話しします。",
                                "At an information session we tell you how learning works here.",
                            )}
                    </p>
                    <div class="row">
                        <a class="go" href="/information-sessions">
                            {lang.t("説明会を見る", "See the sessions")}
                        </a>
                        <a class="quiet" href="/contact">
                            {lang.t("聞いてみる", "Ask us")}
                        </a>
                        <PrintButton />
                    </div>
                </section>
            </article>
        })
    })
    .described(&description);
    Ok(page.into())
}
