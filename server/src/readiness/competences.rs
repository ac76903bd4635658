//! What people can do, as far as the courses show it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::learning;
use uuid::Uuid;

use crate::{Result, Services, learning::records::Records};

/// What shows a competence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A course finished: its id.
    Course(String),
    /// A quiz passed.
    Quiz {
        /// The course's id.
        course: String,
        /// The quiz's id.
        quiz: String,
    },
}

/// The competences of each person; everybody asked for is in the answer. For services, which have
/// checked who asks; the number of queries does not depend on the number of people.
pub async fn competences(services: &Services, persons: &[Uuid]) -> Result<HashMap<Uuid, BTreeSet<String>>> {
    let sources = competence_sources(services, persons).await?;
    Ok(sources
        .into_iter()
        .map(|(person, sources)| (person, sources.into_keys().collect()))
        .collect())
}

/// The competences of each person, each with the courses and quizzes that show it.
pub async fn competence_sources(
    services: &Services,
    persons: &[Uuid],
) -> Result<HashMap<Uuid, BTreeMap<String, BTreeSet<Source>>>> {
    let ids = live(services);
    let records = Records::load(services, persons, &ids).await?;
    Ok(shown_by(services, persons, &records))
}

/// The ids of the live courses.
pub(crate) fn live(services: &Services) -> BTreeSet<String> {
    let courses = services.catalog.courses();
    courses
        .iter()
        .map(|revision| revision.course.id.clone())
        .collect()
}

/// As [`competence_sources`], from records that were loaded already, of every live course.
pub(crate) fn shown_by(
    services: &Services,
    persons: &[Uuid],
    records: &Records,
) -> HashMap<Uuid, BTreeMap<String, BTreeSet<Source>>> {
    let courses = services.catalog.courses();
    let mut all = HashMap::new();
    for person in persons {
        let mut shown: BTreeMap<String, BTreeSet<Source>> = BTreeMap::new();
        for revision in &courses {
            let course = &revision.course;
            if records.progress(*person, course).is_finished() {
                for tag in &course.competences {
                    shown
                        .entry(tag.clone())
                        .or_default()
                        .insert(Source::Course(course.id.clone()));
                }
            }
            let best = records.best(*person, &course.id);
            for quiz in course.quizzes.values() {
                if !learning::is_passed(quiz, best.get(&quiz.id).copied()) {
                    continue;
                }
                for tag in &quiz.competences {
                    let source = Source::Quiz {
                        course: course.id.clone(),
                        quiz: quiz.id.clone(),
                    };
                    shown.entry(tag.clone()).or_default().insert(source);
                }
            }
        }
        all.insert(*person, shown);
    }
    all
}
