//! Attendance marks, and how they came to be.
//!
//! A learner's mark at one class session is one of its append-only marks: the latest, but that a check-in by
//! code, card or screen never replaces what a person's hand has set.

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

impl Method {
    /// Whether the learner checked in where no person looked.
    pub fn is_check_in(self) -> bool {
        match self {
            Method::Code | Method::Card | Method::Kiosk => true,
            Method::RollCall | Method::Import | Method::Notice => false,
        }
    }
}

/// Which of the marks of one learner at one class session counts, by its place among them. They come in the
/// order in which they were set; a mark of none takes the earlier one back.
pub fn counting(marks: impl IntoIterator<Item = (Method, Option<Mark>)>) -> Option<usize> {
    let mut counts: Option<(usize, bool)> = None;
    for (place, (method, mark)) in marks.into_iter().enumerate() {
        let by_hand = method == Method::RollCall && mark.is_some();
        match counts {
            Some((_, true)) if method.is_check_in() => {}
            Some(_) | None => counts = Some((place, by_hand)),
        }
    }
    counts.map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mark_is_stored_under_its_own_word() {
        for mark in Mark::ALL {
            let entry = MarkEntry::from(mark);
            assert_eq!((entry.code(), entry.mark()), (mark.code(), Some(mark)));
        }
        assert_eq!(MarkEntry::from(None).mark(), None);
    }

    const ABSENT: (Method, Option<Mark>) = (Method::RollCall, Some(Mark::Absent));
    const TAKEN_BACK: (Method, Option<Mark>) = (Method::RollCall, None);
    const CODE: (Method, Option<Mark>) = (Method::Code, Some(Mark::Present));
    const TOLD: (Method, Option<Mark>) = (Method::Notice, Some(Mark::Excused));

    #[test]
    fn a_hand_wins_over_a_code_and_a_code_over_a_notice() {
        assert_eq!(counting([]), None);
        assert_eq!(counting([CODE, ABSENT]), Some(1));
        assert_eq!(counting([ABSENT, CODE]), Some(0));
        assert_eq!(counting([TOLD, CODE]), Some(1));
        assert_eq!(
            counting([ABSENT, CODE, (Method::RollCall, Some(Mark::Late))]),
            Some(2)
        );
    }

    #[test]
    fn what_a_hand_took_back_stands_in_no_way() {
        assert_eq!(counting([CODE, TAKEN_BACK]), Some(1));
        assert_eq!(counting([ABSENT, TAKEN_BACK, CODE]), Some(2));
    }

    fn marks() -> impl Strategy<Value = Vec<(Method, Option<Mark>)>> {
        let method = prop::sample::select(Method::ALL.to_vec());
        let mark = prop::option::of(prop::sample::select(Mark::ALL.to_vec()));
        prop::collection::vec((method, mark), 0..8)
    }

    proptest! {
        #[test]
        fn check_ins_change_nothing_once_a_hand_has_set_a_mark(before in marks(), after in 0_usize..4) {
            let mut all = before;
            all.push(ABSENT);
            let at = all.len() - 1;
            all.extend(std::iter::repeat_n(CODE, after));
            prop_assert_eq!(counting(all), Some(at));
        }

        #[test]
        fn without_check_ins_the_latest_counts(all in marks()) {
            let people: Vec<_> = all.into_iter().filter(|(method, _)| !method.is_check_in()).collect();
            prop_assert_eq!(counting(people.clone()), people.len().checked_sub(1));
        }
    }
}
