//! Who chose what: for each choice, right side or place a picture of two bars, and the same as a table.

use domain::{Lang, catalog::QuestionText, learning::items::ChoiceCount, shown};
use leptos::prelude::*;
use server::learning::items::{Item, PartCount};

use super::{item_words::letter, question::plain};

fn part(count: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}

fn count_and_percent(count: usize, of: usize) -> String {
    if of == 0 {
        "–".to_owned()
    } else {
        format!("{count} ({})", shown::percent(part(count, of) * 100.0))
    }
}

/// One option as it is shown: its short name, its words as HTML, and its counts.
struct Row<'a> {
    name: String,
    html: String,
    count: &'a ChoiceCount,
}

/// The words of a pair's right side, or of a place.
pub(super) fn option_html(lang: Lang, text: &QuestionText, option: &str) -> String {
    match (text.choices.get(option), lang) {
        (Some(choice), _) => choice.html.clone(),
        (None, Lang::Ja) => format!("{option}番目"),
        (None, Lang::En) => format!("place {option}"),
    }
}

/// The left side of a pair, or a step, as HTML.
pub(super) fn part_html(text: &QuestionText, part: &str) -> String {
    let step = || text.choices.get(part).map(|step| step.html.clone());
    text.lefts.get(part).cloned().or_else(step).unwrap_or_default()
}

/// The choices of a question.
pub(super) fn choices(lang: Lang, item: &Item) -> Option<AnyView> {
    let text = item.question.text(lang)?;
    let title = plain(&text.title_html);
    counts(lang, item, text, &item.choices, &title)
}

/// The left sides of pairs with what was put beside them, or the steps with where they were put.
pub(super) fn parts(lang: Lang, item: &Item) -> Option<AnyView> {
    let text = item.question.text(lang)?;
    let shown = |part: &PartCount| {
        let html = part_html(text, &part.id);
        let right = part.choices.iter().find(|option| option.correct)?;
        let rate = count_and_percent(right.all, item.n);
        let title = format!("{}: {}", plain(&text.title_html), plain(&html));
        let counted = counts(lang, item, text, &part.choices, &title)?;
        Some(view! {
            <details class="part">
                <summary>
                    <span inner_html=html></span>
                    " → "
                    <span inner_html=option_html(lang, text, &right.id)></span>
                    <span class="soft">{lang.t(" 正しく答えた人: ", " right: ")}{rate}</span>
                </summary>
                {counted}
            </details>
        })
    };
    let parts: Vec<_> = item.parts.iter().filter_map(shown).collect();
    (!parts.is_empty()).then(|| parts.into_any())
}

fn counts(
    lang: Lang,
    item: &Item,
    text: &QuestionText,
    counts: &[ChoiceCount],
    title: &str,
) -> Option<AnyView> {
    if counts.is_empty() {
        return None;
    }
    let rows: Vec<Row<'_>> = counts
        .iter()
        .enumerate()
        .map(|(at, count)| Row {
            name: match text.choices.contains_key(&count.id) {
                true => letter(at),
                false => count.id.clone(),
            },
            html: option_html(lang, text, &count.id),
            count,
        })
        .collect();
    let (upper, lower) = item.thirds;
    let label = format!("{title}: {}", lang.t("選ばれた選択肢", "the choices"));
    let lines: Vec<_> = rows
        .iter()
        .map(|row| {
            let count = row.count;
            view! {
                <tr>
                    <th scope="row">
                        {row.name.clone()}". "{count.correct.then_some(lang.t("◯ ", "✓ "))}
                        <span inner_html=row.html.clone()></span>
                    </th>
                    <td data-label=lang
                        .t("上の3分の1", "Upper third")>{count_and_percent(count.upper, upper)}</td>
                    <td data-label=lang
                        .t("下の3分の1", "Lower third")>{count_and_percent(count.lower, lower)}</td>
                    <td data-label=lang.t("全員", "All")>{count_and_percent(count.all, item.n)}</td>
                </tr>
            }
        })
        .collect();
    Some(
        view! {
            {(upper > 0 && lower > 0).then(|| picture(lang, &rows, item.thirds, title))}
            <div class="table" tabindex="0" role="region" aria-label=label>
                <table class="cards item-choices">
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("選択肢", "Choice")}</th>
                            <th scope="col">
                                {lang.t("上の3分の1", "Upper third")}{format!(" (n = {upper})")}
                            </th>
                            <th scope="col">
                                {lang.t("下の3分の1", "Lower third")}{format!(" (n = {lower})")}
                            </th>
                            <th scope="col">{lang.t("全員", "All")}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        }
        .into_any(),
    )
}

/// Two bars for each option: how much of the upper and of the lower third chose it.
fn picture(lang: Lang, rows: &[Row<'_>], (upper, lower): (usize, usize), title: &str) -> AnyView {
    let size = format!("0 0 320 {}", rows.len() * 32);
    let bars: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let top = at * 32;
            let bar = |count: usize, of: usize| format!("{:.1}", part(count, of) * 280.0);
            let mark = if row.count.correct {
                lang.t("◯", "✓")
            } else {
                ""
            };
            view! {
                <text x="0" y=(top + 17).to_string()>
                    {row.name.clone()}
                    {mark}
                </text>
                <rect class="ground" x="36" y=(top + 2).to_string() width="280" height="22" />
                <rect
                    class="upper"
                    x="36"
                    y=(top + 2).to_string()
                    width=bar(row.count.upper, upper)
                    height="11"
                />
                <rect
                    class="lower"
                    x="36"
                    y=(top + 13).to_string()
                    width=bar(row.count.lower, lower)
                    height="11"
                />
            }
        })
        .collect();
    let label = match lang {
        Lang::Ja => format!("{title}: 上の3分の1と下の3分の1が選んだ割合。数字は下の表にあります。"),
        Lang::En => format!(
            "{title}: the shares of the upper and of the lower third. The table below has the numbers."
        ),
    };
    view! {
        <figure class="item-bars">
            <svg viewBox=size role="img" aria-label=label>
                {bars}
            </svg>
            <figcaption class="soft">
                {lang
                    .t(
                        "上の棒: 点の高い3分の1　下の棒: 点の低い3分の1",
                        "Upper bar: the third with the best scores. Lower bar: the third with the lowest.",
                    )}
            </figcaption>
        </figure>
    }
    .into_any()
}
