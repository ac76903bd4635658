//! Pay in yen an hour, and the minimum wage that it is compared with.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::items::Values;

#[derive(Deserialize)]
struct Wage {
    prefecture: String,
    from: NaiveDate,
    yen: u32,
}

/// The table of minimum wages.
static WAGES: LazyLock<Vec<Wage>> = LazyLock::new(|| {
    let text = include_str!("minimum_wages.csv");
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    reader.deserialize().filter_map(Result::ok).collect()
});

/// The prefectures of the table, each once, in its order from north to south.
pub fn prefectures() -> Vec<&'static str> {
    let mut all: Vec<&str> = Vec::new();
    // The newest rows stand last and are whole.
    for wage in WAGES.iter().rev() {
        if !all.contains(&wage.prefecture.as_str()) {
            all.push(&wage.prefecture);
        }
    }
    all.reverse();
    all
}

/// The minimum wage of a prefecture on a day, in yen an hour; none where the table does not say.
pub fn minimum(prefecture: &str, on: NaiveDate) -> Option<u32> {
    WAGES
        .iter()
        .filter(|wage| wage.prefecture == prefecture && wage.from <= on)
        .max_by_key(|wage| wage.from)
        .map(|wage| wage.yen)
}

/// The lowest pay of an offer in yen an hour, rounded down: what seems to reach a limit reaches it.
/// Monthly pay is for the average month of the year (days a year × hours a day ÷ 12).
pub fn hourly(values: &Values) -> Option<u32> {
    let number = |id: &str| values.get(id)?.parse::<f64>().ok().filter(|it| *it > 0.0);
    let pay = number("pay_min")?;
    let hours = match values.get("pay_unit").map(String::as_str) {
        Some("hour") => 1.0,
        Some("day") => number("hours_per_day")?,
        Some("month") => number("hours_per_day")? * number("days_per_year")? / 12.0,
        _ => return None,
    };
    Some((pay / hours).floor() as u32)
}

/// An offer that pays less than the law allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BelowMinimum {
    /// What it pays, in yen an hour.
    pub hourly: u32,
    /// What the law asks for, in yen an hour.
    pub minimum: u32,
    /// Where.
    pub prefecture: String,
}

/// Whether the lowest pay of an offer lies below the minimum wage of its prefecture on a day; none where
/// it does not, or where something needed for that is not said.
pub fn below_minimum(values: &Values, on: NaiveDate) -> Option<BelowMinimum> {
    let prefecture = values.get("prefecture")?;
    let (hourly, minimum) = (hourly(values)?, minimum(prefecture, on)?);
    (hourly < minimum).then(|| BelowMinimum {
        hourly,
        minimum,
        prefecture: prefecture.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(values: &[(&str, &str)]) -> Values {
        values
            .iter()
            .map(|(id, value)| ((*id).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_table_has_every_prefecture_and_a_new_wage_begins_on_its_day() {
        assert_eq!(prefectures().len(), 47);
        assert_eq!(prefectures()[0], "北海道");
        assert_eq!(minimum("沖縄県", day("2026-12-01")), Some(1023));
        assert_eq!(minimum("沖縄県", day("2026-12-02")), Some(1086));
        assert_eq!(minimum("東京都", day("2026-11-26")), Some(1280));
        assert_eq!(minimum("東京都", day("2020-01-01")), None);
        assert_eq!(minimum("月面", day("2026-11-26")), None);
    }

    #[test]
    fn pay_is_compared_by_the_hour() {
        let month = of(&[
            ("pay_unit", "month"),
            ("pay_min", "190000"),
            ("hours_per_day", "8"),
            ("days_per_year", "245"),
            ("prefecture", "宮城県"),
        ]);
        // 245 × 8 ÷ 12 = 163.33 hours a month.
        assert_eq!(hourly(&month), Some(1163));
        assert_eq!(below_minimum(&month, day("2026-11-26")), None);
        let hour = of(&[
            ("pay_unit", "hour"),
            ("pay_min", "1097"),
            ("prefecture", "宮城県"),
        ]);
        let below = below_minimum(&hour, day("2026-11-26")).unwrap();
        assert_eq!((below.hourly, below.minimum), (1097, 1098));
        assert_eq!(hourly(&of(&[("pay_unit", "day"), ("pay_min", "9000")])), None);
    }
}
