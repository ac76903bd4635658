//! What learners did in the courses: lessons read, practice answered, tests taken. Every answer is a
//! real answer to a real question, and every score is what the answers earn.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    catalog::{Item, Question, QuestionKind, Quiz},
    learning::{
        Answer, attempt::deadline, draw_paper, grade, grade_by_hand, is_passed, percent, right_answer,
    },
};
use uuid::Uuid;

use super::{
    cast::{Learner, Reach},
    clock::{Clock, key},
    facts::Facts,
    pieces,
};
use crate::{
    Result,
    catalog::Revision,
    learning::tables::{attempt, lesson_progress, practice_response, response},
};

/// Writes down what a learner did in the courses. Whoever has not finished is still in the first of them.
pub(super) fn study(
    facts: &mut Facts,
    clock: &Clock,
    courses: &[Arc<Revision>],
    learner: &Learner,
    person: Uuid,
    instructor: Uuid,
) -> Result<()> {
    let Some(begun) = courses.first() else {
        return Ok(());
    };
    let all: Vec<(&Revision, &Item)> = courses
        .iter()
        .flat_map(|revision| items(revision).map(|item| (&**revision, item)))
        .collect();
    let first = items(begun).count();
    let first_quiz = items(begun).position(|item| !item.is_lesson());
    let (count, fails_at) = match learner.reach {
        Reach::Nothing => (0, None),
        Reach::Share(percent) => ((first * percent).div_ceil(100), None),
        Reach::FirstTestFailed => (first_quiz.map_or(first, |at| at + 1), first_quiz),
        Reach::All => (all.len(), None),
    };
    let mut desk = Desk {
        facts,
        revision: begun,
        person,
        writer: learner.name,
        instructor,
        now: clock.now,
        at: clock.now,
        tries: HashMap::new(),
    };
    let (from, to) = learner.studied;
    let last = i64::try_from(count.saturating_sub(1).max(1)).unwrap_or(1);
    for (i, (revision, item)) in (0i64..).zip(all.into_iter().take(count)) {
        desk.revision = revision;
        // Spread over the days, at different times of the day; never before the item above it.
        let planned = clock.at(from - (from - to) * i / last, 10 * 60 + (i % 5) as i32 * 47);
        desk.at = if i == 0 { planned } else { planned.max(desk.at) };
        match item {
            Item::Lesson(id) => desk.lesson(id)?,
            Item::Quiz(id) => {
                let Some(quiz) = revision.course.quizzes.get(id) else {
                    continue;
                };
                let fails = if can_be_failed(quiz) { learner.failed } else { 0 };
                for _ in 0..fails {
                    desk.attempt(quiz, false)?;
                }
                if fails_at.and_then(|at| i64::try_from(at).ok()) != Some(i) {
                    desk.attempt(quiz, true)?;
                }
            }
        }
    }
    Ok(())
}

fn items(revision: &Revision) -> impl Iterator<Item = &Item> {
    revision.course.units.iter().flat_map(|unit| &unit.items)
}

/// Practice is passed by taking it, and of a piece of one's own nobody misses all.
fn can_be_failed(quiz: &Quiz) -> bool {
    !is_passed(quiz, Some(0.0)) && !quiz.questions.iter().any(|it| it.kind.is_graded_by_hand())
}

/// A learner at a computer, at a moment.
struct Desk<'a> {
    facts: &'a mut Facts,
    revision: &'a Revision,
    person: Uuid,
    writer: &'a str,
    instructor: Uuid,
    now: DateTime<Utc>,
    at: DateTime<Utc>,
    /// By course and quiz: every course has a final.
    tries: HashMap<(String, String), i32>,
}

impl Desk<'_> {
    fn pass_time(&mut self, minutes: i64) {
        self.at += TimeDelta::minutes(minutes);
    }

    fn lesson(&mut self, id: &str) -> Result<()> {
        let Some(lesson) = self.revision.course.lessons.get(id) else {
            return Ok(());
        };
        let opened_at = self.at;
        self.pass_time(12);
        for (i, question) in lesson.questions.values().enumerate() {
            // Now and then somebody is wrong first.
            let again = (self.at.timestamp() / 60 + i as i64) % 3 == 0;
            for correct in if again { vec![false, true] } else { vec![true] } {
                self.pass_time(1);
                let answer = if correct { right(question) } else { wrong(question) };
                self.facts.practice.push(practice_response::Model {
                    id: key(self.at),
                    person_id: self.person,
                    course_id: self.revision.course.id.clone(),
                    lesson_id: id.to_owned(),
                    question_id: question.id.clone(),
                    correct: grade(question, Some(&answer)).correct,
                    answer: serde_json::to_string(&answer)?,
                    saved_at: self.at,
                });
            }
        }
        self.pass_time(2);
        self.facts.lessons.push(lesson_progress::Model {
            person_id: self.person,
            course_id: self.revision.course.id.clone(),
            lesson_id: id.to_owned(),
            revision: self.revision.hash.clone(),
            opened_at,
            done_at: Some(self.at),
        });
        Ok(())
    }

    /// Takes a quiz so that it is passed, or is not.
    fn attempt(&mut self, quiz: &Quiz, pass: bool) -> Result<()> {
        let place = (self.revision.course.id.clone(), quiz.id.clone());
        let number = self.tries.entry(place).or_default();
        *number += 1;
        let number = *number;
        let id = key(self.at);
        let seed = (id.as_u128() as u64 & (i64::MAX as u64)) as i64;
        let paper: Vec<&Question> = draw_paper(quiz, seed as u64)
            .iter()
            .filter_map(|asked| quiz.question(&asked.id))
            .collect();
        // One mistake where that still passes; else as many as it takes to fail.
        let mistakes: Vec<usize> = if pass {
            vec![1, 0]
        } else {
            (2.min(paper.len())..=paper.len()).collect()
        };
        let mut sheet = AnswerSheet::default();
        for mistakes in mistakes {
            sheet = AnswerSheet::answer(&paper, mistakes, seed);
            if is_passed(quiz, Some(sheet.percent())) == pass {
                break;
            }
        }
        let started_at = self.at;
        let handed_in = started_at + TimeDelta::seconds(20 + 35 * sheet.answers.len() as i64);
        // What was handed in lately still waits for the instructor.
        let is_graded = pieces::graded_at(handed_in) <= self.now;
        let (mut waiting, mut points) = (0, 0.0);
        for (question, answer, found, earned) in sheet.answers.drain(..) {
            self.at += TimeDelta::seconds(35);
            let asked = quiz.question(&question).filter(|it| it.kind.is_graded_by_hand());
            let answer = match asked {
                Some(asked) => {
                    let place = pieces::Place {
                        quiz: &quiz.id,
                        attempt: id,
                        writer: self.writer,
                        at: self.at,
                    };
                    pieces::answer(self.facts, asked, &place)
                }
                None => answer,
            };
            match asked {
                None => points += earned,
                Some(_) if answer.is_empty() => {}
                Some(asked) if is_graded => {
                    let place = (id, asked);
                    pieces::graded(self.facts, self.instructor, place, &found, handed_in);
                    points += earned;
                }
                Some(_) => waiting += 1,
            }
            self.facts.responses.push(response::Model {
                id: key(self.at),
                attempt_id: id,
                question_id: question,
                answer: serde_json::to_string(&answer)?,
                saved_at: self.at,
                based_on: None,
                acted_at: None,
            });
        }
        self.at += TimeDelta::seconds(20);
        self.facts.attempts.push(attempt::Model {
            id,
            person_id: self.person,
            course_id: self.revision.course.id.clone(),
            quiz_id: quiz.id.clone(),
            revision: self.revision.hash.clone(),
            seed,
            number,
            class_session_id: None,
            started_at,
            deadline: deadline(started_at, quiz.minutes),
            submitted_at: Some(self.at),
            points: Some(points),
            max_points: Some(sheet.most),
            percent: Some(percent(points, sheet.most)),
            passed: Some(is_passed(quiz, Some(percent(points, sheet.most)))),
            waiting,
        });
        self.pass_time(30);
        Ok(())
    }
}

/// The answers to a paper, with what they earn.
#[derive(Default)]
struct AnswerSheet {
    /// Question, answer, what the instructor finds in one that a person grades, and what it earns.
    answers: Vec<(String, Answer, Vec<String>, f64)>,
    points: f64,
    most: f64,
}

impl AnswerSheet {
    /// Answers a paper with so many mistakes, spread over it by the seed.
    fn answer(paper: &[&Question], mistakes: usize, seed: i64) -> AnswerSheet {
        let mut sheet = AnswerSheet::default();
        let turn = usize::try_from(seed.unsigned_abs() % paper.len().max(1) as u64).unwrap_or(0);
        for (i, question) in paper.iter().enumerate() {
            let mistaken = (i + turn) % paper.len() < mistakes;
            let answer = if mistaken {
                wrong(question)
            } else {
                right(question)
            };
            let (graded, found) = if question.kind.is_graded_by_hand() {
                let found = pieces::found(question, !mistaken);
                (grade_by_hand(question, &found), found)
            } else {
                (grade(question, Some(&answer)), Vec::new())
            };
            sheet.points += graded.points;
            sheet.most += graded.max;
            sheet
                .answers
                .push((question.id.clone(), answer, found, graded.points));
        }
        sheet
    }

    fn percent(&self) -> f64 {
        percent(self.points, self.most)
    }
}

fn right(question: &Question) -> Answer {
    right_answer(question).unwrap_or_else(|| Answer::Text("よく分かりました。".to_owned()))
}

fn wrong(question: &Question) -> Answer {
    match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => Answer::Choices(
            choices
                .iter()
                .find(|choice| !choice.correct)
                .map(|choice| choice.id.clone())
                .into_iter()
                .collect(),
        ),
        QuestionKind::Number { value, tolerance, .. } => {
            Answer::Number((value + tolerance + 1.0).to_string())
        }
        QuestionKind::Blanks { blanks, .. } => Answer::Blanks(
            blanks
                .iter()
                .map(|blank| (blank.id.clone(), "わかりません".to_owned()))
                .collect(),
        ),
        QuestionKind::Match { pairs, .. } => {
            let turned = pairs.iter().cycle().skip(1);
            Answer::Pairs(pairs.iter().cloned().zip(turned.cloned()).collect())
        }
        QuestionKind::Order { steps } => Answer::Places(steps.iter().rev().cloned().zip(1..).collect()),
        QuestionKind::Text { .. }
        | QuestionKind::Essay { .. }
        | QuestionKind::Upload { .. }
        | QuestionKind::Survey { .. } => Answer::Text("わかりません".to_owned()),
    }
}
