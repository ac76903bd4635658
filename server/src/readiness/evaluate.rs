//! A rule over one person: every criterion with its evidence, and what people decided.

use std::{collections::HashMap, sync::Arc};

use domain::{
    identity::policy::{self, Field, Relation},
    readiness::{self, Evaluation, Evidence, Standing},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{evidence, tables::checklist_entry};
use crate::{
    Actor, Error, Result, Services,
    catalog::RuleRevision,
    db,
    identity::{people, reading, tables::person},
};

/// Everything a page about one person's readiness shows.
pub struct Picture {
    /// The person.
    pub person: Uuid,
    /// The person's name.
    pub name: String,
    /// The live rule.
    pub rule: Arc<RuleRevision>,
    /// What is known.
    pub evidence: Evidence,
    /// What the rule says about it.
    pub evaluation: Evaluation,
    /// What was decided.
    pub standing: Standing,
    /// Every check ever recorded under the rule, newest first.
    pub checks: Vec<checklist_entry::Model>,
    /// Names of those who checked and waived.
    pub names: HashMap<Uuid, String>,
}

/// The live rule of an id; an empty id means the first rule. Not found when there is none.
pub fn rule(services: &Services, id: &str) -> Result<Arc<RuleRevision>> {
    if id.is_empty() {
        return services.catalog.rules().into_iter().next().ok_or(Error::NotFound);
    }
    services.catalog.rule(id)
}

/// One person under a rule, now. For whoever may read it (`identity::policy`); reasons of waivers are left out
/// for those who may not read them.
pub async fn picture(actor: &Actor, services: &Services, person: Uuid, rule_id: &str) -> Result<Picture> {
    reading::require(actor, services, person, Field::Readiness).await?;
    let rule = rule(services, rule_id)?;
    let row = person::Entity::find_by_id(person)
        .one(services.db.read())
        .await?
        .filter(|row| row.erased_at.is_none())
        .ok_or(Error::NotFound)?;
    let mut evidence = evidence::of(services, &rule.rule, person).await?;
    if !reading::may(actor, services, person, Field::WaiverReason).await? {
        for waiver in &mut evidence.waivers {
            waiver.reason.clear();
        }
    }
    let evaluation = readiness::evaluate(&rule.rule, &evidence, db::now());
    let standing = super::standing(services, &[person], &rule.rule.id)
        .await?
        .remove(&person)
        .unwrap_or(Standing::Undecided);
    let checks = checklist_entry::Entity::find()
        .filter(checklist_entry::Column::PersonId.eq(person))
        .filter(checklist_entry::Column::RuleId.eq(rule.rule.id.as_str()))
        .order_by_desc(checklist_entry::Column::Id)
        .all(services.db.read())
        .await?;
    let people = checks
        .iter()
        .map(|check| check.set_by)
        .chain(evidence.waivers.iter().map(|waiver| waiver.by));
    let names = people::names(services, people).await?;
    let read = [Field::Readiness, Field::DecisionReason, Field::WaiverReason];
    let read: Vec<Field> = read
        .into_iter()
        .filter(|field| policy::may_read(&actor.roles, Relation::Other, *field) || *field == Field::Readiness)
        .collect();
    reading::note(actor, services, &[person], &read).await?;
    Ok(Picture {
        person,
        name: row.name,
        rule,
        evidence,
        evaluation,
        standing,
        checks,
        names,
    })
}
