//! One attempt as its grader sees it: each answer beside its rubric.

use domain::say;
use leptos::prelude::*;
use server::{
    Error, Result,
    learning::hand_grading::{self, RubricGrade},
};

use uuid::Uuid;

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
    let problem = req
        .errors()
        .iter()
        .find(|error| error.field == "found")
        .map(|error| error.message.get(lang).to_owned());
    // What was typed about one answer, where it was refused or the sign-in had ended.
    let typed = req.typed_fields().map(|fields| {
        let id = fields.get("question").to_owned();
        let comment = fields.get(&format!("comment-{id}")).to_owned();
        let found: Vec<String> = fields.all(&format!("found-{id}")).map(str::to_owned).collect();
        let nothing = fields.get(&format!("nothing-{id}")) == "yes";
        (id, comment, found, nothing)
    });
    let title = match lang {
        domain::Lang::Ja => format!("{name}さんの答え"),
        domain::Lang::En => format!("Answers of {name}"),
    };
    Ok(Page::new(title.clone(), move || {
        let quiz = sheet.quiz().ok()?;
        let asked: Vec<_> = sheet
            .paper
            .iter()
            .filter_map(|paper| quiz.question(&paper.id))
            .filter(|asked| asked.kind.is_graded_by_hand())
            .filter_map(|asked| Some((asked, asked.text(lang)?)))
            .collect();
        let questions: Vec<_> = asked
            .iter()
            .enumerate()
            .map(|(at, (one, text))| {
                let after = match asked.get(at + 1) {
                    Some((next, _)) => format!("#answer-{}", next.id),
                    None => "/grading".to_owned(),
                };
                let typed = typed.as_ref().filter(|(id, ..)| *id == one.id);
                let problem = typed.and_then(|_| {
                    problem.clone().map(|problem| {
                        view! {
                            <p class="error" role="alert">
                                {problem}
                            </p>
                        }
                    })
                });
                let answer = sheet.given.answers.get(&one.id);
                let grade = sheet.given.by_hand.get(&one.id);
                let found: Vec<&str> = match (typed, grade) {
                    (Some((_, _, found, _)), _) => found.iter().map(String::as_str).collect(),
                    (None, Some(grade)) => grade.found.split_whitespace().collect(),
                    (None, None) => Vec::new(),
                };
                let comment = match (typed, grade) {
                    (Some((_, comment, ..)), _) => comment.clone(),
                    (None, Some(grade)) => grade.comment.clone(),
                    (None, None) => String::new(),
                };
                let empty = answer.is_none_or(|answer| answer.is_empty());
                let most = f64::from(one.points);
                let earned = sheet.given.graded(one).map(|graded| graded.points);
                let (tone, word) = match (empty, grade.is_some()) {
                    (true, _) => (
                        Tone::Calm,
                        lang.t("答えていません（0点）", "not answered (0 points)"),
                    ),
                    (false, true) => (Tone::Met, lang.t("採点ずみ", "graded")),
                    (false, false) => (Tone::Soon, lang.t("まだ", "not graded yet")),
                };
                let worth = match earned.filter(|_| grade.is_some()) {
                    Some(earned) => {
                        let earned = number(earned);
                        say!(
                            lang,
                            most of "{earned} / {most} 点",
                            one "{earned} of {most} point",
                            other "{earned} of {most} points"
                        )
                    }
                    None => say!(
                        lang,
                        most of "{most} 点満点",
                        one "worth {most} point",
                        other "worth {most} points"
                    ),
                };
                let each = number(most / one.kind.rubric().len().max(1) as f64);
                let each = say!(
                    lang,
                    each of "1つにつき {each} 点",
                    one "{each} point each",
                    other "{each} points each"
                );
                let none = match typed {
                    Some((_, _, _, nothing)) => *nothing,
                    None => grade.is_some() && found.is_empty(),
                };
                let points: Vec<_> = one
                    .kind
                    .rubric()
                    .iter()
                    .filter_map(|id| Some((id, text.choices.get(id)?)))
                    .map(|(id, point)| {
                        view! {
                            <label class="choice">
                                <input
                                    type="checkbox"
                                    name=format!("found-{}", one.id)
                                    value=id.clone()
                                    checked=found.contains(&id.as_str())
                                />
                                <span inner_html=point.html.clone()></span>
                            </label>
                        }
                    })
                    .collect();
                let comment_id = format!("comment-{}", one.id);
                let escaped = format!("\n{}", domain::html::escape(&comment));
                let rubric = (!empty).then(|| {
                    view! {
                        <input type="hidden" name="question" value=one.id.clone() />
                        <fieldset class="stack">
                            <legend>
                                {lang.t("できているところ", "What is there")} " "
                                <span class="soft">{each}</span>
                            </legend>
                            {points}
                            <label class="choice">
                                <input
                                    type="checkbox"
                                    name=format!("nothing-{}", one.id)
                                    value="yes"
                                    checked=none
                                />
                                <span>
                                    {lang
                                        .t(
                                            "どれもできていない（0点）",
                                            "Nothing of it is there (0 points)",
                                        )}
                                </span>
                            </label>
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
                        <div class="row">
                            <button class="go">
                                {lang
                                    .t(
                                        "この答えの採点を保存する",
                                        "Save the grading of this answer",
                                    )}
                            </button>
                            <a class="quiet" href=after.clone()>
                                {lang.t("とばす", "Skip")}
                            </a>
                        </div>
                    }
                });
                view! {
                    <form method="post" class="card stack" id=format!("answer-{}", one.id)>
                        <div class="row">
                            <h2 inner_html=text.title_html.clone()></h2>
                            <span class="push soft">{worth}</span>
                            <Chip tone text=word />
                        </div>
                        {problem}
                        <div class="prose" inner_html=text.body_html.clone()></div>
                        <div class="feedback typed">{question::words(lang, one, answer)}</div>
                        {rubric}
                    </form>
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
                </p> <div class="stack">{questions}</div>
            </div>
        })
    })
    .into())
}

/// Points with at most two decimals.
fn number(points: f64) -> String {
    let rounded = (points * 100.0).round() / 100.0;
    rounded.to_string()
}

/// What the grader ticked and wrote. The names of its fields hold the ids of questions: `question` once for
/// each, `found-…` for each point of its rubric that is there, `nothing-…` where none
/// is, `comment-…` for a word to the learner.
pub struct GradingForm(Vec<RubricGrade>);

impl FromPosted for GradingForm {
    fn read(posted: Posted) -> Result<Self> {
        let mut verdicts: Vec<RubricGrade> = posted
            .fields
            .all("question")
            .map(|question| RubricGrade {
                question: question.to_owned(),
                found: Vec::new(),
                nothing: false,
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
            match (of("found-"), of("comment-"), of("nothing-")) {
                (Some(at), _, _) => verdicts[at].found.push(value.to_owned()),
                (None, Some(at), _) => value.clone_into(&mut verdicts[at].comment),
                (None, None, Some(at)) => verdicts[at].nothing = true,
                (None, None, None) => return Err(Error::Misread(format!("a grading has no field {name:?}"))),
            }
        }
        Ok(GradingForm(verdicts))
    }
}

/// Keeps what the grader ticked of one answer; goes on to the next answer of the attempt, or to the list.
pub async fn submit(req: &Req, GradingForm(verdicts): GradingForm) -> Result<Reply> {
    let actor = req.actor()?;
    let id: Uuid = req.param("attempt")?;
    let waiting = hand_grading::grade(actor, &req.services, id, verdicts, req.key()).await?;
    let (to, ja, en) = match waiting {
        0 => (
            "/grading?state=graded".to_owned(),
            "採点を保存しました。この人の答えは、ぜんぶ採点しました。".to_owned(),
            "The grading is saved, and all answers of this attempt are graded.".to_owned(),
        ),
        waiting => (
            format!("/grading/{id}"),
            format!("採点を保存しました。この人の答えは、あと {waiting} つ待っています。"),
            format!("The grading is saved. Answers of this attempt that still wait: {waiting}."),
        ),
    };
    Ok(Reply::flash(req, to, &ja, &en))
}
