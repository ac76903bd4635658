//! The list of who registered for a session, for those who hold it.

use std::collections::{BTreeSet, HashMap};

use domain::{
    ids::{InformationSessionId, RegistrationId},
    outreach::{RegistrationState, SessionState, fold_name, fold_phone},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, Func, SelectStatement},
};

use super::{
    COORDINATING,
    afterwards::{self, Calls},
    registrations::open,
    tables::{information_session, registration},
};
use crate::{
    Actor, Result, Services,
    db::{
        self,
        list::{self, Count, ListPage, ListQuery, Order, Sort, SortKey},
    },
};

domain::coded_enum! {
    /// A part of the list.
    pub enum RegistrationPart {
        /// Those who want to come.
        Open = "open",
        /// Those who wait for seats.
        Waiting = "waiting",
        /// Those who do not know yet how they stand.
        ToTell = "to-tell",
        /// Those who came.
        Came = "came",
        /// Those who did not come, and whom nobody has spoken to since.
        ToCall = "to-call",
        /// Those who took it back, or did not confirm.
        Gone = "gone",
        /// All.
        All = "all",
    }
}

domain::coded_enum! {
    /// What the list is sorted by.
    pub enum RegistrationSort {
        /// The number: the order in which they came.
        Number = "number",
        /// When it came in.
        Came = "came",
        /// The reading, or the name where there is none.
        Reading = "reading",
    }
}

impl Sort for RegistrationSort {
    const USUAL: Order<Self> = Order::up(RegistrationSort::Number);
}

impl SortKey for RegistrationSort {
    fn key(self) -> Expr {
        match self {
            RegistrationSort::Number => registration::Column::Number.into_expr(),
            RegistrationSort::Came => registration::Column::CreatedAt.into_expr(),
            RegistrationSort::Reading => by_reading(),
        }
    }
}

/// The reading as it is compared; the name where there is none.
pub(super) fn by_reading() -> Expr {
    let reading = Expr::from(
        Func::cust("NULLIF")
            .arg(registration::Column::ReadingFolded.into_expr())
            .arg(""),
    );
    Expr::from(Func::coalesce([
        reading,
        registration::Column::NameFolded.into_expr(),
    ]))
}

/// A registration, with those that look like the same person.
#[derive(Clone, Debug)]
pub struct RegistrationRow {
    /// As stored.
    pub registration: registration::Model,
    /// Its session's title.
    pub session: String,
    /// Calls after the session.
    pub calls: Calls,
    /// Numbers of open registrations with the same telephone number or name.
    pub alike: Vec<i32>,
}

/// Which registrations are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Of this session; none: of all.
    pub session: Option<InformationSessionId>,
    /// This part of them.
    pub part: RegistrationPart,
}

fn part(wanted: Wanted) -> Condition {
    let of_session = Condition::all().add_option(
        wanted
            .session
            .map(|session| registration::Column::SessionId.eq(session)),
    );
    match wanted.part {
        RegistrationPart::Open => of_session.add(open()),
        RegistrationPart::Waiting => {
            of_session.add(registration::Column::State.eq(RegistrationState::Waiting))
        }
        RegistrationPart::ToTell => of_session
            .add(registration::Column::ToldAt.is_null())
            .add(registration::Column::RemovedAt.is_null()),
        RegistrationPart::Came => of_session.add(registration::Column::Id.in_subquery(afterwards::came())),
        RegistrationPart::ToCall => of_session
            .add(
                registration::Column::State
                    .is_in([RegistrationState::Registered, RegistrationState::Offered]),
            )
            .add(registration::Column::RemovedAt.is_null())
            .add(registration::Column::SessionId.in_subquery(over()))
            .add(registration::Column::Id.not_in_subquery(afterwards::came()))
            .add(registration::Column::Id.not_in_subquery(afterwards::spoken_to())),
        RegistrationPart::Gone => of_session.add(open().not()),
        RegistrationPart::All => of_session,
    }
}

/// Selects the ids of sessions that have taken place.
fn over() -> SelectStatement {
    information_session::Entity::find()
        .select_only()
        .column(information_session::Column::Id)
        .filter(information_session::Column::State.eq(SessionState::Published))
        .filter(information_session::Column::EndsAt.lte(db::now()))
        .into_query()
}

/// The registrations that are wanted, searched by name, reading, number, telephone and mail. For those who
/// hold sessions.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Wanted, RegistrationSort>,
) -> Result<ListPage<RegistrationRow>> {
    actor.require(COORDINATING)?;
    let read = services.db.read();
    let mut condition = part(query.filter);
    if !query.search.is_empty() {
        let folded = fold_name(&query.search);
        let mut found = Condition::any()
            .add(list::contains(
                &folded,
                [
                    registration::Column::NameFolded.into_expr(),
                    registration::Column::ReadingFolded.into_expr(),
                ],
            ))
            .add(list::contains(
                &query.search,
                [registration::Column::Mail.into_expr()],
            ));
        let digits = fold_phone(&query.search);
        if digits.len() >= 3 {
            found = found.add(list::contains(
                &digits,
                [registration::Column::PhoneFolded.into_expr()],
            ));
        }
        if let Ok(number) = digits.parse::<i32>() {
            found = found.add(registration::Column::Number.eq(number));
        }
        condition = condition.add(found);
    }
    let found = list::page(read, registration::Entity::find(), condition, query).await?;
    let alike = alike(services, &found.rows).await?;
    let titles = titles(services, &found.rows).await?;
    let ids: Vec<RegistrationId> = found.rows.iter().map(|row| row.id).collect();
    let calls = afterwards::calls_of(read, &ids).await?;
    Ok(found.with(|rows| {
        rows.into_iter()
            .map(|registration| RegistrationRow {
                calls: calls.get(&registration.id).copied().unwrap_or_default(),
                alike: alike.get(&registration.id).cloned().unwrap_or_default(),
                session: titles.get(&registration.session_id).cloned().unwrap_or_default(),
                registration,
            })
            .collect()
    }))
}

/// How many are in a part.
pub async fn count(actor: &Actor, services: &Services, wanted: Wanted) -> Result<Count> {
    actor.require(COORDINATING)?;
    list::count(
        services.db.read(),
        registration::Entity::find().filter(part(wanted)),
    )
    .await
}

/// The titles of the sessions of these rows.
async fn titles(
    services: &Services,
    rows: &[registration::Model],
) -> Result<HashMap<InformationSessionId, String>> {
    let ids: BTreeSet<InformationSessionId> = rows.iter().map(|row| row.session_id).collect();
    let titles: Vec<(InformationSessionId, String)> = information_session::Entity::find()
        .select_only()
        .column(information_session::Column::Id)
        .column(information_session::Column::Title)
        .filter(information_session::Column::Id.is_in(ids))
        .into_tuple()
        .all(services.db.read())
        .await?;
    Ok(titles.into_iter().collect())
}

/// For each of these rows, the numbers of open ones of its session that look like the same person.
async fn alike(
    services: &Services,
    rows: &[registration::Model],
) -> Result<HashMap<RegistrationId, Vec<i32>>> {
    let sessions: BTreeSet<InformationSessionId> = rows.iter().map(|row| row.session_id).collect();
    let names = rows
        .iter()
        .map(|row| row.name_folded.as_str())
        .filter(|name| !name.is_empty());
    let phones = rows
        .iter()
        .map(|row| row.phone_folded.as_str())
        .filter(|phone| !phone.is_empty());
    let others = registration::Entity::find()
        .filter(registration::Column::SessionId.is_in(sessions))
        .filter(open())
        .filter(
            Condition::any()
                .add(registration::Column::NameFolded.is_in(names))
                .add(registration::Column::PhoneFolded.is_in(phones)),
        )
        .all(services.db.read())
        .await?;
    Ok(rows
        .iter()
        .map(|row| {
            let same = |other: &&registration::Model| {
                let name = !row.name_folded.is_empty() && other.name_folded == row.name_folded;
                let phone = !row.phone_folded.is_empty() && other.phone_folded == row.phone_folded;
                other.session_id == row.session_id && other.id != row.id && (name || phone)
            };
            let numbers = others.iter().filter(same).map(|other| other.number);
            (row.id, numbers.collect())
        })
        .collect())
}
