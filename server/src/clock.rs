//! The classroom's clock: which day it is there, and which moment a day and a time of day are.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::{Config, db};

impl Config {
    /// Today on the classroom's clock.
    pub fn today(&self) -> NaiveDate {
        db::now().with_timezone(&self.offset()).date_naive()
    }

    /// The moment of a day and minute on the classroom's clock.
    pub fn moment(&self, date: NaiveDate, minute: i32) -> DateTime<Utc> {
        let local = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
        (local - TimeDelta::minutes(i64::from(self.utc_offset_minutes))).and_utc()
    }

    /// "Until" in words names the last day that counts: of a moment at which something stops counting, the
    /// day of the instant before it. What stops at midnight counts to the end of the day before.
    pub fn last_day(&self, until: DateTime<Utc>) -> NaiveDate {
        last_day(until, self.offset())
    }

    /// The moment at which something stops counting whose last day is this one.
    pub fn end_of(&self, last_day: NaiveDate) -> DateTime<Utc> {
        self.moment(last_day, 24 * 60)
    }
}

/// As [`Config::last_day`], on a clock this far from UTC.
pub fn last_day(until: DateTime<Utc>, offset: FixedOffset) -> NaiveDate {
    (until - TimeDelta::microseconds(1))
        .with_timezone(&offset)
        .date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_names_the_last_day_that_counts() {
        let tokyo = FixedOffset::east_opt(9 * 3600).unwrap();
        let day = |text: &str| last_day(text.parse().unwrap(), tokyo).to_string();
        // Midnight after 31 December in Tokyo.
        assert_eq!(day("2026-12-31T15:00:00Z"), "2026-12-31");
        assert_eq!(day("2026-12-31T15:00:00.000001Z"), "2027-01-01");
        // In the middle of a day.
        assert_eq!(day("2026-12-31T03:00:00Z"), "2026-12-31");
    }
}
