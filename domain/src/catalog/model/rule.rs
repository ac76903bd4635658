//! The rule file: what a person must show to be ready for a kind of work.
//!
//! Types only; the parser reads the TOML and says where it is wrong, the room `readiness` evaluates it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Text;
use crate::identity::Role;

/// One rule file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The rule's id, the file's stem.
    pub id: String,
    /// What the person is ready for.
    pub title: Text,
    /// What a new version of the rule does to those signed ready.
    #[serde(default)]
    pub on_change: OnChange,
    /// Who signs, and for how long.
    pub sign_off: SignOff,
    /// What must be shown, in the order it is displayed.
    #[serde(default)]
    pub require: Vec<Requirement>,
}

impl Rule {
    /// The requirement of an id.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.require.iter().find(|requirement| requirement.id == id)
    }
}

/// What a new version of a rule does to those signed ready under the old one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnChange {
    /// A coordinator looks again.
    #[default]
    Recheck,
    /// Those signed stay signed.
    Keep,
}

/// Who may sign, and how long a signature holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// The role that signs.
    pub role: Role,
    /// Days until a "ready" expires; none: it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u32>,
    /// Who must not be the one that signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_same_as: Option<NotSameAs>,
}

/// Someone the signer must not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NotSameAs {
    /// A person who observed one of the rule's items.
    Assessor,
}

/// One thing that must be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Its id within the rule; evidence, waivers and pages name it.
    pub id: String,
    /// What to call it; none: the title of what it refers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// What kind of evidence it asks for.
    pub kind: RequirementKind,
    /// `course/quiz` for a quiz, the course's id for a course, a tag for a competence.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub refers_to: Option<String>,
    /// Percent 0–100 to reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_percent: Option<u32>,
    /// Whether the test must have been taken in class.
    #[serde(default)]
    pub in_class: bool,
    /// Days until the evidence is too old; none: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u32>,
    /// How excused sessions count; none: as the cohort counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excused: Option<Excused>,
    /// How make-up sessions count; none: not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub make_up: Option<MakeUp>,
    /// The checklist's items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// What to call the items; an item without a title shows its id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub item_titles: BTreeMap<String, Text>,
    /// Which kinds of evidence are taken for the items; empty: every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<How>,
    /// Who may let it pass for a time; none: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<WaiverRule>,
    /// What is measured at home must reach this for the items of a checklist; none: what is usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<HomeLimits>,
}

/// What a device and its line at home must reach for a kind of work; none: what is usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HomeLimits {
    /// Megabits a second towards the person, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub down: Option<u32>,
    /// Megabits a second from the person, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up: Option<u32>,
    /// Milliseconds until an answer begins, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency: Option<u32>,
    /// Milliseconds by which one answer differs from the next, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jitter: Option<u32>,
    /// Percent of short requests that get lost, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<u32>,
    /// Points across the screen, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen_width: Option<u32>,
    /// Points down the screen, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen_height: Option<u32>,
}

impl Requirement {
    /// The percentage to reach: as written, else 100.
    pub fn needed_percent(&self) -> u32 {
        self.min_percent.unwrap_or(100).min(100)
    }

    /// The items a person checks: those of a checklist; for a competence or a rubric the one thing
    /// that somebody observes; for the other kinds none.
    pub fn observed_items(&self) -> Vec<&str> {
        match self.kind {
            RequirementKind::Checklist => self.items.iter().map(String::as_str).collect(),
            RequirementKind::Competence | RequirementKind::Rubric => {
                vec![self.refers_to.as_deref().unwrap_or(&self.id)]
            }
            RequirementKind::Quiz | RequirementKind::Course | RequirementKind::Attendance => Vec::new(),
        }
    }

    /// Whether evidence of this kind is taken. A competence or rubric is for a person to observe,
    /// unless the rule says otherwise.
    pub fn takes(&self, how: How) -> bool {
        match self.kind {
            RequirementKind::Competence | RequirementKind::Rubric if self.evidence.is_empty() => {
                how == How::Observed
            }
            RequirementKind::Checklist
            | RequirementKind::Competence
            | RequirementKind::Rubric
            | RequirementKind::Quiz
            | RequirementKind::Course
            | RequirementKind::Attendance => self.evidence.is_empty() || self.evidence.contains(&how),
        }
    }
}

/// What kind of evidence a requirement asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RequirementKind {
    /// A test passed with enough percent.
    Quiz,
    /// A course finished.
    Course,
    /// Enough of the class sessions attended.
    Attendance,
    /// A list of things seen to be in order.
    Checklist,
    /// A competence that somebody observed.
    Competence,
    /// A piece of work that somebody judged.
    Rubric,
}

crate::coded_enum! {
    /// How an item is known to be in order.
    pub enum How {
        /// Somebody of the classroom saw it.
        Observed = "observed",
        /// A file shows it.
        File = "file",
        /// The person says so.
        SelfReported = "self",
    }
}

/// How excused sessions count towards attendance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Excused {
    /// They are left out.
    Exclude,
    /// They count as missed.
    Count,
}

/// How make-up sessions count towards attendance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MakeUp {
    /// They are left out, as when the rule says nothing.
    Exclude,
    /// A session that was made up counts as attended.
    Count,
}

/// Who may let a requirement pass for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaiverRule {
    /// The role that may.
    pub role: Role,
    /// For how many days at most.
    pub max_days: u32,
}

#[cfg(all(test, feature = "parser"))]
mod tests {
    use super::*;

    const SOURCE: &str = include_str!("../../../../courses/readiness/office-telework.toml");

    #[test]
    fn the_rule_that_comes_with_the_courses_is_read_and_every_item_has_a_title() {
        let rule: Rule = toml::from_str(SOURCE).unwrap();
        assert_eq!(
            (rule.id.as_str(), rule.sign_off.role),
            ("office-telework", Role::Coordinator)
        );
        for requirement in &rule.require {
            assert!(
                requirement
                    .items
                    .iter()
                    .all(|item| requirement.item_titles.contains_key(item))
            );
        }
    }

    #[test]
    fn a_key_that_does_not_exist_is_refused() {
        let misspelt = SOURCE.replace("min_percent", "min_percnt");
        let error = toml::from_str::<Rule>(&misspelt).unwrap_err().to_string();
        assert!(error.contains("min_percnt"), "{error}");
    }
}
