//! A person's wishes and limits for work, told by the person.

use domain::{
    identity::Role,
    matching::{Wishes, WorkMode},
};
use sea_orm::{EntityTrait, IntoActiveModel, sea_query::OnConflict};
use uuid::Uuid;

use super::{COORDINATING, tables::wishes};
use crate::{Actor, Problems, Result, Services, db, identity::audit};

/// The wishes of a person, if told. For the person and those who match.
pub async fn get(actor: &Actor, services: &Services, person: Uuid) -> Result<Option<Wishes>> {
    actor.require_self_or(person, COORDINATING)?;
    let row = wishes::Entity::find_by_id(person).one(services.db.read()).await?;
    Ok(row.map(|row| serde_json::from_str(&row.data)).transpose()?)
}

/// What the form says. What is left empty is not known, and never held against anybody.
pub struct WishesForm<'a> {
    /// Codes of the modes the person can work in.
    pub work_modes: Vec<&'a str>,
    /// The code of the favourite mode; may be empty.
    pub favourite: &'a str,
    /// Most hours a week; may be empty.
    pub max_hours: &'a str,
    /// From when the person can work; may be empty.
    pub from: &'a str,
    /// Until when; may be empty.
    pub to: &'a str,
    /// The first day; may be empty.
    pub earliest_start: &'a str,
    /// `yes`, `no` or empty.
    pub has_device: &'a str,
    /// `yes`, `no` or empty.
    pub has_line: &'a str,
    /// Towns, separated by commas or line breaks.
    pub places: &'a str,
    /// Codes of the kinds of work.
    pub kinds: Vec<&'a str>,
}

/// Keeps the wishes of the acting person.
pub async fn save(actor: &Actor, services: &Services, form: WishesForm<'_>) -> Result<()> {
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

fn checked(form: &WishesForm<'_>) -> Result<Wishes> {
    let mut problems = Problems::new();
    let given = |text: &str| !text.trim().is_empty();
    let mut work_modes: Vec<WorkMode> = form
        .work_modes
        .iter()
        .filter_map(|code| code.parse::<WorkMode>().ok())
        .collect();
    if let Ok(favourite) = form.favourite.parse::<WorkMode>() {
        work_modes.retain(|mode| *mode != favourite);
        work_modes.insert(0, favourite);
    }
    let max = given(form.max_hours).then(|| problems.number("max_hours", form.max_hours, 1, 60));
    let from = given(form.from).then(|| problems.time("from", form.from));
    let to = given(form.to).then(|| problems.time("to", form.to));
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
        given(form.earliest_start).then(|| problems.date("earliest_start", form.earliest_start));
    problems.done()?;
    let number = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
    let yes_no = |word: &str| match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    Ok(Wishes {
        work_modes,
        max_hours_per_week: number(max),
        available_from: number(from),
        available_to: number(to),
        earliest_start,
        has_device: yes_no(form.has_device),
        has_line: yes_no(form.has_line),
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
