//! What keeps robots out of the forms of visitors without asking a person for anything: a field that only
//! a robot fills in, the time since the form was shown, and a count for each address.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Error, Result, Services, db,
    identity::rate_limit::RateLimit,
    limits::{ENQUIRIES_PER_ADDRESS, REGISTRATIONS_PER_ADDRESS, VISITORS_SECONDS},
};

const PURPOSE: &str = "form for visitors";
/// Nobody reads and fills in a form in less, in seconds.
const QUICKEST: i64 = 3;
/// A form that was shown longer ago is to be pressed once more, in days.
const OLDEST: i64 = 2;

/// How often visitors may send something.
pub struct Visitors {
    registrations: RateLimit,
    enquiries: RateLimit,
}

impl Default for Visitors {
    fn default() -> Self {
        let window = Duration::from_secs(VISITORS_SECONDS);
        Visitors {
            registrations: RateLimit::new(REGISTRATIONS_PER_ADDRESS, window),
            enquiries: RateLimit::new(ENQUIRIES_PER_ADDRESS, window),
        }
    }
}

impl Visitors {
    /// Counts a registration from an address.
    pub fn registers(&self, address: &str) -> Result<()> {
        self.registrations.take(address)
    }

    /// Counts an enquiry from an address.
    pub fn asks(&self, address: &str) -> Result<()> {
        self.enquiries.take(address)
    }
}

/// What a form carries unseen, to be sent back.
pub fn shown_now(services: &Services) -> Result<String> {
    stamp(services, db::now())
}

fn stamp(services: &Services, at: DateTime<Utc>) -> Result<String> {
    let seconds = at.timestamp().to_string();
    let tag = services.keys.tag(PURPOSE, &[seconds.as_bytes()])?;
    Ok(format!("{seconds}-{tag}"))
}

/// When a form was shown, by what it carried; nothing for what we did not make.
fn shown_at(services: &Services, carried: &str) -> Result<Option<DateTime<Utc>>> {
    let Some((seconds, tag)) = carried.split_once('-') else {
        return Ok(None);
    };
    let good = services.keys.knows_tag(tag, PURPOSE, &[seconds.as_bytes()])?;
    let at = seconds
        .parse()
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    Ok(at.filter(|_| good))
}

/// Refuses what a robot sent. `trap` is the field that people do not see; `shown` what the form carried.
/// A person who is refused presses once more, and is taken.
pub fn refuse_robots(services: &Services, shown: &str, trap: &str) -> Result<()> {
    if !trap.is_empty() {
        return Err(Error::refused(
            "入力しない欄に文字が入っていたので、送りませんでした。お手数ですが、教室に電話してください。",
            "A field that is to stay empty was filled in, so nothing was sent. Please telephone the classroom.",
        ));
    }
    let now = db::now();
    let at = shown_at(services, shown)?;
    let waited = at.map(|at| now - at);
    if waited
        .is_some_and(|waited| waited >= TimeDelta::seconds(QUICKEST) && waited <= TimeDelta::days(OLDEST))
    {
        return Ok(());
    }
    Err(Error::refused(
        "まだ送っていません。内容を確かめて、もう一度ボタンを押してください。",
        "Nothing was sent yet. Please check it and press the button once more.",
    ))
}

/// The stamp of a form that was shown a while ago; for tests of the forms.
pub fn shown_before(services: &Services, seconds: i64) -> Result<String> {
    stamp(services, db::now() - TimeDelta::seconds(seconds))
}
