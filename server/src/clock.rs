//! The classroom's clock: which day it is there, and which moment a day and a time of day are.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

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
}
