//! When a placed person is asked how it goes, and what counts as having asked.
//!
//! An attempt is not a contact: a follow-up is done only when the person was reached.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// The days after the first working day on which a follow-up falls due.
pub const PLAN: [u32; 5] = [7, 30, 60, 90, 180];

/// How many days a follow-up may be due before it is overdue.
pub const GRACE_DAYS: u64 = 7;

/// The plan's follow-ups for a placement that starts on `start`: day of the plan and date.
pub fn due_dates(start: NaiveDate) -> Vec<(u32, NaiveDate)> {
    PLAN.into_iter()
        .filter_map(|day| Some((day, start.checked_add_days(Days::new(u64::from(day)))?)))
        .collect()
}

crate::coded_enum! {
    /// Whether the person was reached.
    pub enum Contact {
        /// Spoke or wrote with the person.
        Reached = "reached",
        /// Tried, without an answer.
        Tried = "tried",
    }
}

crate::coded_enum! {
    /// What a person who was reached said.
    pub enum Outcome {
        /// Still at work, and it goes well.
        GoingWell = "going-well",
        /// Still at work, with something that needs help.
        NeedsHelp = "needs-help",
        /// Changed to another job.
        ChangedJob = "changed-job",
        /// No longer at work.
        Left = "left",
    }
}

crate::coded_enum! {
    /// Who may read a note.
    pub enum Visibility {
        /// The placed person too.
        Shared = "shared",
        /// Those who follow up.
        Team = "team",
        /// Its author and administrators.
        Confidential = "confidential",
    }
}

/// Where a follow-up stands in the due list, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FollowUpStatus {
    /// Due for longer than [`GRACE_DAYS`].
    Overdue,
    /// Due today or in the last days.
    Due,
    /// Still to come.
    Upcoming,
    /// The person was reached.
    Done,
}

/// Where a follow-up stands on `today`, given the contacts made for it.
pub fn status(due_on: NaiveDate, contacts: &[Contact], today: NaiveDate) -> FollowUpStatus {
    if contacts.contains(&Contact::Reached) {
        FollowUpStatus::Done
    } else if today < due_on {
        FollowUpStatus::Upcoming
    } else if due_on
        .checked_add_days(Days::new(GRACE_DAYS))
        .is_some_and(|limit| today >= limit)
    {
        FollowUpStatus::Overdue
    } else {
        FollowUpStatus::Due
    }
}

/// From how many days before its day a follow-up may be written down: what day 180 is for cannot be known
/// on day 2.
pub const EARLY_DAYS: u64 = 7;

/// The first day on which a follow-up may be written down.
pub fn opens_on(due_on: NaiveDate) -> NaiveDate {
    due_on
        .checked_sub_days(Days::new(EARLY_DAYS))
        .unwrap_or(NaiveDate::MIN)
}

impl Outcome {
    /// Whether the person works at this job no longer.
    pub fn ends_work(self) -> bool {
        match self {
            Outcome::ChangedJob | Outcome::Left => true,
            Outcome::GoingWell | Outcome::NeedsHelp => false,
        }
    }
}

/// Why a contact cannot be written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactRefusal {
    /// The follow-up is of a later time.
    TooEarly {
        /// The first day.
        opens_on: NaiveDate,
    },
    /// The person has left, and the last working day is not known.
    LastDayNeeded,
    /// The person is said to be at work, and the placement has ended before.
    HasEnded {
        /// The last working day.
        last_day: NaiveDate,
    },
}

/// Whether a contact may be written down for a follow-up on `today`. `last_day` is the placement's last
/// working day: as it is known already, or as it is told with the contact.
pub fn check_contact(
    due_on: NaiveDate,
    outcome: Option<Outcome>,
    last_day: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), ContactRefusal> {
    let opens_on = opens_on(due_on);
    if today < opens_on {
        return Err(ContactRefusal::TooEarly { opens_on });
    }
    match (outcome.map(Outcome::ends_work), last_day) {
        (Some(true), None) => Err(ContactRefusal::LastDayNeeded),
        (Some(false), Some(last_day)) if last_day < today => Err(ContactRefusal::HasEnded { last_day }),
        (Some(_), _) | (None, _) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(offset: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(739_000 + offset).unwrap()
    }

    #[test]
    fn the_plan_is_five_dates_counted_from_the_start() {
        let start = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
        let dates: Vec<String> = due_dates(start)
            .into_iter()
            .map(|(_, date)| date.to_string())
            .collect();
        assert_eq!(
            dates,
            [
                "2026-04-08",
                "2026-05-01",
                "2026-05-31",
                "2026-06-30",
                "2026-09-28"
            ]
        );
    }

    #[test]
    fn a_follow_up_grows_from_upcoming_to_overdue() {
        assert_eq!(status(day(0), &[], day(-1)), FollowUpStatus::Upcoming);
        assert_eq!(status(day(0), &[], day(0)), FollowUpStatus::Due);
        assert_eq!(status(day(0), &[], day(6)), FollowUpStatus::Due);
        assert_eq!(status(day(0), &[], day(7)), FollowUpStatus::Overdue);
    }

    #[test]
    fn a_follow_up_is_written_down_from_a_week_before_its_day() {
        let start = day(0);
        let (_, last) = *due_dates(start).last().unwrap();
        let early = check_contact(last, Some(Outcome::Left), Some(day(1)), day(2));
        assert_eq!(early, Err(ContactRefusal::TooEarly { opens_on: day(173) }));
        assert_eq!(check_contact(last, None, None, day(173)), Ok(()));
        // The first one may be written down on the first day.
        assert_eq!(
            check_contact(day(7), Some(Outcome::GoingWell), None, day(0)),
            Ok(())
        );
    }

    #[test]
    fn who_has_left_has_a_last_day_and_who_has_one_is_not_at_work_after_it() {
        let check = |outcome, last_day| check_contact(day(7), Some(outcome), last_day, day(7));
        for outcome in Outcome::ALL {
            let (open, ended) = (check(outcome, None), check(outcome, Some(day(6))));
            if outcome.ends_work() {
                assert_eq!((open, ended), (Err(ContactRefusal::LastDayNeeded), Ok(())));
            } else {
                let refused = Err(ContactRefusal::HasEnded { last_day: day(6) });
                assert_eq!((open, ended), (Ok(()), refused));
            }
            // On the last day itself both are true.
            assert_eq!(check(outcome, Some(day(7))), Ok(()));
        }
    }

    proptest! {
        #[test]
        fn trying_is_not_reaching(tries in 0usize..5, today in -400i32..400) {
            let mut contacts = vec![Contact::Tried; tries];
            prop_assert_eq!(status(day(0), &contacts, day(today)), status(day(0), &[], day(today)));
            contacts.push(Contact::Reached);
            prop_assert_eq!(status(day(0), &contacts, day(today)), FollowUpStatus::Done);
        }

        #[test]
        fn due_dates_rise(start in -4000i32..4000) {
            let dates = due_dates(day(start));
            prop_assert_eq!(dates.len(), PLAN.len());
            prop_assert!(dates.windows(2).all(|pair| pair[0].1 < pair[1].1));
        }
    }
}
