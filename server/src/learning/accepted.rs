//! "This answer is right, too": a person accepts an answer afterwards. It counts at once for every
//! attempt, handed in or not; the change to the course's source is proposed beside it. Nobody loses a
//! point by an acceptance, and taking it back takes back only what it gave.

use std::collections::{BTreeMap, HashMap};

use domain::{
    catalog::{Question, Quiz, Severity, parse_course},
    identity::Role,
    learning::{
        PaperQuestion,
        accepted::{Extra, accepted, accepts, changed, propose, same_answer, unified_diff},
        draw_paper,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter,
    QueryOrder, QuerySelect, SqlErr,
};
use uuid::Uuid;

use super::{
    attempts::set_score,
    grading::Score,
    sittings::{self, Scope, Sitting},
    tables::{accepted_answer, attempt},
};
use crate::{
    Actor, Error, Result, Services,
    catalog::{
        regrade::with_keys_of,
        tables::{course_source, live_item, regrade, regrade_score},
    },
    db,
    identity::{audit, tables::person},
};

/// Who accepts answers.
const TEACHING: &[Role] = &[Role::Instructor, Role::Administrator];

/// The longest answer that is taken, in characters.
const LONGEST: usize = 200;

/// The answer in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The course.
    pub course: String,
    /// The quiz.
    pub quiz: String,
    /// The question.
    pub question: String,
    /// The answer, and the gap it belongs into.
    pub extra: Extra,
}

/// An answer that was accepted.
pub struct Standing {
    /// The acceptance.
    pub row: accepted_answer::Model,
    /// Who accepted it.
    pub by: String,
    /// Whether the live revision accepts it by itself.
    pub in_source: bool,
}

/// A score that would change.
pub struct Change {
    /// The attempt, as it is.
    pub attempt: attempt::Model,
    /// Whose it is.
    pub name: String,
    /// What it would be worth.
    pub score: Score,
    /// Whether it would be passed.
    pub passed: bool,
    /// The quiz by whose keys it is graded.
    quiz: Quiz,
}

/// A change to the course's source.
pub struct Proposal {
    /// The file in its repository.
    pub path: String,
    /// The change, as a unified diff.
    pub diff: String,
}

/// All about accepting an answer, or taking that back.
pub struct Look {
    /// The question, as it is live.
    pub question: Question,
    /// The acceptance, when it stands.
    pub standing: Option<Standing>,
    /// Whether the live revision accepts the answer by itself.
    pub in_source: bool,
    /// Those whose score would change: by accepting, or when it stands by taking back.
    pub changes: Vec<Change>,
    /// What to write into the source; none where it is there, or no line was found that would do.
    pub proposal: Option<Proposal>,
}

/// Whether a question takes answers beside its key.
pub(super) fn takes_more(question: &Question) -> bool {
    matches!(question.kind.word(), "text" | "blanks")
}

fn extra_of(row: &accepted_answer::Model) -> Extra {
    Extra {
        blank: (!row.blank.is_empty()).then(|| row.blank.clone()),
        answer: row.answer.clone(),
    }
}

/// The accepted answers by course and quiz, and then by question.
pub(super) async fn all(
    db: &impl ConnectionTrait,
    quiz: Option<(&str, &str)>,
) -> Result<HashMap<(String, String), HashMap<String, Vec<Extra>>>> {
    let mut query = accepted_answer::Entity::find().order_by_asc(accepted_answer::Column::Id);
    if let Some((course, quiz)) = quiz {
        query = query
            .filter(accepted_answer::Column::CourseId.eq(course))
            .filter(accepted_answer::Column::QuizId.eq(quiz));
    }
    let mut all: HashMap<(String, String), HashMap<String, Vec<Extra>>> = HashMap::new();
    for row in query.all(db).await? {
        let extra = extra_of(&row);
        let of = all.entry((row.course_id, row.quiz_id)).or_default();
        of.entry(row.question_id).or_default().push(extra);
    }
    Ok(all)
}

/// The accepted answers of a quiz, by question.
pub(super) async fn of_quiz(
    db: &impl ConnectionTrait,
    course: &str,
    quiz: &str,
) -> Result<HashMap<String, Vec<Extra>>> {
    let all = all(db, Some((course, quiz))).await?;
    Ok(all.into_values().next().unwrap_or_default())
}

/// The accepted answers of a quiz, with who accepted them, the newest first.
pub async fn list(actor: &Actor, services: &Services, course: &str, quiz: &str) -> Result<Vec<Standing>> {
    actor.require(TEACHING)?;
    let rows = accepted_answer::Entity::find()
        .filter(accepted_answer::Column::CourseId.eq(course))
        .filter(accepted_answer::Column::QuizId.eq(quiz))
        .order_by_desc(accepted_answer::Column::Id)
        .all(services.db.read())
        .await?;
    let names = names(services, rows.iter().map(|row| row.by_person)).await?;
    let revision = services.catalog.course(course)?;
    let quiz = revision.course.quizzes.get(quiz);
    Ok(rows
        .into_iter()
        .map(|row| Standing {
            by: names.get(&row.by_person).cloned().unwrap_or_default(),
            in_source: quiz
                .and_then(|quiz| quiz.question(&row.question_id))
                .is_some_and(|question| {
                    let extra = extra_of(&row);
                    accepts(question, extra.blank.as_deref(), &extra.answer)
                }),
            row,
        })
        .collect())
}

async fn names(services: &Services, people: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, String>> {
    let people: Vec<Uuid> = people.collect();
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .column(person::Column::Name)
        .filter(person::Column::Id.is_in(people))
        .into_tuple()
        .all(services.db.read())
        .await?
        .into_iter()
        .collect())
}

/// The live question of the place; a question that takes no such answer does not exist.
fn question(services: &Services, place: &Place) -> Result<Question> {
    let revision = services.catalog.course(&place.course)?;
    let question = revision
        .course
        .quizzes
        .get(&place.quiz)
        .and_then(|quiz| quiz.question(&place.question))
        .ok_or(Error::NotFound)?;
    let answer = &place.extra.answer;
    let sound =
        !answer.trim().is_empty() && answer.chars().count() <= LONGEST && !answer.contains(char::is_control);
    if sound && accepted(question, place.extra.blank.as_deref()).is_some() {
        Ok(question.clone())
    } else {
        Err(Error::NotFound)
    }
}

/// All that a person needs to decide.
pub async fn look(actor: &Actor, services: &Services, place: &Place) -> Result<Look> {
    actor.require(TEACHING)?;
    let question = question(services, place)?;
    let same = same_answer(&question, &place.extra.answer);
    let standing = list(actor, services, &place.course, &place.quiz)
        .await?
        .into_iter()
        .find(|standing| is_row(&standing.row, place, &same));
    let extra = standing
        .as_ref()
        .map_or(place.extra.clone(), |standing| extra_of(&standing.row));
    let mut changes = changes(services, services.db.read(), place, &extra, standing.is_none()).await?;
    let names = names(services, changes.iter().map(|change| change.attempt.person_id)).await?;
    for change in &mut changes {
        change.name = names.get(&change.attempt.person_id).cloned().unwrap_or_default();
    }
    changes.sort_by(|a, b| (&a.name, a.attempt.number).cmp(&(&b.name, b.attempt.number)));
    let in_source = accepts(&question, place.extra.blank.as_deref(), &place.extra.answer);
    let proposal = if in_source {
        None
    } else {
        proposal(services, place).await?
    };
    Ok(Look {
        question,
        standing,
        in_source,
        changes,
        proposal,
    })
}

fn is_row(row: &accepted_answer::Model, place: &Place, same: &str) -> bool {
    row.question_id == place.question
        && row.blank == place.extra.blank.as_deref().unwrap_or_default()
        && row.same == same
}

/// The line of the source that would change; the changed course is read again, and must accept the
/// answer, lose none, and have no new error.
async fn proposal(services: &Services, place: &Place) -> Result<Option<Proposal>> {
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

/// The scores that change when the answer comes to count, or stops counting. `db` sees the attempts.
async fn changes(
    services: &Services,
    db: &impl ConnectionTrait,
    place: &Place,
    extra: &Extra,
    adding: bool,
) -> Result<Vec<Change>> {
    let scope = Scope {
        quiz: Some((&place.course, &place.quiz)),
        first_only: false,
    };
    let sittings = sittings::load(services, db, scope).await?;
    let mut keys = Keys::load(services, db, &place.course, &place.quiz).await?;
    let mut changes = Vec::new();
    for mut sitting in sittings {
        // Who did not answer it, or with another kind of answer, cannot gain by it.
        if sitting.answer(&place.question).is_none() {
            continue;
        }
        let Some((quiz, paper)) = keys.of(services, &sitting).await? else {
            continue;
        };
        let list = sitting.given.accepted.entry(place.question.clone()).or_default();
        list.retain(|other| other != extra);
        let without = sitting.given.score(&quiz, &paper);
        let list = sitting.given.accepted.entry(place.question.clone()).or_default();
        list.push(extra.clone());
        let with = sitting.given.score(&quiz, &paper);
        let now = sitting.attempt.points.unwrap_or_default();
        const EQUAL: f64 = 1e-9;
        let (counts, score) = if adding {
            (with.points > now + EQUAL, with)
        } else {
            // A score that something else has changed since is not ours to lower.
            ((with.points - now).abs() < EQUAL, without)
        };
        if counts && with.points > without.points + EQUAL {
            changes.push(Change {
                name: String::new(),
                passed: domain::learning::is_passed(&quiz, Some(score.percent)),
                score,
                quiz,
                attempt: sitting.attempt,
            });
        }
    }
    Ok(changes)
}

/// By which keys each attempt was graded last: those of its revision, or of the newest regrade that
/// changed it and stands.
struct Keys {
    regraded: HashMap<Uuid, String>,
    merged: BTreeMap<(String, String), Quiz>,
}

impl Keys {
    async fn load(services: &Services, db: &impl ConnectionTrait, course: &str, quiz: &str) -> Result<Keys> {
        let regrades = regrade::Entity::find()
            .filter(regrade::Column::CourseId.eq(course))
            .filter(regrade::Column::QuizId.eq(quiz))
            .filter(regrade::Column::UndoneAt.is_null())
            .order_by_asc(regrade::Column::Id)
            .all(db)
            .await?;
        let mut regraded = HashMap::new();
        if !regrades.is_empty() {
            let mut scores: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
            for score in regrade_score::Entity::find()
                .filter(regrade_score::Column::RegradeId.is_in(regrades.iter().map(|row| row.id)))
                .all(db)
                .await?
            {
                scores.entry(score.regrade_id).or_default().push(score.attempt_id);
            }
            for row in regrades {
                for attempt in scores.remove(&row.id).unwrap_or_default() {
                    regraded.insert(attempt, row.revision.clone());
                }
            }
        }
        for hash in regraded.values().collect::<std::collections::HashSet<_>>() {
            // Read before it is needed, so that it is in memory.
            services.catalog.revision(&services.db, course, hash).await?;
        }
        Ok(Keys {
            regraded,
            merged: BTreeMap::new(),
        })
    }

    async fn of(
        &mut self,
        services: &Services,
        sitting: &Sitting,
    ) -> Result<Option<(Quiz, Vec<PaperQuestion>)>> {
        let attempt = &sitting.attempt;
        let Some(own) = sitting.revision.course.quizzes.get(&attempt.quiz_id) else {
            return Ok(None);
        };
        let paper = draw_paper(own, attempt.seed as u64);
        let Some(hash) = self.regraded.get(&attempt.id) else {
            return Ok(Some((own.clone(), paper)));
        };
        let name = (attempt.revision.clone(), hash.clone());
        if let Some(quiz) = self.merged.get(&name) {
            return Ok(Some((quiz.clone(), paper)));
        }
        let newer = services
            .catalog
            .revision(&services.db, &attempt.course_id, hash)
            .await?;
        let quiz = match newer.course.quizzes.get(&attempt.quiz_id) {
            Some(newer) => with_keys_of(own, newer),
            None => own.clone(),
        };
        self.merged.insert(name, quiz.clone());
        Ok(Some((quiz, paper)))
    }
}

/// Accepts the answer, and raises the scores of handed-in attempts. Gives how many rose.
pub async fn accept(actor: &Actor, services: &Services, place: &Place, reason: &str) -> Result<usize> {
    actor.require(TEACHING)?;
    let question = question(services, place)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field(
            "reason",
            "理由を書いてください。",
            "Please write the reason.",
        ));
    }
    let row = accepted_answer::Model {
        id: Uuid::now_v7(),
        course_id: place.course.clone(),
        quiz_id: place.quiz.clone(),
        question_id: place.question.clone(),
        blank: place.extra.blank.clone().unwrap_or_default(),
        answer: place.extra.answer.trim().to_owned(),
        same: same_answer(&question, &place.extra.answer),
        reason: reason.to_owned(),
        by_person: actor.id,
        at: db::now(),
    };
    let extra = extra_of(&row);
    let id = row.id;
    let tx = services.db.begin().await?;
    if let Err(error) = row.into_active_model().insert(&tx).await {
        return Err(match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Error::refused(
                "この答えは、もう正解になっています。",
                "This answer is accepted already.",
            ),
            _ => error.into(),
        });
    }
    let changes = changes(services, &tx, place, &extra, true).await?;
    let count = write(&tx, actor, place, changes).await?;
    let detail = format!("{}: {count} ({reason})", words(place));
    audit::record(&tx, Some(actor.id), "answer.accepted", Some(id), detail).await?;
    tx.commit().await?;
    Ok(count)
}

/// Takes an acceptance back, and with it the points it gave. Gives how many scores fell.
pub async fn take_back(actor: &Actor, services: &Services, place: &Place) -> Result<usize> {
    actor.require(TEACHING)?;
    let same = same_answer(&question(services, place)?, &place.extra.answer);
    let tx = services.db.begin().await?;
    let row = accepted_answer::Entity::find()
        .filter(accepted_answer::Column::CourseId.eq(&*place.course))
        .filter(accepted_answer::Column::QuizId.eq(&*place.quiz))
        .filter(accepted_answer::Column::QuestionId.eq(&*place.question))
        .filter(accepted_answer::Column::Same.eq(&*same))
        .all(&tx)
        .await?
        .into_iter()
        .find(|row| is_row(row, place, &same))
        .ok_or(Error::NotFound)?;
    let (id, extra) = (row.id, extra_of(&row));
    let changes = changes(services, &tx, place, &extra, false).await?;
    let count = write(&tx, actor, place, changes).await?;
    row.delete(&tx).await?;
    let detail = format!("{}: {count}", words(place));
    audit::record(&tx, Some(actor.id), "answer.taken-back", Some(id), detail).await?;
    tx.commit().await?;
    Ok(count)
}

/// The place and the answer, for the audit trail.
fn words(place: &Place) -> String {
    let blank = place.extra.blank.as_ref().map(|blank| format!("[{blank}]"));
    format!(
        "{}/{}#{}{} = {}",
        place.course,
        place.quiz,
        place.question,
        blank.unwrap_or_default(),
        place.extra.answer.trim()
    )
}

async fn write(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    place: &Place,
    changes: Vec<Change>,
) -> Result<usize> {
    let mut count = 0;
    for change in changes {
        // Read again under the lock: a score that moved in the meantime is not ours to judge.
        let attempt = attempt::Entity::find_by_id(change.attempt.id)
            .lock_exclusive()
            .one(tx)
            .await?;
        let Some(attempt) = attempt.filter(|attempt| attempt.points == change.attempt.points) else {
            continue;
        };
        let before = attempt.percent.unwrap_or_default();
        let person = attempt.person_id;
        let mut row = attempt.into_active_model();
        set_score(&mut row, &change.quiz, change.score);
        row.update(tx).await?;
        let detail = format!("{}: {before:.0} % → {:.0} %", words(place), change.score.percent);
        audit::record(tx, Some(actor.id), "attempt.regraded", Some(person), detail).await?;
        count += 1;
    }
    Ok(count)
}
