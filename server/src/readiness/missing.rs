//! What rules find missing of many people, for the rooms that ask how near somebody is.

use std::collections::HashMap;

use domain::readiness::evaluate;
use uuid::Uuid;

use super::evidence;
use crate::{Result, Services, db, learning::records::Records};

/// The ids of the requirements that each live rule finds missing of each person, by person and rule; a
/// rule that is not live is not in the answer. From records that were loaded already, at least those of
/// [`super::nearness::courses`]. For services, which have checked who asks; the number of queries depends
/// neither on the number of people nor on the number of rules.
pub(crate) async fn missing(
    services: &Services,
    persons: &[Uuid],
    rule_ids: &[&str],
    records: &Records,
) -> Result<HashMap<(Uuid, String), Vec<String>>> {
    let revisions: Vec<_> = rule_ids
        .iter()
        .filter_map(|id| services.catalog.rule(id).ok())
        .collect();
    if revisions.is_empty() || persons.is_empty() {
        return Ok(HashMap::new());
    }
    let rules: Vec<_> = revisions.iter().map(|revision| &revision.rule).collect();
    let all = evidence::of_rules(services, &rules, persons, records).await?;
    let now = db::now();
    let mut missing = HashMap::with_capacity(all.len());
    for ((person, id), evidence) in all {
        let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
            continue;
        };
        let ids = evaluate(rule, &evidence, now)
            .missing()
            .map(|criterion| criterion.requirement.clone())
            .collect();
        missing.insert((person, id), ids);
    }
    Ok(missing)
}
