//! From stored answers to points.

use std::collections::HashMap;

use domain::{
    catalog::Quiz,
    learning::{Answer, PaperQuestion, grade, percent},
};

use super::tables::response;

/// The latest answer to each question. Rows of one moment count in the order of their ids.
pub(super) fn latest(mut responses: Vec<response::Model>) -> HashMap<String, Answer> {
    responses.sort_by_key(|row| (row.saved_at, row.id));
    responses
        .into_iter()
        .filter_map(|row| Some((row.question_id, serde_json::from_str(&row.answer).ok()?)))
        .collect()
}

/// Points, most points, and percent (0–100) of a paper.
pub(super) fn total(
    quiz: &Quiz,
    paper: &[PaperQuestion],
    answers: &HashMap<String, Answer>,
) -> (f64, f64, f64) {
    let (points, most) = paper
        .iter()
        .filter_map(|asked| quiz.question(&asked.id))
        .map(|question| grade(question, answers.get(&question.id)))
        .fold((0.0, 0.0), |(points, most), graded| {
            (points + graded.points, most + graded.max)
        });
    (points, most, percent(points, most))
}
