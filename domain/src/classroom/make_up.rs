//! Make-up sessions: an absence that was made up later. The rate is given without and with them.

use std::collections::HashSet;
use std::hash::Hash;

use super::attendance::Mark;
use super::rate::{Rate, RateRule, share};

/// A held (closed) class session as it counts for one learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The mark; none counts as absent.
    pub mark: Option<Mark>,
    /// Whether the learner made it up. Says something only where it was missed.
    pub made_up: bool,
}

impl Held {
    /// A session that nobody made up.
    pub fn marked(mark: Option<Mark>) -> Held {
        Held { mark, made_up: false }
    }
}

/// Whether there is something to make up: away with or without a reason, or without a mark, at a
/// session that was held.
pub fn is_missed(mark: Option<Mark>) -> bool {
    match mark {
        Some(Mark::Absent | Mark::Excused) | None => true,
        Some(Mark::Present | Mark::Late) => false,
    }
}

/// Which make-ups hold, in the order they were noted: an absence is made up once, a class session makes up
/// for one absence, and one that counts for the learner anyway (`counts_itself`) for none. So every class that
/// somebody came to counts once. A make-up without a class session was done alone.
pub fn holding<A, S>(
    make_ups: impl IntoIterator<Item = (A, Option<S>)>,
    counts_itself: impl Fn(&S) -> bool,
) -> Vec<bool>
where
    A: Eq + Hash,
    S: Eq + Hash,
{
    let (mut absences, mut used) = (HashSet::new(), HashSet::new());
    make_ups
        .into_iter()
        .map(|(absence, session)| {
            let free = session
                .as_ref()
                .is_none_or(|session| !counts_itself(session) && !used.contains(session));
            let holds = free && absences.insert(absence);
            if holds {
                used.extend(session);
            }
            holds
        })
        .collect()
}

/// The rate over held sessions. Its `percent` leaves make-ups out, its `percent_made_up` counts each
/// session that was made up as attended in time.
pub fn rate_of(sessions: &[Held], rule: RateRule) -> Rate {
    let mut rate = Rate {
        present: 0,
        late: 0,
        excused: 0,
        absent: 0,
        unmarked: 0,
        held: 0,
        counted: 0,
        percent: None,
        made_up: 0,
        made_up_excused: 0,
        percent_made_up: None,
        rule,
    };
    for session in sessions {
        rate.held += 1;
        let made_up = u32::from(session.made_up);
        match session.mark {
            Some(Mark::Present) => rate.present += 1,
            Some(Mark::Late) => rate.late += 1,
            Some(Mark::Excused) => {
                rate.excused += 1;
                rate.made_up_excused += made_up;
            }
            Some(Mark::Absent) => {
                rate.absent += 1;
                rate.made_up += made_up;
            }
            None => {
                rate.unmarked += 1;
                rate.made_up += made_up;
            }
        }
    }
    rate.under(rule)
}

/// The rate over the held (closed) sessions' marks; a session without a mark counts as absent.
pub fn rate(marks: &[Option<Mark>], rule: RateRule) -> Rate {
    let held: Vec<Held> = marks.iter().map(|mark| Held::marked(*mark)).collect();
    rate_of(&held, rule)
}

/// Adds up rates; where the cohorts' rules differ, each part keeps its own.
pub fn sum(parts: &[Rate]) -> Rate {
    let Some((first, others)) = parts.split_first() else {
        return rate_of(&[], RateRule::default());
    };
    let mut total = *first;
    let mut attended = first.attended();
    let mut attended_made_up = first.attended_made_up();
    let mut counted_made_up = first.counted_made_up();
    for part in others {
        total.present += part.present;
        total.late += part.late;
        total.excused += part.excused;
        total.absent += part.absent;
        total.unmarked += part.unmarked;
        total.held += part.held;
        total.counted += part.counted;
        total.made_up += part.made_up;
        total.made_up_excused += part.made_up_excused;
        attended += part.attended();
        attended_made_up += part.attended_made_up();
        counted_made_up += part.counted_made_up();
    }
    total.percent = share(attended, total.counted);
    total.percent_made_up = (total.all_made_up() > 0)
        .then(|| share(attended_made_up, counted_made_up))
        .flatten();
    total
}

impl Rate {
    /// The rate with make-ups, as a rate of its own: what was made up counts as present.
    #[must_use]
    pub fn with_make_ups(self) -> Rate {
        let unmarked = self.made_up.min(self.unmarked);
        Rate {
            present: self.present + self.all_made_up(),
            excused: self.excused.saturating_sub(self.made_up_excused),
            unmarked: self.unmarked - unmarked,
            absent: self.absent.saturating_sub(self.made_up - unmarked),
            counted: self.counted_made_up(),
            percent: self.percent_made_up.or(self.percent),
            made_up: 0,
            made_up_excused: 0,
            percent_made_up: None,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sessions() -> impl Strategy<Value = Vec<Held>> {
        let mark = prop::option::of(prop::sample::select(Mark::ALL.to_vec()));
        prop::collection::vec(
            (mark, any::<bool>()).prop_map(|(mark, made_up)| Held { mark, made_up }),
            0..40,
        )
    }

    fn rule() -> impl Strategy<Value = RateRule> {
        (-1.0..3.0f64, any::<bool>()).prop_map(|(late_weight, exclude_excused)| RateRule {
            late_weight,
            exclude_excused,
        })
    }

    #[test]
    fn both_rates_of_four_classes_with_one_made_up() {
        let marks = [Mark::Present, Mark::Present, Mark::Absent, Mark::Absent].map(Some);
        let mut sessions = marks.map(Held::marked);
        sessions[3].made_up = true;
        let rate = rate_of(&sessions, RateRule::default());
        assert_eq!((rate.percent, rate.percent_made_up), (Some(50.0), Some(75.0)));
        assert_eq!((rate.absent, rate.made_up), (2, 1), "the absence stays");
    }

    #[test]
    fn an_excused_class_that_was_made_up_counts_as_attended() {
        let mut sessions = [Mark::Absent, Mark::Excused].map(|mark| Held::marked(Some(mark)));
        sessions[1].made_up = true;
        let rate = rate_of(&sessions, RateRule::default());
        assert_eq!((rate.percent, rate.percent_made_up), (Some(0.0), Some(50.0)));
    }

    proptest! {
        /// A history of the learner's own classes and of classes elsewhere, and whatever make-ups somebody
        /// noted: what counts as attended is never more than what the learner came to.
        #[test]
        fn every_class_counts_once(
            own in sessions(),
            elsewhere in 0usize..6,
            noted in prop::collection::vec((0usize..40, prop::option::of(0usize..46)), 0..30),
            rule in rule(),
        ) {
            let links: Vec<(usize, Option<usize>)> = noted
                .into_iter()
                .filter(|(absence, _)| own.get(*absence).is_some_and(|held| is_missed(held.mark)))
                .filter(|(_, class)| class.is_none_or(|class| class < own.len() + elsewhere))
                .collect();
            let holds = holding(links.iter().copied(), |class| *class < own.len());
            let held: Vec<(usize, Option<usize>)> =
                links.iter().zip(holds).filter(|(_, holds)| *holds).map(|(link, _)| *link).collect();
            let sessions: Vec<Held> = own
                .iter()
                .enumerate()
                .map(|(at, session)| Held {
                    mark: session.mark,
                    made_up: held.iter().any(|(absence, _)| *absence == at),
                })
                .collect();
            let rate = rate_of(&sessions, rule).with_make_ups();
            let came = own.iter().filter(|held| !is_missed(held.mark)).count();
            let alone = held.iter().filter(|(_, class)| class.is_none()).count();
            prop_assert!((rate.present + rate.late) as usize <= came + elsewhere + alone);
            prop_assert!(held.iter().flat_map(|(_, class)| class).all(|class| *class >= own.len()));
        }

        #[test]
        fn the_rate_with_make_ups_is_at_least_the_one_without(sessions in sessions(), rule in rule()) {
            let rate = rate_of(&sessions, rule);
            let (without, with) = (rate.percent, rate.with_make_ups().percent);
            prop_assert!(with.unwrap_or(0.0) >= without.unwrap_or(0.0) - 1e-9);
            for percent in [without, with, rate.percent_made_up].into_iter().flatten() {
                prop_assert!((0.0..=100.0).contains(&percent));
            }
        }

        #[test]
        fn without_them_nothing_changes(sessions in sessions(), rule in rule()) {
            let marks: Vec<_> = sessions.iter().map(|session| session.mark).collect();
            let plain = rate(&marks, rule);
            let made = rate_of(&sessions, rule);
            prop_assert_eq!(made.percent, plain.percent);
            prop_assert_eq!((made.absent, made.excused, made.counted), (plain.absent, plain.excused, plain.counted));
            prop_assert_eq!(plain.percent_made_up, None);
        }

        #[test]
        fn a_made_up_absence_counts_as_present(sessions in sessions(), rule in rule()) {
            let came: Vec<_> = sessions
                .iter()
                .map(|session| match session.made_up && is_missed(session.mark) {
                    true => Some(Mark::Present),
                    false => session.mark,
                })
                .collect();
            let (with, came) = (rate_of(&sessions, rule).with_make_ups(), rate(&came, rule));
            let counts = |rate: Rate| [rate.present, rate.late, rate.excused, rate.absent + rate.unmarked, rate.counted];
            prop_assert_eq!(counts(with), counts(came));
            prop_assert_eq!(with.percent, came.percent);
        }

        #[test]
        fn a_sum_of_parts_with_one_rule_is_the_rate_of_the_whole(
            one in sessions(), other in sessions(), rule in rule(),
        ) {
            let parts = [rate_of(&one, rule), rate_of(&other, rule)];
            let whole = rate_of(&[one, other].concat(), rule);
            let total = sum(&parts);
            prop_assert_eq!((total.counted, total.all_made_up()), (whole.counted, whole.all_made_up()));
            let near = |a: Option<f64>, b: Option<f64>| {
                a.is_some() == b.is_some() && (a.unwrap_or(0.0) - b.unwrap_or(0.0)).abs() < 1e-6
            };
            prop_assert!(near(total.percent, whole.percent));
            prop_assert!(near(total.percent_made_up, whole.percent_made_up));
        }

        #[test]
        fn a_sum_with_make_ups_is_the_sum_of_parts_with_make_ups(
            one in sessions(), other in sessions(), rules in (rule(), rule()),
        ) {
            let parts = [rate_of(&one, rules.0), rate_of(&other, rules.1)];
            let (total, with) = (sum(&parts), sum(&parts.map(Rate::with_make_ups)));
            let gap = total.with_make_ups().percent.unwrap_or(0.0) - with.percent.unwrap_or(0.0);
            prop_assert!(gap.abs() < 1e-6);
        }
    }
}
