//! The ids of what is stored: one type for each table, so that a learner's id never stands where a
//! cohort's belongs.
//!
//! They are UUIDs of version 7, made here and never by the database; they are written as UUIDs in
//! addresses, JSON and columns. With the feature `database` they are types of columns and keys.
//!
//! ```
//! use domain::ids::{CohortId, PersonId};
//!
//! fn enrol(_cohort: CohortId, _person: PersonId) {}
//! enrol(CohortId::new(), PersonId::new());
//! ```
//!
//! Two ids in the wrong order do not compile:
//!
//! ```compile_fail,E0308
//! use domain::ids::{CohortId, PersonId};
//!
//! fn enrol(_cohort: CohortId, _person: PersonId) {}
//! enrol(PersonId::new(), CohortId::new());
//! ```

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "database", derive(sea_orm::DeriveValueType))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id; later ones sort after earlier ones.
            #[allow(clippy::new_without_default, reason = "a default is always the same, an id never")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The bare id, for what is signed or sown with it.
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        #[cfg(feature = "database")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

// Who people are.
ids! {
    /// A person of whatever role.
    PersonId,
    /// One signed-in browser.
    SignInId,
    /// A link that makes a person.
    InvitationId,
    /// A link with which a person chooses a new password.
    PasswordResetId,
    /// A line of the trail of changes.
    AuditEntryId,
}

// Where courses come from.
ids! {
    /// A folder or git address that courses come from.
    CourseSourceId,
    /// A state of a source.
    SourceRevisionId,
    /// That a revision went live.
    PublicationId,
    /// That handed-in attempts were graded again.
    RegradeId,
}

// What learners do.
ids! {
    /// One try of a person at a quiz.
    AttemptId,
    /// A saved answer of an attempt.
    ResponseId,
    /// More tries or time for one learner.
    AllowanceId,
    /// A file sent in as an answer.
    SentFileId,
    /// A person's grading of an answer.
    HandGradeId,
    /// An answer that counts as right beside the course's key.
    AcceptedAnswerId,
    /// An answer to a practice question.
    PracticeResponseId,
    /// A learner's call for help.
    HelpRequestId,
}

// Who comes to class.
ids! {
    /// A group that learns together.
    CohortId,
    /// One meeting of a cohort.
    ClassSessionId,
    /// A mark of a learner at a class session.
    AttendanceMarkId,
    /// That an absence was made up.
    MakeUpId,
    /// A code that came before check-in opened.
    EarlyScanId,
}

// Who is ready.
ids! {
    /// That an item of a checklist was checked.
    ChecklistEntryId,
    /// A requirement set aside for a time.
    WaiverId,
    /// A signed decision.
    DecisionId,
    /// An objection to a decision.
    AppealId,
}

// Who meets whom.
ids! {
    /// A company that offers work.
    EmployerId,
    /// A job that an employer offers.
    OpeningId,
    /// A permission to show chosen fields to an employer.
    ConsentId,
    /// A packet sent to an employer.
    ReferralId,
}

// How it goes at work.
ids! {
    /// A person at work.
    PlacementId,
    /// A date to ask how it goes.
    FollowUpId,
    /// A try to reach a placed person, or a talk.
    ContactId,
}

// Who hears of us first.
ids! {
    /// A meeting at which people hear what the classroom is.
    InformationSessionId,
    /// A party that wants to come to one.
    RegistrationId,
    /// Something that happened to a registration.
    RegistrationEventId,
    /// A tap at a reception desk.
    ReceptionTapId,
    /// A call made after a session.
    RegistrationCallId,
    /// A question from the public page.
    EnquiryId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_as_a_bare_uuid_and_comes_back() {
        let id = PersonId::new();
        assert_eq!(id.to_string(), id.uuid().to_string());
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let earlier = PersonId::new();
        assert!(earlier < PersonId::new());
    }
}
