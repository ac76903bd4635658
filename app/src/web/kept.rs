//! Pages whose content depends on a revision alone are drawn once and kept: a lesson is the same for
//! everybody, but for the keys of its forms.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use uuid::Uuid;

/// Bytes that are kept at most; beyond that, all is forgotten and drawn again.
const MOST: usize = 8 * 1024 * 1024;

/// Stands for a form's key: a letter of the private use area, which no text of ours holds.
const KEY: &str = "\u{E001}";

/// In the context while a page is drawn to be kept.
#[derive(Clone, Copy)]
pub struct Keeping;

impl Keeping {
    /// What a form's key is while its page is drawn to be kept.
    pub fn key() -> String {
        KEY.to_owned()
    }
}

/// Content that was drawn, in the parts between the keys of its forms.
pub(super) struct Drawn {
    parts: Vec<String>,
    /// Whether the page loads the small script.
    pub(super) script: bool,
}

impl Drawn {
    /// Content that is shown once: whatever it holds is left as it is.
    pub(super) fn once(html: String) -> Drawn {
        Drawn {
            parts: vec![html],
            script: false,
        }
    }

    /// New keys for the forms.
    pub(super) fn keys(&self) -> Vec<String> {
        (1..self.parts.len())
            .map(|_| Uuid::now_v7().to_string())
            .collect()
    }

    /// The content with these keys, part after part.
    pub(super) fn fill<'a>(&'a self, keys: &'a [String], main: &mut Vec<&'a str>) {
        for (number, part) in self.parts.iter().enumerate() {
            if let Some(key) = number.checked_sub(1).and_then(|before| keys.get(before)) {
                main.push(key);
            }
            main.push(part);
        }
    }

    fn len(&self) -> usize {
        self.parts.iter().map(String::len).sum()
    }
}

#[derive(Default)]
struct Kept {
    drawn: HashMap<String, Arc<Drawn>>,
    bytes: usize,
}

static KEPT: LazyLock<RwLock<Kept>> = LazyLock::new(RwLock::default);

/// The content that was kept under a name.
pub(super) fn get(name: &String) -> Option<Arc<Drawn>> {
    KEPT.read()
        .unwrap_or_else(PoisonError::into_inner)
        .drawn
        .get(name)
        .cloned()
}

/// Keeps content under a name.
pub(super) fn keep(name: String, html: &str, script: bool) -> Arc<Drawn> {
    let drawn = Arc::new(Drawn {
        parts: html.split(KEY).map(str::to_owned).collect(),
        script,
    });
    let mut kept = KEPT.write().unwrap_or_else(PoisonError::into_inner);
    if kept.bytes + drawn.len() > MOST {
        *kept = Kept::default();
    }
    kept.bytes += drawn.len();
    kept.drawn.insert(name, drawn.clone());
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_showing_of_a_kept_page_has_keys_of_its_own() {
        let drawn = keep("test".to_owned(), &format!("<p>{KEY}</p><p>{KEY}</p>"), false);
        let text = || {
            let keys = drawn.keys();
            let mut parts = Vec::new();
            drawn.fill(&keys, &mut parts);
            parts.concat()
        };
        let (first, second) = (text(), text());
        assert_eq!(first.len(), "<p></p><p></p>".len() + 72);
        assert!(first.starts_with("<p>") && first.ends_with("</p>"));
        assert_ne!(first, second);
    }
}
