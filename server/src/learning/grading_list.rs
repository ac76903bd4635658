//! The attempts that wait for somebody to grade them.

use domain::identity::{Role, policy::Field};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, Query},
};

use super::tables::{attempt, hand_grade};
use crate::{
    Actor, Result, Services,
    db::list::{self, Count, ListPage, ListQuery, Order, Sort, SortKey},
    identity::{people, reading, tables::person},
};

/// An attempt that waits for a grader.
pub struct Waiting {
    /// The attempt.
    pub attempt: attempt::Model,
    /// Whose it is.
    pub name: String,
}

/// Which attempts are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Searching finds those at these quizzes, too: course and quiz.
    pub quizzes: Vec<(String, String)>,
    /// Those that were graded, instead of those that wait.
    pub graded: bool,
}

domain::coded_enum! {
    /// What the attempts are sorted by.
    pub enum GradingSort {
        /// When they were handed in.
        HandedIn = "handed-in",
    }
}

impl Sort for GradingSort {
    const USUAL: Order<Self> = Order::up(GradingSort::HandedIn);
}

impl SortKey for GradingSort {
    fn key(self) -> Expr {
        match self {
            GradingSort::HandedIn => attempt::Column::SubmittedAt.into_expr(),
        }
    }
}

fn waits() -> Condition {
    Condition::all()
        // Written out, so that the index of those that wait answers.
        .add(Expr::cust("waiting > 0"))
        .add(attempt::Column::SubmittedAt.is_not_null())
}

/// The attempts of those whose answers the grader may read, but not the grader's own.
fn mine(actor: &Actor) -> Condition {
    let readable = reading::readable(actor, Field::HandedIn, attempt::Column::PersonId);
    Condition::all()
        .add(attempt::Column::PersonId.ne(actor.id))
        .add_option(readable)
}

/// That somebody graded it, and nothing of it waits.
fn graded() -> Condition {
    let graded = Query::select()
        .column(hand_grade::Column::AttemptId)
        .from(hand_grade::Entity)
        .take();
    Condition::all()
        .add(attempt::Column::Waiting.eq(0))
        .add(attempt::Column::Id.in_subquery(graded))
}

/// The attempts that wait for a grader, or that were graded, searched by the learner's name and by quiz. For
/// those who grade: each sees the answers of those whom the policy lets the grader read.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Wanted, GradingSort>,
) -> Result<ListPage<Waiting>> {
    actor.require(&Role::TEACHING)?;
    let search = &query.search;
    let state = if query.filter.graded { graded() } else { waits() };
    let mut condition = state.add(mine(actor));
    if !search.is_empty() {
        let people = Query::select()
            .column(person::Column::Id)
            .from(person::Entity)
            .cond_where(people::named(search))
            .take();
        let at = query.filter.quizzes.iter().fold(
            Condition::any().add(attempt::Column::PersonId.in_subquery(people)),
            |any, (course, quiz)| {
                any.add(
                    attempt::Column::CourseId
                        .eq(course.as_str())
                        .and(attempt::Column::QuizId.eq(quiz.as_str())),
                )
            },
        );
        condition = condition.add(at);
    }
    let found = list::page(services.db.read(), attempt::Entity::find(), condition, query).await?;
    let names = people::names(services, found.rows.iter().map(|attempt| attempt.person_id)).await?;
    Ok(found.with(|attempts| {
        attempts
            .into_iter()
            .map(|attempt| Waiting {
                name: names.get(&attempt.person_id).cloned().unwrap_or_default(),
                attempt,
            })
            .collect()
    }))
}

/// How many attempts wait for a grader. For those who grade.
pub async fn count(actor: &Actor, services: &Services) -> Result<Count> {
    actor.require(&Role::TEACHING)?;
    let waiting = waits().add(mine(actor));
    list::count(services.db.read(), attempt::Entity::find().filter(waiting)).await
}
