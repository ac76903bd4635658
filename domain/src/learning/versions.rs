//! Which answer to a question counts when it was answered more than once, perhaps on two devices.
//!
//! Each answer names the ones that its page showed. What was shown and changed is replaced; what was
//! not shown stands beside it, and a person chooses. Until then the later act counts.

use std::{collections::HashSet, fmt, str::FromStr};

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// More answers than these are never behind one that a device kept.
const MOST: usize = 500;

/// The answers that a page showed when it was answered anew: none, one, or all that stood side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base(pub Vec<Uuid>);

/// A text that is no list of ids, or too long a one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoBase;

impl FromStr for Base {
    type Err = NoBase;

    /// Reads ids parted by spaces.
    fn from_str(text: &str) -> Result<Base, NoBase> {
        let ids: Vec<Uuid> = text
            .split_whitespace()
            .map(|id| id.parse().map_err(|_| NoBase))
            .collect::<Result<_, _>>()?;
        if ids.len() > MOST {
            Err(NoBase)
        } else {
            Ok(Base(ids))
        }
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, id) in self.0.iter().enumerate() {
            write!(f, "{}{id}", if at == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

/// One answer among those to the same question.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its key.
    pub id: Uuid,
    /// What it replaced. None, as before devices said so: all that was there when it was saved.
    pub base: Option<Base>,
    /// When it was given.
    pub acted_at: DateTime<Utc>,
    /// When it reached the server.
    pub saved_at: DateTime<Utc>,
}

/// The places of the answers that no other has replaced, in the order in which they were given: the last
/// one counts. There is one as soon as there is any answer.
pub fn heads(versions: &[Version]) -> Vec<usize> {
    let arrival = |version: &Version| (version.saved_at, version.id);
    let mut replaced: HashSet<Uuid> = HashSet::new();
    for version in versions {
        match &version.base {
            Some(base) => replaced.extend(base.0.iter().filter(|id| **id != version.id)),
            None => replaced.extend(
                versions
                    .iter()
                    .filter(|other| arrival(other) < arrival(version))
                    .map(|other| other.id),
            ),
        }
    }
    let given = |at: &usize| (versions[*at].acted_at, versions[*at].saved_at, versions[*at].id);
    let mut heads: Vec<usize> = (0..versions.len())
        .filter(|at| !replaced.contains(&versions[*at].id))
        .collect();
    // Two that each claim to replace the other, which no page of ours sends: the later one counts.
    if heads.is_empty() {
        heads.extend((0..versions.len()).max_by_key(given));
    }
    heads.sort_by_key(given);
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    fn id(number: usize) -> Uuid {
        Uuid::from_u128(number as u128 + 1)
    }

    /// Answer `number`, given and saved at its number's second, upon these.
    fn upon(number: usize, base: &[usize]) -> Version {
        Version {
            id: id(number),
            base: Some(Base(base.iter().map(|number| id(*number)).collect())),
            acted_at: at(number as i64),
            saved_at: at(number as i64),
        }
    }

    #[test]
    fn the_last_of_a_row_counts_and_an_old_one_stands_beside_it_only_when_unseen() {
        let mut all = vec![upon(0, &[]), upon(1, &[0]), upon(2, &[1])];
        assert_eq!(heads(&all), [2]);
        // Given on another device that had seen the first one only, before the last one, but sent later.
        let mut late = upon(3, &[0]);
        late.acted_at = at(1);
        all.push(late);
        assert_eq!(heads(&all), [3, 2], "the later act counts");
        all.push(upon(4, &[2, 3]));
        assert_eq!(heads(&all), [4], "who saw both has chosen");
    }

    #[test]
    fn answers_from_before_devices_told_what_they_showed_replace_all_that_was_there() {
        let old = |number| Version {
            base: None,
            ..upon(number, &[])
        };
        assert_eq!(heads(&[old(0), old(1), old(2)]), [2]);
        assert_eq!(heads(&[old(2), old(0), upon(3, &[2])]), [2]);
        assert_eq!(heads(&[upon(0, &[]), upon(1, &[]), old(2)]), [2]);
    }

    #[test]
    fn a_base_is_ids_and_nothing_else() {
        let two = Base(vec![id(1), id(2)]);
        assert_eq!(two.to_string().parse(), Ok(two));
        assert_eq!("".parse(), Ok(Base::default()));
        assert_eq!("all".parse::<Base>(), Err(NoBase));
        let many = Base((0..=MOST).map(id).collect());
        assert_eq!(many.to_string().parse::<Base>(), Err(NoBase));
    }

    /// Answers each upon any earlier ones.
    fn histories() -> impl Strategy<Value = Vec<Version>> {
        prop::collection::vec(
            (
                prop::collection::vec(any::<prop::sample::Index>(), 0..3),
                0..20i64,
            ),
            1..12,
        )
        .prop_map(|drawn| {
            let mut all: Vec<Version> = Vec::new();
            for (number, (seen, acted)) in drawn.into_iter().enumerate() {
                let base: Vec<usize> = match number {
                    0 => Vec::new(),
                    _ => seen.iter().map(|seen| seen.index(number)).collect(),
                };
                all.push(Version {
                    acted_at: at(acted),
                    ..upon(number, &base)
                });
            }
            all
        })
    }

    proptest! {
        #[test]
        fn some_answer_always_counts(all in histories()) {
            prop_assert!(!heads(&all).is_empty());
        }

        #[test]
        fn it_does_not_matter_in_which_order_they_arrive(all in histories(), seed in any::<u64>()) {
            let names = |all: &[Version]| -> Vec<Uuid> { heads(all).iter().map(|at| all[*at].id).collect() };
            let before = names(&all);
            let mut shuffled = all;
            shuffled.sort_by_key(|version| version.id.as_u128().wrapping_mul(u128::from(seed | 1)) % 1009);
            for (second, version) in shuffled.iter_mut().enumerate() {
                version.saved_at = at(second as i64);
            }
            // Of one moment's acts the order of arrival decides, and nothing else.
            let (mut after, mut before) = (names(&shuffled), before);
            after.sort();
            before.sort();
            prop_assert_eq!(after, before);
        }

        #[test]
        fn an_answer_replaces_only_what_it_has_seen(all in histories(), seen in any::<prop::sample::Index>()) {
            let before: Vec<Uuid> = heads(&all).iter().map(|at| all[*at].id).collect();
            let seen = seen.index(all.len());
            let mut more = all;
            more.push(upon(more.len(), &[seen]));
            let after: Vec<Uuid> = heads(&more).iter().map(|at| more[*at].id).collect();
            for head in before.iter().filter(|head| **head != id(seen)) {
                prop_assert!(after.contains(head));
            }
        }

        #[test]
        fn who_has_seen_all_that_stands_decides(all in histories()) {
            let seen = heads(&all);
            let mut more = all;
            more.push(upon(more.len(), &seen));
            prop_assert_eq!(heads(&more), vec![more.len() - 1]);
        }
    }
}
