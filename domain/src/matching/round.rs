//! A placement round: many people and many seats, placed at once by what both sides prefer.
//!
//! Learner-proposing deferred acceptance (Gale and Shapley 1962, with seats as in hospital–resident
//! matching). The result is stable: no person and opening would both rather have each other. Of all
//! stable results it is the best for every single person, and whoever stays without in it stays without
//! in every one (Roth 1986), so that the answer to "why not I?" does not depend on the method.

use std::collections::BTreeSet;

/// One opening's side of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    /// How many people it takes.
    pub seats: usize,
    /// The people it would take, the most wanted first; who is not named is not taken.
    pub ranked: Vec<usize>,
}

/// Why a person did not get an opening that they ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// The company did not rank the person.
    NotRanked,
    /// Every seat went to people whom the company ranked higher.
    Filled,
}

/// What a round comes to for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The opening; none where the person stays without.
    pub opening: Option<usize>,
    /// The openings that the person would have liked better, in the person's order, with the reason.
    pub missed: Vec<(usize, Missed)>,
}

/// Places people. `wishes` holds for each person the openings in their order, the dearest first. Numbers
/// are positions in the two lists; one that is out of range or named twice counts once or not at all.
/// Gives the result for each person, which does not depend on the order of people or openings.
pub fn place(wishes: &[Vec<usize>], openings: &[Seats]) -> Vec<Placed> {
    let wishes: Vec<Vec<usize>> = wishes.iter().map(|list| once(list, openings.len())).collect();
    let ranks: Vec<Vec<Option<usize>>> = openings
        .iter()
        .map(|opening| ranks(&once(&opening.ranked, wishes.len()), wishes.len()))
        .collect();
    let rank = |opening: usize, person: usize| ranks[opening][person];
    // The people whom an opening holds for now, by its rank of them.
    let mut held: Vec<BTreeSet<(usize, usize)>> = vec![BTreeSet::new(); openings.len()];
    let mut next = vec![0; wishes.len()];
    let mut asking: Vec<usize> = (0..wishes.len()).rev().collect();
    while let Some(person) = asking.pop() {
        let Some(&opening) = wishes[person].get(next[person]) else {
            continue;
        };
        next[person] += 1;
        let Some(rank) = rank(opening, person) else {
            asking.push(person);
            continue;
        };
        held[opening].insert((rank, person));
        if held[opening].len() > openings[opening].seats
            && let Some((_, refused)) = held[opening].pop_last()
        {
            asking.push(refused);
        }
    }
    let mut taken = vec![None; wishes.len()];
    for (opening, people) in held.iter().enumerate() {
        for &(_, person) in people {
            taken[person] = Some(opening);
        }
    }
    let missed = |person: usize| {
        let better = wishes[person]
            .iter()
            .take_while(|&&opening| taken[person] != Some(opening));
        better
            .map(|&opening| {
                let why = rank(opening, person).map_or(Missed::NotRanked, |_| Missed::Filled);
                (opening, why)
            })
            .collect()
    };
    (0..wishes.len())
        .map(|person| Placed {
            opening: taken[person],
            missed: missed(person),
        })
        .collect()
}

/// The numbers under `end`, each where it stands first.
fn once(list: &[usize], end: usize) -> Vec<usize> {
    let mut seen = vec![false; end];
    list.iter()
        .copied()
        .filter(|&it| it < end && !std::mem::replace(&mut seen[it], true))
        .collect()
}

/// The place of each of `count` people in a ranking.
fn ranks(ranked: &[usize], count: usize) -> Vec<Option<usize>> {
    let mut ranks = vec![None; count];
    for (rank, &person) in ranked.iter().enumerate() {
        ranks[person] = Some(rank);
    }
    ranks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seats(seats: usize, ranked: &[usize]) -> Seats {
        Seats {
            seats,
            ranked: ranked.to_vec(),
        }
    }

    fn openings_of(placed: &[Placed]) -> Vec<Option<usize>> {
        placed.iter().map(|it| it.opening).collect()
    }

    #[test]
    fn a_small_round_is_placed_with_its_reasons() {
        let wishes = [vec![0, 1], vec![0], vec![1, 0], vec![]];
        let placed = place(&wishes, &[seats(1, &[1, 0, 2]), seats(1, &[0])]);
        assert_eq!(openings_of(&placed), [Some(1), Some(0), None, None]);
        assert_eq!(placed[0].missed, [(0, Missed::Filled)]);
        assert_eq!(placed[2].missed, [(1, Missed::NotRanked), (0, Missed::Filled)]);
        assert_eq!(placed[3].missed, []);
    }

    #[test]
    fn numbers_that_name_nobody_count_for_nothing() {
        let placed = place(&[vec![9, 0, 0]], &[seats(1, &[7, 0, 0])]);
        assert_eq!(openings_of(&placed), [Some(0)]);
    }

    #[test]
    fn a_thousand_people_and_two_hundred_openings_are_placed() {
        let wishes: Vec<Vec<usize>> = (0..1000)
            .map(|person| (0..200).map(|k| (person * 7 + k * 31) % 200).collect())
            .collect();
        let openings: Vec<Seats> = (0..200)
            .map(|opening| Seats {
                seats: 4,
                ranked: (0..1000).map(|k| (opening * 13 + k * 71) % 1000).collect(),
            })
            .collect();
        let placed = place(&wishes, &openings);
        assert_eq!(placed.iter().filter(|it| it.opening.is_some()).count(), 800);
    }

    type Round = (Vec<Vec<usize>>, Vec<Seats>);

    fn rounds(people: usize, openings: usize) -> impl Strategy<Value = Round> {
        let orders = |of: usize, length: usize| {
            let order = Just((0..of).collect::<Vec<_>>()).prop_shuffle();
            proptest::collection::vec((order, 0..=of), length).prop_map(|lists| {
                let cut = |(mut list, length): (Vec<usize>, usize)| {
                    list.truncate(length);
                    list
                };
                lists.into_iter().map(cut).collect::<Vec<_>>()
            })
        };
        let seats = proptest::collection::vec(0..4_usize, openings);
        (orders(openings, people), orders(people, openings), seats).prop_map(|(wishes, ranked, seats)| {
            let openings = ranked.into_iter().zip(seats);
            let openings = openings.map(|(ranked, seats)| Seats { seats, ranked });
            (wishes, openings.collect())
        })
    }

    fn position(list: &[usize], it: usize) -> Option<usize> {
        list.iter().position(|&other| other == it)
    }

    /// Whether nobody sits where they or the company would not, no opening holds more than its seats,
    /// and no person and opening would both rather have each other.
    fn is_stable((wishes, openings): &Round, taken: &[Option<usize>]) -> bool {
        let held = |opening: usize| {
            (0..wishes.len())
                .filter(|&person| taken[person] == Some(opening))
                .collect::<Vec<_>>()
        };
        let agreed = taken.iter().enumerate().all(|(person, opening)| {
            opening.is_none_or(|opening| {
                position(&wishes[person], opening).is_some()
                    && position(&openings[opening].ranked, person).is_some()
            })
        });
        let fits = (0..openings.len()).all(|opening| held(opening).len() <= openings[opening].seats);
        let blocked = wishes.iter().enumerate().any(|(person, wishes)| {
            let mine = taken[person].and_then(|opening| position(wishes, opening));
            let better = &wishes[..mine.unwrap_or(wishes.len())];
            better.iter().any(|&opening| {
                let company = &openings[opening];
                position(&company.ranked, person).is_some_and(|rank| {
                    let held = held(opening);
                    held.len() < company.seats
                        || held
                            .iter()
                            .any(|&other| position(&company.ranked, other).is_some_and(|it| it > rank))
                })
            })
        });
        agreed && fits && !blocked
    }

    /// Every stable result, by trying everything.
    fn all_stable(round: &Round) -> Vec<Vec<Option<usize>>> {
        let (wishes, openings) = round;
        let mut all = vec![vec![]];
        for _ in wishes {
            let choices = || std::iter::once(None).chain((0..openings.len()).map(Some));
            all = all
                .into_iter()
                .flat_map(|taken: Vec<Option<usize>>| {
                    choices().map(move |choice| [taken.clone(), vec![choice]].concat())
                })
                .collect();
        }
        all.retain(|taken| is_stable(round, taken));
        all
    }

    proptest! {
        #[test]
        fn no_person_and_opening_would_both_rather_have_each_other(round in rounds(12, 5)) {
            let placed = place(&round.0, &round.1);
            prop_assert!(is_stable(&round, &openings_of(&placed)));
        }

        #[test]
        fn everybody_gets_the_best_of_all_stable_results_and_who_stays_without_always_does(round in rounds(4, 3)) {
            let placed = openings_of(&place(&round.0, &round.1));
            for other in all_stable(&round) {
                for (person, wishes) in round.0.iter().enumerate() {
                    let rank = |opening: Option<usize>| opening.and_then(|it| position(wishes, it));
                    prop_assert_eq!(placed[person].is_none(), other[person].is_none());
                    prop_assert!(rank(placed[person]) <= rank(other[person]));
                }
            }
        }

        #[test]
        fn the_order_of_people_and_openings_does_not_matter(
            round in rounds(9, 4),
            people in Just((0..9).collect::<Vec<usize>>()).prop_shuffle(),
            offers in Just((0..4).collect::<Vec<usize>>()).prop_shuffle(),
        ) {
            let (wishes, openings) = &round;
            let mut moved_wishes = vec![vec![]; wishes.len()];
            for (person, list) in wishes.iter().enumerate() {
                moved_wishes[people[person]] = list.iter().map(|&it| offers[it]).collect();
            }
            let mut moved_openings = vec![Seats::default(); openings.len()];
            for (opening, it) in openings.iter().enumerate() {
                let ranked = it.ranked.iter().map(|&person| people[person]).collect();
                moved_openings[offers[opening]] = Seats { seats: it.seats, ranked };
            }
            let placed = place(wishes, openings);
            let moved = place(&moved_wishes, &moved_openings);
            for (person, it) in placed.iter().enumerate() {
                prop_assert_eq!(it.opening.map(|it| offers[it]), moved[people[person]].opening);
            }
        }

        #[test]
        fn every_better_wish_that_was_missed_has_its_reason(round in rounds(10, 4)) {
            let placed = place(&round.0, &round.1);
            let taken = openings_of(&placed);
            for (person, it) in placed.iter().enumerate() {
                let better = it.opening.and_then(|mine| position(&round.0[person], mine));
                prop_assert_eq!(it.missed.len(), better.unwrap_or(round.0[person].len()));
                for &(opening, why) in &it.missed {
                    let company = &round.1[opening];
                    let rank = position(&company.ranked, person);
                    match why {
                        Missed::NotRanked => prop_assert!(rank.is_none()),
                        Missed::Filled => {
                            let held: Vec<usize> =
                                (0..taken.len()).filter(|&it| taken[it] == Some(opening)).collect();
                            prop_assert_eq!(held.len(), company.seats);
                            prop_assert!(held.iter().all(|&it| position(&company.ranked, it) < rank));
                        }
                    }
                }
            }
        }
    }
}
