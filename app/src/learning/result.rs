//! The result of an attempt: score, and what the quiz allows to be shown.

use domain::{
    catalog::{Question, QuestionKind, QuizKind},
    identity::Role,
    learning::{Passage, attempt::answers_visible, passage},
    say, shown,
};
use leptos::prelude::*;
use server::{
    Result,
    learning::{attempts::AttemptSheet, tables::hand_grade},
};

use super::{question, versions};
use crate::{
    ui::{Chip, Meter, PrintButton, Tone, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// Points with at most two decimals.
fn number(points: f64) -> String {
    shown::points(points)
}

/// The link to the passage that teaches what was missed.
fn read_again(lang: domain::Lang, course: &str, found: Passage) -> impl IntoView + use<> {
    let anchor = found.anchor.map(|id| format!("#{id}")).unwrap_or_default();
    let path = format!("/courses/{course}/lessons/{}{anchor}", found.lesson);
    view! {
        <p class="no-print">
            {lang.t("もう一度読む: ", "Read again: ")} <a href=path inner_html=found.title_html></a>
        </p>
    }
}

/// What a grader found, and the word to the learner.
fn hand_graded(lang: domain::Lang, asked: &Question, grade: &hand_grade::Model) -> AnyView {
    let found: Vec<&str> = grade.found.split_whitespace().collect();
    let points: Vec<_> = asked
        .kind
        .rubric()
        .iter()
        .filter_map(|id| Some((id, asked.text(lang)?.choices.get(id)?)))
        .map(|(id, point)| {
            let mark = if found.contains(&id.as_str()) {
                "◯ "
            } else {
                "－ "
            };
            view! { <li>{mark}<span inner_html=point.html.clone()></span></li> }
        })
        .collect();
    let comment = (!grade.comment.is_empty()).then(|| {
        view! {
            <div class="feedback">
                <span class="soft">{lang.t("先生から: ", "From your instructor: ")}</span>
                <span class="typed">{grade.comment.clone()}</span>
            </div>
        }
    });
    view! {
        <ul class="plain">{points}</ul>
        {comment}
    }
    .into_any()
}

/// The page of an attempt that is handed in.
pub(super) fn page(req: &Req, sheet: AttemptSheet) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let title = sheet
        .quiz()?
        .text(lang)
        .map(|text| text.title.clone())
        .unwrap_or_default();
    // Those who work here look at the tries of others; theirs is the way back to the learner.
    let actor = req.actor()?;
    let (own, learns) = (actor.id == sheet.attempt.person_id, actor.is(Role::Learner));
    // Read again is what stands there now, whichever revision the attempt was of.
    let live = req.services.catalog.course(&sheet.attempt.course_id).ok();
    Ok(Page::new(title.clone(), move || {
        let quiz = sheet.quiz().ok()?;
        let attempt = &sheet.attempt;
        let percent = attempt.percent.unwrap_or_default();
        let passed = attempt.passed.unwrap_or_default();
        let visible = answers_visible(quiz.show_answers, true, passed, quiz.kind);
        let learning = format!("/people/{}/learning", attempt.person_id);
        let door = format!("/courses/{}/quizzes/{}", attempt.course_id, attempt.quiz_id);
        let rows: Vec<_> = sheet
            .paper
            .iter()
            .filter_map(|paper| quiz.question(&paper.id))
            .map(|asked| {
                let text = asked.text(lang);
                let answer = sheet.given.answers.get(&asked.id);
                let graded = sheet.given.graded(asked);
                let correct = graded.is_some_and(|graded| graded.correct);
                let survey = matches!(asked.kind, QuestionKind::Survey { .. });
                let (tone, word) = match graded {
                    None => (Tone::Calm, lang.t("先生が見ています", "with your instructor")),
                    Some(_) if survey => (Tone::Calm, lang.t("ありがとうございます", "thank you")),
                    Some(graded) if graded.correct => (Tone::Met, lang.t("◯ 正しい", "◯ right")),
                    Some(graded) if graded.points > 0.0 => {
                        (Tone::Soon, lang.t("△ 一部正しい", "△ partly right"))
                    }
                    Some(_) => (Tone::Miss, lang.t("✗ ちがいます", "✗ not right")),
                };
                let points = graded
                    .filter(|graded| graded.max > 1.0 || graded.points.fract() != 0.0)
                    .map(|graded| {
                        say!(
                            lang, got = number(graded.points), max = number(graded.max);
                            max of "{got}点／{max}点", one "{got} of {max} point", other "{got} of {max} points",
                        )
                    });
                let by_hand = sheet
                    .given
                    .by_hand
                    .get(&asked.id)
                    .map(|grade| hand_graded(lang, asked, grade));
                // What happened on which device is for those who teach; a learner knows.
                let history = (!own)
                    .then(|| versions::history(lang, asked, sheet.given.versions.get(&asked.id)?, zone))
                    .flatten();
                // Who missed it finds the place that teaches it, also where the answer is not shown.
                let again = (own && graded.is_some() && !correct && quiz.kind != QuizKind::Survey)
                    .then(|| passage(&live.as_ref()?.course, &quiz.id, asked, lang))
                    .flatten()
                    .map(|found| read_again(lang, &attempt.course_id, found));
                let more = visible.then(|| {
                    view! {
                        {question::feedback(lang, asked, answer)}
                        {(!correct)
                            .then(|| question::right_answer(lang, asked))
                            .flatten()
                            .map(|right| {
                                view! {
                                    <div>
                                        <span class="soft">
                                            {lang.t("正しい答え: ", "Right answer: ")}
                                        </span>
                                        {right}
                                    </div>
                                }
                            })}
                        {text
                            .and_then(|text| text.explanation_html.clone())
                            .map(|html| view! { <div class="feedback" inner_html=html></div> })}
                    }
                });
                view! {
                    <li class="answered">
                        <div class="row">
                            <h3 inner_html=text.map(|text| text.title_html.clone()).unwrap_or_default()></h3>
                            <span class="push soft">{points}</span>
                            <Chip tone text=word />
                        </div>
                        <div>
                            <span class="soft">
                                {if own {
                                    lang.t("あなたの答え: ", "Your answer: ")
                                } else {
                                    lang.t("答え: ", "Answer: ")
                                }}
                            </span>
                            {question::words(lang, asked, answer)}
                        </div>
                        {by_hand}
                        {more}
                        {history}
                        {again}
                    </li>
                }
            })
            .collect();
        let waiting = attempt.waiting > 0;
        let (tone, word) = match (quiz.kind, passed) {
            (_, false) if waiting => (
                Tone::Calm,
                lang.t(
                    "先生が見てから、点が決まります",
                    "Your instructor will look at it first",
                ),
            ),
            (QuizKind::Test, true) => (
                Tone::Met,
                lang.t("合格です。おめでとうございます", "You passed. Well done"),
            ),
            (QuizKind::Test, false) if !sheet.may_try_again => (
                Tone::Soon,
                lang.t(
                    "今回は とどきませんでした。先生に相談してください",
                    "Not yet. Please talk to your instructor",
                ),
            ),
            (QuizKind::Test, false) => (
                Tone::Soon,
                lang.t(
                    "今回は とどきませんでした。もう一度できます",
                    "Not yet. You can try again",
                ),
            ),
            (QuizKind::Practice | QuizKind::Survey, _) => (Tone::Met, lang.t("できました", "Done")),
        };
        let over = (attempt.deadline.is_some() && attempt.submitted_at == attempt.deadline).then(|| {
            view! {
                <p class="soft">
                    {lang
                        .t(
                            "時間が終わったので、そこまでの答えで提出しました。",
                            "Time was up, so the test was handed in with the answers so far.",
                        )}
                </p>
            }
        });
        let later = (waiting && passed).then(|| {
            view! {
                <p class="soft">
                    {lang
                        .t(
                            "先生が見ると、点が上がることがあります。",
                            "Your score may rise once your instructor has looked at it.",
                        )}
                </p>
            }
        });
        let need = (quiz.kind == QuizKind::Test).then_some(f64::from(quiz.pass_percent));
        // Opinions have no score, nor has a quiz of opinions only.
        let scored = quiz.kind != QuizKind::Survey && attempt.max_points.unwrap_or_default() > 0.0;
        let percent_shown = shown::percent(percent);
        let score = match (need, lang) {
            (Some(need), domain::Lang::Ja) => format!("{percent_shown}（必要 {need:.0} %）"),
            (Some(need), domain::Lang::En) => format!("{percent_shown} (needs {need:.0} %)"),
            (None, _) => percent_shown,
        };
        let hidden = (!visible && quiz.kind == QuizKind::Test).then(|| {
            view! {
                <p class="soft">
                    {lang
                        .t(
                            "正しい答えは、合格すると見られます。",
                            "The right answers are shown once you pass.",
                        )}
                </p>
            }
        });
        let next = if !own {
            ().into_any()
        } else if passed || quiz.kind != QuizKind::Test {
            view! {
                <a class="go" href="/">
                    {lang.t("つぎへ進む", "Go on")}
                </a>
            }
            .into_any()
        } else if sheet.may_try_again || !learns {
            view! {
                <a class="go" href=door.clone()>
                    {lang.t("もう一度 受ける", "Try again")}
                </a>
            }
            .into_any()
        } else {
            view! {
                <a class="go" href="/help">
                    {lang.t("先生に聞く", "Ask the instructor")}
                </a>
            }
            .into_any()
        };
        Some(view! {
            <div class="read">
                {crumbs(
                    if own {
                        vec![(door, title.clone())]
                    } else {
                        vec![(learning, lang.t("学びの進み", "Progress").to_owned())]
                    },
                )} <div class="row">
                    <h1>{lang.t("けっか", "Result")}</h1>
                    <span class="push">
                        <PrintButton />
                    </span>
                </div> <section class="card next">
                    <Chip tone text=word />
                    {scored.then(|| view! { <Meter percent need label=score.clone() /> })}
                    <p>
                        <strong>{scored.then_some(score)}</strong>
                        " "
                        <span class="soft">
                            {attempt.number.to_string()}{lang.t("回目", ". try")}
                            {attempt
                                .class_session_id
                                .is_some()
                                .then_some(lang.t("・教室で", ", in class"))}" "
                            {attempt.submitted_at.map(|at| day_and_time(lang, at, zone))}
                        </span>
                    </p>
                    {over}
                    {later}
                    {next}
                </section> <section class="card">
                    <h2>{lang.t("答え", "Answers")}</h2>
                    {hidden}
                    <ol class="stack">{rows}</ol>
                </section>
            </div>
        })
    })
    // It shows what is right.
    .not_kept()
    .into())
}
