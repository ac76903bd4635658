//! Item analysis for instructors: per quiz, question and content version, what the answers say about the
//! question. The formulas are `domain::learning::items`; this gathers what they need, in the same number
//! of queries however many learners there are.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use domain::{
    Lang,
    catalog::{Question, Quiz, QuizKind},
    identity::Role,
    learning::{
        Answer,
        accepted::{Extra, with_accepted},
        draw_paper,
        items::{
            ChoiceCount, Flag, Group, Mark, difficulty, discrimination, flags, groups, item_version, median,
        },
    },
};

use super::{
    item_answers::{count_choices, count_parts, wrong_answers},
    sittings::{self, Scope, Sitting},
};
use crate::{
    Actor, Result, Services,
    catalog::Revision,
    db::list::{Order, Sort},
};

pub use super::item_answers::{PartCount, Wrong};

/// A quiz in the list.
pub struct QuizRow {
    /// The live revision of its course.
    pub revision: Arc<Revision>,
    /// The quiz.
    pub quiz: String,
    /// How many attempts count.
    pub attempts: usize,
    /// How many of its live questions have a flag.
    pub flagged: usize,
    /// How many of them may be unfair.
    pub serious: usize,
}

domain::coded_enum! {
    /// What the list is sorted by: the order of the courses.
    pub enum QuizSort {
        /// As the courses have them.
        Course = "course",
    }
}

impl Sort for QuizSort {
    const USUAL: Order<Self> = Order::up(QuizSort::Course);
}

/// The analysis of a quiz.
pub struct Analysis {
    /// The live revision of its course.
    pub revision: Arc<Revision>,
    /// How many attempts count.
    pub attempts: usize,
    /// How many are left out, because a person has still to grade them.
    pub waiting: usize,
    /// The questions by content version: flagged ones first, then as the quiz asks them.
    pub items: Vec<Item>,
}

/// A question in one content version.
pub struct Item {
    /// The question, as it was in this version.
    pub question: Question,
    /// The content version.
    pub version: String,
    /// Whether the live revision asks this version.
    pub live: bool,
    /// Its place in the quiz, from 1.
    pub number: usize,
    /// When it was first handed in.
    pub from: DateTime<Utc>,
    /// When it was last handed in.
    pub to: DateTime<Utc>,
    /// How many attempts were asked it.
    pub n: usize,
    /// How many of them left it unanswered.
    pub unanswered: usize,
    /// The mean share of the points, 0 to 1.
    pub difficulty: Option<f64>,
    /// The corrected item-rest correlation, −1 to 1.
    pub discrimination: Option<f64>,
    /// The median of the seconds spent on it.
    pub seconds: Option<f64>,
    /// How many attempts belong to the upper and to the lower third.
    pub thirds: (usize, usize),
    /// How often each choice was chosen.
    pub choices: Vec<ChoiceCount>,
    /// Of pairs and steps: how often each right side was given to a left one, each place to a step.
    pub parts: Vec<PartCount>,
    /// The most frequent wrong answers, of short texts, numbers and gaps.
    pub wrong: Vec<Wrong>,
    /// What is to be looked at.
    pub flags: Vec<Flag>,
}

/// Every live quiz with the number of its attempts and flags, the most serious first. `all` counts every
/// attempt, not only each learner's first.
pub async fn overview(actor: &Actor, services: &Services, all: bool) -> Result<Vec<QuizRow>> {
    actor.require(&Role::TEACHING)?;
    let scope = Scope {
        quiz: None,
        first_only: !all,
    };
    let mut by_quiz: HashMap<(String, String), Vec<Sitting>> = HashMap::new();
    for sitting in sittings::load(services, services.db.read(), scope).await? {
        let key = (sitting.attempt.course_id.clone(), sitting.attempt.quiz_id.clone());
        by_quiz.entry(key).or_default().push(sitting);
    }
    let mut rows = Vec::new();
    for revision in services.catalog.courses() {
        for (id, quiz) in &revision.course.quizzes {
            if quiz.kind == QuizKind::Survey {
                continue;
            }
            let key = (revision.course.id.clone(), id.clone());
            let sittings = by_quiz.remove(&key).unwrap_or_default();
            let analysis = analyse(revision.clone(), quiz, sittings);
            let live = || analysis.items.iter().filter(|item| item.live);
            rows.push(QuizRow {
                quiz: id.clone(),
                attempts: analysis.attempts,
                flagged: live().filter(|item| !item.flags.is_empty()).count(),
                serious: live()
                    .filter(|item| item.flags.iter().any(Flag::is_serious))
                    .count(),
                revision: revision.clone(),
            });
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.serious, row.flagged, row.attempts)));
    Ok(rows)
}

/// The analysis of one quiz. `all` counts every attempt, not only each learner's first.
pub async fn of_quiz(
    actor: &Actor,
    services: &Services,
    course: &str,
    quiz: &str,
    all: bool,
) -> Result<Analysis> {
    actor.require(&Role::TEACHING)?;
    let revision = services.catalog.course(course)?;
    let live = revision.clone();
    let live = live.quiz(quiz)?;
    let scope = Scope {
        quiz: Some((course, quiz)),
        first_only: !all,
    };
    let sittings = sittings::load(services, services.db.read(), scope).await?;
    Ok(analyse(revision, live, sittings))
}

/// What is gathered about one version of a question.
struct Gathered<'a> {
    question: &'a Question,
    marks: Vec<Mark>,
    seconds: Vec<f64>,
    answers: Vec<(Option<&'a Answer>, Group)>,
    extras: &'a [Extra],
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

fn source_of(revision: &Revision) -> Lang {
    revision.course.languages.first().copied().unwrap_or_default()
}

fn analyse(revision: Arc<Revision>, live: &Quiz, sittings: Vec<Sitting>) -> Analysis {
    let all = sittings.len();
    let sittings: Vec<Sitting> = sittings
        .into_iter()
        .filter(|sitting| sitting.attempt.waiting == 0)
        .collect();
    let percents: Vec<f64> = sittings
        .iter()
        .map(|sitting| sitting.attempt.percent.unwrap_or_default())
        .collect();
    // Hashed once for each revision, not for each attempt.
    let mut versions: HashMap<(&str, &str), String> = HashMap::new();
    let mut gathered: BTreeMap<(String, String), Gathered> = BTreeMap::new();
    for (sitting, group) in sittings.iter().zip(groups(&percents)) {
        let Some(quiz) = sitting.revision.course.quizzes.get(&live.id) else {
            continue;
        };
        let paper = draw_paper(quiz, sitting.attempt.seed as u64);
        let graded: Vec<_> = paper
            .iter()
            .filter_map(|asked| quiz.question(&asked.id))
            .filter(|question| question.points > 0)
            .filter_map(|question| Some((question, sitting.given.graded(question)?)))
            .collect();
        let total: f64 = graded.iter().map(|(_, graded)| graded.points).sum();
        let passed = (quiz.kind == QuizKind::Test)
            .then_some(sitting.attempt.passed)
            .flatten();
        let at = sitting.attempt.submitted_at.unwrap_or(sitting.attempt.started_at);
        for (question, graded) in graded {
            let version = versions
                .entry((&sitting.attempt.revision, &question.id))
                .or_insert_with(|| item_version(question, source_of(&sitting.revision)));
            let item = gathered
                .entry((question.id.clone(), version.clone()))
                .or_insert_with(|| Gathered {
                    question,
                    marks: Vec::new(),
                    seconds: Vec::new(),
                    answers: Vec::new(),
                    extras: &[],
                    from: at,
                    to: at,
                });
            item.marks.push(Mark {
                points: graded.points,
                most: graded.max,
                rest: total - graded.points,
                percent: sitting.attempt.percent.unwrap_or_default(),
                passed,
            });
            item.answers.push((sitting.answer(&question.id), group));
            if let Some(extras) = sitting.given.accepted.get(&question.id) {
                item.extras = extras;
            }
            item.seconds.extend(sitting.seconds.get(&question.id));
            item.from = item.from.min(at);
            item.to = item.to.max(at);
        }
    }
    let source = source_of(&revision);
    let mut items: Vec<Item> = gathered
        .into_iter()
        .map(|((id, version), gathered)| {
            let at = live.questions.iter().position(|question| question.id == id);
            let now = at.and_then(|at| live.questions.get(at));
            let is_live = now.is_some_and(|question| item_version(question, source) == version);
            item(
                gathered,
                version,
                is_live,
                now,
                at.map_or(live.questions.len() + 1, |at| at + 1),
            )
        })
        .collect();
    // Flags of what is no longer asked are history.
    let rank = |item: &Item| match item.flags.first() {
        Some(flag) if item.live && flag.is_serious() => 0,
        Some(_) if item.live => 1,
        Some(_) | None => 2,
    };
    items.sort_by(|a, b| {
        let key = |item: &Item| (rank(item), item.number, !item.live);
        key(a).cmp(&key(b)).then(b.to.cmp(&a.to))
    });
    Analysis {
        revision,
        attempts: percents.len(),
        waiting: all - percents.len(),
        items,
    }
}

fn item(gathered: Gathered<'_>, version: String, live: bool, now: Option<&Question>, number: usize) -> Item {
    let Gathered {
        question,
        marks,
        seconds,
        answers,
        extras,
        from,
        to,
    } = gathered;
    let choices = count_choices(question, &answers);
    let in_group = |wanted: Group| answers.iter().filter(|(_, group)| *group == wanted).count();
    let key = with_accepted(question, extras);
    Item {
        flags: flags(&marks, &choices),
        parts: count_parts(question, &answers),
        wrong: wrong_answers(&key, now, extras, &answers),
        n: marks.len(),
        unanswered: answers.iter().filter(|(answer, _)| answer.is_none()).count(),
        difficulty: difficulty(&marks),
        discrimination: discrimination(&marks),
        seconds: median(&seconds),
        thirds: (in_group(Group::Upper), in_group(Group::Lower)),
        question: question.clone(),
        version,
        live,
        number,
        from,
        to,
        choices,
    }
}
