//! What the rows are: the full computation, for some people.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::{
    folding,
    readiness::{self, Evaluation, Evidence, OnChange, Rule},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    super::{
        evidence, nearness, standing as standings,
        state::{self, BoardState},
        tables::{decision, standing},
    },
    basis::{self, Basis},
};
use crate::{
    Result, Services, catalog::RuleRevision, classroom, db, identity::tables::person,
    learning::records::Records,
};

/// The rows of some people.
#[derive(Default)]
pub(super) struct Definition {
    /// A row for each learner who is here and each live rule; of others there are none.
    pub(super) rows: Vec<standing::Model>,
    /// When the clock alone changes a learner's rows next, where it does.
    pub(super) due: HashMap<Uuid, DateTime<Utc>>,
}

/// The rows of these people as they are now. The number of queries does not depend on how many they are.
pub(super) async fn of(services: &Services, persons: &[Uuid]) -> Result<Definition> {
    loop {
        let rules = basis::now(services).await?;
        let made = under(services, persons, &rules.live).await?;
        // A course that went live in the meantime may be in the rows and not in their basis.
        if basis::now(services).await?.words() == rules.words() {
            return Ok(made);
        }
    }
}

async fn under(services: &Services, persons: &[Uuid], rules: &[Basis]) -> Result<Definition> {
    let learners = person::Entity::find()
        .filter(person::Column::Id.is_in(persons.iter().copied()))
        .filter(super::missing_people::learners())
        .all(services.db.read())
        .await?;
    let ids: Vec<Uuid> = learners.iter().map(|person| person.id).collect();
    if ids.is_empty() || rules.is_empty() {
        return Ok(Definition::default());
    }
    let only_rules: Vec<&Rule> = rules.iter().map(|it| &it.rule.rule).collect();
    let names: Vec<&str> = only_rules.iter().map(|rule| rule.id.as_str()).collect();
    let courses: BTreeSet<String> = nearness::courses(services);
    let records = Records::load(services, &ids, &courses).await?;
    let mut evidence = evidence::of_rules(services, &only_rules, &ids, &records).await?;
    let decisions = standings::latest(services, &ids, &names).await?;
    let at_work = (services.above.at_work)(services, &ids).await?;
    let classes = classroom::next_change(services, &ids).await?;

    let now = db::now();
    let mut made = Definition::default();
    for learner in &learners {
        let work = at_work.get(&learner.id);
        let mut moments: Vec<DateTime<Utc>> = classes.get(&learner.id).copied().into_iter().collect();
        moments.extend(work.copied().flatten().map(|last| services.config.end_of(last)));
        for Basis { rule, basis, .. } in rules {
            let place = (learner.id, rule.rule.id.clone());
            let evidence = evidence.remove(&place).unwrap_or_default();
            // A decision that no longer fits its signature counts for nothing here, too.
            let decision = match decisions.get(&place) {
                Some(row) if standings::verified(services, row)? => Some(row),
                _ => None,
            };
            moments.extend(turns(&rule.rule, &evidence, decision));
            let mut row = row(rule, learner, &evidence, decision, now)?;
            if work.is_some() {
                row.state = BoardState::AtWork;
                row.state_key = row.state.key(&row.name_key);
            }
            row.basis.clone_from(basis);
            made.rows.push(row);
        }
        if let Some(due) = moments.into_iter().filter(|at| *at > now).min() {
            made.due.insert(learner.id, due);
        }
    }
    Ok(made)
}

/// The moments at which the clock changes what is shown under a rule.
fn turns(
    rule: &Rule,
    evidence: &Evidence,
    decision: Option<&decision::Model>,
) -> impl Iterator<Item = DateTime<Utc>> + use<> {
    let signed = decision.and_then(|decision| decision.expires_at);
    readiness::turning_points(rule, evidence)
        .into_iter()
        .chain(signed)
        .flat_map(|end| [state::is_soon_from(end), end])
}

fn row(
    rule: &RuleRevision,
    learner: &person::Model,
    evidence: &Evidence,
    decision: Option<&decision::Model>,
    now: DateTime<Utc>,
) -> Result<standing::Model> {
    let mut evaluation = readiness::evaluate(&rule.rule, evidence, now);
    let stands = readiness::standing(decision.map(standings::summary).as_ref(), now);
    let recheck = match rule.rule.on_change {
        OnChange::Recheck => {
            stands.is_ready() && decision.is_some_and(|decision| decision.rule_hash != rule.hash)
        }
        OnChange::Keep => false,
    };
    let state = state::state(stands, &evaluation, recheck, now);
    let recent = state::recent(evidence);
    without_reasons(&mut evaluation);
    let name_key = folding::sort_key(&learner.name, learner.kana.as_deref());
    let missing = evaluation
        .missing()
        .map(|criterion| format!("{},", criterion.requirement));
    Ok(standing::Model {
        person_id: learner.id,
        rule_id: rule.rule.id.clone(),
        basis: String::new(),
        state,
        state_key: state.key(&name_key),
        name_key,
        decided: serde_json::to_string(&stands)?,
        signed_at: decision.map(|decision| decision.signed_at),
        signed_by: decision.map(|decision| decision.signed_by),
        recheck,
        missing: std::iter::once(",".to_owned()).chain(missing).collect(),
        evaluation: serde_json::to_string(&evaluation)?,
        recent: serde_json::to_string(&recent.map(|(_, what)| what))?,
        recent_at: recent.map(|(at, _)| at),
    })
}

/// What somebody wrote stands where it was written, and is not written down a second time.
fn without_reasons(evaluation: &mut Evaluation) {
    for criterion in &mut evaluation.criteria {
        if let Some(waiver) = &mut criterion.waiver {
            waiver.reason.clear();
        }
    }
}
