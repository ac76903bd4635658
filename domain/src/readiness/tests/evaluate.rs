//! Evaluation, as a specification.

use crate::Text;
use crate::classroom::{Held, Mark, RateRule, rate, rate_of};
use crate::identity::Role;
use crate::readiness::*;
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

const DAY: i64 = 86_400;

fn day(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + day * DAY, 0).unwrap()
}

pub(super) fn requirement(id: &str, kind: RequirementKind) -> Requirement {
    Requirement {
        id: id.into(),
        title: None,
        kind,
        refers_to: None,
        min_percent: None,
        in_class: false,
        valid_days: None,
        excused: None,
        make_up: None,
        items: Vec::new(),
        item_titles: Default::default(),
        evidence: Vec::new(),
        waiver: None,
        limits: None,
    }
}

pub(super) fn rule() -> Rule {
    let waiver = Some(WaiverRule {
        role: Role::Coordinator,
        max_days: 90,
    });
    Rule {
        id: "office-telework".into(),
        title: Text::default(),
        on_change: OnChange::Recheck,
        sign_off: SignOff {
            role: Role::Coordinator,
            valid_days: Some(180),
            not_same_as: Some(NotSameAs::Assessor),
        },
        require: vec![
            Requirement {
                refers_to: Some("it/final".into()),
                min_percent: Some(85),
                in_class: true,
                valid_days: Some(730),
                ..requirement("final", RequirementKind::Quiz)
            },
            Requirement {
                min_percent: Some(80),
                excused: Some(Excused::Exclude),
                waiver,
                ..requirement("attendance", RequirementKind::Attendance)
            },
            Requirement {
                items: vec!["lock".into(), "line".into()],
                evidence: vec![How::Observed, How::File],
                valid_days: Some(180),
                ..requirement("home", RequirementKind::Checklist)
            },
            Requirement {
                refers_to: Some("it".into()),
                ..requirement("course", RequirementKind::Course)
            },
        ],
    }
}

fn attempt(percent: f64, at: i64, in_class: bool) -> QuizEvidence {
    let attempt = Uuid::from_u128(at.unsigned_abs().into());
    QuizEvidence {
        refers_to: "it/final".into(),
        percent,
        at: day(at),
        in_class,
        attempt,
        number: 1,
    }
}

fn check(item: &str, ok: bool, how: How, at: i64) -> ChecklistEvidence {
    let by = Uuid::from_u128(9);
    ChecklistEvidence {
        requirement: "home".into(),
        item: item.into(),
        ok,
        how,
        at: day(at),
        by,
    }
}

pub(super) fn course(done: u32) -> CourseEvidence {
    let finished_at = (done == 8).then(|| day(0));
    let next_lesson = (done < 8).then(|| "files".to_owned());
    CourseEvidence {
        course: "it".into(),
        done,
        total: 8,
        finished_at,
        next_lesson,
    }
}

pub(super) fn complete() -> Evidence {
    Evidence {
        classes_left: None,
        quizzes: vec![attempt(90.0, 0, true)],
        courses: vec![course(8)],
        attendance: Some(rate(&[Some(Mark::Present); 5], RateRule::default())),
        checklist: vec![
            check("lock", true, How::Observed, 0),
            check("line", true, How::File, 5),
        ],
        waivers: Vec::new(),
    }
}

fn of(evidence: &Evidence, id: &str, now: i64) -> Criterion {
    let all = evaluate(&rule(), evidence, day(now)).criteria;
    all.into_iter()
        .find(|criterion| criterion.requirement == id)
        .unwrap()
}

#[test]
fn without_evidence_every_criterion_has_no_data_and_a_next_step() {
    let evaluation = evaluate(&rule(), &Evidence::default(), day(0));
    assert!(
        evaluation
            .criteria
            .iter()
            .all(|c| c.status == Status::NoData && c.next.is_some())
    );
    assert_eq!(evaluation.recommendation, Recommendation::NotYet { missing: 4 });
}

#[test]
fn complete_evidence_is_ready_and_one_gap_is_almost() {
    assert_eq!(
        evaluate(&rule(), &complete(), day(10)).recommendation,
        Recommendation::Ready
    );
    let mut evidence = complete();
    evidence.checklist.pop();
    let evaluation = evaluate(&rule(), &evidence, day(10));
    assert_eq!(evaluation.recommendation, Recommendation::Almost { missing: 1 });
    let home = of(&evidence, "home", 10);
    assert_eq!((home.have, home.need, home.unit), (Some(1.0), 2.0, Unit::Items));
    assert_eq!(home.next, Some(Next::Checklist { item: "line".into() }));
}

#[test]
fn a_test_at_home_does_not_count_where_it_must_be_in_class() {
    let evidence = Evidence {
        quizzes: vec![attempt(100.0, 0, false)],
        ..Evidence::default()
    };
    let criterion = of(&evidence, "final", 1);
    assert_eq!(criterion.status, Status::NotMet);
    assert_eq!(
        criterion.next,
        Some(Next::Quiz {
            quiz: "it/final".into(),
            in_class: true
        })
    );
}

#[test]
fn the_best_attempt_holds_until_it_is_too_old() {
    let quizzes = vec![attempt(90.0, 0, true), attempt(40.0, 5, true)];
    let evidence = Evidence {
        quizzes,
        ..Evidence::default()
    };
    assert_eq!(of(&evidence, "final", 729).status, Status::Met);
    assert_eq!(of(&evidence, "final", 730).status, Status::Expired);
    assert_eq!(of(&evidence, "final", 730).have, Some(90.0));
}

#[test]
fn of_attempts_that_are_not_enough_the_best_is_shown() {
    let quizzes = vec![
        attempt(70.0, 0, true),
        attempt(40.0, 5, true),
        attempt(99.0, 6, false),
    ];
    let evidence = Evidence {
        quizzes,
        ..Evidence::default()
    };
    assert_eq!(of(&evidence, "final", 7).have, Some(70.0));
}

#[test]
fn before_the_first_try_comes_the_lesson() {
    let evidence = Evidence {
        courses: vec![course(3)],
        ..Evidence::default()
    };
    let lesson = Next::Lesson {
        course: "it".into(),
        lesson: "files".into(),
    };
    assert_eq!(of(&evidence, "final", 0).next, Some(lesson.clone()));
    let criterion = of(&evidence, "course", 0);
    assert_eq!(
        (criterion.have, criterion.need, criterion.next),
        (Some(3.0), 8.0, Some(lesson))
    );
}

#[test]
fn attendance_counts_by_the_rules_own_way_and_says_how_many_classes_are_missing() {
    let cohort = RateRule {
        exclude_excused: false,
        late_weight: 0.5,
    };
    let marks = [Some(Mark::Present), Some(Mark::Excused)];
    let evidence = Evidence {
        attendance: Some(rate(&marks, cohort)),
        ..Evidence::default()
    };
    assert_eq!(of(&evidence, "attendance", 0).status, Status::Met);
    let marks = [Some(Mark::Present), Some(Mark::Absent)];
    let evidence = Evidence {
        attendance: Some(rate(&marks, cohort)),
        ..Evidence::default()
    };
    assert_eq!(
        of(&evidence, "attendance", 0).next,
        Some(Next::AttendClass {
            sessions: Some(3),
            left: None
        })
    );
}

#[test]
fn make_ups_count_only_where_the_rule_says_so() {
    let absent = Held {
        mark: Some(Mark::Absent),
        made_up: true,
    };
    let evidence = Evidence {
        attendance: Some(rate_of(&[absent], RateRule::default())),
        ..Evidence::default()
    };
    let status = |make_up| {
        let mut rule = rule();
        rule.require.retain(|requirement| requirement.id == "attendance");
        for requirement in &mut rule.require {
            requirement.make_up = make_up;
        }
        evaluate(&rule, &evidence, day(0)).criteria[0].have
    };
    assert_eq!(status(None), Some(0.0));
    assert_eq!(status(Some(MakeUp::Exclude)), Some(0.0));
    assert_eq!(status(Some(MakeUp::Count)), Some(100.0));
}

#[test]
fn the_newest_check_of_an_item_holds_and_other_kinds_of_evidence_do_not_count() {
    let mut evidence = complete();
    evidence
        .checklist
        .push(check("lock", false, How::SelfReported, 8));
    assert_eq!(of(&evidence, "home", 10).status, Status::Met);
    evidence.checklist.push(check("lock", false, How::Observed, 9));
    assert_eq!(of(&evidence, "home", 10).status, Status::NotMet);
}

#[test]
fn a_checklist_is_as_fresh_as_its_oldest_item() {
    let home = of(&complete(), "home", 10);
    assert_eq!(home.expires_at, Some(day(180)));
    assert_eq!(of(&complete(), "home", 180).status, Status::Expired);
}

#[test]
fn a_waiver_helps_while_it_runs_and_only_where_the_rule_allows_one() {
    let waiver = |id: &str| Waiver {
        requirement: id.into(),
        until: day(30),
        reason: "入院".into(),
        by: Uuid::from_u128(1),
    };
    let evidence = Evidence {
        waivers: vec![waiver("attendance"), waiver("home")],
        ..Evidence::default()
    };
    assert_eq!(of(&evidence, "attendance", 29).status, Status::Waived);
    assert_eq!(of(&evidence, "attendance", 30).status, Status::NoData);
    assert_eq!(of(&evidence, "home", 29).status, Status::NoData);
}

#[test]
fn a_competence_is_met_when_somebody_observes_it() {
    let require = vec![Requirement {
        refers_to: Some("digcomp:1.1".into()),
        ..requirement("home", RequirementKind::Competence)
    }];
    let rule = Rule { require, ..rule() };
    let with = |how| {
        let checklist = vec![check("digcomp:1.1", true, how, 0)];
        evaluate(
            &rule,
            &Evidence {
                checklist,
                ..Evidence::default()
            },
            day(1),
        )
        .recommendation
    };
    assert_eq!(with(How::Observed), Recommendation::Ready);
    assert_eq!(with(How::SelfReported), Recommendation::Almost { missing: 1 });
}

pub(super) fn any_evidence() -> impl Strategy<Value = Evidence> {
    let attempts = prop::collection::vec((0u32..=100, 0i64..900, any::<bool>()), 0..5);
    let how = || prop::sample::select(How::ALL.to_vec());
    let checks = prop::collection::vec((prop::bool::ANY, any::<bool>(), how(), 0i64..900), 0..6);
    let marks = prop::collection::vec(prop::option::of(prop::sample::select(Mark::ALL.to_vec())), 0..8);
    (attempts, checks, marks, prop::option::of(0u32..=8)).prop_map(|(attempts, checks, marks, done)| {
        Evidence {
            classes_left: None,
            quizzes: attempts
                .into_iter()
                .map(|(p, at, in_class)| attempt(f64::from(p), at, in_class))
                .collect(),
            courses: done.map(course).into_iter().collect(),
            attendance: Some(rate(&marks, RateRule::default())),
            checklist: checks
                .into_iter()
                .map(|(lock, ok, how, at)| check(if lock { "lock" } else { "line" }, ok, how, at))
                .collect(),
            waivers: Vec::new(),
        }
    })
}

fn statuses(evaluation: &Evaluation) -> Vec<Status> {
    evaluation
        .criteria
        .iter()
        .map(|criterion| criterion.status)
        .collect()
}

proptest! {
    #[test]
    fn the_same_evidence_in_any_order_gives_the_same_result(evidence in any_evidence(), now in 0i64..1000) {
        let mut other = evidence.clone();
        other.quizzes.reverse();
        other.courses.reverse();
        let before = evaluate(&rule(), &evidence, day(now));
        prop_assert_eq!(&before, &evaluate(&rule(), &evidence, day(now)));
        let after = evaluate(&rule(), &other, day(now));
        prop_assert_eq!(statuses(&before), statuses(&after));
        prop_assert_eq!(before.recommendation, after.recommendation);
    }

    #[test]
    fn more_good_evidence_never_lowers_anything(
        evidence in any_evidence(), now in 0i64..1000,
        (percent, at, in_class, lock) in (0u32..=100, 0i64..900, any::<bool>(), any::<bool>()),
    ) {
        let before = evaluate(&rule(), &evidence, day(now));
        let mut more = evidence;
        more.quizzes.push(attempt(f64::from(percent), at, in_class));
        more.checklist.push(check(if lock { "lock" } else { "line" }, true, How::Observed, at));
        more.waivers.push(Waiver {
            requirement: "attendance".into(), until: day(at), reason: "r".into(), by: Uuid::nil(),
        });
        let after = evaluate(&rule(), &more, day(now));
        prop_assert!(statuses(&before).iter().zip(statuses(&after)).all(|(b, a)| a >= *b), "{before:?} {after:?}");
        prop_assert!(after.missing().count() <= before.missing().count());
    }

    #[test]
    fn ready_means_that_every_criterion_is_fine(evidence in any_evidence(), now in 0i64..1000) {
        let evaluation = evaluate(&rule(), &evidence, day(now));
        let missing = evaluation.missing().count();
        let expected = match missing {
            0 => Recommendation::Ready,
            1 => Recommendation::Almost { missing },
            _ => Recommendation::NotYet { missing },
        };
        prop_assert_eq!(evaluation.recommendation, expected);
        prop_assert!(evaluation.criteria.iter().all(|c| (c.status == Status::Met) == c.next.is_none()));
    }
}
