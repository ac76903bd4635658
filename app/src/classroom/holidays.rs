//! Public holidays among the days of classes: said where classes are made, moved and listed. A classroom may
//! well meet on one; it should know.

use chrono::NaiveDate;
use domain::{Lang, classroom::holiday::holiday};

use crate::ui::day_of;

/// How many are named; more are counted.
const NAMED: usize = 6;

/// The name of the holiday on a day.
pub(super) fn name(lang: Lang, day: NaiveDate) -> Option<&'static str> {
    holiday(day).map(|(ja, en)| lang.t(ja, en))
}

/// What to say when classes fall on holidays.
pub(super) fn warning(lang: Lang, days: &[NaiveDate]) -> Option<String> {
    let named: Vec<String> = days
        .iter()
        .filter_map(|day| {
            let name = name(lang, *day)?;
            let day = day_of(lang, *day);
            Some(lang.t(format!("{day}（{name}）"), format!("{day} ({name})")))
        })
        .collect();
    let more = named.len().saturating_sub(NAMED);
    let list = named
        .iter()
        .take(NAMED)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(lang.t("、", ", "));
    let rest = match more {
        0 => String::new(),
        more => lang.t(format!(" ほか {more} 日"), format!(" and {more} more")),
    };
    (!named.is_empty()).then(|| {
        lang.t(
            format!("祝日の授業があります: {list}{rest}。休みにするときは、その授業を休講にしてください。"),
            format!("There are classes on public holidays: {list}{rest}. To have no class, cancel it."),
        )
    })
}

/// A sentence with the warning behind it, where there is one.
pub(super) fn with_warning(lang: Lang, sentence: &str, days: &[NaiveDate]) -> String {
    match warning(lang, days) {
        Some(warning) => format!("{sentence} {warning}"),
        None => sentence.to_owned(),
    }
}
