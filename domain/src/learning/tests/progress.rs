//! Progress, as a specification.

use std::collections::{BTreeMap, BTreeSet};

use super::paper::quiz;
use crate::Text;
use crate::catalog::model::{Course, Item, Unit};
use crate::learning::progress::*;
use proptest::prelude::*;

fn course() -> Course {
    let item = |id: &str| match id {
        "test" => Item::Quiz(id.into()),
        lesson => Item::Lesson(lesson.into()),
    };
    let unit = |id: &str, items: &[&str]| Unit {
        id: id.into(),
        title: Text::default(),
        items: items.iter().map(|id| item(id)).collect(),
    };
    Course {
        id: "it".into(),
        title: Text::default(),
        summary: Text::default(),
        languages: Vec::new(),
        hours: 1.0,
        competences: Vec::new(),
        requires: Vec::new(),
        units: vec![unit("one", &["a", "b", "test"]), unit("two", &["c"])],
        lessons: BTreeMap::new(),
        quizzes: BTreeMap::from([("test".into(), quiz(Vec::new(), Vec::new()))]),
        images: BTreeMap::new(),
        outside: Vec::new(),
    }
}

fn lessons(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| id.to_string()).collect()
}

#[test]
fn the_first_thing_not_done_comes_next() {
    let new = progress(&course(), &lessons(&[]), &BTreeMap::new());
    assert_eq!(
        (new.done, new.total, new.next),
        (0, 4, Some(Item::Lesson("a".into())))
    );
    let some = progress(&course(), &lessons(&["a", "b"]), &BTreeMap::new());
    assert_eq!(some.next, Some(Item::Quiz("test".into())));
    assert_eq!(some.next_lesson(), Some("c"));
}

#[test]
fn a_test_is_done_when_it_is_passed() {
    let with = |best| {
        progress(
            &course(),
            &lessons(&["a", "b", "c"]),
            &BTreeMap::from([("test".into(), best)]),
        )
    };
    let failed = with(79.9);
    assert_eq!(failed.items[2].state, ItemState::Next);
    assert_eq!(failed.items[2].best, Some(79.9));
    assert!(with(80.0).is_finished());
    assert_eq!(with(80.0).next, None);
}

proptest! {
    #[test]
    fn one_item_is_next_unless_all_are_done(
        done in prop::sample::subsequence(vec!["a", "b", "c", "gone"], 0..=4), best in prop::option::of(0.0..=100.0f64),
    ) {
        let best = best.map(|best| ("test".to_owned(), best)).into_iter().collect();
        let progress = progress(&course(), &lessons(&done), &best);
        let next = progress.items.iter().filter(|item| item.state == ItemState::Next).count();
        prop_assert_eq!(next, usize::from(!progress.is_finished()));
        prop_assert_eq!(next == 1, progress.next.is_some());
        prop_assert!(progress.done <= progress.total);
    }
}
