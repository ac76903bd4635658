//! Checks of a rule's items: a person of the classroom saw it, a file shows it, or the learner says so.

use std::collections::BTreeSet;

use domain::{
    identity::policy::Field,
    readiness::{How, Requirement, RequirementKind, Rule},
};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use serde::Deserialize;
use uuid::Uuid;

use super::{About, evaluate, tables::checklist_entry};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    forms::chosen,
    identity::{audit, reading, tables::person},
};

domain::coded_enum! {
    /// What a look at an item gave.
    pub enum Found {
        /// It is in order.
        InOrder = "yes",
        /// Something is missing.
        NotYet = "no",
    }
}

/// A form of the checklist.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CheckForm {
    /// The items, each `requirement/item`.
    pub items: Vec<String>,
    /// How it is known.
    #[serde(deserialize_with = "chosen")]
    pub how: Option<How>,
    /// Whether it is in order.
    #[serde(deserialize_with = "chosen")]
    pub ok: Option<Found>,
    /// What was seen; what is missing.
    pub note: String,
}

/// Records checks; nothing is ever overwritten, the latest counts. Staff record what they saw or a
/// file shows, learners what they say about themselves. Nobody observes for themselves.
pub async fn record(actor: &Actor, services: &Services, about: About<'_>, check: CheckForm) -> Result<()> {
    reading::require(actor, services, about.person, Field::Readiness).await?;
    let rule = evaluate::rule(services, about.rule_id)?;
    let mut problems = Problems::new();
    let how = check.how;
    match how {
        None => problems.add(
            "how",
            "どう確かめたかを選んでください。",
            "Please choose how it is known.",
        ),
        Some(How::SelfReported) if actor.id != about.person => return Err(Error::Forbidden),
        Some(How::Observed | How::File) => actor.require_other(about.person)?,
        Some(How::SelfReported) => {}
    }
    let items = items(&rule.rule, &check.items)?;
    if items.is_empty() {
        problems.add(
            "items",
            "項目を 1 つ以上選んでください。",
            "Please choose at least one item.",
        );
    }
    if let Some(how) = how
        && let Some((requirement, _)) = items
            .iter()
            .find(|(requirement, _)| rule.rule.requirement(requirement).is_none_or(|r| !r.takes(how)))
    {
        problems.add(
            "how",
            format!("この確かめ方は、規則「{requirement}」では使えません。"),
            format!("The rule does not take this kind of evidence for “{requirement}”."),
        );
    }
    if check.ok.is_none() {
        problems.add("ok", "結果を選んでください。", "Please choose the outcome.");
    }
    let ok = check.ok == Some(Found::InOrder);
    // Learners know themselves what is missing at home.
    if !ok && how != Some(How::SelfReported) && domain::folding::trimmed(&check.note).is_empty() {
        problems.add(
            "note",
            "何がまだなのかを書いてください。本人に見えます。",
            "Please write what is missing. The learner sees it.",
        );
    }
    problems.done()?;
    let Some(how) = how else {
        return Err(Error::unexpected("a check without a way of knowing"));
    };

    let now = db::now();
    let tx = services.db.begin().await?;
    // A decision about the person may be on its way.
    db::lock::<person::Entity>(&tx, about.person).await?;
    // The first row carries the form's key: where it is there already, the form came twice.
    if checklist_entry::Entity::find_by_id(about.key)
        .one(&tx)
        .await?
        .is_some()
    {
        return Ok(());
    }
    for (i, (requirement, item)) in items.iter().enumerate() {
        let row = checklist_entry::Model {
            id: if i == 0 { about.key } else { Uuid::now_v7() },
            person_id: about.person,
            rule_id: rule.rule.id.clone(),
            requirement_id: requirement.clone(),
            item_id: item.clone(),
            ok,
            how,
            note: check.note.trim().to_owned(),
            set_by: actor.id,
            set_at: now,
        };
        row.into_active_model().insert(&tx).await?;
        let word = if ok { "ok" } else { "not ok" };
        let detail = format!("{}/{requirement}/{item}: {word} ({})", rule.rule.id, how.code());
        audit::record(
            &tx,
            Some(actor.id),
            "checklist.recorded",
            Some(about.person),
            detail,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What was measured of an item, in a room above.
pub struct Measured<'a> {
    /// About whom.
    pub person: Uuid,
    /// The item's name, in whatever checklist of the rule.
    pub item: &'a str,
    /// Whether it is in order, by what a requirement asks for.
    pub ok: &'a (dyn Fn(&Requirement) -> bool + Send + Sync),
    /// The numbers.
    pub note: &'a str,
}

/// Records what was measured for each checklist of a rule that has the item and takes this kind of
/// evidence; for rooms above, which have asked who may.
pub(crate) async fn measured(
    tx: &DatabaseTransaction,
    actor: &Actor,
    rule: &Rule,
    check: &Measured<'_>,
    how: How,
) -> Result<()> {
    for requirement in &rule.require {
        let asked = requirement.kind == RequirementKind::Checklist
            && requirement.items.iter().any(|item| item == check.item)
            && requirement.takes(how);
        if !asked {
            continue;
        }
        let ok = (check.ok)(requirement);
        let row = checklist_entry::Model {
            id: Uuid::now_v7(),
            person_id: check.person,
            rule_id: rule.id.clone(),
            requirement_id: requirement.id.clone(),
            item_id: check.item.to_owned(),
            ok,
            how,
            note: check.note.to_owned(),
            set_by: actor.id,
            set_at: db::now(),
        };
        row.into_active_model().insert(tx).await?;
        let word = if ok { "ok" } else { "not ok" };
        let detail = format!("{}/{}/{}: {word} ({how})", rule.id, requirement.id, check.item);
        let person = Some(check.person);
        audit::record(tx, Some(actor.id), "checklist.recorded", person, detail).await?;
    }
    Ok(())
}

/// Splits and checks the names of items, each once. An unknown one comes from no page of ours.
fn items(rule: &Rule, names: &[String]) -> Result<BTreeSet<(String, String)>> {
    names
        .iter()
        .map(|name| {
            let (requirement, item) = name.split_once('/').ok_or(Error::NotFound)?;
            let known = rule.requirement(requirement).ok_or(Error::NotFound)?;
            if !known.observed_items().contains(&item) {
                return Err(Error::NotFound);
            }
            Ok((requirement.to_owned(), item.to_owned()))
        })
        .collect()
}
