//! A registration for an information session: where it stands, and what is asked.

crate::coded_enum! {
    /// Where a registration stands.
    pub enum RegistrationState {
        /// Has its seats.
        Registered = "registered",
        /// Waits for seats.
        Waiting = "waiting",
        /// Has moved up and holds its seats until it is to be confirmed.
        Offered = "offered",
        /// Was taken back.
        Cancelled = "cancelled",
        /// Had moved up, and nobody confirmed in time.
        Lapsed = "lapsed",
    }
}

impl RegistrationState {
    /// Whether it takes seats.
    pub fn is_seated(self) -> bool {
        match self {
            RegistrationState::Registered | RegistrationState::Offered => true,
            RegistrationState::Waiting | RegistrationState::Cancelled | RegistrationState::Lapsed => false,
        }
    }

    /// Whether somebody still wants to come.
    pub fn is_open(self) -> bool {
        self.is_seated() || self == RegistrationState::Waiting
    }
}

crate::coded_enum! {
    /// What happened to a registration.
    pub enum RegistrationEvent {
        /// It got its seats.
        Registered = "registered",
        /// It began to wait.
        Waits = "waits",
        /// It moved up from the waiting list.
        MovedUp = "moved-up",
        /// Somebody behind it moved up, since the party was larger than what was free.
        PassedOver = "passed-over",
        /// It keeps the seats that it moved up to.
        Confirmed = "confirmed",
        /// Nobody confirmed in time.
        Lapsed = "lapsed",
        /// The number of people, or what is known of them, was changed.
        Changed = "changed",
        /// It was taken back.
        Cancelled = "cancelled",
        /// Somebody was told how it stands.
        Told = "told",
    }
}

crate::coded_enum! {
    /// How a registration came in.
    pub enum Source {
        /// By the public page.
        Web = "web",
        /// By telephone.
        Phone = "phone",
        /// At the counter.
        Counter = "counter",
        /// By mail or on paper.
        Mail = "mail",
        /// At the door, on the day itself.
        WalkIn = "walk-in",
    }
}

crate::coded_enum! {
    /// How old somebody is, as roughly as funders ask for it.
    pub enum AgeBand {
        /// Up to 19.
        Teens = "teens",
        /// 20 to 39.
        TwentiesThirties = "20-39",
        /// 40 to 59.
        FortiesFifties = "40-59",
        /// 60 to 74.
        SixtyOn = "60-74",
        /// 75 and more.
        SeventyFiveOn = "75-",
    }
}

crate::coded_enum! {
    /// What came of calling somebody afterwards.
    pub enum CallOutcome {
        /// Nobody answered, or a message was left.
        NoAnswer = "no-answer",
        /// Wants to come to another session.
        NextTime = "next-time",
        /// Wants to begin to learn.
        Begins = "begins",
        /// Thinks about it.
        Thinking = "thinking",
        /// Does not want to hear from us.
        NoThanks = "no-thanks",
    }
}

impl CallOutcome {
    /// Whether the person was spoken to: a try is not a talk.
    pub fn is_talk(self) -> bool {
        self != CallOutcome::NoAnswer
    }
}
