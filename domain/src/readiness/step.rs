//! The one next step of a learner. Every page that names a next step asks here, so that no two name
//! different ones.

use serde::{Deserialize, Serialize};

use super::{Evaluation, How, Next, Requirement, RequirementKind, Rule, Standing};
use crate::catalog::model::Item;

/// What a learner does next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// Something to do for a criterion of the rule.
    Towards {
        /// The requirement's id.
        requirement: String,
        /// What to do.
        next: Next,
    },
    /// The next item of a course of one's own.
    Learn {
        /// What to do.
        next: Next,
    },
    /// Wait: nothing is missing but the signature.
    Sign,
    /// Look for work: ready by signature.
    Work,
    /// Nothing: at work, and every course is finished.
    AtWork,
    /// Nothing: every course is finished, and there is no rule.
    Finished,
}

/// What the step is chosen from.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'a> {
    /// The rule that the person is looked at under, and what it says; none where there is no rule.
    pub rule: Option<(&'a Rule, &'a Evaluation)>,
    /// What was decided.
    pub standing: Standing,
    /// Whether the person has a job.
    pub at_work: bool,
    /// The courses that the person has, in their order, each with the first item that is not done.
    pub courses: &'a [(String, Option<Item>)],
}

impl Steps<'_> {
    /// The one next step.
    ///
    /// Before the signature: first what the rule asks for and the learner can do alone, in the rule's
    /// order; then what the learner's courses hold, without those that the rule no longer needs because
    /// they are met or waived; then what needs a class. A course that the learner does not have comes
    /// last of all.
    pub fn next(&self) -> Step {
        if self.at_work {
            return self.learn().unwrap_or(Step::AtWork);
        }
        if self.standing.is_ready() {
            return Step::Work;
        }
        let Some((rule, evaluation)) = self.rule else {
            return self.learn().unwrap_or(Step::Finished);
        };
        let missing: Vec<(&Requirement, &Next)> = evaluation
            .missing()
            .filter_map(|criterion| {
                Some((
                    rule.requirement(&criterion.requirement)?,
                    criterion.next.as_ref()?,
                ))
            })
            .collect();
        let towards = |(requirement, next): &(&Requirement, &Next)| Step::Towards {
            requirement: requirement.id.clone(),
            next: (*next).clone(),
        };
        let has = |next: &Next| course_of(next).is_none_or(|course| self.has(course));
        let alone = missing
            .iter()
            .find(|(requirement, next)| is_alone(requirement, next) && has(next));
        let within_reach = missing
            .iter()
            .find(|(_, next)| has(next) && !next.is_out_of_reach());
        alone
            .map(towards)
            .or_else(|| self.learn().filter(|_| !missing.is_empty()))
            .or_else(|| within_reach.or(missing.first()).map(towards))
            .unwrap_or(Step::Sign)
    }

    fn has(&self, course: &str) -> bool {
        self.courses.iter().any(|(id, _)| id == course)
    }

    /// The next item of the first course that is not finished and that the rule still needs, or does not
    /// speak of.
    fn learn(&self) -> Option<Step> {
        self.courses
            .iter()
            .filter(|(course, _)| !self.is_settled(course))
            .find_map(|(course, item)| {
                let next = match item.as_ref()? {
                    Item::Lesson(lesson) => Next::Lesson {
                        course: course.clone(),
                        lesson: lesson.clone(),
                    },
                    Item::Quiz(quiz) => {
                        let quiz = format!("{course}/{quiz}");
                        Next::Quiz {
                            in_class: self.counts_in_class_only(&quiz),
                            quiz,
                        }
                    }
                };
                Some(Step::Learn { next })
            })
    }

    fn counts_in_class_only(&self, quiz: &str) -> bool {
        self.rule.is_some_and(|(rule, _)| {
            let asked = |it: &Requirement| it.kind == RequirementKind::Quiz && it.in_class;
            rule.require
                .iter()
                .any(|it| asked(it) && it.refers_to.as_deref() == Some(quiz))
        })
    }

    /// Whether the rule speaks of the course and misses nothing of it.
    fn is_settled(&self, course: &str) -> bool {
        let Some((rule, evaluation)) = self.rule else {
            return false;
        };
        let about: Vec<&str> = rule
            .require
            .iter()
            .filter(|requirement| is_about(requirement, course))
            .map(|requirement| requirement.id.as_str())
            .collect();
        let missing = evaluation
            .missing()
            .any(|criterion| about.contains(&criterion.requirement.as_str()));
        !about.is_empty() && !missing
    }
}

/// Whether a requirement asks for a course or for a quiz of it.
fn is_about(requirement: &Requirement, course: &str) -> bool {
    let refers_to = requirement.refers_to.as_deref().unwrap_or_default();
    match requirement.kind {
        RequirementKind::Course => refers_to == course,
        RequirementKind::Quiz => refers_to.split_once('/').is_some_and(|(of, _)| of == course),
        RequirementKind::Attendance
        | RequirementKind::Checklist
        | RequirementKind::Competence
        | RequirementKind::Rubric => false,
    }
}

fn course_of(next: &Next) -> Option<&str> {
    match next {
        Next::Lesson { course, .. } | Next::Course { course } => Some(course),
        Next::Quiz { quiz, .. } => quiz.split_once('/').map(|(course, _)| course),
        Next::AttendClass { .. } | Next::Checklist { .. } => None,
    }
}

/// Whether a learner can take the step without anybody else.
fn is_alone(requirement: &Requirement, next: &Next) -> bool {
    match next {
        Next::Lesson { .. } | Next::Course { .. } => true,
        Next::Quiz { in_class, .. } => !in_class,
        Next::AttendClass { .. } => false,
        Next::Checklist { .. } => requirement.takes(How::SelfReported),
    }
}
