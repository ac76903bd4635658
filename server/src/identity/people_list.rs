//! The list of people, for those who work here.

use std::collections::HashMap;

use domain::identity::{Role, policy::Field};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{Expr, Func},
};
use uuid::Uuid;

use super::{
    Actor,
    people::{self, with_role},
    reading,
    tables::{person, person_role},
};
use crate::{
    Result, Services,
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
    /// Whether the one who looks may read how the person gets on.
    pub opens: bool,
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
            PeopleSort::Name => people::by_name(),
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
    let condition = Condition::all()
        .add(person::Column::ErasedAt.is_null())
        .add(if query.filter.closed {
            closed.is_not_null()
        } else {
            closed.is_null()
        })
        .add_option((!query.search.is_empty()).then(|| people::named(&query.search)))
        .add_option(
            query
                .filter
                .role
                .map(|role| person::Column::Id.in_subquery(with_role(role))),
        );
    let found = list::page(db, person::Entity::find(), condition, query).await?;
    let all: Vec<Uuid> = found.rows.iter().map(|person| person.id).collect();
    let readable = reading::among(actor, services, &all, Field::Readiness).await?;
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
                    opens: readable.contains(&person.id),
                    roles,
                }
            })
            .collect()
    }))
}
