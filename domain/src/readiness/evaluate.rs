//! Evaluation: a rule over evidence at a moment. The same three give the same result, always.

use chrono::{DateTime, Duration, Utc};

use super::{
    ChecklistEvidence, Criterion, Evaluation, Evidence, Excused, ItemStatus, MakeUp, Next, QuizEvidence,
    Recommendation, Requirement, RequirementKind, Rule, Status, Unit,
};
use crate::{
    classroom::{Rate, RateRule},
    shown,
};

/// Evaluates `rule` over `evidence` at `now`.
pub fn evaluate(rule: &Rule, evidence: &Evidence, now: DateTime<Utc>) -> Evaluation {
    let criteria: Vec<Criterion> = rule
        .require
        .iter()
        .map(|requirement| {
            let criterion = match requirement.kind {
                RequirementKind::Quiz => quiz(requirement, evidence, now),
                RequirementKind::Course => course(requirement, evidence, now),
                RequirementKind::Attendance => attendance(requirement, evidence),
                RequirementKind::Checklist | RequirementKind::Competence | RequirementKind::Rubric => {
                    checklist(requirement, evidence, now)
                }
            };
            waive(criterion, requirement, evidence, now)
        })
        .collect();
    let missing = criteria
        .iter()
        .filter(|criterion| !criterion.status.is_fine())
        .count();
    let recommendation = match missing {
        0 => Recommendation::Ready,
        1 => Recommendation::Almost { missing },
        2.. => Recommendation::NotYet { missing },
    };
    Evaluation {
        criteria,
        recommendation,
    }
}

fn criterion(requirement: &Requirement, need: f64, unit: Unit) -> Criterion {
    Criterion {
        requirement: requirement.id.clone(),
        kind: requirement.kind,
        status: Status::NoData,
        have: None,
        need,
        unit,
        date: None,
        expires_at: None,
        attempt: None,
        waiver: None,
        items: Vec::new(),
        next: None,
    }
}

/// When evidence of this date gets too old.
pub(super) fn expiry(requirement: &Requirement, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    requirement
        .valid_days
        .and_then(|days| at.checked_add_signed(Duration::days(i64::from(days))))
}

fn too_old(requirement: &Requirement, at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    expiry(requirement, at).is_some_and(|expires| now >= expires)
}

/// The attempt that shows most: enough before not enough, fresh before old, taken where it must be,
/// then the better, then the newer. The id settles the rest.
fn quiz(requirement: &Requirement, evidence: &Evidence, now: DateTime<Utc>) -> Criterion {
    let need = f64::from(requirement.needed_percent());
    let mut result = criterion(requirement, need, Unit::Percent);
    let refers_to = requirement.refers_to.as_deref().unwrap_or_default();
    let counts = |attempt: &QuizEvidence| attempt.in_class || !requirement.in_class;
    let status = |attempt: &QuizEvidence| {
        if !counts(attempt) || !shown::reaches(attempt.percent, need) {
            Status::NotMet
        } else if too_old(requirement, attempt.at, now) {
            Status::Expired
        } else {
            Status::Met
        }
    };
    let best = evidence
        .quizzes
        .iter()
        .filter(|attempt| attempt.refers_to == refers_to)
        .max_by(|a, b| {
            (status(a), counts(a))
                .cmp(&(status(b), counts(b)))
                .then(a.percent.total_cmp(&b.percent))
                .then(a.at.cmp(&b.at))
                .then(a.attempt.cmp(&b.attempt))
        });
    if let Some(best) = best {
        result.status = status(best);
        result.have = Some(best.percent);
        result.date = Some(best.at);
        result.expires_at = expiry(requirement, best.at);
        result.attempt = Some(best.attempt);
    }
    if !result.status.is_fine() {
        let again = Next::Quiz {
            quiz: refers_to.to_owned(),
            in_class: requirement.in_class,
        };
        // Somebody who has not tried yet first reads what comes before.
        let course = refers_to.split_once('/').map(|(course, _)| course);
        let lesson = course
            .filter(|_| best.is_none())
            .and_then(|course| next_lesson(evidence, course));
        result.next = Some(lesson.unwrap_or(again));
    }
    result
}

fn next_lesson(evidence: &Evidence, course: &str) -> Option<Next> {
    let progress = evidence
        .courses
        .iter()
        .find(|progress| progress.course == course)?;
    let lesson = progress.next_lesson.clone()?;
    Some(Next::Lesson {
        course: course.to_owned(),
        lesson,
    })
}

fn course(requirement: &Requirement, evidence: &Evidence, now: DateTime<Utc>) -> Criterion {
    let percent = f64::from(requirement.needed_percent());
    let course = requirement.refers_to.as_deref().unwrap_or_default();
    let progress = evidence
        .courses
        .iter()
        .find(|progress| progress.course == course && progress.total > 0);
    let mut result = criterion(requirement, percent, Unit::Percent);
    if let Some(progress) = progress {
        let need = (f64::from(progress.total) * percent / 100.0 - 1e-9).ceil();
        result.unit = Unit::Lessons;
        result.need = need;
        result.have = Some(f64::from(progress.done));
        result.date = progress.finished_at;
        result.expires_at = progress.finished_at.and_then(|at| expiry(requirement, at));
        result.status = if f64::from(progress.done) < need {
            Status::NotMet
        } else if progress
            .finished_at
            .is_some_and(|at| too_old(requirement, at, now))
        {
            Status::Expired
        } else {
            Status::Met
        };
    }
    if !result.status.is_fine() {
        let open = Next::Course {
            course: course.to_owned(),
        };
        result.next = Some(next_lesson(evidence, course).unwrap_or(open));
    }
    result
}

fn attendance(requirement: &Requirement, evidence: &Evidence) -> Criterion {
    let need = f64::from(requirement.needed_percent());
    let mut result = criterion(requirement, need, Unit::Percent);
    let rate = evidence.attendance.map(|rate| match requirement.excused {
        Some(Excused::Exclude) => rate.under(RateRule {
            exclude_excused: true,
            ..rate.rule
        }),
        Some(Excused::Count) => rate.under(RateRule {
            exclude_excused: false,
            ..rate.rule
        }),
        None => rate,
    });
    let rate = match requirement.make_up {
        Some(MakeUp::Count) => rate.map(Rate::with_make_ups),
        Some(MakeUp::Exclude) | None => rate,
    };
    result.have = rate.and_then(|rate| rate.percent);
    if let Some(have) = result.have {
        result.status = if shown::reaches(have, need) {
            Status::Met
        } else {
            Status::NotMet
        };
    }
    if !result.status.is_fine() {
        let sessions = rate.map_or(Some(1), |rate| rate.sessions_to_reach(need));
        result.next = Some(Next::AttendClass {
            sessions,
            left: evidence.classes_left,
        });
    }
    result
}

fn checklist(requirement: &Requirement, evidence: &Evidence, now: DateTime<Utc>) -> Criterion {
    let items: Vec<ItemStatus> = requirement
        .observed_items()
        .into_iter()
        .map(|item| {
            let latest = evidence
                .checklist
                .iter()
                .filter(|check| check.requirement == requirement.id && check.item == item)
                .filter(|check| requirement.takes(check.how))
                .max_by_key(|check| (check.at, check.ok, check.by));
            item_status(requirement, item, latest, now)
        })
        .collect();
    let met = items.iter().filter(|item| item.status == Status::Met).count();
    let mut result = criterion(requirement, items.len() as f64, Unit::Items);
    let any = |status| items.iter().any(|item| item.status == status);
    let known = items.iter().any(|item| item.status != Status::NoData);
    result.status = if !known {
        Status::NoData
    } else if any(Status::NotMet) || any(Status::NoData) {
        Status::NotMet
    } else if any(Status::Expired) {
        Status::Expired
    } else {
        Status::Met
    };
    result.have = known.then_some(met as f64);
    result.date = items.iter().filter_map(|item| item.at).max();
    // The list is as fresh as its oldest item.
    result.expires_at = items
        .iter()
        .filter_map(|item| item.at)
        .min()
        .and_then(|at| expiry(requirement, at));
    result.next = items
        .iter()
        .find(|item| item.status != Status::Met)
        .map(|item| Next::Checklist {
            item: item.item.clone(),
        });
    result.items = items;
    result
}

fn item_status(
    requirement: &Requirement,
    item: &str,
    latest: Option<&ChecklistEvidence>,
    now: DateTime<Utc>,
) -> ItemStatus {
    let status = match latest {
        None => Status::NoData,
        Some(check) if !check.ok => Status::NotMet,
        Some(check) if too_old(requirement, check.at, now) => Status::Expired,
        Some(_) => Status::Met,
    };
    ItemStatus {
        item: item.to_owned(),
        status,
        how: latest.map(|check| check.how),
        at: latest.map(|check| check.at),
        by: latest.map(|check| check.by),
    }
}

/// A waiver helps only what the rule lets be waived, while it runs, and only where something is
/// missing.
fn waive(
    mut result: Criterion,
    requirement: &Requirement,
    evidence: &Evidence,
    now: DateTime<Utc>,
) -> Criterion {
    if result.status != Status::Met && requirement.waiver.is_some() {
        let waiver = evidence
            .waivers
            .iter()
            .filter(|waiver| waiver.requirement == requirement.id && now < waiver.until)
            .max_by_key(|waiver| (waiver.until, waiver.by));
        if let Some(waiver) = waiver {
            result.status = Status::Waived;
            result.waiver = Some(waiver.clone());
        }
    }
    result
}
