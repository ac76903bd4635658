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
