//! From stored answers to points: what the machine grades, what a person graded, less the hints.

use std::collections::HashMap;

use domain::{
    catalog::{Question, Quiz},
    learning::{
        Answer, Graded, PaperQuestion,
        accepted::{Extra, with_accepted},
        draw_paper, grade, grade_by_hand, percent,
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    accepted_rows,
    tables::{attempt, hand_grade, hint_taken, response},
    versions::{self, Versions},
};
use crate::Result;

/// What counts for the points of an attempt.
#[derive(Default)]
pub struct Given {
    /// The answer that counts to each question.
    pub answers: HashMap<String, Answer>,
    /// All answers to each question.
    pub versions: HashMap<String, Versions>,
    /// How many hints with a cost were opened, by question.
    pub hints: HashMap<String, u32>,
    /// The latest grading by a person, by question.
    pub by_hand: HashMap<String, hand_grade::Model>,
    /// Answers that a person accepted beside the key, by question.
    pub accepted: HashMap<String, Vec<Extra>>,
}

/// What an attempt is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The points.
    pub points: f64,
    /// The most points there were.
    pub most: f64,
    /// The points of the most, 0–100 percent.
    pub percent: f64,
    /// How many answers a person has still to grade; they count nothing yet.
    pub waiting: i32,
}

impl Given {
    /// What is stored of an attempt at this quiz.
    pub(crate) async fn load(
        db: &impl ConnectionTrait,
        attempt: &attempt::Model,
        quiz: &Quiz,
    ) -> Result<Given> {
        let responses = response::Entity::find()
            .filter(response::Column::AttemptId.eq(attempt.id))
            .all(db)
            .await?;
        let versions = versions::by_question(responses);
        let mut given = Given {
            answers: versions::counted(&versions),
            versions,
            ..Given::default()
        };
        // Most quizzes have none of these; they cost no query.
        if quiz.questions.iter().any(accepted_rows::takes_more) {
            given.accepted = accepted_rows::of_quiz(db, &attempt.course_id, &attempt.quiz_id).await?;
        }
        if quiz.questions.iter().any(|question| question.hint_cost > 0.0) {
            for taken in hint_taken::Entity::find()
                .filter(hint_taken::Column::AttemptId.eq(attempt.id))
                .all(db)
                .await?
            {
                *given.hints.entry(taken.question_id).or_default() += 1;
            }
        }
        if quiz
            .questions
            .iter()
            .any(|question| question.kind.is_graded_by_hand())
        {
            let grades = hand_grade::Entity::find()
                .filter(hand_grade::Column::AttemptId.eq(attempt.id))
                .order_by_asc(hand_grade::Column::GradedAt)
                .order_by_asc(hand_grade::Column::Id)
                .all(db)
                .await?;
            given.by_hand = grades
                .into_iter()
                .map(|grade| (grade.question_id.clone(), grade))
                .collect();
        }
        Ok(given)
    }

    /// What the answer to a question is worth; none while a person has still to grade it.
    pub fn graded(&self, question: &Question) -> Option<Graded> {
        let answer = self.answers.get(&question.id);
        let empty = answer.is_none_or(Answer::is_empty);
        let graded = if !question.kind.is_graded_by_hand() || empty {
            let extras = self.accepted.get(&question.id).map_or(&[][..], Vec::as_slice);
            grade(&with_accepted(question, extras), answer)
        } else {
            let found: Vec<String> = self
                .by_hand
                .get(&question.id)?
                .found
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            grade_by_hand(question, &found)
        };
        let taken = self.hints.get(&question.id).copied().unwrap_or(0);
        Some(graded.less_hints(taken, question.hint_cost))
    }

    /// What a paper is worth.
    pub fn score(&self, quiz: &Quiz, paper: &[PaperQuestion]) -> Score {
        let (mut points, mut most, mut waiting) = (0.0, 0.0, 0);
        for question in paper.iter().filter_map(|asked| quiz.question(&asked.id)) {
            most += f64::from(question.points);
            match self.graded(question) {
                Some(graded) => points += graded.points,
                None => waiting += 1,
            }
        }
        Score {
            points,
            most,
            percent: percent(points, most),
            waiting,
        }
    }
}

/// What an attempt at this quiz is worth now.
pub(crate) async fn score(db: &impl ConnectionTrait, attempt: &attempt::Model, quiz: &Quiz) -> Result<Score> {
    let given = Given::load(db, attempt, quiz).await?;
    Ok(given.score(quiz, &draw_paper(quiz, attempt.seed as u64)))
}
