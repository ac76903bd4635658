//! Readiness: rules, their evaluation over evidence, and the decisions that people sign.
//!
//! The engine only recommends. A named person decides, with a reason where one is owed.

mod decision;
mod evaluate;
mod evaluation;
mod evidence;
mod step;
mod turning_points;

#[cfg(test)]
mod tests;

pub use crate::catalog::model::{
    Excused, HomeLimits, How, MakeUp, NotSameAs, OnChange, Requirement, RequirementKind, Rule, SignOff,
    WaiverRule,
};
pub use decision::{Decision, Refusal, Signer, Standing, Verdict, assessors, check, standing, valid_until};
pub use evaluate::evaluate;
pub use evaluation::{Criterion, Evaluation, ItemStatus, Next, Recommendation, Status, Unit};
pub use evidence::{ChecklistEvidence, CourseEvidence, Evidence, QuizEvidence, Waiver};
pub use step::{Step, Steps};
pub use turning_points::turning_points;
