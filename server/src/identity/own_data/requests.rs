//! What people ask about their own data (個人情報保護法 33〜35条): to see it, to correct it, to stop its use,
//! to erase it. The law says "without delay"; we promise [`DAYS`] days. An erasure is decided by two
//! different people of the staff.

use chrono::TimeDelta;
use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    super::{
        Actor, audit, merging, people,
        tables::{data_request, person},
    },
    HELPING,
    erase::{self, Erasure},
    rules::OpenMatter,
};
use crate::{
    Error, Problems, Result, Services,
    db::{
        self,
        list::{self, ListPage, ListQuery, Order, Sort, SortKey},
    },
};

/// Within how many days an answer is promised.
pub const DAYS: i64 = 14;

/// How many letters a request or an answer may have.
const LETTERS: usize = 4000;

/// How many requests of one person may be open at the same time.
const OPEN: u64 = 5;

domain::coded_enum! {
    /// What is asked for.
    pub enum Kind {
        /// To see what is held.
        Disclosure = "disclosure",
        /// To put something right.
        Correction = "correction",
        /// To stop using something, or giving it to others.
        Stop = "stop",
        /// To erase it.
        Erasure = "erasure",
    }
}

domain::coded_enum! {
    /// What came of it.
    pub enum Outcome {
        /// Done.
        Done = "done",
        /// Done in part; the answer says what not, and why.
        Partly = "partly",
        /// Not done; the answer says why.
        Refused = "refused",
        /// The person took it back.
        Withdrawn = "withdrawn",
    }
}

/// A request as it is made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// What is asked for.
    pub kind: Kind,
    /// In the person's own words.
    #[serde(default)]
    pub wish: String,
}

/// The acting person asks, under the form's key.
pub async fn ask(actor: &Actor, services: &Services, key: Uuid, wish: Wish) -> Result<()> {
    insert(actor, services, key, actor.id, wish).await
}

/// Writes down what somebody asked at the counter or on the phone. For those who help.
pub async fn enter(actor: &Actor, services: &Services, key: Uuid, person: Uuid, wish: Wish) -> Result<()> {
    actor.require(HELPING)?;
    insert(actor, services, key, person, wish).await
}

async fn insert(actor: &Actor, services: &Services, key: Uuid, person: Uuid, wish: Wish) -> Result<()> {
    let mut problems = Problems::new();
    let text = match wish.kind {
        // That is all there is to say.
        Kind::Disclosure | Kind::Erasure => wish.wish.trim().to_owned(),
        Kind::Correction | Kind::Stop => problems.required("wish", &wish.wish),
    };
    too_long(&mut problems, "wish", &text);
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = db::lock::<person::Entity>(&tx, person).await?;
    if row.erased_at.is_some() {
        return Err(Error::NotFound);
    }
    if data_request::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let open = data_request::Entity::find()
        .filter(data_request::Column::PersonId.eq(person))
        .filter(data_request::Column::AnsweredAt.is_null())
        .count(&tx)
        .await?;
    if open >= OPEN {
        return Err(Error::refused(
            format!("まだ答えていない請求が {OPEN} 件あります。答えをお待ちください。"),
            format!("{OPEN} of the requests have no answer yet. Please wait for it."),
        ));
    }
    data_request::Model {
        id: key,
        person_id: person,
        kind: wish.kind.code().to_owned(),
        wish: text,
        entered_by: actor.id,
        received_at: db::now(),
        due_on: services.config.today() + TimeDelta::days(DAYS),
        outcome: None,
        answer: String::new(),
        answered_by: None,
        answered_at: None,
        first_by: None,
        first_at: None,
        proof: None,
    }
    .into_active_model()
    .insert(&tx)
    .await?;
    audit::record(
        &tx,
        Some(actor.id),
        "data_request.made",
        Some(person),
        wish.kind.code(),
    )
    .await?;
    Ok(tx.commit().await?)
}

fn too_long(problems: &mut Problems, field: &'static str, text: &str) {
    if text.chars().count() > LETTERS {
        problems.add(
            field,
            format!("{LETTERS}字までにしてください。"),
            format!("Please keep to {LETTERS} letters."),
        );
    }
}

/// The acting person's own requests, the newest first.
pub async fn mine(actor: &Actor, services: &Services) -> Result<Vec<data_request::Model>> {
    Ok(data_request::Entity::find()
        .filter(data_request::Column::PersonId.eq(actor.id))
        .order_by_desc(data_request::Column::Id)
        .all(services.db.read())
        .await?)
}

/// Takes one's own request back, while it has no answer.
pub async fn withdraw(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    let tx = services.db.begin().await?;
    let row = db::lock::<data_request::Entity>(&tx, id).await?;
    if row.person_id != actor.id {
        return Err(Error::NotFound);
    }
    still_open(&row)?;
    close(&tx, actor, row, Outcome::Withdrawn, String::new(), None).await?;
    Ok(tx.commit().await?)
}

/// A request with what is to be known before it is answered.
pub struct RequestPage {
    /// As stored.
    pub request: data_request::Model,
    /// What is asked for.
    pub kind: Kind,
    /// Who asks.
    pub person: String,
    /// Whether that person's data is erased.
    pub gone: bool,
    /// Names of those who acted on it.
    pub names: std::collections::HashMap<Uuid, String>,
    /// What erasing would do; where that is asked for and not done.
    pub plan: Option<(Erasure, Vec<OpenMatter>)>,
    /// What erasing did.
    pub done: Option<Erasure>,
    /// Whether the acting person may decide: nobody decides about themselves, or twice.
    pub may_decide: bool,
}

/// A request. For those who help.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<RequestPage> {
    actor.require(HELPING)?;
    let db = services.db.read();
    let request = data_request::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let person = person::Entity::find_by_id(request.person_id)
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let kind: Kind = request.kind.parse().map_err(Error::unexpected)?;
    let plan = if kind == Kind::Erasure && request.answered_at.is_none() {
        let open = erase::open_matters(services, request.person_id).await?;
        Some((erase::plan(services, request.person_id, &open).await?, open))
    } else {
        None
    };
    let by = [Some(request.entered_by), request.first_by, request.answered_by];
    Ok(RequestPage {
        names: people::names(services, by.into_iter().flatten()).await?,
        done: request.proof.as_deref().map(erase::read_proof).transpose()?,
        may_decide: request.person_id != actor.id && request.first_by != Some(actor.id),
        person: person.name,
        gone: person.erased_at.is_some(),
        kind,
        plan,
        request,
    })
}

/// How a request is answered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// What came of it.
    #[serde(default)]
    pub outcome: String,
    /// What the person is told.
    #[serde(default)]
    pub answer: String,
}

/// Answers a request; an erasure only by refusing it. For those who help, not about themselves.
pub async fn answer(actor: &Actor, services: &Services, id: Uuid, reply: Reply) -> Result<()> {
    actor.require(HELPING)?;
    let mut problems = Problems::new();
    let outcome = reply.outcome.parse::<Outcome>().ok();
    let outcome = outcome.filter(|outcome| *outcome != Outcome::Withdrawn);
    if outcome.is_none() {
        problems.add("outcome", "どれかを選んでください。", "Please choose one.");
    }
    let text = problems.required("answer", &reply.answer);
    too_long(&mut problems, "answer", &text);
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = db::lock::<data_request::Entity>(&tx, id).await?;
    still_open(&row)?;
    actor.require_other(row.person_id)?;
    let outcome = outcome.unwrap_or(Outcome::Refused);
    if row.kind == Kind::Erasure.code() && outcome != Outcome::Refused {
        return Err(Error::refused(
            "消去は、下のボタンで、2人が決めます。",
            "Two people decide about an erasure, with the button below.",
        ));
    }
    close(&tx, actor, row, outcome, text, None).await?;
    Ok(tx.commit().await?)
}

/// What a decision to erase led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// One has decided; a second is needed.
    First,
    /// The second has, and it is done.
    Done,
}

/// Decides to erase: the first of two only says so, the second does it. For those who help; never the
/// person, and never the same one twice.
pub async fn decide(actor: &Actor, services: &Services, id: Uuid) -> Result<Decided> {
    actor.require(HELPING)?;
    let person = data_request::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?
        .person_id;
    let open = erase::open_matters(services, person).await?;
    let tx = services.db.begin().await?;
    let row = db::lock::<data_request::Entity>(&tx, id).await?;
    if row.kind != Kind::Erasure.code() {
        return Err(Error::NotFound);
    }
    still_open(&row)?;
    actor.require_other(row.person_id)?;
    let Some(first) = row.first_by else {
        let mut row = row.into_active_model();
        row.first_by = Set(Some(actor.id));
        row.first_at = Set(Some(db::now()));
        row.update(&tx).await?;
        audit::record(&tx, Some(actor.id), "erasure.agreed", Some(person), "").await?;
        tx.commit().await?;
        return Ok(Decided::First);
    };
    if first == actor.id {
        return Err(Error::refused(
            "あなたは、もう決めました。もうひとりの人に、決めてもらってください。",
            "You have decided already. Please ask a second person.",
        ));
    }
    // An account that was put under this one is the same person's.
    for merged in merging::merged_into(&tx, person).await? {
        erase::erase(services, &tx, merged, &[]).await?;
    }
    let erasure = erase::erase(services, &tx, person, &open).await?;
    let outcome = if erasure.is_partial() {
        Outcome::Partly
    } else {
        Outcome::Done
    };
    let proof = serde_json::to_string(&erasure)?;
    close(&tx, actor, row, outcome, String::new(), Some(proof)).await?;
    audit::record(&tx, Some(actor.id), "person.erased", Some(person), "").await?;
    tx.commit().await?;
    services.sign_ins.forget_all();
    services.db.forget_what_was_removed().await?;
    Ok(Decided::Done)
}

fn still_open(row: &data_request::Model) -> Result<()> {
    if row.answered_at.is_some() {
        return Err(Error::refused(
            "この請求には、もう答えがあります。",
            "This request has been answered already.",
        ));
    }
    Ok(())
}

async fn close(
    tx: &sea_orm::DatabaseTransaction,
    actor: &Actor,
    row: data_request::Model,
    outcome: Outcome,
    answer: String,
    proof: Option<String>,
) -> Result<()> {
    let change = data_request::ActiveModel {
        id: Set(row.id),
        outcome: Set(Some(outcome.code().to_owned())),
        answer: Set(answer),
        answered_by: Set(Some(actor.id)),
        answered_at: Set(Some(db::now())),
        proof: Set(proof),
        ..Default::default()
    };
    change.update(tx).await?;
    let detail = format!("{} {outcome}", row.kind);
    audit::record(
        tx,
        Some(actor.id),
        "data_request.answered",
        Some(row.person_id),
        detail,
    )
    .await
}

/// Which requests are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those without an answer; else all.
    pub open: bool,
    /// Those of this kind.
    pub kind: Option<Kind>,
}

domain::coded_enum! {
    /// What the list of requests is sorted by.
    pub enum RequestSort {
        /// The day of the promised answer.
        Due = "due",
        /// When it came: keys are made in the order of time.
        Received = "received",
    }
}

impl Sort for RequestSort {
    const USUAL: Order<Self> = Order::up(RequestSort::Due);
}

impl SortKey for RequestSort {
    fn key(self) -> Expr {
        match self {
            RequestSort::Due => data_request::Column::DueOn.into_expr(),
            RequestSort::Received => data_request::Column::ReceivedAt.into_expr(),
        }
    }
}

/// A request and who asks.
pub struct RequestLine {
    /// As stored.
    pub request: data_request::Model,
    /// What is asked for.
    pub kind: Kind,
    /// Who asks.
    pub person: String,
}

/// The requests, searched by name. For those who help.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Wanted, RequestSort>,
) -> Result<ListPage<RequestLine>> {
    actor.require(HELPING)?;
    let mut condition = Condition::all()
        .add_option(
            query
                .filter
                .open
                .then(|| data_request::Column::AnsweredAt.is_null()),
        )
        .add_option(
            query
                .filter
                .kind
                .map(|kind| data_request::Column::Kind.eq(kind.code())),
        );
    if !query.search.is_empty() {
        let names = [person::Column::Name, person::Column::Kana];
        let people = Query::select()
            .column(person::Column::Id)
            .from(person::Entity)
            .cond_where(list::contains(&query.search, names.map(|name| name.into_expr())))
            .take();
        condition = condition.add(data_request::Column::PersonId.in_subquery(people));
    }
    let found = list::page(services.db.read(), data_request::Entity::find(), condition, query).await?;
    let names = people::names(services, found.rows.iter().map(|row| row.person_id)).await?;
    Ok(found.with(|rows| {
        rows.into_iter()
            .map(|request| RequestLine {
                kind: request.kind.parse().unwrap_or(Kind::Disclosure),
                person: names.get(&request.person_id).cloned().unwrap_or_default(),
                request,
            })
            .collect()
    }))
}

/// How many requests wait for an answer. For those who help; none for others.
pub async fn waiting(actor: &Actor, services: &Services) -> Result<u64> {
    if !actor.is(Role::Coordinator) && !actor.is(Role::Administrator) {
        return Ok(0);
    }
    Ok(data_request::Entity::find()
        .filter(data_request::Column::AnsweredAt.is_null())
        .count(services.db.read())
        .await?)
}
