//! What is typed against what its author takes: words are folded, numbers are read.
//!
//! Grading stands on it, and so do the author's own tests of a question.

use unicode_normalization::UnicodeNormalization;

use super::model::{Question, QuestionKind};

/// The answer with width, case, kana and spaces made alike: NFKC, lower case, katakana as hiragana,
/// no space at the ends and single spaces inside.
pub fn fold_answer(answer: &str) -> String {
    let folded: String = answer.nfkc().flat_map(char::to_lowercase).map(hiragana).collect();
    // Lowering a letter can leave a sequence that is not normal (İ → i + dot); normalize once more, so
    // that folding twice changes nothing.
    let folded: String = folded.nfkc().map(hiragana).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The hiragana of a katakana letter (ァ–ヶ, ヽ, ヾ); any other character as it is.
fn hiragana(letter: char) -> char {
    match letter {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(letter as u32 - 0x60).unwrap_or(letter),
        _ => letter,
    }
}

/// Whether a typed answer to a question of a text or a number is right; nothing for other questions.
pub(crate) fn typed_fits(question: &Question, typed: &str) -> Option<bool> {
    match &question.kind {
        QuestionKind::Text { accepted, exact } => Some(text_fits(accepted, *exact, typed)),
        QuestionKind::Number {
            value,
            tolerance,
            unit,
        } => {
            // Tenths are not exact in binary: 0.3 must lie within 0.1 ± 0.2.
            let slack = 1e-9 * value.abs().max(1.0);
            let units = question.texts.values().filter_map(|text| text.unit.as_deref());
            let typed = number(typed, unit.as_deref().into_iter().chain(units));
            Some(typed.is_some_and(|typed| (typed - value).abs() <= tolerance.abs() + slack))
        }
        QuestionKind::Single { .. }
        | QuestionKind::Multiple { .. }
        | QuestionKind::Blanks { .. }
        | QuestionKind::Match { .. }
        | QuestionKind::Order { .. }
        | QuestionKind::Essay { .. }
        | QuestionKind::Upload { .. }
        | QuestionKind::Survey { .. } => None,
    }
}

/// Whether a typed text is one of the accepted ones.
pub(crate) fn text_fits(accepted: &[String], exact: bool, typed: &str) -> bool {
    if typed.trim().is_empty() {
        return false;
    }
    if exact {
        return accepted.iter().any(|answer| answer.trim() == typed.trim());
    }
    let typed = fold_answer(typed);
    accepted.iter().any(|answer| fold_answer(answer) == typed)
}

/// The number somebody typed: full-width digits, thousands separators and the unit, in any of the
/// question's languages, are fine.
pub(crate) fn number<'a>(typed: &str, units: impl IntoIterator<Item = &'a str>) -> Option<f64> {
    let folded: String = typed.nfkc().collect();
    let mut rest = folded.trim();
    for unit in units {
        let unit: String = unit.nfkc().collect();
        let unit = unit.trim();
        let bare = rest.char_indices().rev().find_map(|(at, _)| {
            (!unit.is_empty() && fold_answer(rest.get(at..)?) == fold_answer(unit)).then_some(at)
        });
        if let Some(bare) = bare.and_then(|at| rest.get(..at)) {
            rest = bare.trim_end();
            break;
        }
    }
    let (sign, digits) = match rest.chars().next()? {
        // The long vowel mark is what a Japanese keyboard gives for the minus key.
        '-' | '−' | 'ー' | '‐' | '–' => (-1.0, rest.chars().skip(1).collect::<String>()),
        '+' => (1.0, rest.chars().skip(1).collect()),
        _ => (1.0, rest.to_owned()),
    };
    let digits = digits.trim();
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let whole = without_separators(whole)?;
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(&whole) || !all_digits(fraction) {
        return None;
    }
    format!("{whole}.{fraction}")
        .parse::<f64>()
        .ok()
        .map(|value| sign * value)
}

/// `1,234,567` without its commas; nothing when they do not stand at the thousands.
fn without_separators(whole: &str) -> Option<String> {
    let mut groups = whole.split([',', '、']);
    let first = groups.next()?;
    let groups: Vec<&str> = groups.collect();
    let thousands = groups.iter().all(|group| group.len() == 3) && (groups.is_empty() || first.len() <= 3);
    thousands.then(|| std::iter::once(first).chain(groups).collect())
}

#[cfg(test)]
mod tests {
    use super::fold_answer;
    use proptest::prelude::*;

    #[test]
    fn width_case_kana_and_spaces_do_not_matter() {
        assert_eq!(fold_answer("  ＰａｓｓＷｏｒｄ　 １２ "), "password 12");
        assert_eq!(fold_answer("パスワード"), fold_answer("ﾊﾟｽﾜｰﾄﾞ"));
        assert_eq!(fold_answer("パスワード"), "ぱすわーど");
        assert_eq!(fold_answer("ヴァイオリン"), "ゔぁいおりん");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(answer in ".*") {
            let once = fold_answer(&answer);
            prop_assert_eq!(fold_answer(&once), once);
        }
    }
}
