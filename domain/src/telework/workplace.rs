//! The place where somebody works at home.

crate::coded_enum! {
    /// What makes a place fit for work: the matters of the ministry's checklist for those who work at home
    /// (the guideline on telework of March 2021, appendix 2), and two about others' information.
    pub enum WorkItem {
        /// Room to sit and to stretch.
        Room = "room",
        /// Desk, chair and screen fit the body.
        Desk = "desk",
        /// Nothing to trip over.
        Floor = "floor",
        /// Cables are sound, and what could fall is fixed.
        Cables = "cables",
        /// Enough light.
        Light = "light",
        /// Fresh air.
        Air = "air",
        /// Neither too warm nor too cold.
        Warmth = "warmth",
        /// Heaters were looked after, and the room is aired while they burn.
        Heaters = "heaters",
        /// No noise that disturbs.
        Noise = "noise",
        /// Water, a toilet, and a place to rest.
        Rest = "rest",
        /// Whom to tell when something changes or one feels unwell.
        Contact = "contact",
        /// Nobody sees the screen or hears the calls.
        Onlookers = "onlookers",
        /// Papers can be locked away.
        Papers = "papers",
    }
}

crate::coded_enum! {
    /// What somebody of the classroom says about a place.
    pub enum Decision {
        /// It is fit for work.
        Fine = "fine",
        /// Something is to be done first.
        NotYet = "not-yet",
    }
}
