//! The two explained lists: people for an opening, openings for a person. Both load everything in a
//! fixed number of queries and leave the judging to `domain::matching`.

use std::collections::{BTreeSet, HashMap};

use domain::{
    identity::Role,
    matching::{Candidate, Explanation, explain, rank},
    readiness::Standing,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    consents,
    openings::{self, OpeningRow},
    packet::wishes_of,
    passed_over, placed,
    referrals::{self, ReferralState},
    tables::{consent, referral},
};
use crate::{
    Actor, Result, Services,
    identity::{people, tables::person},
    readiness,
};

/// A person, as the list for an opening shows them.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// The person.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// Every reason.
    pub explanation: Explanation,
    /// The consent for the opening, when one holds.
    pub consent: Option<consent::Model>,
    /// Where the person stands under the opening's rule.
    pub standing: Option<Standing>,
    /// The latest referral to this opening.
    pub referral: Option<(Uuid, ReferralState)>,
}

/// The people for an opening.
#[derive(Clone, Debug)]
pub struct PeopleFor {
    /// The opening.
    pub opening: OpeningRow,
    /// Nothing stands against it.
    pub fitting: Vec<PersonRow>,
    /// One step away.
    pub near: Vec<PersonRow>,
    /// Everybody else.
    pub others: Vec<PersonRow>,
    /// Passed over this time, with the reason.
    pub passed_over: Vec<(PersonRow, String)>,
}

/// The people for an opening, explained and in a stable order. People who are at work are left out.
pub async fn people_for(actor: &Actor, services: &Services, opening: Uuid) -> Result<PeopleFor> {
    actor.require(&Role::COORDINATING)?;
    let opening = openings::find(services, opening).await?;
    let facts = opening.facts()?;
    let today = services.config.today();
    let people = seeking(services).await?;
    let ids: Vec<Uuid> = people.iter().map(|person| person.id).collect();
    let wishes = wishes_of(services, &ids).await?;
    let standings = match &facts.rule_id {
        Some(rule) => readiness::standing(services, &ids, rule).await?,
        None => HashMap::new(),
    };
    let competences = readiness::competences(services, &ids).await?;
    let mut consents = consents::holding(services.db.read(), &opening.opening, &ids).await?;
    let mut sent = referrals::states(services, referral::Column::OpeningId.eq(opening.opening.id)).await?;

    let mut passed = passed_over::of(services, opening.opening.id).await?;
    let none = BTreeSet::new();
    let explained = people
        .iter()
        .map(|person| {
            let candidate = Candidate {
                wishes: wishes.get(&person.id),
                ready: standings
                    .get(&person.id)
                    .is_some_and(|standing| standing.is_ready()),
                competences: competences.get(&person.id).unwrap_or(&none),
                consent: consents.contains_key(&person.id),
            };
            (person.id, explain(&facts, &candidate, today))
        })
        .collect();
    let mut names: HashMap<Uuid, String> = people
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    let mut lists = PeopleFor {
        opening,
        fitting: Vec::new(),
        near: Vec::new(),
        others: Vec::new(),
        passed_over: Vec::new(),
    };
    for (id, explanation) in rank(explained) {
        let row = PersonRow {
            id,
            name: names.remove(&id).unwrap_or_default(),
            consent: consents.remove(&id),
            standing: standings.get(&id).copied(),
            referral: sent.remove(&(id, lists.opening.opening.id)),
            explanation,
        };
        if let Some(passed) = passed.remove(&id) {
            lists.passed_over.push((row, passed.reason));
        } else if fitting(&row.explanation) {
            lists.fitting.push(row);
        } else if row.explanation.near_miss {
            lists.near.push(row);
        } else {
            lists.others.push(row);
        }
    }
    Ok(lists)
}

/// Whether nothing stands against it: no constraint fails, and no essential competence is missing.
fn fitting(explanation: &Explanation) -> bool {
    explanation.fits() && explanation.essential_missing.is_empty()
}

/// Learners who are not at work.
async fn seeking(services: &Services) -> Result<Vec<person::Model>> {
    let at_work = placed::at_work(services).await?;
    Ok(person::Entity::find()
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Learner)))
        .filter(people::here())
        .all(services.db.read())
        .await?
        .into_iter()
        .filter(|person| !at_work.contains(&person.id))
        .collect())
}

/// An opening, as the list for a person shows it.
#[derive(Clone, Debug)]
pub struct OpeningFor {
    /// The opening.
    pub opening: OpeningRow,
    /// Every reason.
    pub explanation: Explanation,
    /// Whether nothing stands against it.
    pub fitting: bool,
    /// The latest referral of the person to it.
    pub referral: Option<(Uuid, ReferralState)>,
}

/// The openings for a person, explained and in a stable order.
pub async fn openings_for(actor: &Actor, services: &Services, person: Uuid) -> Result<Vec<OpeningFor>> {
    actor.require_self_or(person, &Role::COORDINATING)?;
    let openings = openings::open_now(services).await?;
    let competences = readiness::competences(services, &[person])
        .await?
        .remove(&person)
        .unwrap_or_default();
    let explained = explained(services, person, &competences, &openings).await?;
    let mut sent = referrals::states(services, referral::Column::PersonId.eq(person)).await?;
    let mut by_id: HashMap<Uuid, OpeningRow> =
        openings.into_iter().map(|row| (row.opening.id, row)).collect();
    Ok(explained
        .into_iter()
        .filter_map(|(id, explanation)| {
            Some(OpeningFor {
                opening: by_id.remove(&id)?,
                fitting: fitting(&explanation),
                referral: sent.remove(&(person, id)),
                explanation,
            })
        })
        .collect())
}

/// How many open openings a person with these competences fits without anything missing. For the
/// learner's home.
pub async fn fitting_count(
    services: &Services,
    person: Uuid,
    competences: &BTreeSet<String>,
) -> Result<usize> {
    let openings = openings::open_now(services).await?;
    Ok(explained(services, person, competences, &openings)
        .await?
        .iter()
        .filter(|(_, it)| fitting(it))
        .count())
}

async fn explained(
    services: &Services,
    person: Uuid,
    competences: &BTreeSet<String>,
    openings: &[OpeningRow],
) -> Result<Vec<(Uuid, Explanation)>> {
    if openings.is_empty() {
        return Ok(Vec::new());
    }
    let today = services.config.today();
    let wishes = wishes_of(services, &[person]).await?;
    let agreed = consents::openings_of(services, person, openings).await?;
    let rules: BTreeSet<&str> = openings
        .iter()
        .filter_map(|row| row.opening.rule_id.as_deref())
        .collect();
    let rules: Vec<&str> = rules.into_iter().collect();
    let standings = readiness::standings(services, &[person], &rules).await?;
    let mut explained = Vec::with_capacity(openings.len());
    for row in openings {
        let facts = row.facts()?;
        let candidate = Candidate {
            wishes: wishes.get(&person),
            ready: facts
                .rule_id
                .as_ref()
                .and_then(|rule| standings.get(&(person, rule.clone())))
                .is_some_and(|standing| standing.is_ready()),
            competences,
            consent: agreed.contains(&row.opening.id),
        };
        explained.push((row.opening.id, explain(&facts, &candidate, today)));
    }
    Ok(rank(explained))
}
