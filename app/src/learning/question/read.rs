//! From a posted form to an answer.

use domain::{
    catalog::{Question, QuestionKind},
    learning::Answer,
};

use crate::web::Pairs;

/// Whether a field of this name belongs to some kind of question, beside `answer` and `file`.
pub fn is_field(name: &str) -> bool {
    // `told`: the page has said that what was typed is no number.
    name == "told"
        || ["blank-", "pair-", "step-"]
            .iter()
            .any(|kind| name.starts_with(kind))
}

/// The answer in a posted form. `order` is the order in which this paper shows choices, right sides and steps:
/// the form names them by their place in it, so that it does not tell which is right or belongs where. A
/// choice may come by its id, too.
pub fn read(question: &Question, order: &[String], fields: &Pairs) -> Answer {
    posted(question, order, fields, |value| {
        let place = value.parse().ok().and_then(|place: usize| order.get(place));
        place.cloned().unwrap_or_else(|| value.to_owned())
    })
}

/// As [`read`], from a form of a lesson: choices come by their ids.
pub fn read_practice(question: &Question, order: &[String], fields: &Pairs) -> Answer {
    posted(question, order, fields, str::to_owned)
}

fn posted(question: &Question, order: &[String], fields: &Pairs, choice: impl Fn(&str) -> String) -> Answer {
    let typed = |name: &str| fields.get(name).trim().to_owned();
    let chosen = || Answer::Choices(fields.all("answer").map(&choice).collect());
    match &question.kind {
        QuestionKind::Single { .. } | QuestionKind::Multiple { .. } => chosen(),
        QuestionKind::Survey { choices, .. } if !choices.is_empty() => chosen(),
        QuestionKind::Text { .. } | QuestionKind::Essay { .. } | QuestionKind::Survey { .. } => {
            Answer::Text(typed("answer"))
        }
        QuestionKind::Number { .. } => Answer::Number(typed("answer")),
        QuestionKind::Blanks { blanks, .. } => Answer::Blanks(
            blanks
                .iter()
                .map(|blank| (blank.id.clone(), typed(&format!("blank-{}", blank.id))))
                .filter(|(_, typed)| !typed.is_empty())
                .collect(),
        ),
        QuestionKind::Match { pairs, .. } => Answer::Pairs(
            pairs
                .iter()
                .enumerate()
                .filter_map(|(at, pair)| {
                    let place: usize = fields.get(&format!("pair-{at}")).parse().ok()?;
                    Some((pair.clone(), order.get(place)?.clone()))
                })
                .collect(),
        ),
        QuestionKind::Order { .. } => Answer::Places(
            order
                .iter()
                .enumerate()
                .filter_map(|(at, step)| {
                    let place: u32 = fields.get(&format!("step-{at}")).parse().ok()?;
                    Some((step.clone(), place))
                })
                .collect(),
        ),
        // Files come by themselves; see `attempt::submit`.
        QuestionKind::Upload { .. } => Answer::Files(Vec::new()),
    }
}
