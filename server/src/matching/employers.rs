//! The companies that offer work.

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use serde::Deserialize;
use uuid::Uuid;

use super::tables::employer;
use crate::{
    Actor, Error, Problems, Result, Services,
    db::{
        self,
        list::{self, ListPage, ListQuery, Order, Sort, SortKey},
    },
    identity::audit,
};

/// What a form says about an employer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EmployerForm {
    /// The company's name.
    pub name: String,
    /// Who reads the packets there.
    pub contact_name: String,
    /// That person's address.
    pub contact_email: String,
    /// For those who match; the company never sees it.
    pub note: String,
}

domain::coded_enum! {
    /// What the list of employers is sorted by.
    pub enum EmployerSort {
        /// The company's name.
        Name = "name",
        /// Who reads the packets there.
        Contact = "contact",
    }
}

impl Sort for EmployerSort {
    const USUAL: Order<Self> = Order::up(EmployerSort::Name);
}

impl SortKey for EmployerSort {
    fn key(self) -> Expr {
        match self {
            EmployerSort::Name => employer::Column::Name.into_expr(),
            EmployerSort::Contact => employer::Column::ContactName.into_expr(),
        }
    }
}

/// The employers, searched by name and contact. For those who match.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<(), EmployerSort>,
) -> Result<ListPage<employer::Model>> {
    actor.require(&Role::COORDINATING)?;
    let texts = [
        employer::Column::Name,
        employer::Column::ContactName,
        employer::Column::ContactEmail,
    ];
    let condition = list::contains(&query.search, texts.map(|text| text.into_expr()));
    list::page(services.db.read(), employer::Entity::find(), condition, query).await
}

/// Every employer's id and name, by name: what a form lets choose from. For those who match.
pub async fn names(actor: &Actor, services: &Services) -> Result<Vec<(Uuid, String)>> {
    actor.require(&Role::COORDINATING)?;
    Ok(employer::Entity::find()
        .select_only()
        .column(employer::Column::Id)
        .column(employer::Column::Name)
        .order_by_asc(employer::Column::Name)
        .into_tuple()
        .all(services.db.read())
        .await?)
}

/// One employer.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<employer::Model> {
    actor.require(&Role::COORDINATING)?;
    employer::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)
}

/// Makes an employer under the key `id`, or changes the one that has it. A form sent twice makes one.
pub async fn save(actor: &Actor, services: &Services, id: Uuid, form: EmployerForm) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let mut problems = Problems::new();
    let name = problems.required("name", &form.name);
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
