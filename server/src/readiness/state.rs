//! In which part of the board a person stands, and what happened last.

use chrono::{DateTime, TimeDelta, Utc};
use domain::readiness::{Evaluation, Evidence, Recommendation, Standing};
use serde::{Deserialize, Serialize};

/// How long before its end something is "soon".
pub(super) const SOON: TimeDelta = TimeDelta::days(30);

domain::coded_enum! {
    /// Where a learner stands on the board. The list puts them in this order.
    pub enum BoardState {
        /// A signature or a piece of evidence ends soon or has ended, or the rule is new.
        Expiring = "expiring",
        /// At most one criterion is missing, and nobody has signed.
        Almost = "almost",
        /// Several criteria are missing.
        More = "more",
        /// Signed ready.
        Ready = "ready",
        /// Has a job already, or is about to begin it.
        AtWork = "at-work",
    }
}

impl BoardState {
    /// Every state, in the order of the chips.
    pub const CHIPS: [BoardState; 5] = [
        BoardState::Ready,
        BoardState::Almost,
        BoardState::More,
        BoardState::Expiring,
        BoardState::AtWork,
    ];

    /// What rows are sorted by: the state's place in the list, then the name.
    pub(super) fn key(self, name: &str) -> String {
        format!("{}{name}", self.place())
    }

    /// The keys of a state begin at the first of these, and end before the second.
    pub(super) fn keys(self) -> (String, String) {
        (self.place().to_string(), (self.place() + 1).to_string())
    }

    fn place(self) -> usize {
        let place = BoardState::ALL.iter().position(|state| *state == self);
        place.unwrap_or_default()
    }
}

/// What happened last.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recent {
    /// Handed in a quiz, with this percentage.
    Quiz(f64),
    /// Did something in a course.
    Course,
    /// An item was checked.
    Check,
}

/// The state of somebody who is not at work.
pub(super) fn state(
    standing: Standing,
    evaluation: &Evaluation,
    recheck: bool,
    now: DateTime<Utc>,
) -> BoardState {
    match standing {
        Standing::Expired => BoardState::Expiring,
        Standing::Ready { until } => {
            let ending = evaluation
                .criteria
                .iter()
                .any(|criterion| ends_soon(criterion.expires_at, now));
            if recheck || ends_soon(until, now) || ending {
                BoardState::Expiring
            } else {
                BoardState::Ready
            }
        }
        Standing::NotYet | Standing::Undecided => match evaluation.recommendation {
            Recommendation::Ready | Recommendation::Almost { .. } => BoardState::Almost,
            Recommendation::NotYet { .. } => BoardState::More,
        },
    }
}

/// Whether something ends soon, or has ended.
pub(super) fn ends_soon(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    at.is_some_and(|at| at < now + SOON)
}

/// The first moment at which something that ends then ends soon.
pub(super) fn is_soon_from(end: DateTime<Utc>) -> DateTime<Utc> {
    end - SOON + TimeDelta::microseconds(1)
}

/// What happened last, and when.
pub(super) fn recent(evidence: &Evidence) -> Option<(DateTime<Utc>, Recent)> {
    let quizzes = evidence
        .quizzes
        .iter()
        .map(|quiz| (quiz.at, Recent::Quiz(quiz.percent)));
    let courses = evidence
        .courses
        .iter()
        .filter_map(|course| Some((course.finished_at?, Recent::Course)));
    let checks = evidence.checklist.iter().map(|check| (check.at, Recent::Check));
    // Of the same moment the first counts: handing in a quiz is also the last step in its course.
    checks.chain(courses).chain(quizzes).max_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation(recommendation: Recommendation) -> Evaluation {
        Evaluation {
            criteria: Vec::new(),
            recommendation,
        }
    }

    fn now() -> DateTime<Utc> {
        crate::db::now()
    }

    #[test]
    fn only_a_signature_makes_somebody_ready_on_the_board() {
        let all_met = evaluation(Recommendation::Ready);
        let of = |standing| state(standing, &all_met, false, now());
        assert_eq!(of(Standing::Undecided), BoardState::Almost);
        assert_eq!(of(Standing::NotYet), BoardState::Almost);
        let until = Some(now() + TimeDelta::days(31));
        assert_eq!(of(Standing::Ready { until }), BoardState::Ready);
    }

    #[test]
    fn what_ends_soon_has_ended_or_needs_another_look_is_one_list() {
        let fine = evaluation(Recommendation::Ready);
        let soon = Standing::Ready {
            until: Some(now() + TimeDelta::days(29)),
        };
        assert_eq!(state(soon, &fine, false, now()), BoardState::Expiring);
        assert_eq!(
            state(Standing::Expired, &fine, false, now()),
            BoardState::Expiring
        );
        assert_eq!(
            state(Standing::Ready { until: None }, &fine, true, now()),
            BoardState::Expiring
        );
    }

    #[test]
    fn soon_begins_at_the_moment_that_is_named_and_not_before() {
        let end = now();
        let from = is_soon_from(end);
        assert!(ends_soon(Some(end), from));
        assert!(!ends_soon(Some(end), from - TimeDelta::microseconds(1)));
    }

    #[test]
    fn several_missing_criteria_are_more_than_almost() {
        let of = |recommendation| state(Standing::Undecided, &evaluation(recommendation), false, now());
        assert_eq!(of(Recommendation::Almost { missing: 1 }), BoardState::Almost);
        assert_eq!(of(Recommendation::NotYet { missing: 2 }), BoardState::More);
    }

    #[test]
    fn the_board_is_sorted_by_state_and_then_by_name() {
        let mut keys = vec![
            BoardState::Ready.key("a"),
            BoardState::Expiring.key("b"),
            BoardState::Expiring.key("a"),
            BoardState::AtWork.key("a"),
        ];
        keys.sort();
        assert_eq!(keys, ["0a", "0b", "3a", "4a"]);
        let (from, to) = BoardState::Ready.keys();
        let found: Vec<&String> = keys.iter().filter(|key| **key >= from && **key < to).collect();
        assert_eq!(found, ["3a"]);
    }
}
