//! What is typed against what its author takes: words are folded, numbers are read.
//!
//! Grading stands on it, and so do the author's own tests of a question.

use super::model::{Question, QuestionKind};
use crate::folding;

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
    if folding::trimmed(typed).is_empty() {
        return false;
    }
    if exact {
        let typed = folding::exact(typed);
        return accepted.iter().any(|answer| folding::exact(answer) == typed);
    }
    let typed = folding::answer(typed);
    accepted.iter().any(|answer| folding::answer(answer) == typed)
}

/// Whether a typed text is a number with the question's unit; nothing when the question asks for none.
pub(crate) fn is_number(question: &Question, typed: &str) -> Option<bool> {
    let QuestionKind::Number { unit, .. } = &question.kind else {
        return None;
    };
    let units = question.texts.values().filter_map(|text| text.unit.as_deref());
    Some(number(typed, unit.as_deref().into_iter().chain(units)).is_some())
}

/// The number somebody typed: full-width digits, thousands separators and the unit, in any of the
/// question's languages, are fine.
pub(crate) fn number<'a>(typed: &str, units: impl IntoIterator<Item = &'a str>) -> Option<f64> {
    let folded = folding::answer(typed);
    let mut rest = folded.as_str();
    for unit in units {
        let unit = folding::answer(unit);
        if let Some(bare) = rest.strip_suffix(&*unit).filter(|_| !unit.is_empty()) {
            rest = bare.trim_end();
            break;
        }
    }
    let (sign, digits) = match rest.chars().next()? {
        // Any dash: the long vowel mark is what a Japanese keyboard gives for the minus key.
        '-' => (-1.0, rest.chars().skip(1).collect::<String>()),
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
