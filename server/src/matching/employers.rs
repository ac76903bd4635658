//! The companies that offer work.

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use serde::Deserialize;
use uuid::Uuid;

use super::tables::{employer, opening};
use crate::{
    Actor, Error, Problems, Result, Services,
    db::{
        self, Db, folded,
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
    /// Where it is; the record of what was given to it says so.
    pub address: String,
    /// Who represents it; as for the address.
    pub representative: String,
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
            EmployerSort::Name => by_name(),
            EmployerSort::Contact => employer::Column::ContactName.into_expr(),
        }
    }
}

/// Employers whose name or contact has these words, however they are typed.
pub(crate) fn found(words: &str) -> Condition {
    let texts = [
        employer::Column::Name,
        employer::Column::ContactName,
        employer::Column::ContactEmail,
    ];
    folded::found(words, employer::Entity).add(list::contains(words, texts.map(|text| text.into_expr())))
}

/// What employers are sorted by.
pub(super) fn by_name() -> Expr {
    folded::sorted(employer::Entity, [employer::Column::Name.into_expr()])
}

/// Writes what employers and openings are searched and sorted by where it is not as it should be; for a start.
pub async fn refold(db: &Db) -> Result<()> {
    let employers = employer::Entity::find().all(db.read()).await?;
    folded::renew(
        db.write(),
        "employer",
        employers.iter().map(|row| (row.id, row.keys())),
    )
    .await?;
    let openings = opening::Entity::find().all(db.read()).await?;
    folded::renew(
        db.write(),
        "opening",
        openings.iter().map(|row| (row.id, row.keys())),
    )
    .await?;
    Ok(())
}

/// The employers, searched by name and contact. For those who match.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<(), EmployerSort>,
) -> Result<ListPage<employer::Model>> {
    actor.require(&Role::COORDINATING)?;
    let condition = match query.search.as_str() {
        "" => Condition::all(),
        words => found(words),
    };
    list::page(services.db.read(), employer::Entity::find(), condition, query).await
}

/// Every employer's id and name, by name: what a form lets choose from. For those who match.
pub async fn names(actor: &Actor, services: &Services) -> Result<Vec<(Uuid, String)>> {
    actor.require(&Role::COORDINATING)?;
    Ok(employer::Entity::find()
        .select_only()
        .column(employer::Column::Id)
        .column(employer::Column::Name)
        .order_by_asc(by_name())
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
    let some = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let tx = services.db.begin().await?;
    let known = employer::Entity::find_by_id(id).one(&tx).await?;
    let row = employer::ActiveModel {
        id: Set(id),
        name: Set(name.clone()),
        contact_name: Set(form.contact_name.trim().to_owned()),
        contact_email: Set(email.to_owned()),
        note: Set(form.note.trim().to_owned()),
        address: Set(some(form.address)),
        representative: Set(some(form.representative)),
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
