//! The order of the two explained lists.

use std::cmp::{Ordering, Reverse};

use super::Explanation;

/// Sorts: what fits first, then fewest essential competences missing and most had, then most
/// desirable ones, then most wishes met, then by id, so that the order never depends on chance.
pub fn rank<Id: Ord>(mut explained: Vec<(Id, Explanation)>) -> Vec<(Id, Explanation)> {
    explained.sort_by(|left, right| order(&left.1, &right.1).then_with(|| left.0.cmp(&right.0)));
    explained
}

fn order(left: &Explanation, right: &Explanation) -> Ordering {
    let key = |it: &Explanation| {
        (
            !it.fits(),
            it.essential_missing.len(),
            Reverse(it.essential_have.len()),
            Reverse(it.desirable_have.len()),
            Reverse(it.preferences.len()),
        )
    };
    key(left).cmp(&key(right))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::explain::tests::{any_opening, any_wishes};
    use super::super::{Candidate, explain};
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_does_not_depend_on_the_order_of_the_input(
            (openings, shuffled) in prop::collection::vec((any_opening(), any_wishes()), 0..8)
                .prop_map(|list| list.into_iter().enumerate().collect::<Vec<_>>())
                .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        ) {
            let competences: BTreeSet<String> = ["a", "b"].map(String::from).into();
            let explained = |list: Vec<(usize, _)>| -> Vec<(usize, Explanation)> {
                list.into_iter()
                    .map(|(id, (opening, wishes))| {
                        let candidate = Candidate {
                            wishes: Some(&wishes), ready: id % 2 == 0, missing: None, competences: &competences, consent: true,
                        };
                        (id, explain(&opening, &candidate, NaiveDate::from_ymd_opt(2026, 4, 1).unwrap()))
                    })
                    .collect()
            };
            let ranked = rank(explained(openings));
            prop_assert_eq!(&ranked, &rank(explained(shuffled)));
            prop_assert!(ranked.windows(2).all(|pair| pair[0].1.fits() || !pair[1].1.fits()));
            let sorted = ranked.windows(2).all(|pair| {
                pair[0].1.fits() != pair[1].1.fits()
                    || pair[0].1.essential_missing.len() <= pair[1].1.essential_missing.len()
            });
            prop_assert!(sorted);
        }
    }
}
