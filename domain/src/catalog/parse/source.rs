//! The files of one course folder.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{Lang, folding};

/// The files of one course folder, by path relative to it with `/` between folders, in the spelling of
/// [`folding::file_name`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFiles(pub BTreeMap<String, Vec<u8>>);

impl SourceFiles {
    /// Adds a file, whatever system spelled its path.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) {
        self.0.insert(folding::file_name(path), bytes);
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// Whether there is such a file.
    pub fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for SourceFiles {
    fn from_iter<T: IntoIterator<Item = (P, B)>>(files: T) -> Self {
        SourceFiles(
            files
                .into_iter()
                .map(|(path, bytes)| (folding::file_name(&path.into()), bytes.into()))
                .collect(),
        )
    }
}

/// The content address of a course: SHA-256, in hexadecimal, over its sorted paths and bytes.
pub fn course_hash(files: &SourceFiles) -> String {
    let mut hasher = Sha256::new();
    for (path, bytes) in &files.0 {
        // Lengths first, so that no two different folders feed the same bytes.
        hasher.update((path.len() as u64).to_le_bytes());
        hasher.update(path.as_bytes());
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    hex::encode(hasher.finalize())
}

/// What a markdown file's name says.
pub(crate) struct Name<'p> {
    pub id: &'p str,
    pub lang: Lang,
    pub quiz: bool,
}

impl<'p> Name<'p> {
    pub fn of(path: &'p str) -> Option<Name<'p>> {
        let (stem, code) = path.strip_suffix(".md")?.rsplit_once('.')?;
        let lang = code.parse::<Lang>().ok()?;
        let quiz = stem.strip_suffix(".quiz");
        let id = quiz.unwrap_or(stem);
        let fine = !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        fine.then_some(Name {
            id,
            lang,
            quiz: quiz.is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{SourceFiles, course_hash};

    #[test]
    fn moving_a_byte_from_the_name_to_the_content_changes_the_hash() {
        let one: SourceFiles = [("ab", "c")].into_iter().collect();
        let other: SourceFiles = [("a", "bc")].into_iter().collect();
        assert_ne!(course_hash(&one), course_hash(&other));
        assert_eq!(course_hash(&one).len(), 64);
    }
}
