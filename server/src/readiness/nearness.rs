//! Which of several rules a page shows first: for a person the nearest, for a classroom the usual one.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use domain::{
    identity::policy::Field,
    readiness::{self, Evaluation, Evidence, Standing},
};
use sea_orm::{EntityTrait, QuerySelect};
use uuid::Uuid;

use super::{evaluate, evidence, standings, tables::decision};
use crate::{
    Actor, Result, Services, catalog::RuleRevision, db, identity::reading, learning::records::Records,
};

/// A person under a rule.
pub struct Near {
    /// The rule.
    pub rule: Arc<RuleRevision>,
    /// What is known.
    pub evidence: Evidence,
    /// What the rule says about it.
    pub evaluation: Evaluation,
    /// What was decided.
    pub standing: Standing,
}

impl Near {
    /// Criteria met or waived, of those of the rule.
    pub fn criteria(&self) -> (usize, usize) {
        let all = self.evaluation.criteria.len();
        (all - self.evaluation.missing().count(), all)
    }
}

/// The live rule that a page about a person shows: the one asked for, else the nearest. For the person
/// and for staff.
pub async fn shown(
    actor: &Actor,
    services: &Services,
    person: Uuid,
    asked: &str,
) -> Result<Arc<RuleRevision>> {
    reading::require(actor, services, person, Field::Readiness).await?;
    let only = evaluate::rule(services, asked)?;
    if !asked.is_empty() || services.catalog.rules().len() == 1 {
        return Ok(only);
    }
    let nearest = nearest(actor, services, person).await?.into_iter().next();
    Ok(nearest.map_or(only, |near| near.rule))
}

/// A person under every live rule, the nearest first: signed ones, then those decided about, then
/// those of which the largest share is there. For the person and for staff.
pub async fn nearest(actor: &Actor, services: &Services, person: Uuid) -> Result<Vec<Near>> {
    reading::require(actor, services, person, Field::Readiness).await?;
    let records = Records::load(services, &[person], &courses(services)).await?;
    of_records(services, person, &records).await
}

/// The courses that any live rule names.
pub(crate) fn courses(services: &Services) -> BTreeSet<String> {
    let rules = services.catalog.rules();
    rules
        .iter()
        .flat_map(|revision| evidence::asked_for(&revision.rule).0)
        .collect()
}

/// As [`nearest`], from records that were loaded already, at least those of [`courses`].
pub(crate) async fn of_records(services: &Services, person: Uuid, records: &Records) -> Result<Vec<Near>> {
    let revisions = services.catalog.rules();
    if revisions.is_empty() {
        return Ok(Vec::new());
    }
    let rules: Vec<_> = revisions.iter().map(|revision| &revision.rule).collect();
    let ids: Vec<_> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let mut evidence = evidence::of_rules(services, &rules, &[person], records).await?;
    let mut standings = standings(services, &[person], &ids).await?;
    let now = db::now();
    let mut all: Vec<Near> = revisions
        .iter()
        .map(|revision| {
            let place = (person, revision.rule.id.clone());
            let evidence = evidence.remove(&place).unwrap_or_default();
            Near {
                rule: revision.clone(),
                evaluation: readiness::evaluate(&revision.rule, &evidence, now),
                evidence,
                standing: standings.remove(&place).unwrap_or(Standing::Undecided),
            }
        })
        .collect();
    all.sort_by_key(|near| {
        let (fine, of) = near.criteria();
        (decided(near.standing), Reverse(fine * 1_000 / of.max(1)), of)
    });
    Ok(all)
}

fn decided(standing: Standing) -> u8 {
    match standing {
        Standing::Ready { .. } => 0,
        Standing::Expired | Standing::NotYet => 1,
        Standing::Undecided => 2,
    }
}

/// The live rule that most decisions were made under; before the first decision, the shortest. For
/// services, which have checked who asks.
pub(super) async fn usual(services: &Services) -> Result<Arc<RuleRevision>> {
    let rules = services.catalog.rules();
    if rules.len() > 1 {
        let counts: Vec<(String, i64)> = decision::Entity::find()
            .select_only()
            .column(decision::Column::RuleId)
            .column_as(sea_orm::ColumnTrait::count(&decision::Column::Id), "decisions")
            .group_by(decision::Column::RuleId)
            .into_tuple()
            .all(services.db.read())
            .await?;
        let counts: HashMap<String, i64> = counts.into_iter().collect();
        let first = rules.iter().min_by_key(|revision| {
            let signed = counts.get(&revision.rule.id).copied().unwrap_or_default();
            (Reverse(signed), revision.rule.require.len())
        });
        if let Some(first) = first {
            return Ok(first.clone());
        }
    }
    evaluate::rule(services, "")
}
