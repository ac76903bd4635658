//! Loans: a kit with one person at a time, from a day to a day, under a text that the person agreed to.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use domain::{
    identity::Role,
    telework::{Agreed, KitEvent, KitState, LoanEnd, TextKind},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    history,
    lengths::{NAME, NOTE, too_long},
    tables::{kit, kit_part, loan},
    texts,
};
use crate::{
    Actor, Error, Problems, Result, Services,
    db::{self, lock, lock_if_any},
    identity::{audit, people, tables::person},
};

/// For how many months something is lent at most.
const MONTHS: u32 = 24;

/// How a loan begins.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LendForm {
    /// Who borrows.
    #[serde(default)]
    pub person: String,
    /// The last day.
    #[serde(default)]
    pub due_on: String,
    /// What the kit is like.
    #[serde(default)]
    pub condition: String,
    /// The borrower's name, where the borrower agrees on this device.
    #[serde(default)]
    pub agreed_name: String,
}

/// How a loan ends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BackForm {
    /// What the kit is like; empty: as it went out.
    pub condition: String,
    /// `yes`: it does not work any more.
    pub broken: String,
}

/// A loan with its names.
#[derive(Clone, Debug)]
pub struct LoanRow {
    /// The loan.
    pub loan: loan::Model,
    /// The kit.
    pub kit: kit::Model,
    /// Who borrowed.
    pub person: String,
    /// Who lent.
    pub lent_by: String,
}

/// Those who can borrow, by reading: what a form lets choose from. For those who lend.
pub async fn borrowers(actor: &Actor, services: &Services) -> Result<Vec<(Uuid, String)>> {
    actor.require(&Role::STAFF)?;
    let rows = person::Entity::find()
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Learner)))
        .filter(people::here())
        .all(services.db.read())
        .await?;
    let mut rows: Vec<_> = rows
        .into_iter()
        .map(|row| (row.kana.unwrap_or_else(|| row.name.clone()), row.id, row.name))
        .collect();
    rows.sort();
    Ok(rows.into_iter().map(|(_, id, name)| (id, name)).collect())
}

/// Lends a kit under the form's key: sent twice, it goes out once. Refused when it is not here: of two who
/// lend it at the same moment, one does. Gives the loan. For those who lend.
pub async fn lend(actor: &Actor, services: &Services, key: Uuid, kit: Uuid, form: LendForm) -> Result<Uuid> {
    actor.require(&Role::STAFF)?;
    let mut problems = Problems::new();
    let today = services.config.today();
    let borrower = form.person.parse::<Uuid>().ok();
    if borrower.is_none() {
        problems.add(
            "person",
            "貸す相手を選んでください。",
            "Please choose who borrows it.",
        );
    }
    let due_on = due(&mut problems, &form.due_on, today);
    let (condition, name) = (form.condition.trim(), form.agreed_name.trim());
    too_long(&mut problems, "condition", condition.chars().count(), NOTE);
    too_long(&mut problems, "agreed_name", name.chars().count(), NAME);
    problems.done()?;
    let borrower = borrower.ok_or(Error::NotFound)?;
    let terms = texts::current(services, TextKind::Loan).await?;

    let tx = services.db.begin().await?;
    let row = lock::<kit::Entity>(&tx, kit).await?;
    if loan::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(key);
    }
    if row.state != KitState::Here {
        return Err(Error::refused(
            format!(
                "「{}」は、いま貸し出せません。ほかの人が先に貸し出したか、状態が変わりました。",
                row.number
            ),
            format!(
                "{} cannot be lent now: somebody else lent it first, or its state has changed.",
                row.number
            ),
        ));
    }
    let person = person::Entity::find_by_id(borrower)
        .filter(people::here())
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let parts = kit_part::Entity::find()
        .filter(kit_part::Column::KitId.eq(kit))
        .filter(kit_part::Column::MissingAt.is_null())
        .order_by_asc(kit_part::Column::Place)
        .all(&tx)
        .await?;
    let parts: Vec<String> = parts.into_iter().map(|part| part.name).collect();
    let now = db::now();
    let lang = person.lang;
    let agreed = (!name.is_empty()).then_some(Agreed::Here);
    let lent = loan::Model {
        id: key,
        kit_id: kit,
        person_id: borrower,
        lent_by: actor.id,
        lent_at: now,
        due_on,
        condition_out: condition.to_owned(),
        parts_out: parts.join("\n"),
        terms_version: terms.number,
        terms: terms.get(lang).to_owned(),
        agreed_how: agreed,
        agreed_name: agreed.map(|_| name.to_owned()),
        agreed_at: agreed.map(|_| now),
        ended_at: None,
        ended_by: None,
        ended_how: None,
        condition_back: String::new(),
    };
    lent.into_active_model().insert(&tx).await?;
    let detail = format!("{} {} → {due_on}", row.number, person.name);
    let mut row = row.into_active_model();
    row.state = Set(KitState::Lent);
    row.update(&tx).await?;
    history::record(&tx, actor, kit, KitEvent::Lent, Some(key), &person.name).await?;
    if agreed.is_some() {
        history::record(&tx, actor, kit, KitEvent::Agreed, Some(key), name).await?;
    }
    audit::record(&tx, Some(actor.id), "kit.lent", Some(borrower), detail).await?;
    tx.commit().await?;
    Ok(key)
}

/// Reads the last day of a loan; notes when it lies before today or too far away.
fn due(problems: &mut Problems, text: &str, today: NaiveDate) -> NaiveDate {
    let Ok(day) = text.trim().parse::<NaiveDate>() else {
        return problems.date("due_on", text);
    };
    let last = today.checked_add_months(Months::new(MONTHS)).unwrap_or(today);
    if day < today || day > last {
        problems.add(
            "due_on",
            "今日から2年までの日を選んでください。",
            "Please choose a day from today to two years from now.",
        );
    }
    day
}

/// The running loan of a kit.
pub(super) async fn running(tx: &DatabaseTransaction, kit: Uuid) -> Result<Option<loan::Model>> {
    Ok(loan::Entity::find()
        .filter(loan::Column::KitId.eq(kit))
        .filter(loan::Column::EndedAt.is_null())
        .one(tx)
        .await?)
}

/// Ends a loan, in the transaction that brings the kit into its new state.
pub(super) async fn end(
    tx: &DatabaseTransaction,
    actor: &Actor,
    loan: loan::Model,
    how: LoanEnd,
    condition: &str,
) -> Result<()> {
    let mut loan = loan.into_active_model();
    loan.ended_at = Set(Some(db::now()));
    loan.ended_by = Set(Some(actor.id));
    loan.ended_how = Set(Some(how));
    loan.condition_back = Set(condition.trim().to_owned());
    loan.update(tx).await?;
    Ok(())
}

/// Takes a kit back. Pressed twice, it comes back once. For those who lend.
pub async fn back(actor: &Actor, services: &Services, kit: Uuid, form: BackForm) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let mut problems = Problems::new();
    too_long(&mut problems, "condition", form.condition.chars().count(), NOTE);
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = lock::<kit::Entity>(&tx, kit).await?;
    let Some(lent) = running(&tx, kit).await? else {
        return Ok(());
    };
    let (loan, borrower, detail) = (lent.id, lent.person_id, row.number.clone());
    end(&tx, actor, lent, LoanEnd::Back, &form.condition).await?;
    let broken = form.broken == "yes";
    let mut row = row.into_active_model();
    row.state = Set(if broken { KitState::Broken } else { KitState::Here });
    row.update(&tx).await?;
    history::record(&tx, actor, kit, KitEvent::Back, Some(loan), form.condition.trim()).await?;
    if broken {
        history::record(
            &tx,
            actor,
            kit,
            KitEvent::Broken,
            Some(loan),
            form.condition.trim(),
        )
        .await?;
    }
    audit::record(&tx, Some(actor.id), "kit.back", Some(borrower), detail).await?;
    Ok(tx.commit().await?)
}

/// Moves the last day of a running loan. For those who lend.
pub async fn extend(actor: &Actor, services: &Services, id: Uuid, due_on: &str) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let mut problems = Problems::new();
    let due_on = due(&mut problems, due_on, services.config.today());
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = open(&tx, id).await?;
    if row.due_on == due_on {
        return Ok(());
    }
    let (kit, borrower, detail) = (row.kit_id, row.person_id, format!("{} → {due_on}", row.due_on));
    let mut row = row.into_active_model();
    row.due_on = Set(due_on);
    row.update(&tx).await?;
    history::record(&tx, actor, kit, KitEvent::Extended, Some(id), &detail).await?;
    audit::record(&tx, Some(actor.id), "kit.extended", Some(borrower), detail).await?;
    Ok(tx.commit().await?)
}

/// The loan for this transaction alone; refused when it has ended.
async fn open(tx: &DatabaseTransaction, id: Uuid) -> Result<loan::Model> {
    let row = lock_if_any::<loan::Entity>(tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    if row.ended_at.is_some() {
        return Err(Error::refused(
            "この貸し出しは、もう終わっています。",
            "This loan has ended.",
        ));
    }
    Ok(row)
}

/// The borrower agrees to the text of the loan; or somebody who lends notes that the paper is signed. Once
/// agreed, it stays.
pub async fn agree(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    let tx = services.db.begin().await?;
    let row = lock_if_any::<loan::Entity>(&tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let how = if row.person_id == actor.id {
        Agreed::Own
    } else if actor.is_staff() {
        Agreed::Paper
    } else {
        return Err(Error::NotFound);
    };
    if row.agreed_at.is_some() {
        return Ok(());
    }
    if row.ended_at.is_some() {
        return Err(Error::refused(
            "この貸し出しは、もう終わっています。",
            "This loan has ended.",
        ));
    }
    let (kit, borrower) = (row.kit_id, row.person_id);
    let name = people::names(services, [borrower]).await?.remove(&borrower);
    let detail = format!("{} {how}", row.terms_version);
    let mut row = row.into_active_model();
    row.agreed_how = Set(Some(how));
    row.agreed_name = Set(name.clone());
    row.agreed_at = Set(Some(db::now()));
    row.update(&tx).await?;
    let name = name.unwrap_or_default();
    history::record(&tx, actor, kit, KitEvent::Agreed, Some(id), &name).await?;
    audit::record(&tx, Some(actor.id), "kit.agreed", Some(borrower), detail).await?;
    Ok(tx.commit().await?)
}

/// A loan. For the borrower and those who lend.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<LoanRow> {
    let row = loan::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .filter(|row| row.person_id == actor.id || actor.is_staff())
        .ok_or(Error::NotFound)?;
    named(services, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// The loans of a person, the newest first. For the person and those who lend.
pub async fn of_person(actor: &Actor, services: &Services, person: Uuid) -> Result<Vec<LoanRow>> {
    actor.require_self_or(person, &Role::STAFF)?;
    let rows = loan::Entity::find()
        .filter(loan::Column::PersonId.eq(person))
        .order_by_desc(loan::Column::Id)
        .limit(100)
        .all(services.db.read())
        .await?;
    named(services, rows).await
}

/// The loans of a kit, the newest first. For pages that have asked who may see it.
pub(super) async fn of_kit(services: &Services, kit: &kit::Model) -> Result<Vec<LoanRow>> {
    let rows = loan::Entity::find()
        .filter(loan::Column::KitId.eq(kit.id))
        .order_by_desc(loan::Column::LentAt)
        .order_by_desc(loan::Column::Id)
        .limit(100)
        .all(services.db.read())
        .await?;
    named(services, rows).await
}

async fn named(services: &Services, rows: Vec<loan::Model>) -> Result<Vec<LoanRow>> {
    let ids = rows.iter().flat_map(|row| [row.person_id, row.lent_by]);
    let names = people::names(services, ids).await?;
    let kits: HashMap<Uuid, kit::Model> = kit::Entity::find()
        .filter(kit::Column::Id.is_in(rows.iter().map(|row| row.kit_id)))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|kit| (kit.id, kit))
        .collect();
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .filter_map(|loan| {
            Some(LoanRow {
                kit: kits.get(&loan.kit_id)?.clone(),
                person: name(loan.person_id),
                lent_by: name(loan.lent_by),
                loan,
            })
        })
        .collect())
}
