//! The address of a list: everything that decides which rows are shown, in which order.

use crate::web::Req;

/// What is not a filter: it belongs to the search field, to the file, to one page of the list, or to a
/// form on it that is shown again.
const OWN: [&str; 5] = ["q", "as", "after", "before", "again"];

/// What leaves no row out: the order, and how each row is looked at.
const VIEWS: [&str; 4] = ["sort", "rule", "by", "count"];

pub(super) struct Address {
    pub(super) path: String,
    pub(super) search: String,
    /// The filters and the order.
    pub(super) pairs: Vec<(String, String)>,
}

impl Address {
    pub(super) fn new(req: &Req, path: impl Into<String>) -> Address {
        Address {
            path: path.into(),
            search: req.query.get("q").trim().to_owned(),
            pairs: req
                .query
                .iter()
                .filter(|(name, value)| !OWN.contains(name) && !value.is_empty())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        }
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, value)| value)
    }

    /// Whether anything is searched for or filtered by.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.search.is_empty() || self.pairs.iter().any(|(name, _)| !VIEWS.contains(&name.as_str()))
    }

    /// The address with some of its query changed; an empty value leaves the name out. Another filter or
    /// order begins at the first page.
    pub(super) fn with(&self, change: &[(&str, &str)]) -> String {
        let search = ("q", self.search.as_str());
        let pairs: Vec<(&str, &str)> = self
            .pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain([search])
            .filter(|(name, _)| change.iter().all(|(changed, _)| changed != name))
            .chain(change.iter().copied())
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let query = serde_html_form::to_string(pairs).unwrap_or_default();
        if query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{query}", self.path)
        }
    }
}
