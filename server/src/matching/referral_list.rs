//! The list of referrals.

use domain::identity::Role;
use domain::matching::Answer;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, JoinType, QueryTrait, Select,
    sea_query::{Expr, Query},
};

use super::{
    employers, openings,
    referrals::{self, ReferralRow},
    tables::{consent, employer, opening, placement, referral},
};
use crate::{
    Actor, Result, Services,
    db::{
        self,
        list::{self, ListPage, ListQuery, Order, Sort, SortKey},
    },
    identity::{people, tables::person},
};

domain::coded_enum! {
    /// Which referrals are wanted: those at one step or several.
    pub enum Step {
        /// Not answered yet, and still to be.
        Waiting = "waiting",
        /// Answered.
        Answered = "answered",
        /// Answered by a company that wants the person, or to talk; not placed yet.
        Wanted = "wanted",
        /// The person is placed.
        Placed = "placed",
        /// Ran out or was withdrawn.
        Over = "over",
        /// All of them.
        All = "all",
    }
}

domain::coded_enum! {
    /// What the list of referrals is sorted by.
    pub enum ReferralSort {
        /// When they were sent.
        Sent = "sent",
        /// The person's name.
        Person = "person",
        /// What the job is called.
        Opening = "opening",
        /// Who offers it.
        Employer = "employer",
    }
}

impl Sort for ReferralSort {
    const USUAL: Order<Self> = Order::down(ReferralSort::Sent);
}

impl SortKey for ReferralSort {
    fn key(self) -> Expr {
        match self {
            ReferralSort::Sent => referral::Column::CreatedAt.into_expr(),
            ReferralSort::Person => people::by_name(),
            ReferralSort::Opening => opening::Column::Title.into_expr(),
            ReferralSort::Employer => employers::by_name(),
        }
    }
}

/// The same as `referrals::state`, in SQL.
fn is(step: Step) -> Condition {
    let now = db::now();
    let placed = || {
        referral::Column::Id.in_subquery(
            Query::select()
                .column(placement::Column::ReferralId)
                .from(placement::Entity)
                .and_where(placement::Column::ReferralId.is_not_null())
                .take(),
        )
    };
    let answered = || referral::Column::Answer.is_in(Answer::ALL);
    let unanswered = || {
        Condition::any()
            .add(referral::Column::Answer.is_null())
            .add(answered().not())
    };
    let ran_out = || {
        Condition::any()
            .add(referral::Column::ExpiresAt.lte(now))
            .add(consent::Column::ExpiresAt.lte(now))
    };
    let withdrawn = consent::Column::WithdrawnAt;
    match step {
        Step::All => Condition::all(),
        Step::Placed => Condition::all().add(placed()),
        Step::Answered => Condition::all()
            .add(placed().not())
            .add(withdrawn.is_null())
            .add(answered()),
        Step::Wanted => Condition::all()
            .add(placed().not())
            .add(withdrawn.is_null())
            .add(referral::Column::Answer.is_in([Answer::Yes, Answer::Talk])),
        Step::Waiting => Condition::all()
            .add(placed().not())
            .add(withdrawn.is_null())
            .add(unanswered())
            .add(ran_out().not()),
        Step::Over => Condition::all().add(placed().not()).add(
            Condition::any()
                .add(withdrawn.is_not_null())
                .add(Condition::all().add(unanswered()).add(ran_out())),
        ),
    }
}

/// The referrals with their consents, people, openings and employers.
fn joined() -> Select<referral::Entity> {
    let mut from = referral::Entity::find();
    QueryTrait::query(&mut from)
        .join(
            JoinType::InnerJoin,
            consent::Entity,
            consent::Column::Id
                .into_expr()
                .equals((referral::Entity, referral::Column::ConsentId)),
        )
        .join(
            JoinType::InnerJoin,
            person::Entity,
            person::Column::Id
                .into_expr()
                .equals((referral::Entity, referral::Column::PersonId)),
        )
        .join(
            JoinType::InnerJoin,
            opening::Entity,
            opening::Column::Id
                .into_expr()
                .equals((referral::Entity, referral::Column::OpeningId)),
        )
        .join(
            JoinType::InnerJoin,
            employer::Entity,
            employer::Column::Id
                .into_expr()
                .equals((opening::Entity, opening::Column::EmployerId)),
        );
    from
}

/// The referrals that are wanted, searched by person, job and employer. For those who match.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Step, ReferralSort>,
) -> Result<ListPage<ReferralRow>> {
    actor.require(&Role::COORDINATING)?;
    let words = query.search.as_str();
    let named = || {
        people::named(words)
            .add(openings::found(words))
            .add(employers::found(words))
    };
    let condition = is(query.filter).add_option((!words.is_empty()).then(named));
    let mut found = list::page(services.db.read(), joined(), condition, query).await?;
    let rows = referrals::with_names(services, std::mem::take(&mut found.rows)).await?;
    Ok(found.with(|_| rows))
}
