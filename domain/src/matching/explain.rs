//! One person and one opening, explained.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::constraint::constraints;
use super::{Candidate, Constraint, ConstraintKind, Opening, Outcome};

/// A wish that an opening meets beyond what it must.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "kebab-case")]
pub enum Preference {
    /// The favourite way of working.
    FavouriteMode,
    /// A kind of work the person would like.
    KindWished {
        /// Which.
        kind: String,
    },
    /// No computer to buy, for somebody who has none.
    DeviceLent,
}

/// How a person and an opening fit, with every reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Every constraint that applies.
    pub constraints: Vec<Constraint>,
    /// Essential competences the person has.
    pub essential_have: Vec<String>,
    /// Essential competences that are missing.
    pub essential_missing: Vec<String>,
    /// Desirable competences the person has.
    pub desirable_have: Vec<String>,
    /// Desirable competences that are missing.
    pub desirable_missing: Vec<String>,
    /// Wishes met beyond what must be.
    pub preferences: Vec<Preference>,
    /// The one step that it is away, where it is one.
    pub near_miss: Option<NearMiss>,
}

/// The one thing that stands against an opening. Only what the evaluation of the rule says counts as
/// near: an unsigned readiness with several criteria missing is not one step away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "missing", rename_all = "kebab-case")]
pub enum NearMiss {
    /// One essential competence.
    Skill,
    /// The signature under a rule of which nothing else is missing.
    Signature,
    /// One criterion of the rule, and then the signature.
    Criterion {
        /// The requirement's id.
        requirement: String,
    },
}

impl Explanation {
    /// Whether no constraint fails.
    pub fn fits(&self) -> bool {
        self.failures().next().is_none()
    }

    /// The constraints that fail.
    pub fn failures(&self) -> impl Iterator<Item = &Constraint> {
        self.constraints
            .iter()
            .filter(|constraint| constraint.outcome == Outcome::Fail)
    }

    /// The constraints nothing is known about.
    pub fn unknown(&self) -> impl Iterator<Item = &Constraint> {
        self.constraints
            .iter()
            .filter(|constraint| constraint.outcome == Outcome::NoData)
    }
}

/// Explains how `candidate` and `opening` fit on `today`.
pub fn explain(opening: &Opening, candidate: &Candidate<'_>, today: NaiveDate) -> Explanation {
    let constraints = constraints(opening, candidate, today);
    let split = |tags: &[String]| -> (Vec<String>, Vec<String>) {
        tags.iter()
            .cloned()
            .partition(|tag| candidate.competences.contains(tag))
    };
    let (essential_have, essential_missing) = split(&opening.essential);
    let (desirable_have, desirable_missing) = split(&opening.desirable);
    let failing: Vec<ConstraintKind> = constraints
        .iter()
        .filter(|c| c.outcome == Outcome::Fail)
        .map(|c| c.kind)
        .collect();
    let near_miss = match failing.as_slice() {
        [] => (essential_missing.len() == 1).then_some(NearMiss::Skill),
        [ConstraintKind::Readiness] if essential_missing.is_empty() => match candidate.missing {
            Some([]) => Some(NearMiss::Signature),
            Some([one]) => Some(NearMiss::Criterion {
                requirement: one.clone(),
            }),
            Some([_, _, ..]) | None => None,
        },
        [_, ..] => None,
    };
    Explanation {
        constraints,
        essential_have,
        essential_missing,
        desirable_have,
        desirable_missing,
        preferences: preferences(opening, candidate),
        near_miss,
    }
}

fn preferences(opening: &Opening, candidate: &Candidate<'_>) -> Vec<Preference> {
    let Some(wishes) = candidate.wishes else {
        return Vec::new();
    };
    let mut met = Vec::new();
    if wishes.work_modes.first() == Some(&opening.work_mode) {
        met.push(Preference::FavouriteMode);
    }
    if wishes.kinds.contains(&opening.kind) {
        met.push(Preference::KindWished {
            kind: opening.kind.clone(),
        });
    }
    if opening.equipment_provided && wishes.has_device == Some(false) {
        met.push(Preference::DeviceLent);
    }
    met
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeSet;

    use super::super::{Wishes, WorkMode};
    use super::*;
    use proptest::prelude::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 4, number).unwrap()
    }

    fn opening() -> Opening {
        Opening {
            kind: "data-entry".into(),
            work_mode: WorkMode::Telework,
            place: "架空市".into(),
            hours_per_week: 20,
            hours_from: Some(540),
            hours_to: Some(780),
            starts_on: day(20),
            equipment_provided: false,
            essential: vec!["a".into(), "b".into()],
            desirable: vec!["c".into()],
            seats: 1,
            filled: 0,
            closes_on: Some(day(10)),
            rule_id: Some("office-telework".into()),
        }
    }

    fn wishes() -> Wishes {
        Wishes {
            work_modes: vec![WorkMode::Telework],
            max_hours_per_week: Some(20),
            available_from: Some(540),
            available_to: Some(780),
            earliest_start: Some(day(20)),
            has_device: Some(true),
            has_line: Some(true),
            max_commute_places: Vec::new(),
            kinds: vec!["data-entry".into()],
        }
    }

    fn tags(tags: &[&str]) -> BTreeSet<String> {
        tags.iter().map(|tag| tag.to_string()).collect()
    }

    fn outcome(explanation: &Explanation, kind: ConstraintKind) -> Option<Outcome> {
        explanation
            .constraints
            .iter()
            .find(|c| c.kind == kind)
            .map(|c| c.outcome)
    }

    #[test]
    fn what_is_unknown_is_not_a_failure() {
        let competences = tags(&["a", "b"]);
        let candidate = Candidate {
            wishes: None,
            ready: true,
            missing: None,
            competences: &competences,
            consent: false,
        };
        let explanation = explain(&opening(), &candidate, day(1));
        assert!(explanation.fits());
        assert_eq!(
            outcome(&explanation, ConstraintKind::Hours),
            Some(Outcome::NoData)
        );
        assert_eq!(
            outcome(&explanation, ConstraintKind::Consent),
            Some(Outcome::NoData)
        );
    }

    #[test]
    fn all_that_fits_passes_and_one_hour_too_many_fails() {
        let (competences, mut wishes) = (tags(&["a", "b"]), wishes());
        let candidate = Candidate {
            wishes: Some(&wishes),
            ready: true,
            missing: None,
            competences: &competences,
            consent: true,
        };
        let explanation = explain(&opening(), &candidate, day(10));
        assert!(
            explanation.constraints.iter().all(|c| c.outcome == Outcome::Pass),
            "{explanation:?}"
        );
        assert_eq!(explanation.near_miss, None);
        assert!(!explain(&opening(), &candidate, day(11)).fits());
        wishes.max_hours_per_week = Some(19);
        let candidate = Candidate {
            wishes: Some(&wishes),
            ready: true,
            missing: None,
            competences: &competences,
            consent: true,
        };
        let explanation = explain(&opening(), &candidate, day(1));
        assert_eq!(outcome(&explanation, ConstraintKind::Hours), Some(Outcome::Fail));
        assert!(!explanation.fits());
    }

    #[test]
    fn one_lesson_away_is_a_near_miss_and_two_are_not() {
        let wishes = wishes();
        let criteria = ["attendance", "final"].map(String::from);
        let near = |ready, missing: usize, have: &[&str]| {
            let competences = tags(have);
            let candidate = Candidate {
                wishes: Some(&wishes),
                ready,
                missing: Some(&criteria[..missing]),
                competences: &competences,
                consent: true,
            };
            explain(&opening(), &candidate, day(1)).near_miss
        };
        assert_eq!(near(true, 0, &["a"]), Some(NearMiss::Skill));
        assert_eq!(near(false, 0, &["a", "b"]), Some(NearMiss::Signature));
        let criterion = Some(NearMiss::Criterion {
            requirement: "attendance".into(),
        });
        assert_eq!(near(false, 1, &["a", "b"]), criterion);
        assert_eq!(near(false, 2, &["a", "b"]), None);
        assert_eq!(near(false, 0, &["a"]), None);
        assert_eq!(near(true, 0, &[]), None);
    }

    #[test]
    fn nothing_is_said_to_be_near_where_the_rule_was_not_evaluated() {
        let competences = tags(&["a", "b"]);
        let candidate = Candidate {
            wishes: None,
            ready: false,
            missing: None,
            competences: &competences,
            consent: true,
        };
        assert_eq!(explain(&opening(), &candidate, day(1)).near_miss, None);
    }

    #[test]
    fn the_way_to_work_counts_only_where_there_is_one() {
        let (mut opening, mut wishes, competences) = (opening(), wishes(), tags(&[]));
        wishes.max_commute_places = vec!["別の町".into()];
        wishes.work_modes.push(WorkMode::OnSite);
        let candidate = Candidate {
            wishes: Some(&wishes),
            ready: true,
            missing: None,
            competences: &competences,
            consent: true,
        };
        assert_eq!(
            outcome(&explain(&opening, &candidate, day(1)), ConstraintKind::Commute),
            None
        );
        opening.work_mode = WorkMode::Mixed;
        let explanation = explain(&opening, &candidate, day(1));
        assert_eq!(
            outcome(&explanation, ConstraintKind::Commute),
            Some(Outcome::Fail)
        );
        assert_eq!(
            outcome(&explanation, ConstraintKind::WorkMode),
            Some(Outcome::Pass)
        );
        opening.work_mode = WorkMode::OnSite;
        assert_eq!(
            outcome(&explain(&opening, &candidate, day(1)), ConstraintKind::Line),
            None
        );
    }

    /// Any opening, for this room's property tests.
    pub(in crate::matching) fn any_opening() -> impl Strategy<Value = Opening> {
        let tag = || prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "d"]), 0..4);
        let mode = prop::sample::select(WorkMode::ALL.to_vec());
        (
            mode,
            1u32..50,
            tag(),
            tag(),
            0u32..3,
            0u32..3,
            any::<(bool, bool)>(),
        )
            .prop_map(
                |(work_mode, hours_per_week, essential, desirable, seats, filled, (lent, rule))| Opening {
                    work_mode,
                    hours_per_week,
                    essential: essential.into_iter().map(String::from).collect(),
                    desirable: desirable.into_iter().map(String::from).collect(),
                    seats,
                    filled,
                    equipment_provided: lent,
                    rule_id: rule.then(|| "r".to_owned()),
                    ..opening()
                },
            )
    }

    /// Any wishes, for this room's property tests.
    pub(in crate::matching) fn any_wishes() -> impl Strategy<Value = Wishes> {
        let modes = prop::sample::subsequence(WorkMode::ALL.to_vec(), 0..=3);
        (
            modes,
            prop::option::of(1u32..50),
            any::<Option<bool>>(),
            any::<Option<bool>>(),
        )
            .prop_map(|(work_modes, max_hours_per_week, has_device, has_line)| Wishes {
                work_modes,
                max_hours_per_week,
                has_device,
                has_line,
                ..wishes()
            })
    }

    proptest! {
        #[test]
        fn every_competence_is_had_or_missing(opening in any_opening(), wishes in any_wishes()) {
            let competences = tags(&["a", "c"]);
            let candidate =
                Candidate { wishes: Some(&wishes), ready: true, missing: None, competences: &competences, consent: true };
            let explanation = explain(&opening, &candidate, day(1));
            let split = explanation.essential_have.len() + explanation.essential_missing.len();
            prop_assert_eq!(split, opening.essential.len());
            prop_assert!(explanation.constraints.iter().all(|c| c.kind == c.detail.kind()));
        }

        #[test]
        fn forgetting_a_wish_never_makes_a_fit_fail(opening in any_opening(), wishes in any_wishes()) {
            let competences = tags(&["a"]);
            let with = |wishes: Option<&Wishes>| {
                let candidate = Candidate { wishes, ready: true, missing: None, competences: &competences, consent: true };
                explain(&opening, &candidate, day(1)).fits()
            };
            prop_assert!(!with(Some(&wishes)) || with(None));
        }
    }
}
