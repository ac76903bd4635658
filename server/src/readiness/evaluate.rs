//! A rule over one person: every criterion with its evidence, and what people decided.

use std::{collections::HashMap, sync::Arc};

use domain::{
    identity::Role,
    readiness::{self, Evaluation, Evidence, Standing},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{evidence, tables::checklist_entry};
use crate::{
    Actor, Error, Result, Services,
    catalog::RuleRevision,
    db,
    identity::{people, tables::person},
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

/// One person under a rule, now. For the person and for staff.
pub async fn picture(actor: &Actor, services: &Services, person: Uuid, rule_id: &str) -> Result<Picture> {
    actor.require_self_or(person, &Role::STAFF)?;
    let rule = rule(services, rule_id)?;
    let row = person::Entity::find_by_id(person)
        .one(services.db.read())
        .await?
        .filter(|row| row.erased_at.is_none())
        .ok_or(Error::NotFound)?;
    let evidence = evidence::of(services, &rule.rule, person).await?;
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
