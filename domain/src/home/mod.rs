//! What is to be done today: what kinds there are, whose they are, and in which order they come.

use chrono::{Days, NaiveDate};

use crate::identity::Role;

crate::coded_enum! {
    /// A kind of thing that waits for somebody.
    pub enum TodoKind {
        /// An incident that is open.
        Incident = "incident",
        /// A learner's question.
        Help = "help",
        /// A company wants somebody, or to talk.
        Answer = "answer",
        /// An objection to a decision.
        Appeal = "appeal",
        /// Somebody who does not know yet how the registration for a session stands.
        Call = "call",
        /// An enquiry from the public page.
        Enquiry = "enquiry",
        /// A consent that a second person has to confirm.
        Consent = "consent",
        /// Answers that a person has to grade.
        Grading = "grading",
        /// Somebody at work, to be asked how it goes.
        FollowUp = "follow-up",
        /// A request about the data that is held.
        DataRequest = "data-request",
        /// A kit that should be back.
        Kit = "kit",
        /// Somebody who did not come to a session.
        CallBack = "call-back",
        /// Somebody who does not pass a test.
        Stuck = "stuck",
        /// A signature that ends.
        Signature = "signature",
        /// A consent that ends.
        ConsentEnds = "consent-ends",
        /// An opening that closes.
        Opening = "opening",
    }
}

impl TodoKind {
    /// Whose it is.
    pub fn roles(self) -> &'static [Role] {
        match self {
            TodoKind::Help | TodoKind::Consent | TodoKind::Kit | TodoKind::Stuck => &Role::STAFF,
            TodoKind::Grading => &Role::TEACHING,
            TodoKind::Incident
            | TodoKind::Answer
            | TodoKind::Appeal
            | TodoKind::Call
            | TodoKind::Enquiry
            | TodoKind::FollowUp
            | TodoKind::DataRequest
            | TodoKind::CallBack
            | TodoKind::Signature
            | TodoKind::ConsentEnds
            | TodoKind::Opening => &Role::COORDINATING,
        }
    }

    /// How urgent it is where no day says so.
    fn usual(self) -> Urgency {
        match self {
            TodoKind::Incident => Urgency::AtOnce,
            TodoKind::Help
            | TodoKind::Answer
            | TodoKind::Appeal
            | TodoKind::Call
            | TodoKind::Enquiry
            | TodoKind::Consent => Urgency::Today,
            TodoKind::Grading
            | TodoKind::FollowUp
            | TodoKind::DataRequest
            | TodoKind::Kit
            | TodoKind::CallBack
            | TodoKind::Stuck => Urgency::ThisWeek,
            TodoKind::Signature | TodoKind::ConsentEnds | TodoKind::Opening => Urgency::Later,
        }
    }
}

/// How urgent a thing is, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Before anything else.
    AtOnce,
    /// Its day has passed.
    Overdue,
    /// Today.
    Today,
    /// Within seven days.
    ThisWeek,
    /// Later.
    Later,
}

/// How urgent a thing of a kind is, that is due on a day.
pub fn urgency(kind: TodoKind, due: Option<NaiveDate>, today: NaiveDate) -> Urgency {
    let usual = kind.usual();
    let Some(due) = due.filter(|_| usual != Urgency::AtOnce) else {
        return usual;
    };
    let week = today.checked_add_days(Days::new(7)).unwrap_or(NaiveDate::MAX);
    if due < today {
        Urgency::Overdue
    } else if due == today {
        Urgency::Today
    } else if due <= week {
        Urgency::ThisWeek
    } else {
        Urgency::Later
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
    }

    #[test]
    fn the_day_says_how_urgent_a_thing_is_but_an_incident_is_always_first() {
        let of = |due| urgency(TodoKind::FollowUp, Some(day(due)), day(10));
        assert_eq!(
            [9, 10, 11, 17, 18].map(of),
            [
                Urgency::Overdue,
                Urgency::Today,
                Urgency::ThisWeek,
                Urgency::ThisWeek,
                Urgency::Later
            ]
        );
        for kind in TodoKind::ALL {
            for due in [None, Some(day(1)), Some(day(28))] {
                let at_once = urgency(kind, due, day(10)) == Urgency::AtOnce;
                assert_eq!(at_once, kind == TodoKind::Incident, "{kind:?}");
            }
        }
    }

    #[test]
    fn every_kind_is_somebodys_and_no_learners() {
        for kind in TodoKind::ALL {
            assert!(!kind.roles().is_empty() && !kind.roles().contains(&Role::Learner));
        }
    }
}
