//! The one next step of a learner: home, readiness and whoever else names one ask here.

use domain::{
    catalog::Item,
    readiness::{Evaluation, Rule, Standing, Step, Steps},
};

use crate::{Actor, Result, Services, learning::progress::CourseProgress};

/// The next step under a rule that was evaluated, for the acting person.
pub async fn next_step(
    actor: &Actor,
    services: &Services,
    rule: Option<(&Rule, &Evaluation)>,
    standing: Standing,
) -> Result<Step> {
    let at_work = (services.above.at_work)(services, &[actor.id])
        .await?
        .contains_key(&actor.id);
    let courses = crate::learning::progress::of_all(actor, services).await?;
    Ok(step(rule, standing, at_work, &courses))
}

/// As [`next_step`], from what was loaded already.
pub(crate) fn step(
    rule: Option<(&Rule, &Evaluation)>,
    standing: Standing,
    at_work: bool,
    courses: &[CourseProgress],
) -> Step {
    let courses: Vec<(String, Option<Item>)> = courses
        .iter()
        .map(|it| (it.revision.course.id.clone(), it.progress.next.clone()))
        .collect();
    Steps {
        rule,
        standing,
        at_work,
        courses: &courses,
    }
    .next()
}
