//! The companies that offer work.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QueryOrder};
use uuid::Uuid;

use super::{COORDINATING, tables::employer};
use crate::{Actor, Error, Problems, Result, Services, db, identity::audit};

/// What a form says about an employer.
pub struct EmployerForm<'a> {
    /// The company's name.
    pub name: &'a str,
    /// Who reads the packets there.
    pub contact_name: &'a str,
    /// That person's address.
    pub contact_email: &'a str,
    /// For those who match; the company never sees it.
    pub note: &'a str,
}

/// Every employer whose name or contact holds `search`, by name.
pub async fn list(actor: &Actor, services: &Services, search: &str) -> Result<Vec<employer::Model>> {
    actor.require(COORDINATING)?;
    let search = search.trim().to_lowercase();
    let all = employer::Entity::find()
        .order_by_asc(employer::Column::Name)
        .all(services.db.read())
        .await?;
    Ok(all
        .into_iter()
        .filter(|row| {
            format!("{} {} {}", row.name, row.contact_name, row.contact_email)
                .to_lowercase()
                .contains(&search)
        })
        .collect())
}

/// One employer.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<employer::Model> {
    actor.require(COORDINATING)?;
    employer::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)
}

/// Makes an employer under the key `id`, or changes the one that has it. A form sent twice makes one.
pub async fn save(actor: &Actor, services: &Services, id: Uuid, form: EmployerForm<'_>) -> Result<()> {
    actor.require(COORDINATING)?;
    let mut problems = Problems::new();
    let name = problems.required("name", form.name);
    let email = form.contact_email.trim();
    if !email.is_empty() && !email.contains('@') {
        problems.add(
            "contact_email",
            "メールアドレスの形ではありません（例: info@example.jp）。",
            "This does not look like an e-mail address (such as info@example.jp).",
        );
    }
    problems.done()?;
    let tx = services.db.begin().await?;
    let known = employer::Entity::find_by_id(id).one(&tx).await?;
    let row = employer::ActiveModel {
        id: Set(id),
        name: Set(name.clone()),
        contact_name: Set(form.contact_name.trim().to_owned()),
        contact_email: Set(email.to_owned()),
        note: Set(form.note.trim().to_owned()),
        ..Default::default()
    };
    let action = match known {
        Some(_) => {
            row.update(&tx).await?;
            "employer.changed"
        }
        None => {
            let mut row = row.into_active_model();
            row.created_at = Set(db::now());
            row.insert(&tx).await?;
            "employer.created"
        }
    };
    audit::record(&tx, Some(actor.id), action, Some(id), name).await?;
    Ok(tx.commit().await?)
}
