//! Writing down that somebody tried to reach a placed person, or reached them. Append-only.

use chrono::NaiveDate;
use domain::care::{Contact, ContactRefusal, Outcome, Visibility, check_contact};
use domain::identity::Role;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde::Deserialize;
use uuid::Uuid;

use super::tables::{contact, follow_up, placement};
use crate::{Actor, Error, Problems, Result, Services, db, forms::chosen, identity::audit};

/// What the form says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactForm {
    /// The follow-up.
    #[serde(deserialize_with = "chosen")]
    pub follow_up: Option<Uuid>,
    /// Whether the person was reached.
    #[serde(deserialize_with = "chosen")]
    pub contact: Option<Contact>,
    /// How it is, of one who was reached; may be left open.
    #[serde(deserialize_with = "chosen")]
    pub outcome: Option<Outcome>,
    /// What was said.
    pub note: String,
    /// Who may read it.
    #[serde(deserialize_with = "chosen")]
    pub visibility: Option<Visibility>,
    /// The last working day, of one who has left; may be empty.
    pub last_day: String,
}

/// Writes down a contact with the person of a placement, under the form's key: sent twice, it is
/// written once. Who has left is at work until the last day that is told with it: the placement ends then.
/// For those who follow up; nobody writes about oneself.
pub async fn record(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    placement: Uuid,
    form: ContactForm,
) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let mut problems = Problems::new();
    let kind = form.contact;
    if kind.is_none() {
        problems.add(
            "contact",
            "話せたかどうかを選んでください。",
            "Please choose whether you reached the person.",
        );
    }
    let visibility = form.visibility.unwrap_or_else(|| {
        problems.add(
            "visibility",
            "だれが読めるかを選んでください。",
            "Please choose who may read the note.",
        );
        Visibility::Team
    });
    let outcome = form.outcome.filter(|_| kind == Some(Contact::Reached));
    let follow_up = form.follow_up;
    if follow_up.is_none() {
        problems.add(
            "follow_up",
            "どの連絡かを選んでください。",
            "Please choose the follow-up.",
        );
    }
    problems.done()?;
    let (Some(kind), Some(follow_up)) = (kind, follow_up) else {
        return Err(Error::NotFound);
    };

    let tx = services.db.begin().await?;
    let row = follow_up::Entity::find_by_id(follow_up)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let placed = db::lock::<placement::Entity>(&tx, row.placement_id).await?;
    if placed.id != placement {
        return Err(Error::NotFound);
    }
    actor.require_other(placed.person_id)?;
    if contact::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let told = last_day(services, &placed, outcome, &form.last_day)?;
    let today = services.config.today();
    check_contact(row.due_on, outcome, told.or(placed.ended_on), today).map_err(refused)?;
    let person = placed.person_id;
    if let Some(last_day) = told {
        let mut placed = placed.into_active_model();
        placed.ended_on = Set(Some(last_day));
        placed.update(&tx).await?;
        let detail = last_day.to_string();
        audit::record(&tx, Some(actor.id), "placement.ended", Some(person), detail).await?;
    }
    let contact = contact::Model {
        id: key,
        follow_up_id: follow_up,
        reached: kind == Contact::Reached,
        outcome,
        note: form.note.trim().to_owned(),
        visibility,
        by_person: actor.id,
        at: db::now(),
    };
    contact.into_active_model().insert(&tx).await?;
    let detail = format!("{} {}", row.day, kind.code());
    audit::record(&tx, Some(actor.id), "care.contact", Some(person), detail).await?;
    Ok(tx.commit().await?)
}

/// The last working day that comes with a contact: of one who has left a job that has no end yet.
fn last_day(
    services: &Services,
    placed: &placement::Model,
    outcome: Option<Outcome>,
    told: &str,
) -> Result<Option<NaiveDate>> {
    let leaves = outcome.is_some_and(Outcome::ends_work) && placed.ended_on.is_none();
    if !leaves || told.trim().is_empty() {
        return Ok(None);
    }
    let mut problems = Problems::new();
    let day = problems.date("last_day", told);
    problems.done()?;
    if day < placed.starts_on || day > services.config.today() {
        return Err(Error::field(
            "last_day",
            "始まりの日から今日までの日を選んでください。",
            "Please choose a day between the first working day and today.",
        ));
    }
    Ok(Some(day))
}

fn refused(refusal: ContactRefusal) -> Error {
    match refusal {
        ContactRefusal::TooEarly { opens_on } => Error::field(
            "follow_up",
            format!("この連絡は、{opens_on} から書きとめられます。"),
            format!("This follow-up can be written down from {opens_on}."),
        ),
        ContactRefusal::LastDayNeeded => Error::field(
            "last_day",
            "仕事をやめた人の、最後の日を選んでください。",
            "Please choose the last working day of who has left.",
        ),
        ContactRefusal::HasEnded { last_day } => Error::field(
            "outcome",
            format!("この仕事は {last_day} で終わっています。"),
            format!("This work ended on {last_day}."),
        ),
    }
}
