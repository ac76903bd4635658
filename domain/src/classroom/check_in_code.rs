//! The rotating check-in code that the projector shows, and the time in which it is taken.
//!
//! The code is an HMAC of the class session and the half-minute, so that a photo of it soon goes
//! stale and nothing has to be stored. The previous step is accepted too: people type slowly.

use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

use super::Mark;

/// How long one code is shown, in seconds.
pub const STEP_SECONDS: i64 = 30;
/// How long before a class session check-in opens, in minutes.
pub const OPENS_BEFORE_MINUTES: i64 = 15;
/// How long after the start a check-in still counts as in time, in minutes.
pub const LATE_AFTER_MINUTES: i64 = 10;
/// How many digits a code has.
pub const DIGITS: usize = 6;

/// The step that `now` falls into.
pub fn step_at(now: DateTime<Utc>) -> u64 {
    u64::try_from(now.timestamp().div_euclid(STEP_SECONDS)).unwrap_or(0)
}

/// How many seconds the code of `now` is still shown, 1 to [`STEP_SECONDS`].
pub fn seconds_left(now: DateTime<Utc>) -> u64 {
    (STEP_SECONDS - now.timestamp().rem_euclid(STEP_SECONDS)).unsigned_abs()
}

/// The six digits of one class session in one step.
pub fn code(secret: &[u8], session: Uuid, step: u64) -> String {
    // HMAC takes keys of any length. Were it to refuse one, the empty code would match nothing.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return String::new();
    };
    mac.update(b"kakehashi check-in");
    mac.update(session.as_bytes());
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let number = digest
        .iter()
        .take(8)
        .fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// Whether `typed` is the code of this step or the one before. Full-width digits, spaces and hyphens
/// are fine. The comparison takes the same time whatever digit is wrong.
pub fn verify(secret: &[u8], session: Uuid, typed: &str, now: DateTime<Utc>) -> bool {
    let typed = normalize(typed);
    if typed.len() != DIGITS {
        return false;
    }
    let step = step_at(now);
    let current = same(&typed, &code(secret, session, step));
    let previous = step > 0 && same(&typed, &code(secret, session, step.saturating_sub(1)));
    current | previous
}

fn normalize(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | 'ー' | '‐' | '−'))
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            other => other,
        })
        .collect()
}

fn same(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left
            .bytes()
            .zip(right.bytes())
            .fold(0, |acc, (a, b)| acc | (a ^ b))
            == 0
}

/// The time in which a class session takes check-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// From here on check-in is open.
    pub opens_at: DateTime<Utc>,
    /// After this a check-in is late.
    pub late_after: DateTime<Utc>,
    /// From here on check-in is closed.
    pub closes_at: DateTime<Utc>,
}

/// What a check-in at some moment comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckIn {
    /// Check-in has not opened.
    TooEarly {
        /// When it will.
        opens_at: DateTime<Utc>,
    },
    /// It counts, as `Present` or `Late`.
    Open(Mark),
    /// The class session is over.
    Closed,
}

/// The check-in window of a class session from `starts_at` to `ends_at`.
pub fn window(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Window {
    Window {
        opens_at: starts_at - Duration::minutes(OPENS_BEFORE_MINUTES),
        late_after: starts_at + Duration::minutes(LATE_AFTER_MINUTES),
        closes_at: ends_at,
    }
}

impl Window {
    /// What a check-in at `now` comes to.
    pub fn at(self, now: DateTime<Utc>) -> CheckIn {
        if now < self.opens_at {
            CheckIn::TooEarly {
                opens_at: self.opens_at,
            }
        } else if now >= self.closes_at {
            CheckIn::Closed
        } else if now > self.late_after {
            CheckIn::Open(Mark::Late)
        } else {
            CheckIn::Open(Mark::Present)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn full_width_digits_and_spaces_are_fine() {
        let now = at(1_800_000_000);
        let code = code(b"secret", Uuid::nil(), step_at(now));
        let wide: String = code
            .chars()
            .map(|c| char::from_u32(c as u32 - 0x30 + '０' as u32).unwrap())
            .collect();
        assert!(verify(
            b"secret",
            Uuid::nil(),
            &format!("{} {}", &wide[..9], &wide[9..]),
            now
        ));
        assert!(!verify(b"secret", Uuid::nil(), "", now));
    }

    #[test]
    fn check_in_opens_15_minutes_before_and_is_late_from_10_minutes_after() {
        let window = window(at(10_000), at(20_000));
        assert_eq!(
            window.at(at(10_000 - 901)),
            CheckIn::TooEarly {
                opens_at: at(10_000 - 900)
            }
        );
        assert_eq!(window.at(at(10_000 - 900)), CheckIn::Open(Mark::Present));
        assert_eq!(window.at(at(10_600)), CheckIn::Open(Mark::Present));
        assert_eq!(window.at(at(10_601)), CheckIn::Open(Mark::Late));
        assert_eq!(window.at(at(20_000)), CheckIn::Closed);
    }

    proptest! {
        #[test]
        fn a_code_is_taken_in_its_own_step_and_the_next_only(
            secret: [u8; 32], session: u128, seconds in 1_000_000i64..4_000_000_000, away in -20i64..20,
        ) {
            let session = Uuid::from_u128(session);
            let shown = step_at(at(seconds));
            let typed = code(&secret, session, shown);
            prop_assert!(typed.len() == DIGITS && typed.bytes().all(|b| b.is_ascii_digit()));
            let now = at(seconds + away * STEP_SECONDS);
            // One in a million codes is the same in another step.
            let also = (0..=1).any(|back| code(&secret, session, step_at(now) - back) == typed);
            prop_assert_eq!(verify(&secret, session, &typed, now), also);
            if away == 0 || away == 1 {
                prop_assert!(also);
            }
        }

        #[test]
        fn anything_typed_is_answered(typed: String, seconds: i32) {
            verify(b"secret", Uuid::nil(), &typed, at(i64::from(seconds)));
        }
    }
}
