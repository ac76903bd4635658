//! The paper of one attempt: which questions, and the choices in which order.
//!
//! It follows from the quiz and the attempt's seed alone, so that it need not be stored and a second
//! device shows the same paper.

use serde::{Deserialize, Serialize};

use crate::catalog::model::{Question, QuestionKind, Quiz};

/// A question of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperQuestion {
    /// The question's id.
    pub id: String,
    /// The ids of its choices, right sides or steps in the order shown; empty for a question without.
    pub choice_order: Vec<String>,
}

/// Draws the paper of an attempt. Questions keep the author's order. With pools, each pool gives its
/// number of questions, and a question that belongs to no pool is always asked.
pub fn draw_paper(quiz: &Quiz, seed: u64) -> Vec<PaperQuestion> {
    let tagged = |question: &Question, tag: &String| question.tags.contains(tag);
    let mut asked: Vec<bool> = quiz
        .questions
        .iter()
        .map(|question| !quiz.draw.iter().any(|pool| tagged(question, &pool.tag)))
        .collect();
    let mut random = SplitMix(seed);
    for pool in &quiz.draw {
        let mut open: Vec<usize> = (0..quiz.questions.len())
            .filter(|&index| {
                !asked.get(index).copied().unwrap_or(true)
                    && quiz
                        .questions
                        .get(index)
                        .is_some_and(|question| tagged(question, &pool.tag))
            })
            .collect();
        random.shuffle(&mut open);
        for index in open.into_iter().take(pool.count as usize) {
            if let Some(asked) = asked.get_mut(index) {
                *asked = true;
            }
        }
    }
    quiz.questions
        .iter()
        .zip(asked)
        .filter(|(_, asked)| *asked)
        .map(|(question, _)| PaperQuestion {
            id: question.id.clone(),
            choice_order: choice_order(question, seed),
        })
        .collect()
}

/// The order in which a question's choices, right sides or steps are shown for a seed. It depends on
/// no other question. Steps are never shown in their right order.
pub fn choice_order(question: &Question, seed: u64) -> Vec<String> {
    let (mut order, shuffle): (Vec<String>, bool) = match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => (
            choices.iter().map(|choice| choice.id.clone()).collect(),
            question.shuffle,
        ),
        // Their written order is the key.
        QuestionKind::Match { pairs, extra } => (pairs.iter().chain(extra).cloned().collect(), true),
        QuestionKind::Order { steps } => (steps.clone(), true),
        // A scale (very good … very bad) must not be mixed unless its author says so.
        QuestionKind::Survey { choices, .. } => (choices.clone(), false),
        QuestionKind::Text { .. }
        | QuestionKind::Number { .. }
        | QuestionKind::Blanks { .. }
        | QuestionKind::Essay { .. }
        | QuestionKind::Upload { .. } => (Vec::new(), false),
    };
    if shuffle {
        SplitMix(seed ^ fnv(&question.id)).shuffle(&mut order);
    }
    if let QuestionKind::Order { steps } = &question.kind
        && order == *steps
        && order.len() > 1
    {
        order.rotate_left(1);
    }
    order
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, good enough for shuffling, and the same for ever,
/// which a library's generator does not promise.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Fisher and Yates.
    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = (self.next() % (last as u64 + 1)) as usize;
            list.swap(last, other);
        }
    }
}

/// FNV-1a, 64 bits.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::SplitMix;

    #[test]
    fn a_paper_never_changes_between_versions() {
        let mut random = SplitMix(1_234_567);
        // The reference values of the published algorithm.
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }
}
