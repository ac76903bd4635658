//! The board: every learner under one rule, with what is still missing.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    folding,
    identity::{Role, policy::Field},
    readiness::{self, Criterion, Evaluation, Evidence, OnChange, Recommendation, Standing},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{evaluate, evidence, nearness, standing, tables::decision};
use crate::{
    Actor, Result, Services,
    catalog::RuleRevision,
    db::{
        self,
        list::{ListPage, ListQuery, Order, Sort},
    },
    identity::{people, reading, tables::person},
};

/// How many days before its end something is "soon".
const SOON: TimeDelta = TimeDelta::days(30);

domain::coded_enum! {
    /// Where a learner stands on the board. The list puts them in this order.
    pub enum BoardState {
        /// A signature or a piece of evidence ends soon or has ended, or the rule is new.
        Expiring = "expiring",
        /// At most one criterion is missing, and nobody has signed.
        Almost = "almost",
        /// Several criteria are missing.
        More = "more",
        /// Signed ready.
        Ready = "ready",
        /// Has a job already, or is about to begin it.
        AtWork = "at-work",
    }
}

impl BoardState {
    /// Every state, in the order of the chips.
    pub const CHIPS: [BoardState; 5] = [
        BoardState::Ready,
        BoardState::Almost,
        BoardState::More,
        BoardState::Expiring,
        BoardState::AtWork,
    ];
}

/// What happened last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Recent {
    /// Handed in a quiz, with this percentage.
    Quiz(f64),
    /// Did something in a course.
    Course,
    /// An item was checked.
    Check,
}

/// A learner on the board.
#[derive(Clone, Debug)]
pub struct BoardRow {
    /// The learner.
    pub person: Uuid,
    /// The learner's name.
    pub name: String,
    /// The name's reading.
    pub kana: Option<String>,
    /// Where the learner stands.
    pub state: BoardState,
    /// What was decided.
    pub standing: Standing,
    /// When and by whom the last decision was signed.
    pub signed: Option<(DateTime<Utc>, String)>,
    /// Whether the rule has changed since a "ready", and wants another look.
    pub recheck: bool,
    /// What the rule says.
    pub evaluation: Evaluation,
    /// What happened last, and when.
    pub recent: Option<(DateTime<Utc>, Recent)>,
}

impl BoardRow {
    fn sort_name(&self) -> String {
        folding::sort_key(&self.name, self.kana.as_deref())
    }

    /// The criterion whose evidence ends first within the time that counts as soon.
    pub fn ending(&self) -> Option<&Criterion> {
        self.evaluation
            .criteria
            .iter()
            .filter(|c| ends_soon(c.expires_at))
            .min_by_key(|c| c.expires_at)
    }
}

/// The board under one rule.
pub struct Board {
    /// The rule.
    pub rule: Arc<RuleRevision>,
    /// The learners asked for: those near first, by name within a state.
    pub rows: Vec<Arc<BoardRow>>,
    /// How many of those found by the search are in each state.
    pub counts: HashMap<BoardState, usize>,
}

domain::coded_enum! {
    /// What the board is sorted by.
    pub enum BoardSort {
        /// Those who are near first, by name within a state.
        BoardState = "state",
        /// The name.
        Name = "name",
    }
}

impl Sort for BoardSort {
    const USUAL: Order<Self> = Order::up(BoardSort::BoardState);
}

impl Board {
    /// A page of it.
    pub fn page<F>(&self, query: &ListQuery<F, BoardSort>) -> ListPage<Arc<BoardRow>> {
        let mut rows = self.rows.clone();
        if query.order.by == BoardSort::Name {
            rows.sort_by_cached_key(|row| row.sort_name());
        }
        if query.order.down {
            rows.reverse();
        }
        ListPage::cut(rows, query, |row| row.person.to_string())
    }
}

/// Every learner under a rule, of one state and whose name or reading holds `search`. For those who sign. The
/// number of queries does not depend on the number of learners.
pub async fn board(
    actor: &Actor,
    services: &Services,
    rule_id: &str,
    state: Option<BoardState>,
    search: &str,
) -> Result<Board> {
    actor.require(&Role::COORDINATING)?;
    reading::note_everybody(actor, services, &[Field::ReadinessBoard]).await?;
    let rule = match rule_id {
        "" => nearness::usual(services).await?,
        id => evaluate::rule(services, id)?,
    };
    let all = services
        .boards
        .get(&services.db, rule.hash.clone(), async || {
            everybody(services, &rule).await
        })
        .await?;
    let search = folding::search(search);
    let found = |row: &BoardRow| {
        let kana = row.kana.as_ref();
        let has = |text: &str| folding::search(text).contains(&search);
        has(&row.name) || kana.is_some_and(|kana| has(kana))
    };
    let mut rows: Vec<Arc<BoardRow>> = all
        .iter()
        .filter(|row| search.is_empty() || found(row))
        .cloned()
        .collect();
    let mut counts = HashMap::new();
    for row in &rows {
        *counts.entry(row.state).or_default() += 1;
    }
    rows.retain(|row| state.is_none_or(|state| row.state == state));
    // Stable: within a state the order by name stays.
    rows.sort_by_key(|row| row.state);
    Ok(Board { rule, rows, counts })
}

/// Every learner under a rule, by name.
async fn everybody(services: &Services, rule: &RuleRevision) -> Result<Vec<Arc<BoardRow>>> {
    let learners = learners(services).await?;
    let ids: Vec<Uuid> = learners.iter().map(|person| person.id).collect();
    let mut evidence = evidence::of_all(services, &rule.rule, &ids).await?;
    let decisions = standing::latest(services, &ids, &[&rule.rule.id]).await?;
    let at_work = (services.above.at_work)(services).await?;
    let signers = people::names(services, decisions.values().map(|row| row.signed_by)).await?;
    let mut rows = Vec::with_capacity(learners.len());
    for learner in learners {
        let evidence = evidence.remove(&learner.id).unwrap_or_default();
        // A decision that no longer fits its signature counts for nothing here, too.
        let decision = match decisions.get(&(learner.id, rule.rule.id.clone())) {
            Some(row) if standing::verified(services, row)? => Some(row),
            _ => None,
        };
        let at_work = at_work.contains(&learner.id);
        let mut row = row(rule, learner, &evidence, decision, &signers)?;
        if at_work {
            row.state = BoardState::AtWork;
        }
        rows.push(Arc::new(row));
    }
    Ok(rows)
}

async fn learners(services: &Services) -> Result<Vec<person::Model>> {
    Ok(person::Entity::find()
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Learner)))
        .filter(people::here())
        .order_by_asc(people::by_name())
        .all(services.db.read())
        .await?)
}

fn row(
    rule: &RuleRevision,
    learner: person::Model,
    evidence: &Evidence,
    decision: Option<&decision::Model>,
    signers: &HashMap<Uuid, String>,
) -> Result<BoardRow> {
    let now = db::now();
    let evaluation = readiness::evaluate(&rule.rule, evidence, now);
    let stands = readiness::standing(decision.map(standing::summary).as_ref(), now);
    let recheck = match rule.rule.on_change {
        OnChange::Recheck => {
            stands.is_ready() && decision.is_some_and(|decision| decision.rule_hash != rule.hash)
        }
        OnChange::Keep => false,
    };
    let signed = decision.map(|decision| {
        (
            decision.signed_at,
            signers.get(&decision.signed_by).cloned().unwrap_or_default(),
        )
    });
    Ok(BoardRow {
        person: learner.id,
        name: learner.name,
        kana: learner.kana,
        state: state(stands, &evaluation, recheck),
        standing: stands,
        signed,
        recheck,
        recent: recent(evidence),
        evaluation,
    })
}

fn state(standing: Standing, evaluation: &Evaluation, recheck: bool) -> BoardState {
    match standing {
        Standing::Expired => BoardState::Expiring,
        Standing::Ready { until } => {
            let ending = evaluation
                .criteria
                .iter()
                .any(|criterion| ends_soon(criterion.expires_at));
            if recheck || ends_soon(until) || ending {
                BoardState::Expiring
            } else {
                BoardState::Ready
            }
        }
        Standing::NotYet | Standing::Undecided => match evaluation.recommendation {
            Recommendation::Ready | Recommendation::Almost { .. } => BoardState::Almost,
            Recommendation::NotYet { .. } => BoardState::More,
        },
    }
}

fn ends_soon(at: Option<DateTime<Utc>>) -> bool {
    at.is_some_and(|at| at < db::now() + SOON)
}

fn recent(evidence: &Evidence) -> Option<(DateTime<Utc>, Recent)> {
    let quizzes = evidence
        .quizzes
        .iter()
        .map(|quiz| (quiz.at, Recent::Quiz(quiz.percent)));
    let courses = evidence
        .courses
        .iter()
        .filter_map(|course| Some((course.finished_at?, Recent::Course)));
    let checks = evidence.checklist.iter().map(|check| (check.at, Recent::Check));
    // Of the same moment the first counts: handing in a quiz is also the last step in its course.
    checks.chain(courses).chain(quizzes).max_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation(recommendation: Recommendation) -> Evaluation {
        Evaluation {
            criteria: Vec::new(),
            recommendation,
        }
    }

    #[test]
    fn only_a_signature_makes_somebody_ready_on_the_board() {
        let all_met = evaluation(Recommendation::Ready);
        assert_eq!(state(Standing::Undecided, &all_met, false), BoardState::Almost);
        assert_eq!(state(Standing::NotYet, &all_met, false), BoardState::Almost);
        let until = Some(db::now() + TimeDelta::days(31));
        assert_eq!(
            state(Standing::Ready { until }, &all_met, false),
            BoardState::Ready
        );
    }

    #[test]
    fn what_ends_soon_has_ended_or_needs_another_look_is_one_list() {
        let fine = evaluation(Recommendation::Ready);
        let soon = Standing::Ready {
            until: Some(db::now() + TimeDelta::days(29)),
        };
        assert_eq!(state(soon, &fine, false), BoardState::Expiring);
        assert_eq!(state(Standing::Expired, &fine, false), BoardState::Expiring);
        assert_eq!(
            state(Standing::Ready { until: None }, &fine, true),
            BoardState::Expiring
        );
    }

    #[test]
    fn several_missing_criteria_are_more_than_almost() {
        assert_eq!(
            state(
                Standing::Undecided,
                &evaluation(Recommendation::Almost { missing: 1 }),
                false
            ),
            BoardState::Almost
        );
        assert_eq!(
            state(
                Standing::Undecided,
                &evaluation(Recommendation::NotYet { missing: 2 }),
                false
            ),
            BoardState::More
        );
    }
}
