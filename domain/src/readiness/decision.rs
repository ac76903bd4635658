//! Signed decisions: who may sign what, how long it holds, and what a person's standing is.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Evidence, How, NotSameAs, Recommendation, SignOff};
use crate::identity::Role;

crate::coded_enum! {
    /// What a coordinator signs.
    pub enum Verdict {
        /// Ready; every criterion is met or waived.
        Ready = "ready",
        /// Not yet.
        NotYet = "not-yet",
        /// Ready although something is missing, for a written reason.
        ReadyByOverride = "ready-by-override",
    }
}

impl Verdict {
    /// Whether it makes the person ready.
    pub fn makes_ready(self) -> bool {
        match self {
            Verdict::Ready | Verdict::ReadyByOverride => true,
            Verdict::NotYet => false,
        }
    }

    /// Whether a reason must be written.
    pub fn needs_reason(self) -> bool {
        match self {
            Verdict::Ready => false,
            Verdict::NotYet | Verdict::ReadyByOverride => true,
        }
    }
}

/// The person about to sign.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// Who.
    pub person: Uuid,
    /// Their roles.
    pub roles: &'a [Role],
}

/// Why a decision cannot be signed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The signer lacks the role that the rule names.
    RoleNeeded(Role),
    /// Nobody signs for themselves.
    OwnCase,
    /// The rule wants another person than those who observed.
    AlsoAssessor,
    /// "Not yet" and an override need a reason.
    ReasonNeeded,
    /// "Ready" needs every criterion met or waived; else it is an override.
    CriteriaMissing,
}

/// Whether `signer` may sign `verdict` about `learner`. `assessors` are those of [`assessors`].
pub fn check(
    sign_off: &SignOff,
    verdict: Verdict,
    recommendation: Recommendation,
    reason: &str,
    signer: Signer<'_>,
    learner: Uuid,
    assessors: &[Uuid],
) -> Result<(), Refusal> {
    if !signer.roles.contains(&sign_off.role) {
        return Err(Refusal::RoleNeeded(sign_off.role));
    }
    if signer.person == learner {
        return Err(Refusal::OwnCase);
    }
    let also_assessor = match sign_off.not_same_as {
        Some(NotSameAs::Assessor) => assessors.contains(&signer.person),
        None => false,
    };
    // "Not yet" is open to the assessor too: it gives nobody an advantage.
    if also_assessor && verdict.makes_ready() {
        return Err(Refusal::AlsoAssessor);
    }
    if verdict.needs_reason() && reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    if verdict == Verdict::Ready && recommendation != Recommendation::Ready {
        return Err(Refusal::CriteriaMissing);
    }
    Ok(())
}

/// Those who observed an item of the evidence, each once.
pub fn assessors(evidence: &Evidence) -> Vec<Uuid> {
    let mut people: Vec<Uuid> = evidence
        .checklist
        .iter()
        .filter(|check| check.how == How::Observed)
        .map(|check| check.by)
        .collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// Until when a verdict signed `at` holds; none: without end (and for "not yet").
pub fn valid_until(verdict: Verdict, at: DateTime<Utc>, sign_off: &SignOff) -> Option<DateTime<Utc>> {
    if !verdict.makes_ready() {
        return None;
    }
    sign_off
        .valid_days
        .and_then(|days| at.checked_add_signed(Duration::days(i64::from(days))))
}

/// A signed decision, as far as a person's standing depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was signed.
    pub verdict: Verdict,
    /// When.
    pub at: DateTime<Utc>,
    /// Until when it holds, as [`valid_until`] said at the time.
    pub until: Option<DateTime<Utc>>,
}

/// Where a person stands under one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// Signed ready.
    Ready {
        /// Until when; none: without end.
        until: Option<DateTime<Utc>>,
    },
    /// Was signed ready; the time has run out.
    Expired,
    /// Signed "not yet".
    NotYet,
    /// Nobody has decided.
    Undecided,
}

impl Standing {
    /// Whether the person counts as ready.
    pub fn is_ready(self) -> bool {
        matches!(self, Standing::Ready { .. })
    }
}

/// The standing after the latest decision.
pub fn standing(latest: Option<&Decision>, now: DateTime<Utc>) -> Standing {
    let Some(decision) = latest else {
        return Standing::Undecided;
    };
    if !decision.verdict.makes_ready() {
        return Standing::NotYet;
    }
    match decision.until {
        Some(until) if now >= until => Standing::Expired,
        until => Standing::Ready { until },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ME: Uuid = Uuid::from_u128(1);
    const LEARNER: Uuid = Uuid::from_u128(2);

    fn sign_off(not_same_as: Option<NotSameAs>) -> SignOff {
        SignOff {
            role: Role::Coordinator,
            valid_days: Some(180),
            not_same_as,
        }
    }

    fn me() -> Signer<'static> {
        Signer {
            person: ME,
            roles: &[Role::Coordinator],
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn not_yet_and_an_override_need_a_reason() {
        let rule = sign_off(None);
        for verdict in [Verdict::NotYet, Verdict::ReadyByOverride] {
            let sign = |reason| check(&rule, verdict, Recommendation::Ready, reason, me(), LEARNER, &[]);
            assert_eq!(sign("  "), Err(Refusal::ReasonNeeded));
            assert_eq!(sign("線の工事を待つ"), Ok(()));
        }
    }

    #[test]
    fn ready_needs_every_criterion() {
        let missing = Recommendation::Almost { missing: 1 };
        let sign = |verdict| check(&sign_off(None), verdict, missing, "why", me(), LEARNER, &[]);
        assert_eq!(sign(Verdict::Ready), Err(Refusal::CriteriaMissing));
        assert_eq!(sign(Verdict::ReadyByOverride), Ok(()));
    }

    #[test]
    fn nobody_signs_for_themselves_without_the_role_or_what_they_observed() {
        let sign = |signer, learner, assessors: &[Uuid]| {
            let rule = sign_off(Some(NotSameAs::Assessor));
            check(
                &rule,
                Verdict::Ready,
                Recommendation::Ready,
                "",
                signer,
                learner,
                assessors,
            )
        };
        assert_eq!(sign(me(), ME, &[]), Err(Refusal::OwnCase));
        let instructor = Signer {
            person: ME,
            roles: &[Role::Instructor],
        };
        assert_eq!(
            sign(instructor, LEARNER, &[]),
            Err(Refusal::RoleNeeded(Role::Coordinator))
        );
        assert_eq!(sign(me(), LEARNER, &[ME]), Err(Refusal::AlsoAssessor));
        assert_eq!(sign(me(), LEARNER, &[LEARNER]), Ok(()));
    }

    #[test]
    fn a_signature_expires_and_not_yet_does_not() {
        let until = valid_until(Verdict::Ready, at(0), &sign_off(None));
        assert_eq!(until, Some(at(180 * 86_400)));
        assert_eq!(valid_until(Verdict::NotYet, at(0), &sign_off(None)), None);
        let decision = Decision {
            verdict: Verdict::Ready,
            at: at(0),
            until,
        };
        assert!(standing(Some(&decision), at(180 * 86_400 - 1)).is_ready());
        assert_eq!(standing(Some(&decision), at(180 * 86_400)), Standing::Expired);
        assert_eq!(standing(None, at(0)), Standing::Undecided);
    }

    proptest! {
        #[test]
        fn once_expired_stays_expired(until in 0i64..1_000_000, now in 0i64..2_000_000, later in 0i64..1_000_000) {
            let decision = Decision { verdict: Verdict::ReadyByOverride, at: at(0), until: Some(at(until)) };
            if standing(Some(&decision), at(now)) == Standing::Expired {
                prop_assert_eq!(standing(Some(&decision), at(now + later)), Standing::Expired);
            }
        }
    }
}
