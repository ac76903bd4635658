//! A question as form fields, and back to an answer.

use domain::{
    Lang,
    catalog::{Question, QuestionKind},
    learning::Answer,
};
use leptos::prelude::*;

use crate::web::Pairs;

/// The answer in a posted form; the field is called `answer`.
pub fn read(question: &Question, form: &Pairs) -> Answer {
    match &question.kind {
        QuestionKind::Single { .. } | QuestionKind::Multiple { .. } => {
            Answer::Choices(form.all("answer").map(str::to_owned).collect())
        }
        QuestionKind::Text { .. } => Answer::Text(form.get("answer").trim().to_owned()),
        QuestionKind::Number { .. } => Answer::Number(form.get("answer").trim().to_owned()),
    }
}

/// The fields of a question, with the answer so far. `order` are the choice ids as this paper shows
/// them; `prefix` makes ids unique on a page with several questions.
pub fn fields(
    lang: Lang,
    question: &Question,
    order: &[String],
    answer: Option<&Answer>,
    prefix: &str,
) -> AnyView {
    let Some(text) = question.text(lang) else {
        return ().into_any();
    };
    let chosen = |id: &str| matches!(answer, Some(Answer::Choices(ids)) if ids.iter().any(|c| c == id));
    let typed = match answer {
        Some(Answer::Text(text) | Answer::Number(text)) => text.clone(),
        Some(Answer::Choices(_)) | None => String::new(),
    };
    let id = format!("{prefix}-answer");
    match &question.kind {
        QuestionKind::Single { .. } | QuestionKind::Multiple { .. } => {
            let many = matches!(question.kind, QuestionKind::Multiple { .. });
            let choices: Vec<_> = order
                .iter()
                .filter_map(|id| {
                    let choice = text.choices.get(id)?;
                    Some(view! {
                        <label class="choice">
                            <input
                                type=if many { "checkbox" } else { "radio" }
                                name="answer"
                                value=id.clone()
                                checked=chosen(id)
                            />
                            <span inner_html=choice.html.clone()></span>
                        </label>
                    })
                })
                .collect();
            let legend = if many {
                lang.t("あてはまるものを、すべて選んでください", "Choose all that apply")
            } else {
                lang.t("1つ選んでください", "Choose one")
            };
            view! { <fieldset class="stack"><legend class="soft">{legend}</legend>{choices}</fieldset> }
                .into_any()
        }
        QuestionKind::Text { .. } => view! {
            <p class="field">
                <label for=id.clone()>{lang.t("答え", "Your answer")}</label>
                <input id=id name="answer" value=typed autocomplete="off" autocapitalize="off"/>
            </p>
        }
        .into_any(),
        QuestionKind::Number { unit, .. } => view! {
            <p class="field">
                <label for=id.clone()>
                    {lang.t("答え（数字）", "Your answer (a number)")}
                    {unit.clone().map(|unit| format!(" {unit}"))}
                </label>
                <input id=id name="answer" value=typed autocomplete="off" inputmode="decimal"/>
            </p>
        }
        .into_any(),
    }
}

/// What an answer says, for the result page: the chosen words or the typed text.
pub fn words(lang: Lang, question: &Question, answer: Option<&Answer>) -> AnyView {
    let Some(text) = question.text(lang) else {
        return ().into_any();
    };
    match answer {
        None => view! { <span class="soft">{lang.t("答えていません", "Not answered")}</span> }.into_any(),
        Some(answer) if answer.is_empty() => {
            view! { <span class="soft">{lang.t("答えていません", "Not answered")}</span> }.into_any()
        }
        Some(Answer::Choices(ids)) => ids
            .iter()
            .filter_map(|id| text.choices.get(id))
            .map(|choice| view! { <span class="said-answer" inner_html=choice.html.clone()></span> })
            .collect::<Vec<_>>()
            .into_any(),
        Some(Answer::Text(typed) | Answer::Number(typed)) => typed.clone().into_any(),
    }
}

/// The feedback of the choices that were made.
pub fn feedback(lang: Lang, question: &Question, answer: Option<&Answer>) -> AnyView {
    let (Some(text), Some(Answer::Choices(ids))) = (question.text(lang), answer) else {
        return ().into_any();
    };
    ids.iter()
        .filter_map(|id| text.choices.get(id)?.feedback_html.clone())
        .map(|html| view! { <div class="feedback" inner_html=html></div> })
        .collect::<Vec<_>>()
        .into_any()
}

/// The right answer in words.
pub fn right_answer(lang: Lang, question: &Question) -> AnyView {
    let Some(text) = question.text(lang) else {
        return ().into_any();
    };
    match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => choices
            .iter()
            .filter(|choice| choice.correct)
            .filter_map(|choice| text.choices.get(&choice.id))
            .map(|choice| view! { <span class="said-answer" inner_html=choice.html.clone()></span> })
            .collect::<Vec<_>>()
            .into_any(),
        QuestionKind::Text { accepted, .. } => accepted.first().cloned().unwrap_or_default().into_any(),
        QuestionKind::Number { value, unit, .. } => {
            format!("{value} {}", unit.as_deref().unwrap_or_default()).into_any()
        }
    }
}
