//! What was typed into a form that could not be taken yet: kept for a short time in memory, so that the
//! page is shown again by a plain GET (`?again=…`), which a browser's Back and Reload need not confirm.
//! The same keeps what somebody typed whose sign-in had ended meanwhile.
//!
//! A draft is one person's, or one browser's where nobody is signed in; nobody else is shown it.
//! Passwords and files are never in one. A restart of the program forgets all.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::{Duration, Instant},
};

use http::StatusCode;
use server::{FieldError, Sentence};
use uuid::Uuid;

use super::Pairs;

/// How long a draft is kept.
const KEPT: Duration = Duration::from_secs(60 * 60);

/// Drafts of one owner that are kept at the same time; beyond, the oldest goes.
const MOST_EACH: usize = 16;

/// Bytes of all drafts of people, and of all of browsers where nobody is signed in. Beyond, the oldest go.
const MOST_BYTES: [usize; 2] = [32 * 1024 * 1024, 8 * 1024 * 1024];

/// Fields that hold a password.
pub(super) const PASSWORDS: [&str; 3] = ["password", "old", "new"];

/// Whose a draft is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// A person who was signed in when it was sent.
    Person(Uuid),
    /// A browser, by the name in its cookie, while nobody was signed in; of the person whose page the
    /// form stood on, when that is known.
    Browser { browser: String, person: Option<Uuid> },
}

impl Owner {
    fn is(&self, person: Option<Uuid>, browser: Option<&str>) -> bool {
        match self {
            Owner::Person(owner) => person == Some(*owner),
            Owner::Browser {
                browser: owner,
                person: of,
            } => browser == Some(owner) && of.is_none_or(|of| person == Some(of)),
        }
    }

    fn pool(&self) -> usize {
        match self {
            Owner::Person(_) => 0,
            Owner::Browser { .. } => 1,
        }
    }
}

/// What was typed, and why the page is shown again.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The page's path, without its query.
    pub path: String,
    /// What was typed.
    pub values: Pairs,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Why it was refused.
    pub refused: Option<Sentence>,
    /// What the page answers when it is shown again.
    pub status: StatusCode,
}

impl Draft {
    fn bytes(&self) -> usize {
        let pair = |(name, value): (&str, &str)| name.len() + value.len() + 64;
        self.path.len() + self.values.iter().map(pair).sum::<usize>() + 512
    }
}

struct Kept {
    draft: Arc<Draft>,
    owner: Owner,
    at: Instant,
    bytes: usize,
}

/// Every draft, by its key.
#[derive(Default)]
struct Drafts(HashMap<Uuid, Kept>);

impl Drafts {
    fn keep(&mut self, owner: Owner, mut draft: Draft) -> Uuid {
        draft
            .values
            .0
            .retain(|(name, _)| !PASSWORDS.contains(&name.as_str()));
        // Random through and through: who knows one key knows no other.
        let key = Uuid::new_v4();
        let (bytes, at, pool) = (draft.bytes(), Instant::now(), owner.pool());
        self.0.retain(|_, kept| kept.at.elapsed() < KEPT);
        while self.0.values().filter(|kept| kept.owner == owner).count() >= MOST_EACH {
            self.drop_oldest(|kept| kept.owner == owner);
        }
        let full = |drafts: &Drafts| {
            let sizes = drafts.0.values().filter(|kept| kept.owner.pool() == pool);
            sizes.map(|kept| kept.bytes).sum::<usize>() + bytes > MOST_BYTES[pool]
        };
        while full(self) && self.drop_oldest(|kept| kept.owner.pool() == pool) {}
        let draft = Arc::new(draft);
        self.0.insert(
            key,
            Kept {
                draft,
                owner,
                at,
                bytes,
            },
        );
        key
    }

    fn drop_oldest(&mut self, which: impl Fn(&Kept) -> bool) -> bool {
        let oldest = self
            .0
            .iter()
            .filter(|(_, kept)| which(kept))
            .min_by_key(|(_, kept)| kept.at);
        match oldest.map(|(key, _)| *key) {
            Some(key) => self.0.remove(&key).is_some(),
            None => false,
        }
    }

    fn get(
        &mut self,
        key: Uuid,
        path: &str,
        person: Option<Uuid>,
        browser: Option<&str>,
    ) -> Option<Arc<Draft>> {
        let kept = self.0.get(&key).filter(|kept| kept.at.elapsed() < KEPT)?;
        if kept.owner.is(person, browser) {
            return (kept.draft.path == path).then(|| kept.draft.clone());
        }
        // Somebody else signed in on that computer: it is of no use any more.
        if person.is_some() {
            self.0.remove(&key);
        }
        None
    }
}

static DRAFTS: LazyLock<Mutex<Drafts>> = LazyLock::new(Mutex::default);

/// Keeps a draft; gives its key.
pub(super) fn keep(owner: Owner, draft: Draft) -> Uuid {
    DRAFTS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .keep(owner, draft)
}

/// The draft with this key, for this page, when it belongs to who asks.
pub(super) fn get(key: Uuid, path: &str, person: Option<Uuid>, browser: Option<&str>) -> Option<Arc<Draft>> {
    let mut drafts = DRAFTS.lock().unwrap_or_else(PoisonError::into_inner);
    drafts.get(key, path, person, browser)
}

/// Forgets a draft: what it holds was taken, or a newer one replaces it.
pub(super) fn forget(key: Uuid) {
    DRAFTS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .0
        .remove(&key);
}

/// The query's name for the key of a draft.
pub(super) const AGAIN: &str = "again";

/// The address of a page that shows the draft with this key.
pub(super) fn again_at(path: &str, key: Uuid) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}{AGAIN}={key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        Draft {
            path: "/wishes".to_owned(),
            values: Pairs(vec![
                ("note".to_owned(), text.to_owned()),
                ("password".to_owned(), text.to_owned()),
            ]),
            errors: Vec::new(),
            refused: None,
            status: StatusCode::CONFLICT,
        }
    }

    fn note(draft: Option<Arc<Draft>>) -> Option<String> {
        draft.map(|draft| draft.values.get("note").to_owned())
    }

    #[test]
    fn a_draft_is_shown_to_its_owner_on_its_page_and_holds_no_password() {
        let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
        let mut drafts = Drafts::default();
        let key = drafts.keep(Owner::Person(a), draft("a word"));
        assert_eq!(drafts.get(key, "/work", Some(a), None).map(|_| ()), None);
        assert_eq!(
            drafts.get(key, "/wishes", None, Some("browser")).map(|_| ()),
            None
        );
        let found = drafts.get(key, "/wishes", Some(a), None).unwrap();
        assert!(!found.values.has("password"));
        assert_eq!(note(Some(found)).as_deref(), Some("a word"));
        assert_eq!(note(drafts.get(key, "/wishes", Some(b), None)), None);
        assert_eq!(
            note(drafts.get(key, "/wishes", Some(a), None)),
            None,
            "somebody else was here"
        );
    }

    #[test]
    fn what_was_sent_without_a_sign_in_needs_the_same_browser_and_the_same_person() {
        let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
        let mut drafts = Drafts::default();
        let owner = |person| Owner::Browser {
            browser: "one".to_owned(),
            person,
        };
        let key = drafts.keep(owner(Some(a)), draft("a word"));
        for (person, browser) in [(None, Some("one")), (None, None)] {
            assert_eq!(note(drafts.get(key, "/wishes", person, browser)), None);
        }
        assert!(drafts.get(key, "/wishes", Some(a), Some("one")).is_some());
        assert!(drafts.get(key, "/wishes", Some(b), Some("one")).is_none());
        assert!(
            drafts.get(key, "/wishes", Some(a), Some("one")).is_none(),
            "dropped"
        );
        let key = drafts.keep(owner(None), draft("a word"));
        assert!(drafts.get(key, "/wishes", None, Some("one")).is_some());
        assert!(drafts.get(key, "/wishes", None, Some("two")).is_none());
    }

    #[test]
    fn the_oldest_give_way_and_nobody_fills_the_memory() {
        let a = Uuid::now_v7();
        let mut drafts = Drafts::default();
        let first = drafts.keep(Owner::Person(a), draft("first"));
        for _ in 0..MOST_EACH {
            drafts.keep(Owner::Person(a), draft("more"));
        }
        assert_eq!(drafts.0.len(), MOST_EACH);
        assert!(drafts.get(first, "/wishes", Some(a), None).is_none());
        let large = "x".repeat(1024 * 1024);
        for number in 0..20 {
            let browser = number.to_string();
            drafts.keep(
                Owner::Browser {
                    browser,
                    person: None,
                },
                draft(&large),
            );
        }
        let visitors = drafts.0.values().filter(|kept| kept.owner.pool() == 1);
        assert!(visitors.map(|kept| kept.bytes).sum::<usize>() <= MOST_BYTES[1]);
        assert_eq!(
            drafts
                .0
                .values()
                .filter(|kept| kept.owner == Owner::Person(a))
                .count(),
            MOST_EACH
        );
    }
}
