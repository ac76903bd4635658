//! Public holidays of Japan, by the rules of the law (国民の祝日に関する法律), so that nobody plans a class on one
//! without knowing.
//!
//! The equinoxes are computed for 1980–2099; the official day is announced each February. What a law changes
//! for single years stands in a table.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A holiday's name in both languages.
pub type HolidayName = (&'static str, &'static str);

/// Fixed days: month, day, name.
const FIXED: [(u32, u32, HolidayName); 10] = [
    (1, 1, ("元日", "New Year’s Day")),
    (2, 11, ("建国記念の日", "National Foundation Day")),
    (2, 23, ("天皇誕生日", "the Emperor’s Birthday")),
    (4, 29, ("昭和の日", "Showa Day")),
    (5, 3, ("憲法記念日", "Constitution Memorial Day")),
    (5, 4, ("みどりの日", "Greenery Day")),
    (5, 5, ("こどもの日", "Children’s Day")),
    (8, 11, ("山の日", "Mountain Day")),
    (11, 3, ("文化の日", "Culture Day")),
    (11, 23, ("勤労感謝の日", "Labour Thanksgiving Day")),
];

/// Mondays: month, which one, name.
const MONDAYS: [(u32, u32, HolidayName); 4] = [
    (1, 2, ("成人の日", "Coming of Age Day")),
    (7, 3, ("海の日", "Marine Day")),
    (9, 3, ("敬老の日", "Respect for the Aged Day")),
    (10, 2, ("スポーツの日", "Sports Day")),
];

/// Single years that a law made different: the day, and its name; none where it is no holiday.
const DIFFERENT: [((i32, u32, u32), Option<HolidayName>); 6] = [
    ((2021, 7, 19), None),
    ((2021, 7, 22), Some(("海の日", "Marine Day"))),
    ((2021, 7, 23), Some(("スポーツの日", "Sports Day"))),
    ((2021, 8, 8), Some(("山の日", "Mountain Day"))),
    ((2021, 8, 11), None),
    ((2021, 10, 11), None),
];

const SUBSTITUTE: HolidayName = ("振替休日", "substitute holiday");
const BETWEEN: HolidayName = ("国民の休日", "day between two holidays");

/// The name of the public holiday on a day, if it is one. From 2020 on, as the law is now.
pub fn holiday(day: NaiveDate) -> Option<HolidayName> {
    named(day).or_else(|| substitute(day)).or_else(|| between(day))
}

/// A holiday that the law names.
fn named(day: NaiveDate) -> Option<HolidayName> {
    let date = (day.year(), day.month(), day.day());
    if let Some((_, name)) = DIFFERENT.iter().find(|(different, _)| *different == date) {
        return *name;
    }
    let fixed = FIXED
        .iter()
        .find(|(month, number, _)| (*month, *number) == (day.month(), day.day()));
    let monday = MONDAYS.iter().find(|(month, which, _)| {
        *month == day.month() && day.weekday() == Weekday::Mon && (day.day() - 1) / 7 + 1 == *which
    });
    fixed.or(monday).map(|(_, _, name)| *name).or_else(|| {
        match (day.month(), equinox(day.year(), day.month())) {
            (3, Some(at)) if at == day.day() => Some(("春分の日", "Vernal Equinox Day")),
            (9, Some(at)) if at == day.day() => Some(("秋分の日", "Autumnal Equinox Day")),
            _ => None,
        }
    })
}

/// The day of the equinox in March or September.
fn equinox(year: i32, month: u32) -> Option<u32> {
    let start = match month {
        3 => 20.8431,
        9 => 23.2488,
        _ => return None,
    };
    let years = year - 1980;
    (0..120).contains(&years).then(|| {
        let day = start + 0.242194 * f64::from(years) - f64::from(years / 4);
        day.floor() as u32
    })
}

/// Article 3 (2): a holiday on a Sunday moves to the next day that is none.
fn substitute(day: NaiveDate) -> Option<HolidayName> {
    let mut before = day.pred_opt()?;
    while named(before).is_some() {
        if before.weekday() == Weekday::Sun {
            return Some(SUBSTITUTE);
        }
        before = before.pred_opt()?;
    }
    None
}

/// Article 3 (3): a day between two holidays is one.
fn between(day: NaiveDate) -> Option<HolidayName> {
    let around = [
        day.checked_sub_days(Days::new(1))?,
        day.checked_add_days(Days::new(1))?,
    ];
    around.iter().all(|day| named(*day).is_some()).then_some(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_days_that_move_are_those_of_the_calendar() {
        for (year, march, september, extra) in [
            (2026, 20, 23, &["05-06", "09-22"][..]),
            (2027, 21, 23, &["03-22"]),
            (2028, 20, 22, &[]),
            (2029, 20, 23, &["02-12", "04-30", "09-24"]),
            (2030, 20, 23, &["05-06", "08-12", "11-04"]),
        ] {
            assert_eq!(
                (equinox(year, 3), equinox(year, 9)),
                (Some(march), Some(september))
            );
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let moved: Vec<String> = first
                .iter_days()
                .take_while(|day| day.year() == year)
                .filter(|day| named(*day).is_none() && holiday(*day).is_some())
                .map(|day| day.format("%m-%d").to_string())
                .collect();
            assert_eq!(moved, extra, "{year}");
        }
    }

    #[test]
    fn every_year_has_its_holidays_and_other_days_are_none() {
        assert_eq!(holiday(day("2026-11-03")).map(|name| name.0), Some("文化の日"));
        assert_eq!(
            holiday(day("2026-11-23")).map(|name| name.0),
            Some("勤労感謝の日")
        );
        assert_eq!(holiday(day("2027-01-11")).map(|name| name.0), Some("成人の日"));
        assert_eq!(
            holiday(day("2021-07-23")).map(|name| name.0),
            Some("スポーツの日")
        );
        assert_eq!(holiday(day("2021-08-09")).map(|name| name.0), Some("振替休日"));
        for ordinary in ["2026-11-24", "2026-12-31", "2021-07-19", "2027-01-04"] {
            assert_eq!(holiday(day(ordinary)), None, "{ordinary}");
        }
    }

    proptest! {
        #[test]
        fn a_sunday_holiday_always_gives_a_day_off_in_its_week(days in 0i64..29_000) {
            let at = day("2022-01-01") + chrono::TimeDelta::days(days);
            let off = (0..7).map(|more| at + chrono::TimeDelta::days(more)).any(|day| {
                day.weekday() != Weekday::Sun && holiday(day).is_some()
            });
            prop_assert!(named(at).is_none() || at.weekday() != Weekday::Sun || off);
        }
    }
}
