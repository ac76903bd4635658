//! One attempt as its grader sees it: each answer beside its rubric.

use leptos::prelude::*;
use server::{
    Error, Result,
    learning::hand_grading::{self, RubricGrade},
};

use super::question;
use crate::{
    ui::{Chip, Tone, crumbs, day_and_time},
    web::{FromPosted, Page, Posted, Reply, Req},
};

/// The answers that a person grades.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
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
        // Nothing was written: there is nothing to grade.
        let mut any = false;
        let questions: Vec<_> = sheet
            .paper
            .iter()
            .filter_map(|paper| quiz.question(&paper.id))
            .filter(|asked| asked.kind.is_graded_by_hand())
            .inspect(|asked| {
                any |= sheet
                    .given
                    .answers
                    .get(&asked.id)
                    .is_some_and(|it| !it.is_empty())
            })
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
                let escaped = format!("\n{}", domain::html::escape(&comment));
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
                    {quiz_title}" "{sheet.attempt.submitted_at.map(|at| day_and_time(lang, at, zone))}
                </p> <form method="post" class="stack">
                    {questions}
                    {any
                        .then(|| {
                            view! {
                                <div class="row">
                                    <button class="go">{lang.t("保存する", "Save")}</button>
                                </div>
                            }
                        })}
                </form>
            </div>
        })
    })
    .into())
}

/// What the grader ticked and wrote. The names of its fields hold the ids of questions: `question` once for
/// each, `found-…` for each point of its rubric that is there, `comment-…` for a word to the learner.
pub struct GradingForm(Vec<RubricGrade>);

impl FromPosted for GradingForm {
    fn read(posted: Posted) -> Result<Self> {
        let mut verdicts: Vec<RubricGrade> = posted
            .fields
            .all("question")
            .map(|question| RubricGrade {
                question: question.to_owned(),
                found: Vec::new(),
                comment: String::new(),
            })
            .collect();
        if verdicts.is_empty() {
            return Err(Error::Misread("a grading of no question".to_owned()));
        }
        for (name, value) in posted.fields.iter().filter(|(name, _)| *name != "question") {
            let of = |kind: &str| {
                let question = name.strip_prefix(kind);
                verdicts
                    .iter()
                    .position(|it| Some(it.question.as_str()) == question)
            };
            match (of("found-"), of("comment-")) {
                (Some(at), _) => verdicts[at].found.push(value.to_owned()),
                (None, Some(at)) => value.clone_into(&mut verdicts[at].comment),
                (None, None) => return Err(Error::Misread(format!("a grading has no field {name:?}"))),
            }
        }
        Ok(GradingForm(verdicts))
    }
}

/// Keeps what the grader ticked, and goes on to the next one that waits.
pub async fn submit(req: &Req, GradingForm(verdicts): GradingForm) -> Result<Reply> {
    let (actor, id) = (req.actor()?, req.param("attempt")?);
    hand_grading::grade(actor, &req.services, id, verdicts, req.key()).await?;
    Ok(Reply::flash(
        req,
        "/grading",
        "採点を保存しました。",
        "The grading is saved.",
    ))
}
