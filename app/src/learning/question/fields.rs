//! A question as form fields; they work without JavaScript.

use std::collections::BTreeMap;

use domain::{
    Lang,
    catalog::{Question, QuestionKind, QuestionText},
    learning::{Answer, is_no_number},
};
use leptos::prelude::*;
use server::learning::sent_files::size_words;

use super::words::plain;

/// What stands above the fields; the gaps of a text are fields of it.
pub fn body(lang: Lang, question: &Question, answer: Option<&Answer>) -> String {
    let Some(text) = question.text(lang) else {
        return String::new();
    };
    let QuestionKind::Blanks { blanks, .. } = &question.kind else {
        return text.body_html.clone();
    };
    let nothing = BTreeMap::new();
    let typed = match answer {
        Some(Answer::Blanks(typed)) => typed,
        Some(_) | None => &nothing,
    };
    blanks.iter().fold(text.body_html.clone(), |html, blank| {
        let id = &blank.id;
        let value = typed.get(id).map(|typed| domain::html::escape(typed));
        let field = format!(
            "<input class=\"blank\" name=\"blank-{id}\" value=\"{}\" aria-label=\"{} {id}\" autocomplete=\"off\" autocapitalize=\"off\">",
            value.unwrap_or_default(),
            lang.t("空欄", "Gap"),
        );
        html.replace(&format!("<x-blank id=\"{id}\"></x-blank>"), &field)
    })
}

/// What the form calls a choice.
#[derive(Clone, Copy, PartialEq)]
enum Names {
    /// Its place in the paper's order: an id may tell which choice is right.
    Places,
    /// Its id.
    Ids,
}

/// The fields of a question of an attempt, with the answer so far. `order` are the ids of choices, right
/// sides or steps as this paper shows them; `prefix` makes ids unique on a page with several questions.
pub fn fields(
    lang: Lang,
    question: &Question,
    order: &[String],
    answer: Option<&Answer>,
    prefix: &str,
) -> AnyView {
    drawn(lang, question, order, answer, prefix, Names::Places)
}

/// As [`fields`], where nothing is at stake: practice in a lesson, an author's preview.
pub fn practice_fields(
    lang: Lang,
    question: &Question,
    order: &[String],
    answer: Option<&Answer>,
    prefix: &str,
) -> AnyView {
    drawn(lang, question, order, answer, prefix, Names::Ids)
}

fn drawn(
    lang: Lang,
    question: &Question,
    order: &[String],
    answer: Option<&Answer>,
    prefix: &str,
    names: Names,
) -> AnyView {
    let Some(text) = question.text(lang) else {
        return ().into_any();
    };
    let typed = match answer {
        Some(Answer::Text(text) | Answer::Number(text)) => text.clone(),
        Some(_) | None => String::new(),
    };
    let id = format!("{prefix}-answer");
    match &question.kind {
        QuestionKind::Single { .. } => choices(lang, text, order, answer, (false, names)),
        QuestionKind::Multiple { .. } => choices(lang, text, order, answer, (true, names)),
        QuestionKind::Survey { choices: ids, many } if !ids.is_empty() => {
            choices(lang, text, order, answer, (*many, names))
        }
        QuestionKind::Text { .. } => view! {
            <p class="field">
                <label for=id.clone()>{lang.t("答え", "Your answer")}</label>
                <input id=id name="answer" value=typed autocomplete="off" autocapitalize="off" />
            </p>
        }
        .into_any(),
        // No keyboard of digits (`inputmode`): that of an iPhone has no minus.
        QuestionKind::Number { .. } => {
            let unread = answer.is_some_and(|answer| is_no_number(question, answer));
            number_field(lang, text, typed, unread, id)
        }
        // The fields stand in the text; see `body`.
        QuestionKind::Blanks { .. } => ().into_any(),
        QuestionKind::Match { pairs, .. } => match_fields(lang, text, pairs, order, answer, prefix),
        QuestionKind::Order { .. } => order_fields(lang, text, order, answer, prefix),
        QuestionKind::Essay { rubric } => view! {
            {looked_at(lang, text, rubric)}
            {long_text(lang, &id, &typed, 8)}
        }
        .into_any(),
        QuestionKind::Survey { .. } => long_text(lang, &id, &typed, 4),
        QuestionKind::Upload {
            rubric,
            accept,
            max_bytes,
        } => upload_fields(lang, text, rubric, (accept, *max_bytes), answer, &id),
    }
}

/// `unread`: what was typed is no number, and its learner is told.
fn number_field(lang: Lang, text: &QuestionText, typed: String, unread: bool, id: String) -> AnyView {
    let note_id = format!("{id}-note");
    let note = unread.then(|| {
        view! {
            <span class="error" id=note_id.clone()>
                {lang
                    .t(
                        "数字として読めません。「42」のように、数字で入れてください。",
                        "This cannot be read as a number. Please write it in digits, such as 42.",
                    )}
                <input type="hidden" name="told" value="number" />
            </span>
        }
    });
    view! {
        <p class="field">
            <label for=id
                .clone()>
                {lang.t("答え（数字）", "Your answer (a number)")}
                {text.unit.clone().map(|unit| format!(" {unit}"))}
            </label>
            <input
                id=id
                name="answer"
                value=typed
                autocomplete="off"
                aria-invalid=unread.then_some("true")
                aria-describedby=unread.then(|| note_id.clone())
            />
            {note}
        </p>
    }
    .into_any()
}

/// The name of the fields of a question: the question itself, in plain words. A reading above a word is not read
/// twice.
fn group_name(text: &QuestionText, legend: &str) -> String {
    format!("{} — {legend}", text.title)
}

fn choices(
    lang: Lang,
    text: &QuestionText,
    order: &[String],
    answer: Option<&Answer>,
    (many, names): (bool, Names),
) -> AnyView {
    let chosen = |id: &str| matches!(answer, Some(Answer::Choices(ids)) if ids.iter().any(|c| c == id));
    let choices: Vec<_> = order
        .iter()
        .enumerate()
        .filter_map(|(place, id)| {
            let choice = text.choices.get(id)?;
            let value = match names {
                Names::Places => place.to_string(),
                Names::Ids => id.clone(),
            };
            Some(view! {
                <label class="choice">
                    <input
                        type=if many { "checkbox" } else { "radio" }
                        name="answer"
                        value=value
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
    view! {
        <fieldset class="stack" aria-label=group_name(text, legend)>
            <legend class="soft">{legend}</legend>
            {choices}
        </fieldset>
    }
    .into_any()
}

/// For each left side, a list of the right sides in the paper's order. The script of the page shows the
/// right sides as cards, too, that are dragged to their places.
fn match_fields(
    lang: Lang,
    text: &QuestionText,
    pairs: &[String],
    order: &[String],
    answer: Option<&Answer>,
    prefix: &str,
) -> AnyView {
    let rows: Vec<_> = pairs
        .iter()
        .enumerate()
        .filter_map(|(at, pair)| {
            let left = text.lefts.get(pair)?.clone();
            let chosen = match answer {
                Some(Answer::Pairs(chosen)) => chosen.get(pair),
                Some(_) | None => None,
            };
            let options: Vec<_> = order
                .iter()
                .enumerate()
                .filter_map(|(place, right)| {
                    let words = plain(&text.choices.get(right)?.html);
                    let selected = chosen == Some(right);
                    Some(view! {
                        <option value=place.to_string() selected=selected>
                            {words}
                        </option>
                    })
                })
                .collect();
            let id = format!("{prefix}-pair-{at}");
            Some(view! {
                <p class="pair">
                    <label for=id.clone() inner_html=left></label>
                    <select id=id name=format!("pair-{at}")>
                        <option value="">{lang.t("えらぶ", "Choose")}</option>
                        {options}
                    </select>
                </p>
            })
        })
        .collect();
    let legend = lang.t(
        "合うものを、それぞれ選んでください",
        "Choose what belongs to each",
    );
    let by_moving = lang.t(
        "カードを引っぱって置くこともできます。カードを押してから、置く所を押しても置けます。",
        "You can also drag a card to its place, or press a card and then its place.",
    );
    view! {
        <fieldset class="stack pairs" aria-label=group_name(text, legend)>
            <legend class="soft">{legend}</legend>
            {rows}
            <p class="soft by-moving">{by_moving}</p>
        </fieldset>
    }
    .into_any()
}

/// For each step, its place. The script of the page lets steps be moved by buttons and by dragging.
fn order_fields(
    lang: Lang,
    text: &QuestionText,
    order: &[String],
    answer: Option<&Answer>,
    prefix: &str,
) -> AnyView {
    let rows: Vec<_> = order
        .iter()
        .enumerate()
        .filter_map(|(at, step)| {
            let html = text.choices.get(step)?.html.clone();
            let given = match answer {
                Some(Answer::Places(places)) => places.get(step).copied(),
                Some(_) | None => None,
            };
            let options: Vec<_> = (1..=order.len())
                .map(|place| {
                    let selected = given.is_some_and(|given| given as usize == place);
                    view! {
                        <option value=place.to_string() selected=selected>
                            {place.to_string()}
                        </option>
                    }
                })
                .collect();
            let id = format!("{prefix}-step-{at}");
            Some(view! {
                <li class="step">
                    <select id=id.clone() name=format!("step-{at}")>
                        <option value="">{lang.t("何番目", "Place")}</option>
                        {options}
                    </select>
                    <label for=id inner_html=html></label>
                </li>
            })
        })
        .collect();
    let legend = lang.t("正しい順番にしてください", "Put them in the right order");
    let by_number = lang.t("順番の番号を、それぞれ選びます。", "Choose the number of each.");
    let by_moving = lang.t(
        "↑と↓のボタンで動かします。引っぱっても動きます。",
        "Move them with the ↑ and ↓ buttons, or drag them.",
    );
    view! {
        <fieldset class="stack" aria-label=group_name(text, legend)>
            <legend class="soft">{legend}</legend>
            <ul class="sequence" data-up=lang.t("上へ", "Move up") data-down=lang.t("下へ", "Move down")>
                {rows}
            </ul>
            <p class="soft by-number">{by_number}</p>
            <p class="soft by-moving">{by_moving}</p>
        </fieldset>
    }
    .into_any()
}

/// What the grader looks at: nobody should have to guess it.
fn looked_at(lang: Lang, text: &QuestionText, rubric: &[String]) -> AnyView {
    let points: Vec<_> = rubric
        .iter()
        .filter_map(|id| text.choices.get(id))
        .map(|point| view! { <li inner_html=point.html.clone()></li> })
        .collect();
    view! {
        <div class="goals">
            <p class="soft">{lang.t("先生が見るところ", "What your instructor looks for")}</p>
            <ul>{points}</ul>
        </div>
    }
    .into_any()
}

fn long_text(lang: Lang, id: &str, typed: &str, rows: u32) -> AnyView {
    // Escaped by hand: see `ui::TextArea`.
    let escaped = format!("\n{}", domain::html::escape(typed));
    let id = id.to_owned();
    view! {
        <p class="field">
            <label for=id.clone()>{lang.t("答え", "Your answer")}</label>
            <textarea id=id name="answer" rows=rows.to_string() inner_html=escaped></textarea>
        </p>
    }
    .into_any()
}

fn upload_fields(
    lang: Lang,
    text: &QuestionText,
    rubric: &[String],
    (accept, max_bytes): (&[String], u64),
    answer: Option<&Answer>,
    id: &str,
) -> AnyView {
    let files = match answer {
        Some(Answer::Files(files)) => files.clone(),
        Some(_) | None => Vec::new(),
    };
    let sent: Vec<_> = files
        .iter()
        .map(|file| {
            let label = match lang {
                Lang::Ja => format!("「{}」を消す", file.name),
                Lang::En => format!("Remove “{}”", file.name),
            };
            view! {
                <li class="row">
                    <a href=format!("/sent-files/{}", file.id)>{file.name.clone()}</a>
                    <span class="soft">{size_words(file.bytes)}</span>
                    <button class="quiet push" name="remove" value=file.id.to_string() aria-label=label>
                        {lang.t("消す", "Remove")}
                    </button>
                </li>
            }
        })
        .collect();
    let list = (!sent.is_empty()).then(|| {
        view! {
            <div>
                <p class="soft">
                    {lang.t("送ったファイル（保存ずみ）", "Files you sent (saved)")}
                </p>
                <ul class="stack">{sent}</ul>
            </div>
        }
    });
    let kinds = match (accept.is_empty(), lang) {
        (true, Lang::Ja) => format!("{}まで", size_words(max_bytes)),
        (true, Lang::En) => format!("at most {}", size_words(max_bytes)),
        (false, Lang::Ja) => format!("{}、{}まで", accept.join("・"), size_words(max_bytes)),
        (false, Lang::En) => format!("{}, at most {}", accept.join(", "), size_words(max_bytes)),
    };
    let taken = accept
        .iter()
        .map(|kind| format!(".{kind}"))
        .collect::<Vec<_>>()
        .join(",");
    let error = use_context::<crate::web::Form>()
        .and_then(|form| form.errors.into_iter().find(|error| error.field == "file"))
        .map(|error| error.message.get(lang).to_owned());
    let id = id.to_owned();
    let error_id = format!("{id}-error");
    view! {
        {looked_at(lang, text, rubric)}
        {list}
        <p class="field">
            <label for=id
                .clone()>
                {lang.t("ファイルを選ぶ", "Choose a file")}<span class="hint">" ("{kinds}")"</span>
            </label>
            <input
                id=id
                type="file"
                name="file"
                accept=(!taken.is_empty()).then_some(taken)
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=error.is_some().then(|| error_id.clone())
            />
            {error
                .map(|error| {
                    view! {
                        <span class="error" id=error_id>
                            {error}
                        </span>
                    }
                })}
        </p>
        <button class="quiet" name="do" value="send">
            {lang.t("ファイルを送る", "Send the file")}
        </button>
    }
    .into_any()
}
