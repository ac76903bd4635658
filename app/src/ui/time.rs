//! Dates and times as people say them, on the classroom's clock.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use domain::Lang;
use server::{Zone, clock::last_day};

const DAYS_JA: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `2026年11月24日(火)` or `Tue 24 Nov 2026`.
pub fn day_of(lang: Lang, date: NaiveDate) -> String {
    let weekday = date.weekday().num_days_from_monday() as usize;
    match lang {
        Lang::Ja => format!(
            "{}年{}月{}日({})",
            date.year(),
            date.month(),
            date.day(),
            DAYS_JA[weekday]
        ),
        Lang::En => {
            format!(
                "{} {} {} {}",
                DAYS_EN[weekday],
                date.day(),
                MONTHS_EN[date.month0() as usize],
                date.year()
            )
        }
    }
}

/// The day of a moment on the classroom's clock.
pub fn day(lang: Lang, at: DateTime<Utc>, zone: Zone) -> String {
    day_of(lang, at.with_timezone(&zone).date_naive())
}

/// "Until" in words: the last day that counts of what stops counting at a moment.
pub fn until(lang: Lang, until: DateTime<Utc>, zone: Zone) -> String {
    day_of(lang, last_day(until, zone))
}

/// `14:05` on the classroom's clock.
pub fn clock(at: DateTime<Utc>, zone: Zone) -> String {
    let at = at.with_timezone(&zone);
    format!("{}:{:02}", at.hour(), at.minute())
}

/// Day and time of a moment.
pub fn day_and_time(lang: Lang, at: DateTime<Utc>, zone: Zone) -> String {
    format!("{} {}", day(lang, at, zone), clock(at, zone))
}

/// `2026年11月24日(火) 14:00–16:00`.
pub fn time_range(lang: Lang, from: DateTime<Utc>, to: DateTime<Utc>, zone: Zone) -> String {
    format!(
        "{} {}–{}",
        day(lang, from, zone),
        clock(from, zone),
        clock(to, zone)
    )
}

/// Minutes after midnight as `09:30`, the form that time fields take.
pub fn minutes_of_day(minutes: i32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
