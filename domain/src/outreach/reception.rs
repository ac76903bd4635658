//! Who came, from the taps at the reception desks. A tap is never changed: what was pressed by mistake is
//! taken back by another tap that names it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

crate::coded_enum! {
    /// What a tap says.
    pub enum TapKind {
        /// The party is here.
        Came = "came",
        /// An earlier tap was a mistake.
        TakenBack = "taken-back",
    }
}

/// A tap at a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tap {
    /// Its key, made at the desk: a tap that arrives twice is one.
    pub id: Uuid,
    /// What it says.
    pub kind: TapKind,
    /// The tap that it takes back.
    pub takes_back: Option<Uuid>,
    /// How many people came, together with who registered.
    pub people: u32,
    /// When it was pressed, by the desk's clock.
    pub at: DateTime<Utc>,
}

/// That a party came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    /// When it was first welcomed.
    pub at: DateTime<Utc>,
    /// How many people.
    pub people: u32,
}

/// Whether a party came, by its taps in whatever order they arrived. It came when a tap says so that was
/// not taken back: two desks that welcome the same party make one attendance, and one desk's mistake does
/// not undo the other's welcome. The earliest such tap tells when, the latest how many.
pub fn attendance(taps: &[Tap]) -> Option<Came> {
    let taken_back: BTreeSet<Uuid> = taps
        .iter()
        .filter(|tap| tap.kind == TapKind::TakenBack)
        .filter_map(|tap| tap.takes_back)
        .collect();
    let standing = || {
        taps.iter()
            .filter(|tap| tap.kind == TapKind::Came && !taken_back.contains(&tap.id))
    };
    let first = standing().map(|tap| tap.at).min()?;
    let last = standing().max_by_key(|tap| (tap.at, tap.id))?;
    Some(Came {
        at: first,
        people: last.people,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tap(number: u32, takes_back: Option<u32>, people: u32, minute: i64) -> Tap {
        Tap {
            id: Uuid::from_u128(u128::from(number)),
            kind: if takes_back.is_some() {
                TapKind::TakenBack
            } else {
                TapKind::Came
            },
            takes_back: takes_back.map(|number| Uuid::from_u128(u128::from(number))),
            people,
            at: DateTime::from_timestamp(minute * 60, 0).unwrap(),
        }
    }

    #[test]
    fn two_desks_and_one_party_are_one_attendance() {
        let both = [tap(1, None, 2, 10), tap(2, None, 3, 11)];
        let came = attendance(&both).unwrap();
        assert_eq!((came.at, came.people), (both[0].at, 3));
        // The second desk takes its own tap back: the first one's stands.
        let one = [both[0].clone(), both[1].clone(), tap(3, Some(2), 0, 12)];
        assert_eq!(attendance(&one).map(|came| came.people), Some(2));
        let none = [one.to_vec(), vec![tap(4, Some(1), 0, 13)]].concat();
        assert_eq!(attendance(&none), None);
    }

    fn taps() -> impl Strategy<Value = Vec<Tap>> {
        prop::collection::vec((any::<bool>(), 1u32..12, 1u32..5, 0i64..90), 0..12).prop_map(|drawn| {
            drawn
                .into_iter()
                .zip(1u32..)
                .map(|((back, other, people, minute), number)| {
                    tap(number, back.then_some(other), people, minute)
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_of_arrival_and_replays_change_nothing(mut taps in taps(), again in 0usize..12) {
            let came = attendance(&taps);
            if let Some(tap) = taps.get(again).cloned() {
                taps.push(tap);
            }
            taps.reverse();
            prop_assert_eq!(attendance(&taps), came);
        }
    }
}
