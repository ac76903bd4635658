//! The law of the waiting list: seats that become free go to the next party that fits, in the order in
//! which they came; a party is never split, nobody moves up twice, and there are never more people than
//! seats. Who is passed over because the party is larger than what is free keeps its place, and is told.

use chrono::{DateTime, TimeDelta, Utc};

/// The largest party that one registration may be for.
pub const PARTY_MOST: u32 = 10;

/// A party that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party<Id> {
    /// Its registration.
    pub id: Id,
    /// How many people.
    pub size: u32,
}

/// Who moves up, and who does not although others behind do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedUp<Id> {
    /// Those who move up, in order.
    pub up: Vec<Id>,
    /// Those who are passed over, with the seats that were free when somebody behind them moved up.
    pub passed_over: Vec<(Id, u32)>,
}

/// Who of the waiting list (in its order) moves up when `free` seats are there.
pub fn move_up<Id: Copy>(free: u32, waiting: &[Party<Id>]) -> MovedUp<Id> {
    let mut free = free;
    let mut up = Vec::new();
    let mut left_behind: Vec<Id> = Vec::new();
    let mut passed_over = Vec::new();
    for party in waiting {
        if party.size <= free {
            // Everybody in front who still waits sees this party go past, once.
            passed_over.extend(left_behind.drain(..).map(|id| (id, free)));
            up.push(party.id);
            free -= party.size;
        } else {
            left_behind.push(party.id);
        }
    }
    MovedUp { up, passed_over }
}

/// What a party that registers gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// Seats at once.
    Seated,
    /// A place on the waiting list.
    Waits,
}

/// Why a party gets neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatRefused {
    /// More people than the whole session has seats for: they would wait forever.
    LargerThanSession,
}

/// What a party gets that registers while so many of all seats are free.
pub fn seat(size: u32, free: u32, capacity: u32) -> Result<Seat, SeatRefused> {
    if size > capacity {
        Err(SeatRefused::LargerThanSession)
    } else if size <= free {
        Ok(Seat::Seated)
    } else {
        Ok(Seat::Waits)
    }
}

/// Until when a party that moves up now holds its seats without a word from it; none when the reception
/// opens so soon that nobody can be asked. The time is what the classroom set, but never beyond the half of
/// what is left, so that the next party can still be asked.
pub fn confirm_until(now: DateTime<Utc>, reception: DateTime<Utc>, hours: u32) -> Option<DateTime<Utc>> {
    let left = reception - now;
    (left > TimeDelta::zero()).then(|| now + TimeDelta::hours(i64::from(hours)).min(left / 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn parties(sizes: &[u32]) -> Vec<Party<usize>> {
        sizes
            .iter()
            .enumerate()
            .map(|(id, size)| Party { id, size: *size })
            .collect()
    }

    #[test]
    fn a_cancellation_moves_up_the_next_party_that_fits_and_tells_whom_it_passes() {
        let moved = move_up(2, &parties(&[3, 1, 4, 1, 1]));
        assert_eq!(moved.up, [1, 3]);
        // The party of three saw the first one go, the party of four only the second.
        assert_eq!(moved.passed_over, [(0, 2), (2, 1)]);
        assert_eq!(move_up(2, &parties(&[3, 4])).passed_over, []);
    }

    #[test]
    fn there_is_time_to_confirm_but_not_beyond_half_of_what_is_left() {
        let at = |hour: i64| DateTime::from_timestamp(hour * 3600, 0).unwrap();
        assert_eq!(confirm_until(at(0), at(200), 48), Some(at(48)));
        assert_eq!(confirm_until(at(0), at(10), 48), Some(at(5)));
        assert_eq!(confirm_until(at(10), at(10), 48), None);
    }

    /// One step of the law as it is said in words: the first party that fits.
    fn one_step(free: u32, waiting: &[Party<usize>]) -> Option<Party<usize>> {
        waiting.iter().find(|party| party.size <= free).copied()
    }

    proptest! {
        #[test]
        fn moving_up_is_the_next_party_that_fits_again_and_again(
            free in 0u32..20, sizes in prop::collection::vec(1u32..=PARTY_MOST, 0..20),
        ) {
            let all = parties(&sizes);
            let moved = move_up(free, &all);
            let (mut left, mut waiting, mut expected) = (free, all.clone(), Vec::new());
            while let Some(party) = one_step(left, &waiting) {
                left -= party.size;
                waiting.retain(|other| other.id != party.id);
                expected.push(party.id);
            }
            prop_assert_eq!(&moved.up, &expected);
            // Never more people than seats, and nobody twice.
            let taken: u32 = moved.up.iter().map(|id| sizes[*id]).sum();
            prop_assert!(taken <= free);
            prop_assert_eq!(moved.up.iter().collect::<BTreeSet<_>>().len(), moved.up.len());
            // Whoever still waits does not fit.
            prop_assert!(waiting.iter().all(|party| party.size > free - taken));
        }

        #[test]
        fn exactly_those_are_told_whom_somebody_behind_went_past(
            free in 0u32..20, sizes in prop::collection::vec(1u32..=PARTY_MOST, 0..20),
        ) {
            let moved = move_up(free, &parties(&sizes));
            let up: BTreeSet<usize> = moved.up.iter().copied().collect();
            let last = moved.up.last().copied();
            let expected: BTreeSet<usize> = (0..sizes.len())
                .filter(|id| !up.contains(id) && last.is_some_and(|last| *id < last))
                .collect();
            let told: BTreeSet<usize> = moved.passed_over.iter().map(|(id, _)| *id).collect();
            prop_assert_eq!(told.len(), moved.passed_over.len());
            prop_assert_eq!(told, expected);
            prop_assert!(moved.passed_over.iter().all(|(id, free)| sizes[*id] > *free));
        }

        /// A whole life of a session: people register, cancel, confirm too late, seats are added.
        #[test]
        fn whatever_happens_nobody_is_over_capacity_and_nobody_who_fits_waits(
            capacity in 1u32..30,
            deeds in prop::collection::vec((0u8..4, 1u32..=PARTY_MOST, any::<prop::sample::Index>()), 1..60),
        ) {
            let mut capacity = capacity;
            let mut seated: Vec<Party<usize>> = Vec::new();
            let mut waiting: Vec<Party<usize>> = Vec::new();
            let mut ever_up = BTreeSet::new();
            for (id, (deed, size, which)) in deeds.into_iter().enumerate() {
                let taken: u32 = seated.iter().map(|party| party.size).sum();
                match deed {
                    0 | 1 => match seat(size, capacity - taken, capacity) {
                        Ok(Seat::Seated) => seated.push(Party { id, size }),
                        Ok(Seat::Waits) => waiting.push(Party { id, size }),
                        Err(SeatRefused::LargerThanSession) => prop_assert!(size > capacity),
                    },
                    2 if !seated.is_empty() => {
                        seated.swap_remove(which.index(seated.len()));
                    }
                    _ => capacity += size / 3,
                }
                let taken: u32 = seated.iter().map(|party| party.size).sum();
                let moved = move_up(capacity - taken, &waiting);
                for up in &moved.up {
                    prop_assert!(ever_up.insert(*up), "moved up twice");
                    let at = waiting.iter().position(|party| party.id == *up).unwrap();
                    seated.push(waiting.remove(at));
                }
                let taken: u32 = seated.iter().map(|party| party.size).sum();
                prop_assert!(taken <= capacity);
                prop_assert!(waiting.iter().all(|party| party.size > capacity - taken));
            }
        }
    }
}
