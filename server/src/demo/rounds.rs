//! A placement round that still takes preferences.

use uuid::Uuid;

use super::{
    classes::People,
    clock::{Clock, key},
    facts::Facts,
};
use crate::matching::tables::{placement_round, round_opening, round_ranking};

/// The round of next month. `offers` are its openings: data entry, the shop, the office, the books.
pub(super) fn round(facts: &mut Facts, clock: &Clock, people: &People, offers: [Uuid; 4]) {
    let [data, shop, office, _] = offers;
    let created_at = clock.at(1, 11 * 60);
    let id = key(created_at);
    let title = "来月のマッチング（れい）";
    facts.note(created_at, Some(people.coordinator), "round.created", id, title);
    facts.rounds.push(placement_round::Model {
        id,
        title: title.to_owned(),
        until: clock.day(-6),
        created_by: people.coordinator,
        created_at,
        decided_by: None,
        decided_at: None,
    });
    for opening_id in offers {
        let row = round_opening::Model {
            round_id: id,
            opening_id,
        };
        facts.round_openings.push((created_at, row));
    }
    let (ken, misaki) = (people.learner("ken"), people.learner("misaki"));
    // Ken said it on his own page; the shop and the office told it by telephone.
    for (minute, person, opening, ranked, by) in [
        (12 * 60, Some(ken), None, vec![data, shop], ken),
        (13 * 60, None, Some(shop), vec![ken], people.coordinator),
        (14 * 60, None, Some(office), vec![misaki], people.coordinator),
    ] {
        let at = clock.at(1, minute);
        let ranked: Vec<String> = ranked.iter().map(Uuid::to_string).collect();
        facts.note(
            at,
            Some(by),
            "round.ranked",
            person.or(opening).unwrap_or(id),
            title,
        );
        facts.rankings.push(round_ranking::Model {
            id: key(at),
            round_id: id,
            person_id: person,
            opening_id: opening,
            ranked: ranked.join(","),
            by_person: by,
            at,
        });
    }
}
