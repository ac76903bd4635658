//! Ids that stay the same when a file is imported again, whatever moved in it.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

/// Eight hexadecimal digits for some bytes.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..4])
}

/// Whether our format takes it as an id.
pub(crate) fn fits(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 64
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// An id for something that its file calls `source`: itself if it fits, else its letters, with a hash of
/// it where they do not tell all.
pub(crate) fn stable(source: &str, prefix: &str) -> String {
    let source = source.trim();
    if fits(source) {
        return source.to_owned();
    }
    let mut slug = String::new();
    let mut lost = false;
    for letter in source.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else {
            lost |= !letter.is_ascii();
            if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() || lost || slug.len() > 40 {
        let short: String = slug.chars().take(24).collect();
        let short = if short.is_empty() || lost {
            prefix
        } else {
            short.trim_end_matches('-')
        };
        return format!("{short}-{}", hash(source.as_bytes()));
    }
    slug.to_owned()
}

/// The ids given so far in one place.
#[derive(Default)]
pub(crate) struct Given(BTreeSet<String>);

impl Given {
    /// The id, or with a number behind it if it is given already.
    pub fn unique(&mut self, id: String) -> String {
        let mut wanted = id.clone();
        let mut number = 2;
        while !self.0.insert(wanted.clone()) {
            let short: String = id.chars().take(58).collect();
            wanted = format!("{short}-{number}");
            number += 1;
        }
        wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_say_what_they_can_and_are_always_the_same() {
        assert_eq!(stable("open-icon", "q"), "open-icon");
        assert_eq!(stable("Open the icon?", "q"), "open-the-icon");
        assert_eq!(stable("アイコン", "q"), stable(" アイコン ", "q"));
        assert!(stable("アイコン", "q").starts_with("q-"));
        assert_ne!(stable("問題1", "q"), stable("質問1", "q"));
        assert!(fits(&stable(&"long ".repeat(40), "q")));
        assert!(fits(&stable("", "q")));
        let mut given = Given::default();
        assert_eq!(given.unique("a".into()), "a");
        assert_eq!(given.unique("a".into()), "a-2");
    }
}
