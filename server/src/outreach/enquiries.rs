//! Enquiries from the public page, each with the day by which somebody answers.

use chrono::Days;
use domain::{Lang, ids::EnquiryId};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, sea_query::Expr,
};
use serde::Deserialize;

use super::{COORDINATING, tables::enquiry, visitors};
use crate::{
    Actor, Error, Problems, Result, Services,
    db::{
        self,
        list::{self, Count, ListPage, ListQuery, Order, Sort, SortKey},
    },
    identity::{audit, people},
};

/// Within how many days an enquiry is to be answered.
pub const ANSWER_DAYS: u64 = 3;

/// What the public form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EnquiryForm {
    /// The name.
    pub name: String,
    /// A telephone number or a mail address.
    pub contact: String,
    /// The question.
    pub message: String,
    /// When the form was shown (`visitors`).
    pub shown: String,
    /// To be left empty.
    pub website: String,
}

/// Takes an enquiry under the form's key: sent ten times, it is one.
pub async fn ask(
    services: &Services,
    key: EnquiryId,
    form: &EnquiryForm,
    lang: Lang,
    address: &str,
) -> Result<()> {
    visitors::refuse_robots(services, &form.shown, &form.website)?;
    let mut problems = Problems::new();
    let name = problems.required("name", &form.name);
    let contact = problems.required("contact", &form.contact);
    let message = problems.required("message", &form.message);
    problems.at_most("name", &name, 100);
    problems.at_most("contact", &contact, 200);
    problems.at_most("message", &message, 4_000);
    problems.done()?;
    services.visitors.asks(address)?;
    let today = services.config.today();
    let row = enquiry::Model {
        id: key,
        name,
        contact,
        message,
        lang,
        created_at: db::now(),
        answer_by: today.checked_add_days(Days::new(ANSWER_DAYS)).unwrap_or(today),
        answered_at: None,
        answered_by: None,
        answer: String::new(),
        removed_at: None,
    };
    let tx = services.db.begin().await?;
    db::insert_new(&tx, vec![row.into_active_model()], enquiry::Column::Id).await?;
    Ok(tx.commit().await?)
}

domain::coded_enum! {
    /// A part of the list of enquiries.
    pub enum EnquiryPart {
        /// Those that wait for an answer.
        Open = "open",
        /// Those that were answered.
        Answered = "answered",
        /// All.
        All = "all",
    }
}

domain::coded_enum! {
    /// What the list of enquiries is sorted by.
    pub enum EnquirySort {
        /// The day by which somebody is to answer.
        AnswerBy = "answer-by",
        /// When it came.
        Came = "came",
    }
}

impl Sort for EnquirySort {
    const USUAL: Order<Self> = Order::up(EnquirySort::AnswerBy);
}

impl SortKey for EnquirySort {
    fn key(self) -> Expr {
        match self {
            EnquirySort::AnswerBy => enquiry::Column::AnswerBy.into_expr(),
            EnquirySort::Came => enquiry::Column::CreatedAt.into_expr(),
        }
    }
}

/// An enquiry with the name of who answered.
#[derive(Clone, Debug)]
pub struct EnquiryRow {
    /// As stored.
    pub enquiry: enquiry::Model,
    /// Who answered.
    pub by: Option<String>,
}

fn part(part: EnquiryPart) -> Condition {
    match part {
        EnquiryPart::Open => Condition::all().add(enquiry::Column::AnsweredAt.is_null()),
        EnquiryPart::Answered => Condition::all().add(enquiry::Column::AnsweredAt.is_not_null()),
        EnquiryPart::All => Condition::all(),
    }
}

/// The enquiries that are wanted, searched by name, contact and words. For those who hold sessions.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<EnquiryPart, EnquirySort>,
) -> Result<ListPage<EnquiryRow>> {
    actor.require(COORDINATING)?;
    let texts = [
        enquiry::Column::Name,
        enquiry::Column::Contact,
        enquiry::Column::Message,
    ];
    let condition = part(query.filter).add(list::contains(&query.search, texts.map(|text| text.into_expr())));
    let found = list::page(services.db.read(), enquiry::Entity::find(), condition, query).await?;
    let names = people::names(services, found.rows.iter().filter_map(|row| row.answered_by)).await?;
    Ok(found.with(|rows| {
        rows.into_iter()
            .map(|enquiry| EnquiryRow {
                by: enquiry.answered_by.and_then(|id| names.get(&id).cloned()),
                enquiry,
            })
            .collect()
    }))
}

/// How many wait for an answer.
pub async fn waiting(actor: &Actor, services: &Services) -> Result<Count> {
    use sea_orm::QueryFilter;
    actor.require(COORDINATING)?;
    list::count(
        services.db.read(),
        enquiry::Entity::find().filter(part(EnquiryPart::Open)),
    )
    .await
}

/// One enquiry. For those who hold sessions.
pub async fn get(actor: &Actor, services: &Services, id: EnquiryId) -> Result<EnquiryRow> {
    actor.require(COORDINATING)?;
    let enquiry = enquiry::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let names = people::names(services, enquiry.answered_by).await?;
    Ok(EnquiryRow {
        by: enquiry.answered_by.and_then(|id| names.get(&id).cloned()),
        enquiry,
    })
}

/// Writes down what was answered, by telephone or mail. The first answer stands. For those who hold
/// sessions.
pub async fn answer(actor: &Actor, services: &Services, id: EnquiryId, text: &str) -> Result<()> {
    actor.require(COORDINATING)?;
    let mut problems = Problems::new();
    let text = problems.required("answer", text);
    problems.at_most("answer", &text, 4_000);
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = db::lock::<enquiry::Entity>(&tx, id).await?;
    if row.answered_at.is_some() {
        return Err(Error::refused(
            "もう、ほかの人が答えました。",
            "A colleague has answered already.",
        ));
    }
    let mut row = row.into_active_model();
    row.answer = Set(text);
    row.answered_at = Set(Some(db::now()));
    row.answered_by = Set(Some(actor.id));
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "enquiry.answered", Some(id.uuid()), "").await?;
    Ok(tx.commit().await?)
}
