//! Attendance rates: who was there how often, by the rule of each cohort.

use std::collections::HashMap;

use domain::classroom::{Held, Rate, RateRule, rate_of as rate_of_sessions, sum};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    counting::counts,
    made_up, marks,
    tables::{class_session, cohort, enrolment},
};
use crate::{Result, Services, db};

/// The rule of a cohort.
pub(super) fn rule_of(cohort: &cohort::Model) -> RateRule {
    RateRule {
        late_weight: cohort.late_weight,
        exclude_excused: cohort.exclude_excused,
    }
}

/// The rate of one person, over all cohorts or in one. For other services and for pages that have
/// asked who may see it.
pub async fn rate_of(services: &Services, person: Uuid, in_cohort: Option<Uuid>) -> Result<Rate> {
    let rates = gather(services, &[person], in_cohort).await?;
    Ok(rates.get(&person).copied().unwrap_or_else(nothing))
}

/// The rates of many people over all their cohorts, in a few queries. People without a cohort have a
/// rate of nothing.
pub async fn rates(services: &Services, persons: &[Uuid]) -> Result<HashMap<Uuid, Rate>> {
    let mut rates = gather(services, persons, None).await?;
    for person in persons {
        rates.entry(*person).or_insert_with(nothing);
    }
    Ok(rates)
}

/// The rates of a cohort's learners in that cohort.
pub(super) async fn rates_in(
    services: &Services,
    persons: &[Uuid],
    cohort: Uuid,
) -> Result<HashMap<Uuid, Rate>> {
    gather(services, persons, Some(cohort)).await
}

fn nothing() -> Rate {
    sum(&[])
}

async fn gather(services: &Services, persons: &[Uuid], only: Option<Uuid>) -> Result<HashMap<Uuid, Rate>> {
    let db = services.db.read();
    let mut query =
        enrolment::Entity::find().filter(enrolment::Column::PersonId.is_in(persons.iter().copied()));
    if let Some(only) = only {
        query = query.filter(enrolment::Column::CohortId.eq(only));
    }
    let enrolments = query.all(db).await?;
    let mut ids: Vec<Uuid> = enrolments.iter().map(|e| e.cohort_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rules: HashMap<Uuid, RateRule> = cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?
        .iter()
        .map(|cohort| (cohort.id, rule_of(cohort)))
        .collect();
    let now = db::now();
    let sessions = class_session::Entity::find()
        .filter(class_session::Column::CohortId.is_in(ids))
        .filter(
            Condition::any()
                .add(class_session::Column::ClosedAt.is_not_null())
                .add(class_session::Column::EndsAt.lte(now)),
        )
        .all(db)
        .await?;
    let session_ids: Vec<Uuid> = sessions.iter().map(|s| s.id).collect();
    let latest = marks::latest(db, &session_ids, persons).await?;
    let made_up = made_up::days(db, persons).await?;

    let mut by_cohort: HashMap<Uuid, Vec<&class_session::Model>> = HashMap::new();
    for session in &sessions {
        by_cohort.entry(session.cohort_id).or_default().push(session);
    }
    let mut parts: HashMap<Uuid, Vec<Rate>> = HashMap::new();
    for enrolment in &enrolments {
        let held: Vec<Held> = by_cohort
            .get(&enrolment.cohort_id)
            .into_iter()
            .flatten()
            .filter_map(|session| {
                let place = (session.id, enrolment.person_id);
                let mark = latest.get(&place).copied().flatten();
                let made_up = made_up.contains_key(&place);
                counts(session, enrolment, mark, now).then_some(Held { mark, made_up })
            })
            .collect();
        let rule = rules.get(&enrolment.cohort_id).copied().unwrap_or_default();
        parts
            .entry(enrolment.person_id)
            .or_default()
            .push(rate_of_sessions(&held, rule));
    }
    Ok(parts
        .into_iter()
        .map(|(person, parts)| (person, sum(&parts)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::classroom::{Mark, rate};

    #[test]
    fn a_rate_without_make_ups_is_stored_as_before() {
        let plain = rate(&[Some(Mark::Absent)], RateRule::default());
        let stored = serde_json::to_string(&plain).unwrap();
        assert!(!stored.contains("made_up"), "{stored}");
        assert_eq!(serde_json::from_str::<Rate>(&stored).unwrap(), plain);
    }

    #[test]
    fn two_cohorts_with_different_rules_add_up_each_by_its_own_rule() {
        let strict = RateRule {
            late_weight: 0.0,
            exclude_excused: false,
        };
        let mild = RateRule {
            late_weight: 1.0,
            exclude_excused: true,
        };
        let marks = [Some(Mark::Present), Some(Mark::Late), Some(Mark::Excused)];
        let total = sum(&[rate(&marks, strict), rate(&marks, mild)]);
        // 1 of 3 and 2 of 2.
        assert_eq!((total.held, total.counted), (6, 5));
        assert_eq!(total.percent, Some(60.0));
    }
}
