//! The classroom's clock: which day it is there, and which moment a day and a time of day are.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
pub use chrono_tz::Tz as Zone;

use crate::{Config, db};

impl Config {
    /// Today on the classroom's clock.
    pub fn today(&self) -> NaiveDate {
        db::now().with_timezone(&self.zone).date_naive()
    }

    /// The moment of a day and minute on the classroom's clock: a class at two o'clock is at two o'clock
    /// before and after summer time begins.
    pub fn moment(&self, date: NaiveDate, minute: i32) -> DateTime<Utc> {
        let midnight = date.and_time(NaiveTime::MIN);
        let shown = midnight.checked_add_signed(TimeDelta::minutes(i64::from(minute)));
        moment(shown.unwrap_or(midnight), self.zone)
    }

    /// "Until" in words names the last day that counts: of a moment at which something stops counting, the
    /// day of the instant before it. What stops at midnight counts to the end of the day before.
    pub fn last_day(&self, until: DateTime<Utc>) -> NaiveDate {
        last_day(until, self.zone)
    }

    /// The moment at which something stops counting whose last day is this one.
    pub fn end_of(&self, last_day: NaiveDate) -> DateTime<Utc> {
        self.moment(last_day, 24 * 60)
    }
}

/// The moment at which a clock shows this. What it shows twice, when summer time ends, is the first of the
/// two. What it leaves out, when summer time begins, is as long after midnight as the person meant: 2:30 of
/// that night is 3:30.
pub fn moment(shown: NaiveDateTime, zone: Zone) -> DateTime<Utc> {
    match zone.from_local_datetime(&shown) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            // No clock leaves out more than a day.
            let before = zone.from_local_datetime(&(shown - TimeDelta::days(1))).earliest();
            let ahead = before.map_or(0, |before| before.offset().fix().local_minus_utc());
            (shown - TimeDelta::seconds(i64::from(ahead))).and_utc()
        }
    }
}

/// As [`Config::last_day`], on the clock of this zone.
pub fn last_day(until: DateTime<Utc>, zone: Zone) -> NaiveDate {
    (until - TimeDelta::microseconds(1))
        .with_timezone(&zone)
        .date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_names_the_last_day_that_counts() {
        let day = |text: &str| last_day(text.parse().unwrap(), Zone::Asia__Tokyo).to_string();
        // Midnight after 31 December in Tokyo.
        assert_eq!(day("2026-12-31T15:00:00Z"), "2026-12-31");
        assert_eq!(day("2026-12-31T15:00:00.000001Z"), "2027-01-01");
        // In the middle of a day.
        assert_eq!(day("2026-12-31T03:00:00Z"), "2026-12-31");
    }

    fn shown(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_class_keeps_its_time_of_day_over_a_change_of_summer_time() {
        let berlin = |text: &str| {
            moment(shown(text), Zone::Europe__Berlin)
                .format("%H:%M")
                .to_string()
        };
        // Summer time begins on 29 March 2026 and ends on 25 October.
        assert_eq!(berlin("2026-03-24 14:00"), "13:00");
        assert_eq!(berlin("2026-03-31 14:00"), "12:00");
        assert_eq!(berlin("2026-10-24 14:00"), "12:00");
        assert_eq!(berlin("2026-10-27 14:00"), "13:00");
        let tokyo = moment(shown("2026-03-31 14:00"), Zone::Asia__Tokyo);
        assert_eq!(tokyo.format("%H:%M").to_string(), "05:00");
    }

    #[test]
    fn the_hour_that_is_left_out_and_the_one_that_comes_twice_are_moments_too() {
        let berlin = |text: &str| {
            moment(shown(text), Zone::Europe__Berlin)
                .format("%H:%M")
                .to_string()
        };
        assert_eq!(berlin("2026-03-29 02:30"), "01:30");
        assert_eq!(berlin("2026-10-25 02:30"), "00:30");
    }

    /// Whatever a clock shows of a day is what it was asked for, but for the hour that it leaves out.
    #[test]
    fn a_clock_shows_the_moment_that_was_meant() {
        for zone in [
            Zone::Europe__Berlin,
            Zone::America__Santiago,
            Zone::Australia__Lord_Howe,
            Zone::Asia__Tokyo,
        ] {
            let first = shown("2026-01-01 00:00");
            for step in 1..(366 * 48) {
                let asked = first + TimeDelta::minutes(30 * step);
                let at = moment(asked, zone);
                let back = at.with_timezone(&zone).naive_local();
                let left_out = zone.from_local_datetime(&asked) == LocalResult::None;
                assert!(back == asked || left_out, "{zone}: {asked} became {back}");
            }
        }
    }
}
