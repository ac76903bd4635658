//! The cache of pages: content that is the same for everybody, but for the keys of its forms, is drawn once.
//! What may be in it is a matter of types, see [`super::Cached`].

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use server::Actor;

use super::hidden;

/// Bytes that are kept at most; beyond that, all is forgotten and drawn again.
const MOST: usize = 8 * 1024 * 1024;

/// Stands for what a form carries unseen: a letter of the private use area, which no text of ours holds.
const FIELDS: &str = "\u{E001}";

/// Content that was drawn, in the parts between what its forms carry unseen.
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

    /// What the forms carry unseen, for who asks.
    pub(super) fn fields(&self, actor: Option<&Actor>) -> Vec<String> {
        (1..self.parts.len()).map(|_| hidden::fields(actor)).collect()
    }

    /// The content with these fields, part after part.
    pub(super) fn fill<'a>(&'a self, fields: &'a [String], main: &mut Vec<&'a str>) {
        for (number, part) in self.parts.iter().enumerate() {
            if let Some(fields) = number.checked_sub(1).and_then(|before| fields.get(before)) {
                main.push(fields);
            }
            main.push(part);
        }
    }

    fn len(&self) -> usize {
        self.parts.iter().map(String::len).sum()
    }
}

#[derive(Default)]
struct PageCache {
    drawn: HashMap<String, Arc<Drawn>>,
    bytes: usize,
}

static CACHE: LazyLock<RwLock<PageCache>> = LazyLock::new(RwLock::default);

/// The content that was kept under a name.
pub(super) fn get(name: &str) -> Option<Arc<Drawn>> {
    CACHE
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .drawn
        .get(name)
        .cloned()
}

/// Keeps content under a name.
pub(super) fn keep(name: String, html: &str, script: bool) -> Arc<Drawn> {
    let drawn = Arc::new(Drawn {
        parts: hidden::in_every_form(html, || FIELDS.to_owned())
            .split(FIELDS)
            .map(str::to_owned)
            .collect(),
        script,
    });
    let mut cache = CACHE.write().unwrap_or_else(PoisonError::into_inner);
    if cache.bytes + drawn.len() > MOST {
        *cache = PageCache::default();
    }
    cache.bytes += drawn.len();
    cache.drawn.insert(name, drawn.clone());
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_showing_of_a_cached_page_has_keys_of_its_own() {
        let form = "<form method=\"post\"></form>";
        let drawn = keep("test".to_owned(), &format!("{form}{form}"), false);
        let text = || {
            let fields = drawn.fields(None);
            let mut parts = Vec::new();
            drawn.fill(&fields, &mut parts);
            parts.concat()
        };
        let (first, second) = (text(), text());
        assert_eq!(first.matches("<input type=\"hidden\" name=\"key\"").count(), 2);
        assert!(first.starts_with("<form method=\"post\"><input") && first.ends_with("</form>"));
        assert_ne!(first, second);
    }
}
