//! One attempt as its grader sees it: each answer beside its rubric.

use leptos::prelude::*;
use server::{
    Result,
    learning::hand_grading::{self, Verdict},
};

use super::question;
use crate::{
    ui::{Chip, Tone, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// The answers that a person grades.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let offset = req.services.config.offset();
    let (sheet, name) = hand_grading::sheet(req.actor()?, &req.services, req.param("attempt")?).await?;
    let quiz_title = sheet
        .quiz()?
        .text(lang)
        .map(|text| text.title.clone())
        .unwrap_or_default();
    let title = match lang {
        domain::Lang::Ja => format!("{name}さんの答え"),
        domain::Lang::En => format!("Answers of {name}"),
    };
    Ok(Page::new(title.clone(), move || {
        let quiz = sheet.quiz().ok()?;
        let questions: Vec<_> = sheet
            .paper
            .iter()
            .filter_map(|paper| quiz.question(&paper.id))
            .filter(|asked| asked.kind.is_graded_by_hand())
            .filter_map(|asked| Some((asked, asked.text(lang)?)))
            .map(|(asked, text)| {
                let answer = sheet.given.answers.get(&asked.id);
                let grade = sheet.given.by_hand.get(&asked.id);
                let found: Vec<&str> = grade
                    .map(|grade| grade.found.split_whitespace().collect())
                    .unwrap_or_default();
                let comment = grade.map(|grade| grade.comment.clone()).unwrap_or_default();
                let empty = answer.is_none_or(|answer| answer.is_empty());
                let (tone, word) = match (empty, grade.is_some()) {
                    (true, _) => (
                        Tone::Calm,
                        lang.t("答えていません（0点）", "not answered (0 points)"),
                    ),
                    (false, true) => (Tone::Met, lang.t("採点ずみ", "graded")),
                    (false, false) => (Tone::Soon, lang.t("まだ", "not graded yet")),
                };
                let points: Vec<_> = asked
                    .kind
                    .rubric()
                    .iter()
                    .filter_map(|id| Some((id, text.choices.get(id)?)))
                    .map(|(id, point)| {
                        view! {
                            <label class="choice">
                                <input
                                    type="checkbox"
                                    name=format!("found-{}", asked.id)
                                    value=id.clone()
                                    checked=found.contains(&id.as_str())
                                />
                                <span inner_html=point.html.clone()></span>
                            </label>
                        }
                    })
                    .collect();
                let comment_id = format!("comment-{}", asked.id);
                let escaped = format!("\n{}", domain::catalog::furigana::escape(&comment));
                let rubric = (!empty).then(|| {
                    view! {
                        <input type="hidden" name="question" value=asked.id.clone() />
                        <fieldset class="stack">
                            <legend>{lang.t("できているところ", "What is there")}</legend>
                            {points}
                        </fieldset>
                        <p class="field">
                            <label for=comment_id
                                .clone()>
                                {lang
                                    .t(
                                        "ひとこと（なくてもよい）",
                                        "A word to the learner (optional)",
                                    )}
                            </label>
                            <textarea
                                id=comment_id.clone()
                                name=comment_id
                                rows="2"
                                inner_html=escaped
                            ></textarea>
                        </p>
                    }
                });
                view! {
                    <section class="card stack">
                        <div class="row">
                            <h2 inner_html=text.title_html.clone()></h2>
                            <span class="push">
                                <Chip tone text=word />
                            </span>
                        </div>
                        <div class="prose" inner_html=text.body_html.clone()></div>
                        <div class="feedback typed">{question::words(lang, asked, answer)}</div>
                        {rubric}
                    </section>
                }
            })
            .collect();
        Some(view! {
            <div class="read">
                {crumbs(
                    vec![
                        (
                            "/grading".to_owned(),
                            lang.t("採点を待つ答え", "Waiting to be graded").to_owned(),
                        ),
                    ],
                )} <h1>{title}</h1>
                <p class="soft">
                    {quiz_title}" "{sheet.attempt.submitted_at.map(|at| day_and_time(lang, at, offset))}
                </p> <form method="post" class="stack">
                    {questions}
                    <div class="row">
                        <button class="go">{lang.t("保存する", "Save")}</button>
                    </div>
                </form>
            </div>
        })
    })
    .into())
}

/// Keeps what the grader ticked, and goes on to the next one that waits.
pub async fn submit(req: &Req) -> Result<Reply> {
    let actor = req.actor()?;
    let id = req.param("attempt")?;
    let verdicts = req
        .form
        .all("question")
        .map(|question| Verdict {
            question: question.to_owned(),
            found: req
                .form
                .all(&format!("found-{question}"))
                .map(str::to_owned)
                .collect(),
            comment: req.form.get(&format!("comment-{question}")).to_owned(),
        })
        .collect();
    hand_grading::grade(actor, &req.services, id, verdicts).await?;
    Ok(Reply::said(
        req,
        "/grading",
        "採点を保存しました。",
        "The grading is saved.",
    ))
}
