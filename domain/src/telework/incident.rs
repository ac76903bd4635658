//! Something that happened and has to be looked after at once. Who tells is thanked, never blamed.

crate::coded_enum! {
    /// What happened.
    pub enum IncidentKind {
        /// A device or papers were lost or stolen.
        LostDevice = "lost-device",
        /// Something was sent to the wrong person.
        WrongRecipient = "wrong-recipient",
        /// A suspicious mail came, or was opened.
        SuspiciousMail = "suspicious-mail",
        /// Somebody was hurt or fell ill at work.
        Injury = "injury",
        /// Anything else.
        Other = "other",
    }
}
