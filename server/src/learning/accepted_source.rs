//! The change to a course's source that would accept an answer by itself.

use domain::{
    catalog::{Severity, parse_course},
    learning::accepted::{accepted, accepts, changed, propose, unified_diff},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::accepted_rows::Place;
use crate::{
    Result, Services,
    catalog::tables::{course_source, live_item},
};

/// A change to the course's source.
pub struct Proposal {
    /// The file in its repository.
    pub path: String,
    /// The change, as a unified diff.
    pub diff: String,
}

/// The line of the source that would change; the changed course is read again, and must accept the
/// answer, lose none, and have no new error.
pub(super) async fn proposal(services: &Services, place: &Place) -> Result<Option<Proposal>> {
    let revision = services.catalog.course(&place.course)?;
    let Some(files) = services
        .catalog
        .source_files(&services.db, &revision.hash)
        .await?
    else {
        return Ok(None);
    };
    let Some(lang) = revision.course.languages.first() else {
        return Ok(None);
    };
    let path = format!("{}.quiz.{}.md", place.quiz, lang.code());
    let source = files.get(&path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some((source, change)) =
        source.and_then(|source| Some((source, propose(source, &place.question, &place.extra)?)))
    else {
        return Ok(None);
    };
    let mut new_files = files.clone();
    new_files
        .0
        .insert(path.clone(), changed(source, &change).into_bytes());
    let (old, new) = (parse_course(&files), parse_course(&new_files));
    let errors = |parsed: &domain::catalog::Parsed| {
        let errors = parsed.diagnostics.iter();
        errors.filter(|found| found.severity == Severity::Error).count()
    };
    let key = |parsed: &domain::catalog::Parsed| {
        let course = parsed.course.as_ref()?;
        course
            .quizzes
            .get(&place.quiz)?
            .question(&place.question)
            .cloned()
    };
    let (Some(before), Some(after)) = (key(&old), key(&new)) else {
        return Ok(None);
    };
    let blank = place.extra.blank.as_deref();
    let kept =
        accepted(&before, blank).is_some_and(|list| list.iter().all(|answer| accepts(&after, blank, answer)));
    if !kept || !accepts(&after, blank, &place.extra.answer) || errors(&new) > errors(&old) {
        return Ok(None);
    }
    let folder = folder(services, &place.course).await?;
    let path = [folder.as_str(), &place.course, &path]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/");
    let diff = unified_diff(&path, source, &change);
    Ok(Some(Proposal { path, diff }))
}

/// The folder of the courses in the repository that the course comes from.
async fn folder(services: &Services, course: &str) -> Result<String> {
    let live = live_item::Entity::find()
        .filter(live_item::Column::Kind.eq("course"))
        .filter(live_item::Column::ItemId.eq(course))
        .one(services.db.read())
        .await?;
    let Some(live) = live else {
        return Ok(String::new());
    };
    let source = course_source::Entity::find_by_id(live.source_id)
        .one(services.db.read())
        .await?;
    Ok(source.map(|source| source.folder).unwrap_or_default())
}
