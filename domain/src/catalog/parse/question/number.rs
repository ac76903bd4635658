//! Numbers as authors write them: `42`, `1,000`, `3.5 ± 0.5 cm`.

use unicode_normalization::UnicodeNormalization;

/// A number with what surrounds it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    pub value: f64,
    pub tolerance: f64,
    pub unit: Option<String>,
    /// Whether it is plainly a number, and not a word such as `3D` or `2 factor login`.
    pub plain: bool,
}

/// Reads a number with an optional tolerance and unit, in any width.
pub(crate) fn parse(written: &str) -> Option<Number> {
    let folded: String = written.nfkc().collect();
    let (value, rest) = leading(folded.trim())?;
    let mut rest = rest;
    let mut tolerance = 0.0;
    for sign in ["±", "+-", "+/-"] {
        if let Some(after) = rest.trim_start().strip_prefix(sign) {
            let (found, after) = leading(after.trim_start())?;
            tolerance = found.abs();
            rest = after;
            break;
        }
    }
    let unit = rest.trim();
    if unit
        .starts_with(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ':' | '-' | '/'))
    {
        return None;
    }
    let joined = rest.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let plain = !unit.contains(char::is_whitespace) && (!joined || tolerance > 0.0);
    Some(Number {
        value,
        tolerance,
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        plain,
    })
}

/// The number a text starts with, and what follows it.
fn leading(text: &str) -> Option<(f64, &str)> {
    let end = text
        .char_indices()
        .find(|(at, letter)| {
            let sign = *at == 0 && matches!(letter, '+' | '-' | '−');
            !(sign || letter.is_ascii_digit() || matches!(letter, '.' | ','))
        })
        .map_or(text.len(), |(at, _)| at);
    let digits = text[..end].replace('−', "-");
    let digits = digits.strip_suffix('.').unwrap_or(&digits);
    if digits.contains(',') && !grouped(digits) {
        return None;
    }
    let value: f64 = digits.replace(',', "").parse().ok()?;
    value.is_finite().then_some((value, &text[end..]))
}

/// Whether commas stand between thousands.
fn grouped(digits: &str) -> bool {
    let whole = digits
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_start_matches(['+', '-']);
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_units_and_tolerances_are_read_in_any_width() {
        let number = parse("42 ± 0.5 cm").unwrap();
        assert_eq!(
            (number.value, number.tolerance, number.unit.as_deref()),
            (42.0, 0.5, Some("cm"))
        );
        assert_eq!(parse("１，０００円").unwrap().value, 1000.0);
        assert_eq!(parse("−3.5").unwrap().value, -3.5);
    }

    #[test]
    fn words_that_begin_with_a_digit_are_no_numbers() {
        assert!(!parse("3D").unwrap().plain);
        assert!(!parse("2 factor login").unwrap().plain);
        assert!(parse("30 cm").unwrap().plain);
        assert_eq!(parse("192.168.0.1"), None);
        assert_eq!(parse("10:30"), None);
        assert_eq!(parse("1,5"), None);
        assert_eq!(parse("F5"), None);
    }
}
