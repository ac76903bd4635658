//! The next step, as a specification.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::evaluate::{any_evidence, complete, course, requirement, rule};
use crate::catalog::model::Item;
use crate::readiness::*;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

fn own() -> Vec<(String, Option<Item>)> {
    vec![("it".to_owned(), Some(Item::Lesson("files".to_owned())))]
}

fn step(evidence: &Evidence, standing: Standing, at_work: bool, courses: &[(String, Option<Item>)]) -> Step {
    let rule = rule();
    let evaluation = evaluate(&rule, evidence, now());
    Steps {
        rule: Some((&rule, &evaluation)),
        standing,
        at_work,
        courses,
    }
    .next()
}

fn waiver(requirement: &str) -> Waiver {
    Waiver {
        requirement: requirement.to_owned(),
        until: now() + chrono::Duration::days(9),
        reason: "r".to_owned(),
        by: Uuid::from_u128(9),
    }
}

#[test]
fn what_can_be_done_alone_comes_before_what_needs_a_class() {
    // The final is taken in class and comes first in the rule; the course can be read now.
    let evidence = Evidence {
        courses: vec![course(3)],
        quizzes: Vec::new(),
        ..complete()
    };
    let lesson = Next::Lesson {
        course: "it".into(),
        lesson: "files".into(),
    };
    let Step::Towards { next, .. } = step(&evidence, Standing::Undecided, false, &own()) else {
        panic!("a step towards the rule");
    };
    assert_eq!(next, lesson);
}

#[test]
fn a_waived_course_is_not_the_next_step() {
    let mut rule = rule();
    for requirement in &mut rule.require {
        requirement.waiver = Some(WaiverRule {
            role: crate::identity::Role::Coordinator,
            max_days: 90,
        });
    }
    let evidence = Evidence {
        courses: vec![course(3)],
        checklist: Vec::new(),
        waivers: vec![waiver("course")],
        ..complete()
    };
    let evaluation = evaluate(&rule, &evidence, now());
    let courses = own();
    let steps = Steps {
        rule: Some((&rule, &evaluation)),
        standing: Standing::Undecided,
        at_work: false,
        courses: &courses,
    };
    let Step::Towards { requirement, .. } = steps.next() else {
        panic!("a step towards the rule");
    };
    assert_eq!(requirement, "home");
}

#[test]
fn a_course_of_the_class_comes_before_one_that_the_learner_does_not_have() {
    let courses = vec![("first".to_owned(), Some(Item::Quiz("check".to_owned())))];
    let found = step(&Evidence::default(), Standing::Undecided, false, &courses);
    let quiz = Next::Quiz {
        quiz: "first/check".into(),
        in_class: false,
    };
    assert_eq!(found, Step::Learn { next: quiz });
}

#[test]
fn with_nothing_missing_the_signature_comes_then_work_then_nothing() {
    let all = complete();
    assert_eq!(step(&all, Standing::Undecided, false, &own()), Step::Sign);
    let ready = Standing::Ready { until: None };
    assert_eq!(step(&all, ready, false, &own()), Step::Work);
    assert_eq!(step(&all, ready, true, &[]), Step::AtWork);
}

#[test]
fn without_a_rule_the_courses_lead_to_their_end() {
    let steps = |courses: &[(String, Option<Item>)]| {
        Steps {
            rule: None,
            standing: Standing::Undecided,
            at_work: false,
            courses,
        }
        .next()
    };
    let lesson = Next::Lesson {
        course: "it".into(),
        lesson: "files".into(),
    };
    assert_eq!(steps(&own()), Step::Learn { next: lesson });
    assert_eq!(steps(&[("it".to_owned(), None)]), Step::Finished);
}

#[test]
fn more_classes_than_are_planned_are_out_of_reach() {
    let next = |sessions, left| Next::AttendClass { sessions, left };
    assert!(next(Some(16), Some(2)).is_out_of_reach());
    assert!(next(None, Some(9)).is_out_of_reach());
    assert!(!next(Some(2), Some(2)).is_out_of_reach());
    assert!(!next(Some(16), None).is_out_of_reach());
    // It is no next step while something else is missing that can be reached.
    let mut rule = rule();
    rule.require = vec![
        Requirement {
            min_percent: Some(80),
            ..requirement("attendance", RequirementKind::Attendance)
        },
        Requirement {
            items: vec!["lock".into()],
            evidence: vec![How::Observed],
            ..requirement("home", RequirementKind::Checklist)
        },
    ];
    let evidence = Evidence {
        attendance: Some(crate::classroom::rate(
            &[Some(crate::classroom::Mark::Absent); 4],
            crate::classroom::RateRule::default(),
        )),
        classes_left: Some(2),
        ..Evidence::default()
    };
    let evaluation = evaluate(&rule, &evidence, now());
    let steps = Steps {
        rule: Some((&rule, &evaluation)),
        standing: Standing::Undecided,
        at_work: false,
        courses: &[],
    };
    let Step::Towards { requirement, .. } = steps.next() else {
        panic!("a step towards the rule");
    };
    assert_eq!(requirement, "home");
}

proptest! {
    #[test]
    fn a_step_towards_the_rule_is_towards_something_that_is_missing(evidence in any_evidence(), own in any::<bool>()) {
        let rule = rule();
        let evaluation = evaluate(&rule, &evidence, now());
        let courses = if own { self::own() } else { Vec::new() };
        let steps = Steps {
            rule: Some((&rule, &evaluation)),
            standing: Standing::Undecided,
            at_work: false,
            courses: &courses,
        };
        let missing = |id: &str| evaluation.missing().any(|criterion| criterion.requirement == id);
        match steps.next() {
            Step::Towards { requirement, .. } => prop_assert!(missing(&requirement)),
            Step::Learn { .. } => prop_assert!(missing("course") || missing("final")),
            Step::Sign => prop_assert_eq!(evaluation.recommendation, Recommendation::Ready),
            Step::Work | Step::AtWork | Step::Finished => prop_assert!(false, "nobody signed"),
        }
    }
}
