//! Making the people of a file that somebody looked at and confirmed.

use domain::{Lang, identity::Role};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde::Deserialize;
use uuid::Uuid;

use super::preview::{Content, INVITING, check, find};
use crate::{
    Error, Result, Services, db,
    identity::{
        Actor, accounts, audit, roles,
        tables::{cohort, enrolment, people_import, person},
    },
};

/// Who of the file is to be brought in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Confirmed {
    /// The lines.
    pub make: Vec<usize>,
    /// The cohort that they are put into; none where it is empty.
    pub cohort: String,
}

/// Makes the people of these lines, as learners who have not signed in yet. Gives how many. For those who
/// invite.
pub async fn confirm(actor: &Actor, services: &Services, id: Uuid, form: Confirmed) -> Result<usize> {
    actor.require(INVITING)?;
    let cohort_id = match form.cohort.as_str() {
        "" => None,
        word => Some(word.parse::<Uuid>().map_err(|_| Error::NotFound)?),
    };
    let Content::Rows(rows) = Content::read(&find(services, id).await?)? else {
        return Err(done_already());
    };
    let chosen: Vec<_> = check(services, rows)
        .await?
        .into_iter()
        .filter(|checked| form.make.contains(&checked.row.line))
        .collect();
    if chosen.is_empty() {
        return Err(Error::refused(
            "取りこむ人を、1人以上えらんでください。",
            "Please choose at least one person to bring in.",
        ));
    }
    if let Some(wrong) = chosen.iter().find(|checked| !checked.problems.is_empty()) {
        let line = wrong.row.line;
        return Err(Error::refused(
            format!(
                "{line} 行目に、直すところがあります。ファイルを直して、もう一度読みこんでください。まだ何も取りこんでいません。"
            ),
            format!(
                "Something in line {line} has to be corrected. Please correct the file and choose it again. Nothing was brought in."
            ),
        ));
    }
    let tx = services.db.begin().await?;
    let import = db::lock::<people_import::Entity>(&tx, id).await?;
    if import.done_at.is_some() {
        return Err(done_already());
    }
    if let Some(cohort_id) = cohort_id {
        cohort::Entity::find_by_id(cohort_id)
            .one(&tx)
            .await?
            .ok_or(Error::NotFound)?;
    }
    let now = db::now();
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let mut made = Vec::with_capacity(chosen.len());
    for checked in chosen {
        let person_id = Uuid::now_v7();
        person::Model {
            id: person_id,
            name: checked.row.name,
            kana: some(checked.row.kana),
            email: some(checked.row.email),
            password_hash: None,
            lang: Lang::Ja,
            created_at: now,
            erased_at: None,
            closed_at: None,
            large_text: None,
            furigana: None,
            phone: some(checked.row.phone),
        }
        .into_active_model()
        .insert(&tx)
        .await
        .map_err(accounts::taken)?;
        roles::grant(&tx, person_id, Role::Learner, Some(actor.id)).await?;
        if let Some(cohort_id) = cohort_id {
            enrolment::Model {
                cohort_id,
                person_id,
                enrolled_at: now,
                ended_at: None,
            }
            .into_active_model()
            .insert(&tx)
            .await?;
        }
        made.push(person_id);
    }
    let count = made.len();
    let mut import = import.into_active_model();
    // From here on the people hold what was in the file.
    import.content = Set(serde_json::to_string(&Content::People(made))?);
    import.done_at = Set(Some(now));
    import.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "people.imported",
        Some(id),
        count.to_string(),
    )
    .await?;
    tx.commit().await?;
    Ok(count)
}

/// Forgets a file that was not confirmed. For those who invite.
pub async fn discard(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(INVITING)?;
    let tx = services.db.begin().await?;
    let import = db::lock::<people_import::Entity>(&tx, id).await?;
    if import.done_at.is_some() {
        return Err(done_already());
    }
    people_import::Entity::delete_by_id(id).exec(&tx).await?;
    Ok(tx.commit().await?)
}

fn done_already() -> Error {
    Error::refused(
        "この名簿は、もう取りこみました。",
        "This file has been brought in already.",
    )
}
