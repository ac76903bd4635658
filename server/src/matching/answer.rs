//! What an employer may answer to a referral.

domain::coded_enum! {
    /// What an employer answered.
    pub enum Answer {
        /// They want the person.
        Yes = "yes",
        /// They want to talk first.
        Talk = "talk",
        /// Not this time.
        No = "no",
    }
}
