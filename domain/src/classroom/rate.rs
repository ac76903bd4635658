//! The rate that attendance marks add up to.
//!
//! It counts only held (closed) sessions: an open one says nothing yet.

use serde::{Deserialize, Serialize};

/// How a cohort counts its attendance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateRule {
    /// What coming late is worth, 0 to 1.
    pub late_weight: f64,
    /// Whether an excused session is left out of the count.
    pub exclude_excused: bool,
}

impl Default for RateRule {
    fn default() -> RateRule {
        RateRule {
            late_weight: 0.5,
            exclude_excused: true,
        }
    }
}

/// The attendance of one learner (or, summed, of a cohort).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// Sessions the learner was at in time.
    pub present: u32,
    /// Sessions the learner came late to.
    pub late: u32,
    /// Sessions missed with a reason.
    pub excused: u32,
    /// Sessions missed.
    pub absent: u32,
    /// Held sessions without a mark; they count as absent.
    pub unmarked: u32,
    /// Held sessions, counted or not.
    pub held: u32,
    /// The sessions that the percentage is of: held, less excused where the rule leaves them out.
    pub counted: u32,
    /// Percent 0–100; none while no session counts.
    pub percent: Option<f64>,
    /// Of the sessions missed without a reason or a mark, those that were made up. They stay among the
    /// missed; what they change is `percent_made_up`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub made_up: u32,
    /// Of the excused sessions, those that were made up.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub made_up_excused: u32,
    /// Percent 0–100 where a session that was made up counts as attended; none while nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent_made_up: Option<f64>,
    /// The rule the percentage was made with.
    pub rule: RateRule,
}

impl Rate {
    /// The same marks, counted by another rule.
    pub fn under(self, rule: RateRule) -> Rate {
        let counted = if rule.exclude_excused {
            self.held.saturating_sub(self.excused)
        } else {
            self.held
        };
        let rule = RateRule {
            late_weight: clamp_weight(rule.late_weight),
            ..rule
        };
        let mut rate = Rate {
            counted,
            rule,
            ..self
        };
        rate.percent = share(rate.attended(), counted);
        rate.percent_made_up = (rate.made_up + rate.made_up_excused > 0)
            .then(|| share(rate.attended_made_up(), rate.counted_made_up()))
            .flatten();
        rate
    }

    /// Present and weighted late sessions together.
    pub fn attended(&self) -> f64 {
        f64::from(self.present) + f64::from(self.late) * self.rule.late_weight
    }

    /// Every session that was made up, missed with or without a reason.
    pub fn all_made_up(&self) -> u32 {
        self.made_up + self.made_up_excused
    }

    /// As [`Rate::attended`], with what was made up.
    pub(super) fn attended_made_up(&self) -> f64 {
        f64::from(self.present + self.all_made_up()) + f64::from(self.late) * self.rule.late_weight
    }

    /// The sessions that the percentage with make-ups is of: an excused one that was made up counts,
    /// also where the rule leaves excused ones out.
    pub(super) fn counted_made_up(&self) -> u32 {
        if self.rule.exclude_excused {
            self.counted + self.made_up_excused
        } else {
            self.counted
        }
    }

    /// How many more sessions, attended in time, bring the rate to `min_percent`. Zero when it is
    /// reached; none when no number of sessions can (100 % after an absence).
    pub fn sessions_to_reach(&self, min_percent: f64) -> Option<u32> {
        match self.percent {
            Some(percent) if percent >= min_percent => return Some(0),
            None => return Some(1),
            Some(_) => {}
        }
        let share = min_percent / 100.0;
        if share >= 1.0 {
            return None;
        }
        let missing = (share * f64::from(self.counted) - self.attended()) / (1.0 - share);
        // The small allowance keeps 4.000000001 from becoming five sessions.
        Some(((missing - 1e-9).ceil() as u32).max(1))
    }
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Percent of the sessions that count; none while none does.
pub(super) fn share(attended: f64, counted: u32) -> Option<f64> {
    (counted > 0).then(|| (attended / f64::from(counted) * 100.0).clamp(0.0, 100.0))
}

fn clamp_weight(weight: f64) -> f64 {
    if weight.is_finite() {
        weight.clamp(0.0, 1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::{Mark, rate};
    use proptest::prelude::*;

    fn marks() -> impl Strategy<Value = Vec<Option<Mark>>> {
        prop::collection::vec(prop::option::of(prop::sample::select(Mark::ALL.to_vec())), 0..40)
    }

    fn rule() -> impl Strategy<Value = RateRule> {
        (-1.0..3.0f64, any::<bool>()).prop_map(|(late_weight, exclude_excused)| RateRule {
            late_weight,
            exclude_excused,
        })
    }

    #[test]
    fn an_unmarked_closed_session_counts_as_absent() {
        let rate = rate(&[Some(Mark::Present), None], RateRule::default());
        assert_eq!((rate.unmarked, rate.counted, rate.percent), (1, 2, Some(50.0)));
    }

    #[test]
    fn an_excused_session_is_left_out_only_where_the_rule_says_so() {
        let marks = [Some(Mark::Present), Some(Mark::Excused)];
        assert_eq!(rate(&marks, RateRule::default()).percent, Some(100.0));
        let strict = RateRule {
            exclude_excused: false,
            ..RateRule::default()
        };
        assert_eq!(rate(&marks, strict).percent, Some(50.0));
    }

    #[test]
    fn without_a_counted_session_there_is_no_percentage() {
        assert_eq!(rate(&[], RateRule::default()).percent, None);
        assert_eq!(rate(&[Some(Mark::Excused)], RateRule::default()).percent, None);
    }

    #[test]
    fn a_full_rate_cannot_be_reached_after_an_absence() {
        let rate = rate(&[Some(Mark::Absent)], RateRule::default());
        assert_eq!(rate.sessions_to_reach(100.0), None);
        assert_eq!(rate.sessions_to_reach(80.0), Some(4));
    }

    proptest! {
        #[test]
        fn the_rate_stays_within_0_and_100(marks in marks(), rule in rule()) {
            let rate = rate(&marks, rule);
            prop_assert!(rate.percent.is_none_or(|percent| (0.0..=100.0).contains(&percent)));
            prop_assert_eq!(rate.held as usize, marks.len());
            prop_assert_eq!(rate.present + rate.late + rate.excused + rate.absent + rate.unmarked, rate.held);
        }

        #[test]
        fn the_order_of_sessions_does_not_matter(mut marks in marks(), rule in rule()) {
            let before = rate(&marks, rule);
            marks.reverse();
            prop_assert_eq!(before, rate(&marks, rule));
        }

        #[test]
        fn coming_once_more_never_lowers_the_rate(mut marks in marks(), rule in rule()) {
            let before = rate(&marks, rule).percent.unwrap_or(0.0);
            marks.push(Some(Mark::Present));
            prop_assert!(rate(&marks, rule).percent.unwrap_or(0.0) >= before - 1e-9);
        }

        #[test]
        fn the_named_number_of_sessions_is_enough_and_one_less_is_not(
            mut marks in marks(), rule in rule(), min in 1u32..100,
        ) {
            let min = f64::from(min);
            let Some(more) = rate(&marks, rule).sessions_to_reach(min) else { return Ok(()) };
            if more > 0 {
                marks.extend(std::iter::repeat_n(Some(Mark::Present), more as usize - 1));
                prop_assert!(rate(&marks, rule).percent.is_none_or(|percent| percent < min + 1e-6));
                marks.push(Some(Mark::Present));
            }
            prop_assert!(rate(&marks, rule).percent.is_some_and(|percent| percent >= min - 1e-6));
        }
    }
}
