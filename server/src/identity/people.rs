//! The people of the classroom, for those who work here.

use std::collections::{BTreeSet, HashMap};

use domain::identity::Role;
use futures::future::BoxFuture;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Func, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Actor,
    tables::{person, person_role},
};
use crate::{
    Error, Result, Services,
    db::list::{self, ListPage, ListQuery, Order, Sort, SortKey},
};

/// A person with that person's roles.
#[derive(Clone, Debug)]
pub struct Person {
    /// The person.
    pub id: Uuid,
    /// The name, as shown.
    pub name: String,
    /// The name's reading.
    pub kana: Option<String>,
    /// The address or name to sign in with.
    pub email: Option<String>,
    /// The roles, in their order.
    pub roles: Vec<Role>,
}

/// The names of these people, by their ids. For other services, which have asked who may.
/// Boxed, so that the future does not carry the iterator's type, and with it borrows, across its wait.
pub(crate) fn names(
    services: &Services,
    people: impl IntoIterator<Item = Uuid>,
) -> BoxFuture<'_, Result<HashMap<Uuid, String>>> {
    let people: BTreeSet<Uuid> = people.into_iter().collect();
    Box::pin(async move {
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        Ok(person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .column(person::Column::Name)
            .filter(person::Column::Id.is_in(people))
            .into_tuple()
            .all(services.db.read())
            .await?
            .into_iter()
            .collect())
    })
}

/// The names and readings of these people, by their ids. For other services, which have asked who may.
pub(crate) async fn names_and_readings(
    services: &Services,
    persons: &[Uuid],
) -> Result<HashMap<Uuid, (String, Option<String>)>> {
    Ok(person::Entity::find()
        .filter(person::Column::Id.is_in(persons.iter().copied()))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|person| (person.id, (person.name, person.kana)))
        .collect())
}

/// That a person is here: neither erased nor with a closed account.
pub(crate) fn here() -> Condition {
    Condition::all()
        .add(person::Column::ErasedAt.is_null())
        .add(person::Column::ClosedAt.is_null())
}

/// Which people are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those with this role.
    pub role: Option<Role>,
    /// Those whose account is closed; else those whose account is open.
    pub closed: bool,
}

domain::coded_enum! {
    /// What the list of people is sorted by.
    pub enum PeopleSort {
        /// The name's reading; the name where there is none.
        Name = "name",
        /// The sign-in name.
        SignInName = "sign-in-name",
    }
}

impl Sort for PeopleSort {
    const USUAL: Order<Self> = Order::up(PeopleSort::Name);
}

impl SortKey for PeopleSort {
    fn key(self) -> Expr {
        match self {
            PeopleSort::Name => {
                Func::coalesce([person::Column::Kana.into_expr(), person::Column::Name.into_expr()]).into()
            }
            PeopleSort::SignInName => {
                Func::coalesce([person::Column::Email.into_expr(), Expr::val("")]).into()
            }
        }
    }
}

/// The people who are wanted, searched by name, reading and sign-in name. For staff.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Wanted, PeopleSort>,
) -> Result<ListPage<Person>> {
    actor.require(&Role::STAFF)?;
    let db = services.db.read();
    let closed = person::Column::ClosedAt;
    let names = [person::Column::Name, person::Column::Kana, person::Column::Email];
    let condition = Condition::all()
        .add(person::Column::ErasedAt.is_null())
        .add(if query.filter.closed {
            closed.is_not_null()
        } else {
            closed.is_null()
        })
        .add(list::contains(&query.search, names.map(|name| name.into_expr())))
        .add_option(
            query
                .filter
                .role
                .map(|role| person::Column::Id.in_subquery(with_role(role))),
        );
    let found = list::page(db, person::Entity::find(), condition, query).await?;
    let mut roles: HashMap<Uuid, Vec<Role>> = HashMap::new();
    let ids = found.rows.iter().map(|person| person.id);
    for row in person_role::Entity::find()
        .filter(person_role::Column::PersonId.is_in(ids))
        .all(db)
        .await?
    {
        roles.entry(row.person_id).or_default().push(row.role);
    }
    Ok(found.with(|people| {
        people
            .into_iter()
            .map(|person| {
                let mut roles = roles.remove(&person.id).unwrap_or_default();
                roles.sort();
                Person {
                    id: person.id,
                    name: person.name,
                    kana: person.kana,
                    email: person.email,
                    roles,
                }
            })
            .collect()
    }))
}

/// Selects the ids of those who have a role.
pub(crate) fn with_role(role: Role) -> SelectStatement {
    Query::select()
        .column(person_role::Column::PersonId)
        .from(person_role::Entity)
        .and_where(person_role::Column::Role.eq(role))
        .to_owned()
}

/// The name of a person, for pages about that person. For staff and the person.
pub async fn name(actor: &Actor, services: &Services, id: Uuid) -> Result<String> {
    actor.require_self_or(id, &Role::STAFF)?;
    let person = person::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    Ok(person.name)
}

/// Every learner who is here, by id.
pub(crate) async fn learners(services: &Services) -> Result<HashMap<Uuid, String>> {
    let people = person::Entity::find()
        .filter(person::Column::Id.in_subquery(with_role(Role::Learner)))
        .filter(here())
        .all(services.db.read())
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect())
}
