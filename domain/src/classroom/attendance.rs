//! Attendance marks, and how they came to be.
//!
//! A learner's mark at one class session is the latest of its append-only marks.

crate::coded_enum! {
    /// What is known about one learner at one class session.
    pub enum Mark {
        /// Was there.
        Present = "present",
        /// Came late.
        Late = "late",
        /// Was away with a reason, told in advance or later.
        Excused = "excused",
        /// Was away.
        Absent = "absent",
    }
}

crate::coded_enum! {
    /// What a row of the append-only marks says: a mark, or that the earlier one is taken back.
    pub enum MarkEntry {
        /// Was there.
        Present = "present",
        /// Came late.
        Late = "late",
        /// Was away with a reason.
        Excused = "excused",
        /// Was away.
        Absent = "absent",
        /// The earlier mark is taken back.
        TakenBack = "none",
    }
}

impl MarkEntry {
    /// The mark that holds from then on.
    pub fn mark(self) -> Option<Mark> {
        match self {
            MarkEntry::Present => Some(Mark::Present),
            MarkEntry::Late => Some(Mark::Late),
            MarkEntry::Excused => Some(Mark::Excused),
            MarkEntry::Absent => Some(Mark::Absent),
            MarkEntry::TakenBack => None,
        }
    }
}

impl From<Option<Mark>> for MarkEntry {
    fn from(mark: Option<Mark>) -> MarkEntry {
        match mark {
            Some(Mark::Present) => MarkEntry::Present,
            Some(Mark::Late) => MarkEntry::Late,
            Some(Mark::Excused) => MarkEntry::Excused,
            Some(Mark::Absent) => MarkEntry::Absent,
            None => MarkEntry::TakenBack,
        }
    }
}

impl From<Mark> for MarkEntry {
    fn from(mark: Mark) -> MarkEntry {
        Some(mark).into()
    }
}

crate::coded_enum! {
    /// How a mark came to be.
    pub enum Method {
        /// An instructor called the roll.
        RollCall = "roll-call",
        /// The learner typed or scanned the projector's code.
        Code = "code",
        /// A card was read.
        Card = "card",
        /// The learner touched a name on the shared screen.
        Kiosk = "kiosk",
        /// Taken over from a file.
        Import = "import",
        /// The learner told it in advance.
        Notice = "notice",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_stored_under_its_own_word() {
        for mark in Mark::ALL {
            let entry = MarkEntry::from(mark);
            assert_eq!((entry.code(), entry.mark()), (mark.code(), Some(mark)));
        }
        assert_eq!(MarkEntry::from(None).mark(), None);
    }
}
