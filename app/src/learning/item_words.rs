//! What the numbers of the item analysis mean, in words and pictures.

use domain::{
    Lang,
    learning::items::{Flag, Interval, WIDEST, correlation_interval, share_interval},
    shown,
};
use leptos::prelude::*;
use server::learning::items::Item;

use crate::ui::{Chip, Tone};

/// The letter of a choice, by its place.
pub(super) fn letter(at: usize) -> String {
    let letter = u8::try_from(at)
        .ok()
        .filter(|at| *at < 26)
        .map(|at| char::from(b'A' + at));
    letter.map_or_else(|| (at + 1).to_string(), |letter| letter.to_string())
}

/// A number with two decimals; a dash where there is none.
pub(super) fn decimals(number: Option<f64>) -> String {
    number.map_or("–".to_owned(), |number| format!("{:.2}", shown::cut(number, 2)))
}

/// The difficulty, as a share and in percent.
pub(super) fn difficulty(lang: Lang, item: &Item) -> String {
    match item.difficulty {
        Some(p) => format!(
            "{}{}{}{}",
            decimals(Some(p)),
            lang.t("（", " ("),
            shown::percent(p * 100.0),
            lang.t("）", ")")
        ),
        None => "–".to_owned(),
    }
}

/// Between what the numbers may well lie, in a line; nothing where too few have answered to say.
pub(super) fn ranges(lang: Lang, item: &Item) -> String {
    let words = |of: Interval| {
        let (low, high) = (decimals(Some(of.low)), decimals(Some(of.high)));
        lang.t(format!("{low}〜{high}"), format!("{low} to {high}"))
    };
    let easy = item.difficulty.and_then(|p| share_interval(p, item.n));
    let tells = item.discrimination.and_then(|r| correlation_interval(r, item.n));
    let parts: Vec<String> = [
        easy.map(|of| format!("{} {}", lang.t("やさしさ", "easiness"), words(of))),
        tells.map(|of| format!("{} {}", lang.t("見分ける力", "discrimination"), words(of))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return String::new();
    }
    let parts = parts.join(lang.t("、", ", "));
    lang.t(
        format!("10回に9回は、この間にあります: {parts}"),
        format!("Nine times in ten it lies between: {parts}"),
    )
}

/// The discrimination with what Ebel and Frisbie (1991) call it.
pub(super) fn discrimination(lang: Lang, item: &Item) -> String {
    let Some(r) = item.discrimination else {
        return lang.t("まだ言えません", "not known yet").to_owned();
    };
    let wide = correlation_interval(r, item.n).is_none_or(|of| of.width() > WIDEST);
    let word = match r {
        _ if wide => lang.t("まだ少なすぎます", "too few yet"),
        r if r >= 0.4 => lang.t("とてもよい", "very good"),
        r if r >= 0.3 => lang.t("よい", "good"),
        r if r >= 0.2 => lang.t("まあまあ", "fair"),
        r if r >= 0.0 => lang.t("弱い", "poor"),
        _ => lang.t("逆", "reversed"),
    };
    format!(
        "{}{}{word}{}",
        decimals(Some(r)),
        lang.t("（", " ("),
        lang.t("）", ")")
    )
}

/// Seconds as people say them.
pub(super) fn time(lang: Lang, seconds: Option<f64>) -> String {
    let Some(seconds) = seconds else {
        return "–".to_owned();
    };
    let seconds = seconds.round() as u64;
    match (seconds / 60, seconds % 60, lang) {
        (0, seconds, Lang::Ja) => format!("{seconds}秒"),
        (0, seconds, Lang::En) => format!("{seconds} s"),
        (minutes, seconds, Lang::Ja) => format!("{minutes}分{seconds}秒"),
        (minutes, seconds, Lang::En) => format!("{minutes} min {seconds} s"),
    }
}

/// A flag in a sentence.
pub(super) fn flag(lang: Lang, item: &Item, flag: &Flag) -> String {
    let letters = |ids: &[String]| {
        let letters: Vec<String> = ids
            .iter()
            .filter_map(|id| item.choices.iter().position(|choice| choice.id == *id))
            .map(letter)
            .collect();
        letters.join(lang.t("・", ", "))
    };
    match flag {
        Flag::PassersFail => lang
            .t(
                "合格した人の多くが、この問題を落としています",
                "Most who pass the quiz fail this one",
            )
            .to_owned(),
        Flag::Negative => lang
            .t(
                "ほかの問題ができる人ほど、間違えています。正解を確かめてください",
                "Those who know the rest get it wrong: please check the key",
            )
            .to_owned(),
        Flag::Weak => lang
            .t(
                "ほかの問題ができる人とできない人の差が、ほとんど出ません",
                "It hardly tells who knows the rest",
            )
            .to_owned(),
        Flag::Misleading(ids) => match lang {
            Lang::Ja => format!("上の3分の1の人は、正解より {} を多く選んでいます", letters(ids)),
            Lang::En => format!(
                "The upper third chooses {} more often than the right choice",
                letters(ids)
            ),
        },
        Flag::TooHard => lang
            .t("むずかしすぎます（25 %より下）", "Too hard (below 25 %)")
            .to_owned(),
        Flag::TooEasy => lang
            .t("やさしすぎます（95 %より上）", "Too easy (above 95 %)")
            .to_owned(),
        Flag::Unused(ids) => match lang {
            Lang::Ja => format!("だれも選ばない選択肢があります: {}", letters(ids)),
            Lang::En => format!("Nobody chooses {}", letters(ids)),
        },
    }
}

/// The flags as a list of chips.
pub(super) fn flags(lang: Lang, item: &Item) -> Option<AnyView> {
    let chips: Vec<_> = item
        .flags
        .iter()
        .map(|found| {
            let tone = if found.is_serious() {
                Tone::Miss
            } else {
                Tone::Soon
            };
            view! {
                <li>
                    <Chip tone text=format!("⚑ {}", flag(lang, item, found)) />
                </li>
            }
        })
        .collect();
    (!chips.is_empty()).then(|| view! { <ul class="stack plain">{chips}</ul> }.into_any())
}
