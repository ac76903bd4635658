//! The demo's story is told in days before today, on the classroom's clock.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use uuid::{NoContext, Timestamp, Uuid};

use crate::{Config, db};

/// Today, and the moments around it.
pub(super) struct Clock {
    config: Config,
    pub(super) now: DateTime<Utc>,
    pub(super) today: NaiveDate,
}

impl Clock {
    pub(super) fn new(config: &Config) -> Clock {
        let now = db::now();
        Clock {
            config: config.clone(),
            now,
            today: now.with_timezone(&config.zone).date_naive(),
        }
    }

    /// A date so many days ago; a negative number lies ahead.
    pub(super) fn day(&self, ago: i64) -> NaiveDate {
        let days = Days::new(ago.unsigned_abs());
        if ago >= 0 {
            self.today - days
        } else {
            self.today + days
        }
    }

    /// A moment of such a day, in minutes after midnight.
    pub(super) fn at(&self, ago: i64, minute: i32) -> DateTime<Utc> {
        self.config.moment(self.day(ago), minute)
    }

    /// When the class session that is running now began: twenty minutes ago, at a round time.
    pub(super) fn running_since(&self) -> DateTime<Utc> {
        let past_five = self.now.timestamp().rem_euclid(300);
        let round = DateTime::from_timestamp(self.now.timestamp() - past_five, 0).unwrap_or(self.now);
        round - TimeDelta::minutes(20)
    }
}

/// A key as it would have been made at that moment, so that keys sort by time as real ones do.
pub(super) fn key(at: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(
        NoContext,
        seconds,
        at.timestamp_subsec_nanos(),
    ))
}
