//! A person's wishes and limits for work, told by the person.

use domain::{
    identity::{Role, policy::Field},
    matching::{Wishes, WorkMode},
};
use sea_orm::{EntityTrait, IntoActiveModel, sea_query::OnConflict};
use serde::Deserialize;
use uuid::Uuid;

use super::tables::wishes;
use crate::{
    Actor, Problems, Result, Services, db,
    forms::{YesNo, chosen},
    identity::{audit, reading},
};

/// The wishes of a person, if told. For the person and those who match.
pub async fn get(actor: &Actor, services: &Services, person: Uuid) -> Result<Option<Wishes>> {
    actor.require_self_or(person, &Role::COORDINATING)?;
    reading::note(actor, services, &[person], &[Field::Matching]).await?;
    let row = wishes::Entity::find_by_id(person).one(services.db.read()).await?;
    Ok(row.map(|row| serde_json::from_str(&row.data)).transpose()?)
}

/// What the form says. What is left empty is not known, and never held against anybody.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WishesForm {
    /// The modes the person can work in.
    pub work_modes: Vec<WorkMode>,
    /// The favourite mode.
    #[serde(deserialize_with = "chosen")]
    pub favourite: Option<WorkMode>,
    /// Most hours a week; may be empty.
    pub max_hours: String,
    /// From when the person can work; may be empty.
    pub from: String,
    /// Until when; may be empty.
    pub to: String,
    /// The first day; may be empty.
    pub earliest_start: String,
    /// Whether there is a computer at home.
    #[serde(deserialize_with = "chosen")]
    pub has_device: Option<YesNo>,
    /// Whether there is a line at home.
    #[serde(deserialize_with = "chosen")]
    pub has_line: Option<YesNo>,
    /// Towns, separated by commas or line breaks.
    pub places: String,
    /// Codes of the kinds of work.
    pub kinds: Vec<String>,
}

/// Keeps the wishes of the acting person.
pub async fn save(actor: &Actor, services: &Services, form: WishesForm) -> Result<()> {
    actor.require(&[Role::Learner])?;
    let wishes = checked(&form)?;
    let row = wishes::Model {
        person_id: actor.id,
        data: serde_json::to_string(&wishes)?,
        updated_at: db::now(),
    };
    let tx = services.db.begin().await?;
    wishes::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(wishes::Column::PersonId)
                .update_columns([wishes::Column::Data, wishes::Column::UpdatedAt])
                .to_owned(),
        )
        .exec_without_returning(&tx)
        .await?;
    audit::record(&tx, Some(actor.id), "wishes.changed", Some(actor.id), "").await?;
    Ok(tx.commit().await?)
}

fn checked(form: &WishesForm) -> Result<Wishes> {
    let mut problems = Problems::new();
    let given = |text: &str| !text.trim().is_empty();
    let mut work_modes = form.work_modes.clone();
    if let Some(favourite) = form.favourite {
        work_modes.retain(|mode| *mode != favourite);
        work_modes.insert(0, favourite);
    }
    let max = given(&form.max_hours).then(|| problems.number("max_hours", &form.max_hours, 1, 60));
    let from = given(&form.from).then(|| problems.time("from", &form.from));
    let to = given(&form.to).then(|| problems.time("to", &form.to));
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        problems.add(
            "to",
            "終わりは、始まりより後の時間にしてください。",
            "The end must come after the start.",
        );
    }
    let earliest_start =
        given(&form.earliest_start).then(|| problems.date("earliest_start", &form.earliest_start));
    problems.done()?;
    let number = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
    Ok(Wishes {
        work_modes,
        max_hours_per_week: number(max),
        available_from: number(from),
        available_to: number(to),
        earliest_start,
        has_device: form.has_device.and_then(Into::into),
        has_line: form.has_line.and_then(Into::into),
        max_commute_places: form
            .places
            .split([',', '、', '，', '\n'])
            .map(str::trim)
            .filter(|place| !place.is_empty())
            .map(str::to_owned)
            .collect(),
        kinds: form.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
    })
}
