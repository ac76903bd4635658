//! Checks of a rule's items: a person of the classroom saw it, a file shows it, or the learner says so.

use std::collections::BTreeSet;

use domain::{
    identity::Role,
    readiness::{How, Rule},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::{evaluate, tables::checklist_entry};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{audit, tables::person},
};

/// A form of the checklist.
pub struct Check<'a> {
    /// The form's key: sent twice, it writes once.
    pub key: Uuid,
    /// About whom.
    pub person: Uuid,
    /// The rule; empty: the first.
    pub rule_id: &'a str,
    /// The items, each `requirement/item`.
    pub items: Vec<&'a str>,
    /// How it is known: `observed`, `file` or `self`.
    pub how: &'a str,
    /// Whether it is in order.
    pub ok: bool,
    /// What was seen; what is missing.
    pub note: &'a str,
}

/// Records checks; nothing is ever overwritten, the latest counts. Staff record what they saw or a
/// file shows, learners what they say about themselves. Nobody observes for themselves.
pub async fn record(actor: &Actor, services: &Services, check: Check<'_>) -> Result<()> {
    actor.require_self_or(
        check.person,
        &[Role::Instructor, Role::Coordinator, Role::Administrator],
    )?;
    let rule = evaluate::rule(services, check.rule_id)?;
    let mut problems = Problems::new();
    let how = check.how.parse::<How>().ok();
    match how {
        None => problems.add(
            "how",
            "どう確かめたかを選んでください。",
            "Please choose how it is known.",
        ),
        Some(How::SelfReported) if actor.id != check.person => return Err(Error::Forbidden),
        Some(How::Observed | How::File) if actor.id == check.person => return Err(Error::Forbidden),
        Some(How::SelfReported | How::Observed | How::File) => {}
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
    // Learners know themselves what is missing at home.
    if !check.ok && how != Some(How::SelfReported) && check.note.trim().is_empty() {
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
    person::Entity::find_by_id(check.person)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    // The first row carries the form's key: where it is there already, the form came twice.
    if checklist_entry::Entity::find_by_id(check.key)
        .one(&tx)
        .await?
        .is_some()
    {
        return Ok(());
    }
    for (i, (requirement, item)) in items.iter().enumerate() {
        let row = checklist_entry::Model {
            id: if i == 0 { check.key } else { Uuid::now_v7() },
            person_id: check.person,
            rule_id: rule.rule.id.clone(),
            requirement_id: requirement.clone(),
            item_id: item.clone(),
            ok: check.ok,
            how: how.code().to_owned(),
            note: check.note.trim().to_owned(),
            set_by: actor.id,
            set_at: now,
        };
        row.into_active_model().insert(&tx).await?;
        let word = if check.ok { "ok" } else { "not ok" };
        let detail = format!("{}/{requirement}/{item}: {word} ({})", rule.rule.id, how.code());
        audit::record(
            &tx,
            Some(actor.id),
            "checklist.recorded",
            Some(check.person),
            detail,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Splits and checks the names of items, each once. An unknown one comes from no page of ours.
fn items(rule: &Rule, names: &[&str]) -> Result<BTreeSet<(String, String)>> {
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
