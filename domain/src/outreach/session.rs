//! An information session: what it is about, how it stands, and the days of a series.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

crate::coded_enum! {
    /// What a session is about.
    pub enum About {
        /// Telework in general.
        Telework = "telework",
        /// The openings of a company.
        Company = "company",
        /// A course.
        Course = "course",
        /// The classroom as a whole.
        Classroom = "classroom",
    }
}

crate::coded_enum! {
    /// What is there for those who need it.
    pub enum Help {
        /// Somebody looks after children.
        Childcare = "childcare",
        /// The way in and the toilet have no steps.
        StepFree = "step-free",
        /// Sign language is interpreted.
        SignLanguage = "sign-language",
        /// What is said is also written.
        Captions = "captions",
        /// There is a place for the car.
        Parking = "parking",
    }
}

crate::coded_enum! {
    /// What was decided about a session.
    pub enum SessionState {
        /// Being written; nobody else sees it.
        Draft = "draft",
        /// Everybody may see it.
        Published = "published",
        /// Does not take place.
        Cancelled = "cancelled",
    }
}

crate::coded_enum! {
    /// How a session stands, for who looks at it.
    pub enum Standing {
        /// Being written.
        Draft = "draft",
        /// There are seats.
        Open = "open",
        /// All seats are taken; one can wait.
        Full = "full",
        /// Registration is over.
        Closed = "closed",
        /// It has taken place.
        Over = "over",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

/// The moments of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimes {
    /// Until then one can register.
    pub closes: DateTime<Utc>,
    /// When it ends.
    pub ends: DateTime<Utc>,
}

/// How a session stands at a moment, with so many seats left.
pub fn standing(state: SessionState, times: SessionTimes, left: u32, now: DateTime<Utc>) -> Standing {
    match state {
        SessionState::Draft => Standing::Draft,
        SessionState::Cancelled => Standing::Cancelled,
        SessionState::Published if now >= times.ends => Standing::Over,
        SessionState::Published if now >= times.closes => Standing::Closed,
        SessionState::Published if left == 0 => Standing::Full,
        SessionState::Published => Standing::Open,
    }
}

crate::coded_enum! {
    /// How a series goes on.
    pub enum Repeat {
        /// Every week on the same weekday.
        Weekly = "weekly",
        /// Every second week on the same weekday.
        Fortnightly = "fortnightly",
        /// Every month on the same weekday of the month: the first Saturday.
        Monthly = "monthly",
    }
}

/// The days of a series, the first of which is given; `count` of them. A month without a fifth Saturday
/// is left out.
pub fn repeat_days(first: NaiveDate, repeat: Repeat, count: u32) -> Vec<NaiveDate> {
    let step = |weeks: u64| -> Vec<NaiveDate> {
        (0..u64::from(count))
            .filter_map(|number| first.checked_add_days(Days::new(number * weeks * 7)))
            .collect()
    };
    match repeat {
        Repeat::Weekly => step(1),
        Repeat::Fortnightly => step(2),
        Repeat::Monthly => {
            let nth = u8::try_from(first.day0() / 7 + 1).unwrap_or(1);
            let month = first.with_day(1).unwrap_or(first);
            (0..u32::from(u8::MAX))
                .filter_map(|number| {
                    let month = month.checked_add_months(Months::new(number))?;
                    NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), first.weekday(), nth)
                })
                .take(count as usize)
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::select};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_first_saturday_is_the_first_saturday_of_every_month() {
        let days = repeat_days(day("2026-12-05"), Repeat::Monthly, 4);
        assert_eq!(
            days,
            ["2026-12-05", "2027-01-02", "2027-02-06", "2027-03-06"].map(day)
        );
        // No fifth Saturday in February, March and April.
        let days = repeat_days(day("2027-01-30"), Repeat::Monthly, 2);
        assert_eq!(days, ["2027-01-30", "2027-05-29"].map(day));
    }

    #[test]
    fn a_session_goes_from_draft_to_over() {
        let at = |hour: i64| DateTime::from_timestamp(hour * 3600, 0).unwrap();
        let times = SessionTimes {
            closes: at(10),
            ends: at(14),
        };
        let stands = |state, left, now| standing(state, times, left, at(now));
        assert_eq!(stands(SessionState::Draft, 5, 20), Standing::Draft);
        assert_eq!(stands(SessionState::Published, 5, 9), Standing::Open);
        assert_eq!(stands(SessionState::Published, 0, 9), Standing::Full);
        assert_eq!(stands(SessionState::Published, 5, 10), Standing::Closed);
        assert_eq!(stands(SessionState::Published, 5, 14), Standing::Over);
        assert_eq!(stands(SessionState::Cancelled, 5, 9), Standing::Cancelled);
    }

    proptest! {
        #[test]
        fn a_series_rises_on_one_weekday(
            first in 0i32..3000, repeat in select(Repeat::ALL.to_vec()), count in 1u32..40,
        ) {
            let first = NaiveDate::from_num_days_from_ce_opt(739_000 + first).unwrap();
            let days = repeat_days(first, repeat, count);
            prop_assert_eq!(days.len(), count as usize);
            prop_assert_eq!(days[0], first);
            prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(days.iter().all(|day| day.weekday() == first.weekday()));
        }
    }
}
