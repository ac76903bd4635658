//! Who may read what of whom: role × relation × field, in one table. Every service that hands out something
//! about a person asks it; `docs/rights.md` shows the same table to people, and a test holds the two together.

use super::Role;

crate::coded_enum! {
    /// What is known about a person.
    pub enum Field {
        /// Name, sign-in name, roles and cohorts.
        Account = "account",
        /// Attendance marks and rates.
        Attendance = "attendance",
        /// Why somebody was away: an illness, a family matter.
        AbsenceReason = "absence-reason",
        /// Lessons read, tries at tests and their points.
        Progress = "progress",
        /// What was handed in: answers to tests, essays, files.
        HandedIn = "handed-in",
        /// Which criteria are met, with their evidence and checks.
        Readiness = "readiness",
        /// The list of everybody with what is missing.
        ReadinessBoard = "readiness-board",
        /// Why somebody was or was not found ready, and the objections to it.
        DecisionReason = "decision-reason",
        /// Why a requirement was let pass.
        WaiverReason = "waiver-reason",
        /// Wishes for work, consents, what was sent to companies.
        Matching = "matching",
    }
}

/// How the person who reads stands to the person read about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same person.
    Own,
    /// The person learns, or learned, in a cohort that the reader teaches; or was never in a cohort, and so
    /// is every instructor's.
    Taught,
    /// Neither.
    Other,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Relation; 3] = [Relation::Own, Relation::Taught, Relation::Other];
}

/// A row of the table: who reads a field.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The field.
    pub field: Field,
    /// The person herself or himself.
    pub own: bool,
    /// Instructors, of those whom they teach.
    pub teachers: bool,
    /// Instructors, of everybody else.
    pub instructors: bool,
    /// Coordinators, of everybody.
    pub coordinators: bool,
    /// Administrators, of everybody.
    pub administrators: bool,
    /// Whether the audit trail notes each reading by somebody else.
    pub noted: bool,
}

const fn rule(field: Field, who: [bool; 5], noted: bool) -> Rule {
    let [own, teachers, instructors, coordinators, administrators] = who;
    Rule {
        field,
        own,
        teachers,
        instructors,
        coordinators,
        administrators,
        noted,
    }
}

/// The table. Columns: own, teachers, other instructors, coordinators, administrators.
pub const RULES: [Rule; 10] = [
    rule(Field::Account, [true, true, true, true, true], false),
    // Whoever stands in for a colleague takes the roll.
    rule(Field::Attendance, [true, true, true, true, true], false),
    rule(Field::AbsenceReason, [true, true, false, true, false], true),
    rule(Field::Progress, [true, true, false, true, true], true),
    rule(Field::HandedIn, [true, true, false, false, true], true),
    rule(Field::Readiness, [true, true, false, true, true], true),
    rule(Field::ReadinessBoard, [false, false, false, true, true], true),
    rule(Field::DecisionReason, [true, false, false, true, true], true),
    rule(Field::WaiverReason, [true, false, false, true, true], true),
    rule(Field::Matching, [true, false, false, true, true], true),
];

/// The row of a field.
pub fn rule_of(field: Field) -> Rule {
    RULES
        .into_iter()
        .find(|rule| rule.field == field)
        .unwrap_or(rule(field, [false; 5], true))
}

/// Whether somebody with these roles, who stands so to a person, may read a field of that person.
pub fn may_read(roles: &[Role], relation: Relation, field: Field) -> bool {
    let rule = rule_of(field);
    let by_role = roles.iter().any(|role| match role {
        Role::Learner => false,
        Role::Instructor => match relation {
            Relation::Taught => rule.teachers,
            Relation::Own | Relation::Other => rule.instructors,
        },
        Role::Coordinator => rule.coordinators,
        Role::Administrator => rule.administrators,
    });
    by_role || (relation == Relation::Own && rule.own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_one_row() {
        for field in Field::ALL {
            assert_eq!(
                RULES.iter().filter(|rule| rule.field == field).count(),
                1,
                "{field:?}"
            );
        }
    }

    #[test]
    fn people_are_told_the_same_table() {
        let told = include_str!("../../../docs/rights.md");
        for rule in RULES {
            let row = told
                .lines()
                .find(|line| line.starts_with(&format!("| `{}` |", rule.field.code())))
                .unwrap_or_else(|| panic!("docs/rights.md has no row for {:?}", rule.field));
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let who = [
                rule.own,
                rule.teachers,
                rule.instructors,
                rule.coordinators,
                rule.administrators,
                rule.noted,
            ];
            // The code and what it is stand before them.
            let cells = &cells[3..9];
            let said: Vec<bool> = cells.iter().map(|cell| *cell == "yes").collect();
            assert_eq!(said, who, "{row}");
        }
    }

    #[test]
    fn learners_read_about_themselves_only() {
        for field in Field::ALL {
            for relation in [Relation::Taught, Relation::Other] {
                assert!(!may_read(&[Role::Learner], relation, field), "{field:?}");
            }
        }
    }

    #[test]
    fn another_role_or_a_closer_relation_never_takes_away() {
        for field in Field::ALL {
            for role in Role::ALL {
                for more in Role::ALL {
                    for relation in Relation::ALL {
                        assert!(
                            !may_read(&[role], relation, field) || may_read(&[role, more], relation, field)
                        );
                    }
                }
                assert!(
                    !may_read(&[role], Relation::Other, field) || may_read(&[role], Relation::Taught, field)
                );
            }
        }
    }
}
