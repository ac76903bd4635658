//! When the clock alone changes what a rule says.

use chrono::{DateTime, Utc};

use super::{Evidence, Requirement, RequirementKind, Rule, evaluate::expiry};

/// The moments from which on a rule may say something else of the same evidence, in any order: between two of
/// them that follow each other it says the same. Every end of evidence is among them, also of evidence that
/// does not count.
pub fn turning_points(rule: &Rule, evidence: &Evidence) -> Vec<DateTime<Utc>> {
    let ends = rule.require.iter().flat_map(|requirement| {
        dates(requirement, evidence)
            .into_iter()
            .filter_map(|at| expiry(requirement, at))
    });
    ends.chain(evidence.waivers.iter().map(|waiver| waiver.until))
        .collect()
}

/// The dates of the evidence that a requirement looks at.
fn dates(requirement: &Requirement, evidence: &Evidence) -> Vec<DateTime<Utc>> {
    let refers_to = requirement.refers_to.as_deref().unwrap_or_default();
    match requirement.kind {
        RequirementKind::Quiz => {
            let quizzes = evidence.quizzes.iter();
            quizzes
                .filter(|quiz| quiz.refers_to == refers_to)
                .map(|quiz| quiz.at)
                .collect()
        }
        RequirementKind::Course => {
            let courses = evidence.courses.iter();
            courses
                .filter(|course| course.course == refers_to)
                .filter_map(|course| course.finished_at)
                .collect()
        }
        RequirementKind::Checklist | RequirementKind::Competence | RequirementKind::Rubric => {
            let checks = evidence.checklist.iter();
            checks
                .filter(|check| check.requirement == requirement.id)
                .map(|check| check.at)
                .collect()
        }
        RequirementKind::Attendance => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{
        catalog::parse_rule,
        readiness::{ChecklistEvidence, CourseEvidence, How, QuizEvidence, Waiver, evaluate},
    };

    const RULE: &str = r#"
id = "office"
title = { ja = "事務", en = "Office" }
[sign_off]
role = "coordinator"
[[require]]
id = "test"
kind = "quiz"
ref = "keys/check"
min_percent = 60
valid_days = 10
[[require]]
id = "course"
kind = "course"
ref = "keys"
valid_days = 20
waiver = { role = "coordinator", max_days = 90 }
[[require]]
id = "home"
kind = "checklist"
items = ["lock", "call"]
evidence = ["observed", "self"]
valid_days = 5
waiver = { role = "coordinator", max_days = 90 }
"#;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::hours(hours)
    }

    prop_compose! {
        fn evidence()(
            quizzes in prop::collection::vec((0..1000i64, 0..100u8, any::<bool>()), 0..5),
            course in prop::option::of((0..1000i64, 0..4u32)),
            checks in prop::collection::vec((0..1000i64, any::<bool>(), any::<bool>(), any::<bool>()), 0..6),
            waivers in prop::collection::vec((0..1500i64, any::<bool>()), 0..3),
        ) -> Evidence {
            Evidence {
                quizzes: quizzes.into_iter().enumerate().map(|(n, (hour, percent, other))| QuizEvidence {
                    refers_to: if other { "keys/other" } else { "keys/check" }.to_owned(),
                    percent: f64::from(percent),
                    at: at(hour),
                    in_class: false,
                    attempt: Uuid::from_u128(n as u128),
                    number: 1,
                }).collect(),
                courses: course.into_iter().map(|(hour, done)| CourseEvidence {
                    course: "keys".to_owned(),
                    done,
                    total: 3,
                    finished_at: Some(at(hour)),
                    next_lesson: None,
                }).collect(),
                checklist: checks.into_iter().map(|(hour, lock, ok, observed)| ChecklistEvidence {
                    requirement: "home".to_owned(),
                    item: if lock { "lock" } else { "call" }.to_owned(),
                    ok,
                    how: if observed { How::Observed } else { How::SelfReported },
                    at: at(hour),
                    by: Uuid::nil(),
                }).collect(),
                waivers: waivers.into_iter().map(|(hour, home)| Waiver {
                    requirement: if home { "home" } else { "course" }.to_owned(),
                    until: at(hour),
                    reason: String::new(),
                    by: Uuid::nil(),
                }).collect(),
                ..Evidence::default()
            }
        }
    }

    proptest! {
        #[test]
        fn between_two_turning_points_a_rule_says_the_same(
            evidence in evidence(),
            from in 0..1600i64,
            share in 0.0..1.0f64,
        ) {
            let (rule, _) = parse_rule("office.toml", RULE.as_bytes());
            let rule = rule.expect("a rule");
            let from = at(from);
            let next = turning_points(&rule, &evidence).into_iter().filter(|at| *at > from).min();
            let next = next.unwrap_or(at(10_000));
            // The last instant before it, and some other.
            let until = next - Duration::microseconds(1);
            let some = from + Duration::seconds(((until - from).num_seconds() as f64 * share) as i64);
            let said = evaluate(&rule, &evidence, from);
            prop_assert_eq!(&said, &evaluate(&rule, &evidence, some));
            prop_assert_eq!(&said, &evaluate(&rule, &evidence, until));
        }
    }
}
