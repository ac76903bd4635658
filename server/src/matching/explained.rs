//! The two explained lists: people for an opening, openings for a person. Both load everything in a
//! fixed number of queries and leave the judging to `domain::matching`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    identity::{Role, policy::Field},
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
    teaching::{Taught, Teaching},
};
use crate::{
    Actor, Result, Services,
    identity::{people, reading, tables::person},
    learning::records::Records,
    readiness::{self, Source},
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
    /// What brings each competence that is missing.
    pub taught: BTreeMap<String, Taught>,
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
    reading::note_everybody(actor, services, &[Field::Matching]).await?;
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
    let records = records(services, &ids).await?;
    let competences = readiness::shown_by(services, &ids, &records);
    let rules: Vec<&str> = facts.rule_id.as_deref().into_iter().collect();
    let mut missing = readiness::missing(services, &ids, &rules, &records).await?;
    let teaching = Teaching::new(services, &ids, &records).await?;
    let mut consents = consents::holding(services.db.read(), &opening.opening, &ids).await?;
    let mut sent = referrals::states(services, referral::Column::OpeningId.eq(opening.opening.id)).await?;

    let mut passed = passed_over::of(services, opening.opening.id).await?;
    let explained = people
        .iter()
        .map(|person| {
            let rule = facts.rule_id.clone().unwrap_or_default();
            let missing = missing.remove(&(person.id, rule));
            let shown = competences.get(&person.id).map(tags).unwrap_or_default();
            let candidate = Candidate {
                wishes: wishes.get(&person.id),
                ready: standings
                    .get(&person.id)
                    .is_some_and(|standing| standing.is_ready()),
                missing: missing.as_deref(),
                competences: &shown,
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
            taught: teaching.of(id, wanted(&explanation)),
            explanation,
        };
        if let Some(passed) = passed.remove(&id) {
            lists.passed_over.push((row, passed.reason));
        } else if fitting(&row.explanation) {
            lists.fitting.push(row);
        } else if row.explanation.near_miss.is_some() {
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

/// The competences that an explanation misses.
fn wanted(explanation: &Explanation) -> impl Iterator<Item = &String> {
    let essential = explanation.essential_missing.iter();
    essential.chain(&explanation.desirable_missing)
}

/// What the lists read of everybody: every live course, and those that the rules name.
async fn records(services: &Services, persons: &[Uuid]) -> Result<Records> {
    let mut courses = readiness::live(services);
    courses.extend(readiness::nearness::courses(services));
    Records::load(services, persons, &courses).await
}

fn tags(shown: &BTreeMap<String, BTreeSet<Source>>) -> BTreeSet<String> {
    shown.keys().cloned().collect()
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
    /// What brings each competence that is missing.
    pub taught: BTreeMap<String, Taught>,
}

/// The openings for a person, explained and in a stable order.
pub async fn openings_for(actor: &Actor, services: &Services, person: Uuid) -> Result<Vec<OpeningFor>> {
    actor.require_self_or(person, &Role::COORDINATING)?;
    let openings = openings::open_now(services).await?;
    let records = records(services, &[person]).await?;
    let competences = readiness::shown_by(services, &[person], &records)
        .remove(&person)
        .map(|shown| tags(&shown))
        .unwrap_or_default();
    let rules = rules_of(&openings);
    let missing = readiness::missing(services, &[person], &rules, &records).await?;
    let teaching = Teaching::new(services, &[person], &records).await?;
    let explained = explained(services, person, &competences, &openings, &missing).await?;
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
                taught: teaching.of(person, wanted(&explanation)),
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
    // How near the others are is not asked here.
    Ok(
        explained(services, person, competences, &openings, &HashMap::new())
            .await?
            .iter()
            .filter(|(_, it)| fitting(it))
            .count(),
    )
}

/// The rules that openings ask for.
fn rules_of(openings: &[OpeningRow]) -> Vec<&str> {
    let rules: BTreeSet<&str> = openings
        .iter()
        .filter_map(|row| row.opening.rule_id.as_deref())
        .collect();
    rules.into_iter().collect()
}

async fn explained(
    services: &Services,
    person: Uuid,
    competences: &BTreeSet<String>,
    openings: &[OpeningRow],
    missing: &HashMap<(Uuid, String), Vec<String>>,
) -> Result<Vec<(Uuid, Explanation)>> {
    if openings.is_empty() {
        return Ok(Vec::new());
    }
    let today = services.config.today();
    let wishes = wishes_of(services, &[person]).await?;
    let agreed = consents::openings_of(services, person, openings).await?;
    let standings = readiness::standings(services, &[person], &rules_of(openings)).await?;
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
            missing: facts
                .rule_id
                .as_ref()
                .and_then(|rule| missing.get(&(person, rule.clone())))
                .map(Vec::as_slice),
            competences,
            consent: agreed.contains(&row.opening.id),
        };
        explained.push((row.opening.id, explain(&facts, &candidate, today)));
    }
    Ok(rank(explained))
}
