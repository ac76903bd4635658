//! The right answer of a question.

use super::grade::Answer;
use crate::catalog::model::{Question, QuestionKind};

/// The answer that earns every point; none where a person grades, or nobody.
pub fn right_answer(question: &Question) -> Option<Answer> {
    Some(match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => Answer::Choices(
            choices
                .iter()
                .filter(|choice| choice.correct)
                .map(|choice| choice.id.clone())
                .collect(),
        ),
        QuestionKind::Text { accepted, .. } => Answer::Text(accepted.first()?.clone()),
        QuestionKind::Number { value, .. } => Answer::Number(value.to_string()),
        QuestionKind::Blanks { blanks, .. } => Answer::Blanks(
            blanks
                .iter()
                .filter_map(|blank| Some((blank.id.clone(), blank.accepted.first()?.clone())))
                .collect(),
        ),
        QuestionKind::Match { pairs, .. } => {
            Answer::Pairs(pairs.iter().map(|pair| (pair.clone(), pair.clone())).collect())
        }
        QuestionKind::Order { steps } => Answer::Places(steps.iter().cloned().zip(1..).collect()),
        QuestionKind::Essay { .. } | QuestionKind::Upload { .. } | QuestionKind::Survey { .. } => {
            return None;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::{grade, tests::grade::any_question};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_right_answer_earns_every_point(question in any_question()) {
            let answerable = match &question.kind {
                QuestionKind::Single { choices } => choices.iter().filter(|choice| choice.correct).count() == 1,
                QuestionKind::Multiple { choices } => choices.iter().any(|choice| choice.correct),
                QuestionKind::Text { accepted, .. } => {
                    accepted.first().is_some_and(|answer| !crate::folding::trimmed(answer).is_empty())
                }
                QuestionKind::Blanks { blanks, .. } => {
                    let fine = |answer: &String| !crate::folding::trimmed(answer).is_empty();
                    !blanks.is_empty() && blanks.iter().all(|blank| blank.accepted.first().is_some_and(fine))
                }
                QuestionKind::Number { .. } => false,
                QuestionKind::Match { pairs, .. } => !pairs.is_empty(),
                QuestionKind::Order { steps } => !steps.is_empty(),
                QuestionKind::Essay { .. } | QuestionKind::Upload { .. } | QuestionKind::Survey { .. } => false,
            };
            prop_assume!(answerable);
            let graded = grade(&question, right_answer(&question).as_ref());
            prop_assert!(graded.correct, "{question:?}");
            prop_assert_eq!(graded.points, graded.max);
        }
    }
}
