//! The rules of an attempt at a quiz: its time, its number, and when the answers are shown.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::catalog::model::{QuizKind, ShowAnswers};

/// How long after the deadline an answer still counts, for slow lines, in seconds.
pub const GRACE_SECONDS: i64 = 10;

/// When an attempt's time is over; none without a time limit.
pub fn deadline(started_at: DateTime<Utc>, minutes: Option<u32>) -> Option<DateTime<Utc>> {
    minutes.and_then(|minutes| started_at.checked_add_signed(Duration::minutes(i64::from(minutes))))
}

/// Whether something that arrives at `now` is too late, the grace included.
pub fn is_late(now: DateTime<Utc>, deadline: Option<DateTime<Utc>>) -> bool {
    deadline.is_some_and(|deadline| now > deadline + Duration::seconds(GRACE_SECONDS))
}

/// What one learner is allowed at a quiz beyond what the quiz says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// More tries.
    pub tries: u32,
    /// More minutes for each try.
    pub minutes: u32,
}

impl Allowance {
    /// How many tries there are in all, where a quiz has so many; 0 is no limit.
    pub fn tries(self, attempts_allowed: u32) -> u32 {
        match attempts_allowed {
            0 => 0,
            allowed => allowed.saturating_add(self.tries),
        }
    }

    /// How many minutes a try has, where a quiz has so many; none is no limit.
    pub fn minutes(self, minutes: Option<u32>) -> Option<u32> {
        minutes.map(|minutes| minutes.saturating_add(self.minutes))
    }
}

/// Whether another attempt may be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// The first attempt.
    First,
    /// Another attempt, not passed yet.
    Again,
    /// Another attempt although passed: a readiness rule may ask for more, and the best counts.
    ToImprove,
    /// Every attempt is used.
    NoneLeft,
}

impl Start {
    /// Whether it may be started.
    pub fn allowed(self) -> bool {
        match self {
            Start::First | Start::Again | Start::ToImprove => true,
            Start::NoneLeft => false,
        }
    }
}

/// Whether another attempt may be started after `used` ones; `attempts_allowed` of 0 is no limit.
pub fn may_start(attempts_allowed: u32, used: u32, passed: bool) -> Start {
    if attempts_allowed != 0 && used >= attempts_allowed {
        Start::NoneLeft
    } else if passed {
        Start::ToImprove
    } else if used == 0 {
        Start::First
    } else {
        Start::Again
    }
}

/// How many attempts are left; none: no limit.
pub fn attempts_left(attempts_allowed: u32, used: u32) -> Option<u32> {
    (attempts_allowed != 0).then(|| attempts_allowed.saturating_sub(used))
}

/// Whether a learner sees the right answers of an attempt now. A test never shows them before it is
/// handed in, whatever it says; a survey has none.
pub fn answers_visible(show_answers: ShowAnswers, submitted: bool, passed: bool, kind: QuizKind) -> bool {
    let allowed = match show_answers {
        ShowAnswers::Immediately => true,
        ShowAnswers::AfterSubmit => submitted,
        ShowAnswers::AfterPass => submitted && passed,
        ShowAnswers::Never => false,
    };
    match kind {
        QuizKind::Practice => allowed,
        QuizKind::Test => allowed && submitted,
        QuizKind::Survey => false,
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
    fn an_allowance_adds_to_a_limit_and_makes_none() {
        let more = Allowance {
            tries: 2,
            minutes: 15,
        };
        assert_eq!((more.tries(3), more.minutes(Some(20))), (5, Some(35)));
        assert_eq!((more.tries(0), more.minutes(None)), (0, None));
        assert_eq!(Allowance::default().tries(1), 1);
    }

    #[test]
    fn ten_seconds_of_grace_follow_the_deadline() {
        let deadline = deadline(at(0), Some(20));
        assert_eq!(deadline, Some(at(1200)));
        assert!(!is_late(at(1210), deadline));
        assert!(is_late(at(1211), deadline));
        assert!(!is_late(at(i64::from(u32::MAX)), None));
    }

    #[test]
    fn attempts_run_out_unless_there_is_no_limit() {
        assert_eq!(may_start(3, 0, false), Start::First);
        assert_eq!(may_start(3, 2, false), Start::Again);
        assert_eq!(may_start(3, 2, true), Start::ToImprove);
        assert_eq!(may_start(3, 3, false), Start::NoneLeft);
        assert!(may_start(0, 99, true).allowed());
        assert_eq!(attempts_left(3, 4), Some(0));
    }

    proptest! {
        #[test]
        fn a_test_shows_no_answer_before_it_is_handed_in(
            show in prop::sample::select(vec![
                ShowAnswers::Immediately, ShowAnswers::AfterSubmit, ShowAnswers::AfterPass, ShowAnswers::Never,
            ]),
            passed: bool, submitted: bool,
        ) {
            prop_assert!(!answers_visible(show, false, passed, QuizKind::Test));
            prop_assert!(!answers_visible(show, submitted, passed, QuizKind::Survey));
            prop_assert!(!answers_visible(ShowAnswers::Never, submitted, passed, QuizKind::Practice));
        }
    }
}
