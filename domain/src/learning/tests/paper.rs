//! Papers, as a specification.

use std::collections::{BTreeMap, BTreeSet};

use super::grade::any_question;
use crate::catalog::model::{Draw, Question, QuestionKind, Quiz, QuizKind, ShowAnswers};
use crate::learning::paper::*;
use proptest::prelude::*;

pub(super) fn quiz(questions: Vec<Question>, draw: Vec<Draw>) -> Quiz {
    Quiz {
        id: "quiz".into(),
        kind: QuizKind::Test,
        pass_percent: 80,
        attempts: 0,
        minutes: None,
        in_class_only: false,
        show_answers: ShowAnswers::AfterPass,
        draw,
        competences: Vec::new(),
        texts: BTreeMap::new(),
        questions,
    }
}

fn any_quiz() -> impl Strategy<Value = Quiz> {
    let tags = prop::sample::subsequence(vec!["keys", "mouse"], 0..=2);
    let pool = (prop::sample::select(vec!["keys", "mouse", "none"]), 0u32..5).prop_map(|(tag, count)| Draw {
        tag: tag.into(),
        count,
    });
    let questions = prop::collection::vec((any_question(), tags, any::<bool>()), 0..10).prop_map(|list| {
        list.into_iter()
            .enumerate()
            .map(|(n, (question, tags, shuffle))| Question {
                id: format!("q{n}"),
                tags: tags.into_iter().map(String::from).collect(),
                shuffle,
                ..question
            })
            .collect()
    });
    (questions, prop::collection::vec(pool, 0..3)).prop_map(|(questions, draw)| quiz(questions, draw))
}

proptest! {
    #[test]
    fn the_same_seed_draws_the_same_paper(quiz in any_quiz(), seed: u64) {
        prop_assert_eq!(draw_paper(&quiz, seed), draw_paper(&quiz, seed));
    }

    #[test]
    fn a_paper_keeps_the_authors_order_and_asks_nothing_twice(quiz in any_quiz(), seed: u64) {
        let paper = draw_paper(&quiz, seed);
        let places: Vec<usize> =
            paper.iter().filter_map(|asked| quiz.questions.iter().position(|q| q.id == asked.id)).collect();
        prop_assert_eq!(places.len(), paper.len());
        prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
        if quiz.draw.is_empty() {
            prop_assert_eq!(paper.len(), quiz.questions.len());
        }
    }

    #[test]
    fn each_pool_gives_its_number_or_all_it_has(quiz in any_quiz(), seed: u64) {
        let Some(first) = quiz.draw.first() else { return Ok(()) };
        let paper: BTreeSet<String> = draw_paper(&quiz, seed).into_iter().map(|asked| asked.id).collect();
        let pool: Vec<&Question> = quiz.questions.iter().filter(|q| q.tags.contains(&first.tag)).collect();
        let asked = pool.iter().filter(|q| paper.contains(&q.id)).count();
        prop_assert!(asked >= pool.len().min(first.count as usize));
        if quiz.draw.len() == 1 {
            prop_assert_eq!(asked, pool.len().min(first.count as usize));
            prop_assert_eq!(paper.len(), quiz.questions.len() - pool.len() + asked);
        }
    }

    #[test]
    fn every_choice_is_shown_once(question in any_question(), seed: u64) {
        let mut shown = choice_order(&question, seed);
        shown.sort();
        let unshuffled = choice_order(&Question { shuffle: false, ..question }, seed);
        let mut sorted = unshuffled.clone();
        sorted.sort();
        prop_assert_eq!(shown, sorted);
    }
}

#[test]
fn steps_are_never_shown_in_their_right_order() {
    use super::grade::question;
    let steps: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
    let kind = QuestionKind::Order { steps: steps.clone() };
    let question = question(kind, crate::catalog::model::Partial::AllOrNothing, 1);
    assert!((0..200).all(|seed| choice_order(&question, seed) != steps));
}

#[test]
fn seeds_and_questions_differ_and_every_order_occurs() {
    use super::grade::{choices, question};
    let kind = QuestionKind::Single {
        choices: choices(&[true, false, false]),
    };
    let question = question(kind, crate::catalog::model::Partial::AllOrNothing, 1);
    let orders: BTreeSet<Vec<String>> = (0..100).map(|seed| choice_order(&question, seed)).collect();
    assert_eq!(orders.len(), 6);
    let other = Question {
        id: "other".into(),
        ..question.clone()
    };
    assert!((0..100).any(|seed| choice_order(&question, seed) != choice_order(&other, seed)));
}
