//! What may be wrong with a device or a line.

crate::coded_enum! {
    /// Why something is not in order, or could not be looked at.
    pub enum Problem {
        /// The browser or the person did not allow it.
        Denied = "denied",
        /// There is no such device.
        NotFound = "not-found",
        /// Another program uses it.
        InUse = "in-use",
        /// Browsers allow it over https alone.
        NotSecure = "not-secure",
        /// The browser cannot do this.
        NotAble = "not-able",
        /// The picture is too dark.
        Dark = "dark",
        /// The picture is too small.
        SmallPicture = "small-picture",
        /// Nothing was heard.
        Silent = "silent",
        /// The person heard nothing.
        NotHeard = "not-heard",
        /// Too slow towards the person.
        SlowDown = "slow-down",
        /// Too slow from the person.
        SlowUp = "slow-up",
        /// Answers take too long.
        Late = "late",
        /// Answers take now longer, now shorter.
        Unsteady = "unsteady",
        /// Too much is lost on the way.
        Lossy = "lossy",
        /// The line broke while it was measured.
        Broken = "broken",
        /// The browser is too old.
        OldBrowser = "old-browser",
        /// The system gets no updates any more.
        OldSystem = "old-system",
        /// The browser is none that is known.
        UnknownBrowser = "unknown-browser",
        /// The screen is too small for working.
        SmallScreen = "small-screen",
        /// Something else.
        Other = "other",
    }
}
