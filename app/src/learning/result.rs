//! The result of an attempt: score, and what the quiz allows to be shown.

use domain::{
    catalog::QuizKind,
    learning::{attempt::answers_visible, grade},
};
use leptos::prelude::*;
use server::{Result, learning::attempts::Sheet};

use super::question;
use crate::{
    ui::{Chip, Meter, Tone, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// The page of an attempt that is handed in.
pub(super) fn page(req: &Req, sheet: Sheet) -> Result<Reply> {
    let lang = req.lang;
    let offset = req.services.config.offset();
    let title = sheet
        .quiz()?
        .text(lang)
        .map(|text| text.title.clone())
        .unwrap_or_default();
    Ok(Page::new(title.clone(), move || {
        let quiz = sheet.quiz().ok()?;
        let attempt = &sheet.attempt;
        let percent = attempt.percent.unwrap_or_default();
        let passed = attempt.passed.unwrap_or_default();
        let visible = answers_visible(quiz.show_answers, true, passed, quiz.kind);
        let door = format!("/courses/{}/quizzes/{}", attempt.course_id, attempt.quiz_id);
        let rows: Vec<_> = sheet
            .paper
            .iter()
            .filter_map(|paper| quiz.question(&paper.id))
            .map(|asked| {
                let text = asked.text(lang);
                let answer = sheet.answers.get(&asked.id);
                let graded = grade(asked, answer);
                let (tone, word) = if graded.correct {
                    (Tone::Met, lang.t("◯ 正しい", "◯ right"))
                } else if graded.points > 0.0 {
                    (Tone::Soon, lang.t("△ 一部正しい", "△ partly right"))
                } else {
                    (Tone::Miss, lang.t("✗ ちがいます", "✗ not right"))
                };
                let more = visible.then(|| {
                    view! {
                        {question::feedback(lang, asked, answer)}
                        {(!graded.correct).then(|| view! { <p><span class="soft">{lang.t("正しい答え: ", "Right answer: ")}</span>{question::right_answer(lang, asked)}</p> })}
                        {text.and_then(|text| text.explanation_html.clone()).map(|html| view! { <div class="feedback" inner_html=html></div> })}
                    }
                });
                view! {
                    <li class="answered">
                        <div class="row">
                            <h3 inner_html=text.map(|text| text.title_html.clone()).unwrap_or_default()></h3>
                            <span class="push"><Chip tone text=word/></span>
                        </div>
                        <p><span class="soft">{lang.t("あなたの答え: ", "Your answer: ")}</span>{question::words(lang, asked, answer)}</p>
                        {more}
                    </li>
                }
            })
            .collect();
        let (tone, word) = match (quiz.kind, passed) {
            (QuizKind::Test, true) => (Tone::Met, lang.t("合格です。おめでとうございます", "You passed. Well done")),
            (QuizKind::Test, false) => (Tone::Soon, lang.t("もう少しです。もう一度できます", "Not yet. You can try again")),
            (QuizKind::Practice | QuizKind::Survey, _) => (Tone::Met, lang.t("できました", "Done")),
        };
        let need = (quiz.kind == QuizKind::Test).then_some(f64::from(quiz.pass_percent));
        let score = match (need, lang) {
            (Some(need), domain::Lang::Ja) => format!("{percent:.0} %（必要 {need:.0} %）"),
            (Some(need), domain::Lang::En) => format!("{percent:.0} % (needs {need:.0} %)"),
            (None, _) => format!("{percent:.0} %"),
        };
        let hidden = (!visible && quiz.kind == QuizKind::Test).then(|| {
            view! { <p class="soft">{lang.t("正しい答えは、合格すると見られます。", "The right answers are shown once you pass.")}</p> }
        });
        let next = if passed || quiz.kind != QuizKind::Test {
            view! { <a class="go" href="/">{lang.t("つぎへ進む", "Go on")}</a> }.into_any()
        } else {
            view! { <a class="go" href=door.clone()>{lang.t("もう一度 受ける", "Try again")}</a> }.into_any()
        };
        Some(view! {
            <div class="read">
                {crumbs(vec![(door, title.clone())])}
                <h1>{lang.t("けっか", "Result")}</h1>
                <section class="card next">
                    <Chip tone text=word/>
                    <Meter percent need label=score.clone()/>
                    <p><strong>{score}</strong>" "<span class="soft">
                        {attempt.number.to_string()}{lang.t("回目", ". try")}
                        {attempt.class_session_id.is_some().then_some(lang.t("・教室で", ", in class"))}" "
                        {attempt.submitted_at.map(|at| day_and_time(lang, at, offset))}
                    </span></p>
                    {next}
                </section>
                <section class="card"><h2>{lang.t("答え", "Answers")}</h2>{hidden}<ol class="stack">{rows}</ol></section>
            </div>
        })
    })
    .into())
}
