//! Answers in words.

use domain::{
    Lang,
    catalog::{Question, QuestionKind, QuestionText},
    learning::{self, Answer},
};
use leptos::prelude::*;
use server::learning::sent_files::size_words;

/// What an answer says: the chosen words or the typed text.
pub fn words(lang: Lang, question: &Question, answer: Option<&Answer>) -> AnyView {
    let Some(text) = question.text(lang) else {
        return ().into_any();
    };
    let Some(answer) = answer.filter(|answer| !answer.is_empty()) else {
        return view! { <span class="soft">{lang.t("答えていません", "Not answered")}</span> }.into_any();
    };
    match answer {
        Answer::Choices(ids) => ids
            .iter()
            .filter_map(|id| text.choices.get(id))
            .map(|choice| view! { <span class="said-answer" inner_html=choice.html.clone()></span> })
            .collect::<Vec<_>>()
            .into_any(),
        Answer::Text(typed) | Answer::Number(typed) => {
            view! { <span class="typed">{typed.clone()}</span> }.into_any()
        }
        Answer::Blanks(typed) => typed
            .iter()
            .map(|(id, typed)| view! { <span class="said-answer">{format!("[{id}] {typed}")}</span> })
            .collect::<Vec<_>>()
            .into_any(),
        Answer::Pairs(chosen) => pairs(question, text, chosen.iter()),
        Answer::Places(places) => {
            let mut steps: Vec<(&String, &u32)> = places.iter().collect();
            steps.sort_by_key(|(_, place)| **place);
            steps_in_order(text, steps.into_iter().map(|(step, _)| step))
        }
        Answer::Files(files) => files
            .iter()
            .map(|file| {
                view! {
                    <a class="said-answer" href=format!("/sent-files/{}", file.id)>
                        {file.name.clone()}
                        " ("
                        {size_words(file.bytes)}
                        ")"
                    </a>
                }
            })
            .collect::<Vec<_>>()
            .into_any(),
    }
}

fn pairs<'a>(
    question: &Question,
    text: &QuestionText,
    chosen: impl Iterator<Item = (&'a String, &'a String)>,
) -> AnyView {
    let mut chosen: Vec<_> = chosen.collect();
    if let QuestionKind::Match { pairs, .. } = &question.kind {
        chosen.sort_by_key(|(left, _)| pairs.iter().position(|pair| pair == *left));
    }
    let rows: Vec<_> = chosen
        .into_iter()
        .filter_map(|(left, right)| {
            Some((
                text.lefts.get(left)?.clone(),
                text.choices.get(right)?.html.clone(),
            ))
        })
        .map(|(left, right)| {
            view! {
                <li>
                    <span inner_html=left></span>
                    " → "
                    <span inner_html=right></span>
                </li>
            }
        })
        .collect();
    view! { <ul class="plain">{rows}</ul> }.into_any()
}

fn steps_in_order<'a>(text: &QuestionText, steps: impl Iterator<Item = &'a String>) -> AnyView {
    let rows: Vec<_> = steps
        .filter_map(|step| text.choices.get(step))
        .map(|step| view! { <li inner_html=step.html.clone()></li> })
        .collect();
    view! { <ol class="steps-said">{rows}</ol> }.into_any()
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

/// The right answer in words; nothing where there is none.
pub fn right_answer(lang: Lang, question: &Question) -> Option<AnyView> {
    let answer = learning::right_answer(question)?;
    if let QuestionKind::Number { value, .. } = &question.kind {
        let unit = question.text(lang).and_then(|text| text.unit.clone());
        return Some(format!("{value} {}", unit.unwrap_or_default()).into_any());
    }
    Some(words(lang, question, Some(&answer)))
}

/// The words of safe HTML, without tags and readings, for places that hold no markup.
pub fn plain(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        let tag = &rest[start..end];
        rest = &rest[end..];
        // A reading, and the brackets around it, stand for the word before them.
        for (open, close) in [("<rt>", "</rt>"), ("<rp>", "</rp>")] {
            if tag == open {
                rest = rest.find(close).map_or("", |at| &rest[at..]);
            }
        }
        if let Some((_, alt)) = tag.strip_prefix("<img").and_then(|tag| tag.split_once("alt=\"")) {
            words.push_str(alt.split('"').next().unwrap_or_default());
        }
    }
    words.push_str(rest);
    let words = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(words, |words, (entity, letter)| words.replace(entity, letter));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn the_words_of_html_have_no_tags_and_no_readings() {
        let ruby =
            "<ruby>机<rp>(</rp><rt>つくえ</rt><rp>)</rp></ruby>の<strong>上</strong> &lt;a&gt; &amp;amp;";
        assert_eq!(plain(ruby), "机の上 <a> &amp;");
        assert_eq!(plain("<p>a<img src=\"x\" alt=\"絵\"></p>\n"), "a絵");
        assert_eq!(plain("<rt>"), "");
    }
}
