//! An attempt at a quiz, one question a page. Without JavaScript "save and next" saves; with it, a small
//! script saves each answer as it is given (`assets/outbox.js`).

use domain::{
    catalog::{Question, QuestionKind},
    say,
};
use leptos::prelude::*;
use server::{
    Result,
    learning::attempts::{self, AttemptSheet},
};
use uuid::Uuid;

pub use super::attempt_form::{save, submit};
use super::{question, result, time_left::TimeLeft, versions};
use crate::{
    ui::{Chip, Meter, Tone},
    web::{Page, Reply, Req},
};

/// The question of `?q=` (from 1), the overview with `?q=end`, or the result once handed in.
pub async fn show(req: &Req) -> Result<Reply> {
    let sheet = attempts::sheet(req.actor()?, &req.services, req.param("attempt")?).await?;
    if sheet.attempt.submitted_at.is_some() {
        return result::page(req, sheet);
    }
    if req.query.get("q") == "end" && req.errors().is_empty() {
        return overview(req, sheet);
    }
    let asked: usize = req
        .query
        .get("q")
        .parse()
        .unwrap_or_else(|_| first_open(&sheet) + 1);
    one_question(req, sheet, asked.saturating_sub(1))
}

fn first_open(sheet: &AttemptSheet) -> usize {
    sheet
        .paper
        .iter()
        .position(|asked| !sheet.given.answers.contains_key(&asked.id))
        .unwrap_or(0)
}

fn one_question(req: &Req, sheet: AttemptSheet, index: usize) -> Result<Reply> {
    let lang = req.lang;
    let quiz = sheet.quiz()?;
    let title = quiz.text(lang).map(|text| text.title.clone()).unwrap_or_default();
    let total = sheet.paper.len();
    let index = index.min(total.saturating_sub(1));
    let id = sheet.attempt.id;
    let zone = req.services.config.zone;
    let typed = req.typed_fields().cloned();
    Ok(Page::new(title.clone(), move || {
        let quiz = sheet.quiz().ok()?;
        let paper = sheet.paper.get(index)?;
        let asked = quiz.question(&paper.id)?;
        let text = asked.text(lang)?;
        let answer = sheet.given.answers.get(&paper.id);
        let saved = answer.is_some();
        let answered = sheet
            .paper
            .iter()
            .filter(|asked| sheet.given.answers.contains_key(&asked.id))
            .count();
        let number = index + 1;
        // Where the buttons lead while the line is down: the pages that the device keeps.
        let next = match number < total {
            true => format!("/attempts/{id}?q={}", number + 1),
            false => format!("/attempts/{id}?q=end"),
        };
        let hints = hints(
            lang,
            asked,
            sheet.given.hints.get(&paper.id).copied().unwrap_or(0),
        );
        let upload = matches!(asked.kind, QuestionKind::Upload { .. });
        let versions = sheet.given.versions.get(&paper.id);
        let choose = versions.and_then(|versions| versions::choose(lang, asked, number, versions, zone));
        // Shown again with what was typed, it is still based on what was shown then.
        let typed = typed.filter(|typed| !upload && typed.get("question") == paper.id);
        let base = match &typed {
            Some(typed) => typed.get("base").to_owned(),
            None => versions
                .map(|versions| versions.base().to_string())
                .unwrap_or_default(),
        };
        let typed = typed.map(|typed| question::read(asked, &paper.choice_order, &typed));
        let answer = typed.as_ref().or(answer);
        // Files go by the form itself.
        let state = (!upload).then(|| {
            let (tone, words) = match saved {
                true => (Tone::Met, lang.t("✓ 保存しました", "✓ Saved")),
                false => (Tone::Calm, lang.t("まだ答えていません", "Not answered yet")),
            };
            view! {
                <p class="save-state" role="status" data-kept="">
                    <Chip tone text=words />
                </p>
            }
        });
        Some(view! {
            <div class="read">
                <div class="row">
                    <h1>{title.clone()}</h1>
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
                {choose}
                <form
                    method="post"
                    id="answer-form"
                    class="stack"
                    enctype=upload.then_some("multipart/form-data")
                    autocomplete="off"
                    data-keep=(!upload).then_some("live")
                    data-to=format!("/attempts/{id}/answers")
                    data-lane=format!("{id} {}", paper.id)
                    data-what=lang
                        .t(format!("{title}、問題 {number}"), format!("{title}, question {number}"))
                    data-wait=format!("{id} ")
                    data-pages=total.to_string()
                >
                    // The first button is the one that Enter presses.
                    <button
                        class="unseen"
                        name="do"
                        value="enter"
                        tabindex="-1"
                        aria-hidden="true"
                        data-next=next.clone()
                    ></button>
                    <section class="card question">
                        <h2 inner_html=text.title_html.clone()></h2>
                        <div class="prose" inner_html=question::body(lang, asked, answer)></div>
                        <input type="hidden" name="question" value=paper.id.clone() />
                        <input type="hidden" name="number" value=number.to_string() />
                        <input type="hidden" name="base" value=base />
                        {question::fields(lang, asked, &paper.choice_order, answer, &paper.id)}
                        {hints}
                        {state}
                    </section>
                    <div class="row">
                        <button class="go push-first" name="do" value="next" data-next=next>
                            {if number < total {
                                lang.t("保存して次へ", "Save and next")
                            } else {
                                lang.t("保存して確かめる", "Save and review")
                            }}
                        </button>
                        {(index > 0)
                            .then(|| {
                                view! {
                                    <button
                                        class="quiet"
                                        name="do"
                                        value="back"
                                        data-next=format!("/attempts/{id}?q={index}")
                                    >
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
    .with_outbox()
    .with_script()
    .into())
}

fn overview(req: &Req, sheet: AttemptSheet) -> Result<Reply> {
    let lang = req.lang;
    let title = sheet
        .quiz()?
        .text(lang)
        .map(|text| text.title.clone())
        .unwrap_or_default();
    let waits = req.query.get("without") != "waiting" && req.waiting.of(req.actor()?.id) > 0;
    let what = title.clone();
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
                let sides = sheet
                    .given
                    .versions
                    .get(&paper.id)
                    .map_or(0, |all| all.side_by_side().len());
                let (tone, word) = if question::is_unread(&sheet, &paper.id) {
                    (Tone::Soon, lang.t("数字ではありません", "not a number"))
                } else if sides > 1 {
                    (Tone::Soon, lang.t("答えが 2 つあります", "two answers"))
                } else if answered {
                    (Tone::Met, lang.t("✓ 保存ずみ", "✓ saved"))
                } else {
                    (Tone::Soon, lang.t("まだ", "open"))
                };
                view! {
                    <li class="row" data-row=format!("{id} {}", paper.id)>
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
                {waits.then(|| waiting(lang, id))}
                <form
                    method="post"
                    class="row"
                    id="hand-in"
                    hidden=waits
                    data-wait=format!("{id} ")
                    data-keep="after"
                    data-to=format!("/attempts/{id}")
                    data-lane=format!("{id} hand-in")
                    data-what=lang.t(format!("「{what}」の提出"), format!("Hand-in of “{what}”"))
                    data-later=lang
                        .t(
                            "回線が切れています。提出は、この機械で待っています。つながったら、答えのあとに自動で提出します。",
                            "The line is down. Your hand-in waits on this device and goes by itself, after the answers, when it is back.",
                        )
                >
                    <button class="go" name="do" value="submit" data-next=format!("/attempts/{id}")>
                        {lang.t("提出する", "Hand in")}
                    </button>
                    <a class="quiet" href=format!("/attempts/{id}?q=1")>
                        {lang.t("問題にもどる", "Back to the questions")}
                    </a>
                </form>
            </div>
        })
    })
    .with_outbox()
    .into())
}

/// What is kept on this device is sent before the hand-in is offered, or left out knowingly.
fn waiting(lang: domain::Lang, id: Uuid) -> impl IntoView {
    view! {
        <section class="banner soon" data-waiting=format!("{id} ") data-shows="hand-in">
            <p>
                {lang
                    .t(
                        "この機械に、まだ送っていない答えがあります。送れたら、提出できます。",
                        "Answers on this device have not been sent yet. You can hand in once they are.",
                    )}
            </p>
            <ul></ul>
            <p data-kept="" role="status"></p>
            <a class="quiet" href=format!("/attempts/{id}?q=end&without=waiting")>
                {lang.t("送らずに提出する", "Hand in without them")}
            </a>
        </section>
    }
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
