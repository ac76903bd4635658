//! A kit that is lent for working and learning at home: where it is, and what may happen to it next.

use chrono::NaiveDate;

crate::coded_enum! {
    /// What a kit is.
    pub enum KitKind {
        /// A computer.
        Computer = "computer",
        /// A tablet.
        Tablet = "tablet",
        /// A camera for calls.
        Camera = "camera",
        /// Headphones with a microphone.
        Headset = "headset",
        /// A router for a line over the air.
        Router = "router",
        /// A SIM card.
        Sim = "sim",
        /// A screen.
        Screen = "screen",
        /// Anything else.
        Other = "other",
    }
}

crate::coded_enum! {
    /// Where a kit is.
    pub enum KitState {
        /// In the cupboard, ready to go out.
        Here = "here",
        /// With somebody.
        Lent = "lent",
        /// Here, and not working.
        Broken = "broken",
        /// Nobody knows where it is.
        Lost = "lost",
        /// Given away or thrown away.
        Retired = "retired",
    }
}

impl KitState {
    /// Whether a kit may be brought from here to `next` by somebody's word. It is lent and comes back by a
    /// loan alone, and what was retired stays so.
    pub fn may_become(self, next: KitState) -> bool {
        use KitState::{Broken, Here, Lent, Lost, Retired};
        matches!(
            (self, next),
            (Here, Broken | Lost | Retired)
                | (Broken, Here | Lost | Retired)
                | (Lost, Here | Broken | Retired)
                | (Lent, Lost)
        )
    }
}

crate::coded_enum! {
    /// How a loan ended.
    pub enum LoanEnd {
        /// The kit came back.
        Back = "back",
        /// The kit was lost while it was lent.
        Lost = "lost",
    }
}

crate::coded_enum! {
    /// What happened to a kit.
    pub enum KitEvent {
        /// It is among the kits from now on.
        Added = "added",
        /// What is written about it was changed.
        Changed = "changed",
        /// It went out.
        Lent = "lent",
        /// The borrower agreed to the terms.
        Agreed = "agreed",
        /// It came back.
        Back = "back",
        /// The borrower keeps it for longer.
        Extended = "extended",
        /// Something that belongs to it is not there.
        PartMissing = "part-missing",
        /// What was not there is there again.
        PartFound = "part-found",
        /// Somebody saw it at an inventory.
        Counted = "counted",
        /// It was found, or mended.
        Here = "here",
        /// It does not work.
        Broken = "broken",
        /// It is lost.
        Lost = "lost",
        /// It was given or thrown away.
        Retired = "retired",
    }
}

/// For how many days a loan is over its last day; none while it is not.
pub fn days_over(due_on: NaiveDate, today: NaiveDate) -> Option<i64> {
    let days = (today - due_on).num_days();
    (days > 0).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kit_is_lent_and_comes_back_by_a_loan_alone() {
        for state in KitState::ALL {
            assert!(!state.may_become(KitState::Lent), "{state}");
            assert!(!state.may_become(state), "{state}");
            assert!(!KitState::Retired.may_become(state), "{state}");
        }
        assert!(!KitState::Lent.may_become(KitState::Here));
        assert!(KitState::Lent.may_become(KitState::Lost));
    }

    #[test]
    fn the_last_day_of_a_loan_counts() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        assert_eq!(days_over(day(26), day(25)), None);
        assert_eq!(days_over(day(26), day(26)), None);
        assert_eq!(days_over(day(26), day(27)), Some(1));
    }
}
