//! An attempt at a quiz, one question a page. Without JavaScript "save and next" saves; with it, the
//! island saves each answer as it is given.

use domain::{
    catalog::{Question, QuestionKind},
    learning::choice_order,
    say,
};
use leptos::prelude::*;
use server::{
    Error, Result,
    learning::{
        answering::{self, Answering},
        attempts::{self, Sheet},
        sent_files,
    },
};

use uuid::Uuid;

use super::{question, result, time_left::TimeLeft};
use crate::{
    islands::save_answers::SaveAnswers,
    ui::{Chip, Meter, Tone},
    web::{Page, Reply, Req},
};

/// The question of `?q=` (from 1), the overview with `?q=end`, or the result once handed in.
pub async fn show(req: &Req) -> Result<Reply> {
    let sheet = attempts::sheet(req.actor()?, &req.services, req.param("attempt")?).await?;
    if sheet.attempt.submitted_at.is_some() {
        return result::page(req, sheet);
    }
    if req.query.get("q") == "end" && req.errors.is_empty() {
        return overview(req, sheet);
    }
    let asked: usize = req
        .query
        .get("q")
        .parse()
        .unwrap_or_else(|_| first_open(&sheet) + 1);
    one_question(req, sheet, asked.saturating_sub(1))
}

fn first_open(sheet: &Sheet) -> usize {
    sheet
        .paper
        .iter()
        .position(|asked| !sheet.given.answers.contains_key(&asked.id))
        .unwrap_or(0)
}

fn one_question(req: &Req, sheet: Sheet, index: usize) -> Result<Reply> {
    let lang = req.lang;
    let quiz = sheet.quiz()?;
    let title = quiz.text(lang).map(|text| text.title.clone()).unwrap_or_default();
    let total = sheet.paper.len();
    let index = index.min(total.saturating_sub(1));
    let id = sheet.attempt.id;
    Ok(Page::new(title.clone(), move || {
        let quiz = sheet.quiz().ok()?;
        let paper = sheet.paper.get(index)?;
        let asked = quiz.question(&paper.id)?;
        let text = asked.text(lang)?;
        let answer = sheet.given.answers.get(&paper.id);
        let answered = sheet
            .paper
            .iter()
            .filter(|asked| sheet.given.answers.contains_key(&asked.id))
            .count();
        let number = index + 1;
        let hints = hints(
            lang,
            asked,
            sheet.given.hints.get(&paper.id).copied().unwrap_or(0),
        );
        let upload = matches!(asked.kind, QuestionKind::Upload { .. });
        // Files go by the form itself.
        let save =
            (!upload).then(|| view! { <SaveAnswers attempt=id.to_string() lang saved=answer.is_some() /> });
        Some(view! {
            <div class="read">
                <div class="row">
                    <h1>{title}</h1>
                    <TimeLeft deadline=sheet.attempt.deadline lang />
                </div>
                <p class="soft">
                    {lang.t("問題 ", "Question ")}{number.to_string()}" / "{total.to_string()}
                </p>
                <Meter
                    percent=answered as f64 * 100.0 / total.max(1) as f64
                    label=match lang {
                        domain::Lang::Ja => format!("{total}問中{answered}問に答えました"),
                        domain::Lang::En => format!("{answered} of {total} answered"),
                    }
                />
                <form
                    method="post"
                    id="answer-form"
                    class="stack"
                    enctype=upload.then_some("multipart/form-data")
                    data-unsent=format!("answer {id} ")
                    data-offline=lang
                        .t(
                            "回線が切れています。つながったら、自動でつぎへ進みます。",
                            "The line is down. The next page opens by itself when it is back.",
                        )
                >
                    <section class="card question">
                        <h2 inner_html=text.title_html.clone()></h2>
                        <div class="prose" inner_html=question::body(lang, asked, answer)></div>
                        <input type="hidden" name="question" value=paper.id.clone() />
                        <input type="hidden" name="number" value=number.to_string() />
                        {question::fields(lang, asked, &paper.choice_order, answer, &paper.id)}
                        {hints}
                        {save}
                    </section>
                    <div class="row">
                        <button class="go push-first" name="do" value="next">
                            {if number < total {
                                lang.t("保存して次へ", "Save and next")
                            } else {
                                lang.t("保存して確かめる", "Save and review")
                            }}
                        </button>
                        {(index > 0)
                            .then(|| {
                                view! {
                                    <button class="quiet" name="do" value="back">
                                        {lang.t("← 前の問題", "← Previous")}
                                    </button>
                                }
                            })}
                        <a class="quiet" href=format!("/attempts/{id}?q=end")>
                            {lang.t("一覧を見る", "Overview")}
                        </a>
                    </div>
                </form>
            </div>
        })
    })
    .with_islands()
    .with_script()
    .into())
}

fn overview(req: &Req, sheet: Sheet) -> Result<Reply> {
    let lang = req.lang;
    let title = sheet
        .quiz()?
        .text(lang)
        .map(|text| text.title.clone())
        .unwrap_or_default();
    Ok(Page::new(title.clone(), move || {
        let quiz = sheet.quiz().ok()?;
        let id = sheet.attempt.id;
        let rows: Vec<_> = sheet
            .paper
            .iter()
            .enumerate()
            .map(|(index, paper)| {
                let name = quiz
                    .question(&paper.id)
                    .and_then(|q| q.text(lang))
                    .map(|text| text.title_html.clone());
                let answered = sheet
                    .given
                    .answers
                    .get(&paper.id)
                    .is_some_and(|answer| !answer.is_empty());
                let (tone, word) = if answered {
                    (Tone::Met, lang.t("✓ 保存ずみ", "✓ saved"))
                } else {
                    (Tone::Soon, lang.t("まだ", "open"))
                };
                view! {
                    <li class="row">
                        <a href=format!(
                            "/attempts/{id}?q={}",
                            index + 1,
                        )>{(index + 1).to_string()}". "<span inner_html=name.unwrap_or_default()></span></a>
                        <span class="push">
                            <Chip tone text=word />
                        </span>
                    </li>
                }
            })
            .collect();
        let open = sheet
            .paper
            .iter()
            .filter(|asked| !sheet.given.answers.contains_key(&asked.id))
            .count();
        let note = match open {
            0 => lang
                .t("ぜんぶ答えました。", "You answered everything.")
                .to_owned(),
            open => say!(
                lang,
                open of "まだ {open} 問あります。このまま提出もできます。",
                one "{open} question is still open. You may hand in all the same.",
                other "{open} questions are still open. You may hand in all the same.",
            ),
        };
        Some(view! {
            <div class="read">
                <div class="row">
                    <h1>{title}</h1>
                    <TimeLeft deadline=sheet.attempt.deadline lang />
                </div>
                <section class="card">
                    <h2>{lang.t("提出する前に", "Before you hand in")}</h2>
                    <p>{note}</p>
                    <ol class="stack">{rows}</ol>
                </section>
                <form method="post" class="row">
                    <button class="go" name="do" value="submit">
                        {lang.t("提出する", "Hand in")}
                    </button>
                    <a class="quiet" href=format!("/attempts/{id}?q=1")>
                        {lang.t("問題にもどる", "Back to the questions")}
                    </a>
                </form>
            </div>
        })
    })
    .into())
}

/// The hints of a question. One that costs points is opened by the server, which notes it.
fn hints(lang: domain::Lang, asked: &Question, taken: u32) -> Vec<AnyView> {
    let Some(text) = asked.text(lang) else {
        return Vec::new();
    };
    let mut views: Vec<AnyView> = Vec::new();
    let cost = asked.hint_cost;
    for (at, hint) in text.hints.iter().enumerate() {
        let open = cost > 0.0 && (at as u64) < u64::from(taken);
        if cost > 0.0 && !open {
            let label = say!(
                lang,
                cost of "ヒントを見る（{cost}点 へります）",
                one "Show a hint (costs {cost} point)",
                other "Show a hint (costs {cost} points)",
            );
            views.push(
                view! {
                    <button class="quiet" name="hint" value=at.to_string()>
                        {label}
                    </button>
                }
                .into_any(),
            );
            // One after the other.
            break;
        }
        let hint = hint.clone();
        views.push(
            view! {
                <details open=open>
                    <summary>{lang.t("ヒント", "Hint")}</summary>
                    <div inner_html=hint></div>
                </details>
            }
            .into_any(),
        );
    }
    views
}

/// Saves the answer and goes on, opens a hint, takes or removes a file, or hands in.
pub async fn submit(req: &Req) -> Result<Reply> {
    let actor = req.actor()?;
    let id = req.param("attempt")?;
    if req.form.get("do") == "submit" {
        attempts::submit(actor, &req.services, id).await?;
        return Ok(Reply::to(format!("/attempts/{id}")));
    }
    store(req).await?;
    let number: usize = req.form.get("number").parse().unwrap_or(1);
    let question = req.form.get("question");
    if let Ok(hint) = req.form.get("hint").parse() {
        attempts::take_hint(actor, &req.services, id, question, hint).await?;
        return Ok(Reply::to(format!("/attempts/{id}?q={number}")));
    }
    if let Ok(file) = req.form.get("remove").parse() {
        sent_files::remove(actor, &req.services, id, question, file).await?;
        return Ok(Reply::to(format!("/attempts/{id}?q={number}")));
    }
    if req.form.get("do") == "send" {
        if req.files.is_empty() {
            return Err(Error::field(
                "file",
                "先にファイルを選んでください。",
                "Please choose a file first.",
            ));
        }
        return Ok(Reply::to(format!("/attempts/{id}?q={number}")));
    }
    let total = attempts::sheet(actor, &req.services, id).await?.paper.len();
    let to = match req.form.get("do") {
        "back" => number.saturating_sub(1).max(1).to_string(),
        _ if number >= total => "end".to_owned(),
        _ => (number + 1).to_string(),
    };
    Ok(Reply::to(format!("/attempts/{id}?q={to}")))
}

/// `POST /attempts/{attempt}/answers`: the island's way to save; answers `{"saved": true}` once the
/// answer is on disk.
pub async fn save(req: &Req) -> Result<Reply> {
    store(req).await?;
    Ok(Reply::json(serde_json::json!({ "saved": true })))
}

async fn store(req: &Req) -> Result<()> {
    let actor = req.actor()?;
    let id = req.param("attempt")?;
    let (revision, quiz, seed) = attempts::quiz_of(actor, &req.services, id).await?;
    let asked = revision
        .course
        .quizzes
        .get(&quiz)
        .and_then(|quiz| quiz.question(req.form.get("question")))
        .ok_or(Error::NotFound)?;
    if let QuestionKind::Upload { .. } = asked.kind {
        for (number, file) in (0..).zip(&req.files) {
            let posted = sent_files::Posted {
                name: &file.name,
                size: file.size,
                path: &file.path,
            };
            // Each file of the form has a key of its own, the same when the form comes again.
            let key = Uuid::from_u128(req.key::<Uuid>().as_u128().wrapping_add(number));
            sent_files::add(actor, &req.services, id, &asked.id, posted, key).await?;
        }
        return Ok(());
    }
    let answer = question::read(asked, &choice_order(asked, seed), &req.form);
    // "Next" without an answer leaves the question open.
    if answer.is_empty() && req.form.has("do") {
        return Ok(());
    }
    let answering = Answering::now(&asked.id, answer, req.key());
    answering::save(actor, &req.services, id, answering).await?;
    Ok(())
}
