//! What the reports on learning call things.

use domain::{
    Lang,
    catalog::{Course, Item, QuizKind},
    learning::{ItemProgress, ItemState},
    shown,
};
use leptos::prelude::*;
use server::learning::report::{Concern, Standing};

use crate::ui::{Chip, Tone};

/// The plain title of an item.
pub(super) fn title(lang: Lang, course: &Course, item: &Item) -> String {
    let title = match item {
        Item::Lesson(id) => course
            .lessons
            .get(id)
            .and_then(|it| it.text(lang))
            .map(|(_, text)| text.title.clone()),
        Item::Quiz(id) => course
            .quizzes
            .get(id)
            .and_then(|it| it.text(lang))
            .map(|text| text.title.clone()),
    };
    title.unwrap_or_else(|| item.id().to_owned())
}

/// How an item stands, in a cell: `✓`, `80 %`, or nothing.
pub(super) fn cell(item: &ItemProgress) -> String {
    match (item.best, item.state) {
        (Some(best), _) => shown::percent(best),
        (None, ItemState::Done) => "✓".to_owned(),
        (None, ItemState::Next | ItemState::Open) => String::new(),
    }
}

/// How many of a course's tests are passed, and how many there are.
pub(super) fn passed(course: &Course, standing: &Standing) -> (usize, usize) {
    let test = |id: &str| {
        course
            .quizzes
            .get(id)
            .is_some_and(|quiz| quiz.kind == QuizKind::Test)
    };
    let tests: Vec<&ItemProgress> = standing
        .progress
        .items
        .iter()
        .filter(|item| !item.item.is_lesson() && test(item.item.id()))
        .collect();
    let passed = tests.iter().filter(|item| item.state == ItemState::Done).count();
    (passed, tests.len())
}

/// A concern in words.
pub(super) fn concern(lang: Lang, course: &Course, concern: &Concern) -> String {
    match concern {
        Concern::Stuck(id) => {
            let title = title(lang, course, &Item::Quiz(id.clone()));
            lang.t(
                format!("「{title}」で、つまずいている"),
                format!("stuck at “{title}”"),
            )
        }
        Concern::Quiet => lang
            .t("2 週間、何もしていない", "nothing for two weeks")
            .to_owned(),
    }
}

/// The concerns as chips.
pub(super) fn concerns(lang: Lang, course: &Course, standing: &Standing) -> Vec<AnyView> {
    standing
        .concerns
        .iter()
        .map(|it| view! { <Chip tone=Tone::Soon text=concern(lang, course, it) /> }.into_any())
        .collect()
}
