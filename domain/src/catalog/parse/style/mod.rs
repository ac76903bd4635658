//! Rules of style, as hints: what works, and could be better for those who learn. They are asked for on their own,
//! where an author looks; nothing waits for them, and files of other systems stay usable.

mod choices;
mod file_types;
mod place;
mod spellings;

use std::collections::BTreeMap;

use super::together::{ParsedFolder, SourceFolder};
use super::workers;
use crate::catalog::model::Course;

impl ParsedFolder {
    /// Adds what could be better to the problems of each course.
    pub fn add_style(&mut self, folder: &SourceFolder) {
        let courses: BTreeMap<&str, &Course> = self
            .courses
            .iter()
            .filter_map(|(name, parsed)| parsed.course.as_ref().map(|course| (name.as_str(), course)))
            .collect();
        let found = workers::map(&folder.courses, |name, files| {
            let mut found = spellings::check(files);
            if let Some(course) = courses.get(name) {
                found.extend(choices::check(course, files));
                found.extend(file_types::check(name, course, &courses, files));
            }
            found
        });
        for (name, more) in found {
            if let Some(parsed) = self.courses.get_mut(&name).filter(|_| !more.is_empty()) {
                parsed.add(more);
            }
        }
    }
}
