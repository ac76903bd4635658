//! The order in which courses are taught.

use std::{collections::HashMap, sync::Arc};

use super::Revision;

/// Puts courses into the order in which they are taught: each after those that it asks for; of those that
/// stand beside each other, the one that more courses build on comes first.
pub fn taught_in_order(courses: &mut [Arc<Revision>]) {
    let depths = depths(courses);
    let mut asked: HashMap<String, usize> = HashMap::new();
    for id in courses.iter().flat_map(|revision| &revision.course.requires) {
        *asked.entry(id.clone()).or_default() += 1;
    }
    courses.sort_by_cached_key(|revision| {
        let id = &revision.course.id;
        let number = |of: &HashMap<String, usize>| of.get(id).copied().unwrap_or_default();
        (number(&depths), usize::MAX - number(&asked), id.clone())
    });
}

/// How many courses stand before each one, one after the other.
fn depths(courses: &[Arc<Revision>]) -> HashMap<String, usize> {
    let mut depths: HashMap<String, usize> = HashMap::new();
    // Each round settles one more step; a circle, which `check` reports, ends with the rounds.
    for _ in 0..courses.len() {
        for revision in courses {
            let course = &revision.course;
            let before = course.requires.iter().filter_map(|id| depths.get(id));
            let depth = before.max().map_or(0, |depth| depth + 1).min(courses.len());
            depths.insert(
                course.id.clone(),
                if course.requires.is_empty() { 0 } else { depth },
            );
        }
    }
    depths
}
