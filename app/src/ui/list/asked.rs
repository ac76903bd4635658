//! What the address of a list asks for: the words, the filters, the order, and which page of it.

use domain::Lang;
use server::db::list::{ListQuery, Order, Place, Sort};

use super::address::Address;
use crate::{ui::Tone, web::Req};

pub(super) struct ChipLink {
    pub(super) path: String,
    pub(super) tone: Tone,
    pub(super) label: String,
    pub(super) here: bool,
}

/// A list as its address asks for it.
pub struct List {
    pub(super) lang: Lang,
    pub(super) address: Address,
    pub(super) label: &'static str,
    pub(super) place: Place,
    sort: String,
    /// The order that is shown: by what, and whether upside down.
    pub(super) order: (String, bool),
    file: bool,
    pub(super) chips: Vec<ChipLink>,
}

impl List {
    /// The list at `path`; `label` is of its search field.
    pub fn new(req: &Req, path: impl Into<String>, label: &'static str) -> List {
        let word = |name| req.query.get(name).to_owned();
        let place = match (word("after"), word("before")) {
            (after, _) if !after.is_empty() => Place::After(after),
            (_, before) if !before.is_empty() => Place::Before(before),
            _ => Place::First,
        };
        List {
            lang: req.lang,
            address: Address::new(req, path),
            label,
            place,
            sort: word("sort"),
            order: Default::default(),
            file: req.query.get("as") == "csv",
            chips: Vec::new(),
        }
    }

    /// What is searched for.
    pub fn search(&self) -> &str {
        &self.address.search
    }

    /// The value of a filter; empty when it is not set.
    pub fn filter(&self, name: &str) -> &str {
        self.address.get(name)
    }

    /// Whether the list is wanted as a file, see [`List::file`].
    pub fn wants_file(&self) -> bool {
        self.file
    }

    /// What to ask the service for.
    pub fn query<F, S: Sort>(&mut self, filter: F) -> ListQuery<F, S> {
        self.query_usually(filter, S::USUAL)
    }

    /// The same, where the usual order depends on the filter.
    pub fn query_usually<F, S: Sort>(&mut self, filter: F, usual: Order<S>) -> ListQuery<F, S> {
        let mut query = ListQuery::new(filter).searching(self.search());
        query.order = if self.sort.is_empty() {
            usual
        } else {
            Order::read(&self.sort)
        };
        query.place = self.place.clone();
        self.order = (query.order.by.to_string(), query.order.down);
        query
    }

    /// Adds a chip that sets a filter, or with an empty value takes it away.
    pub fn chip(&mut self, name: &str, value: &str, label: impl Into<String>, here: bool) {
        self.chip_in(Tone::Calm, name, value, label, here);
    }

    /// The same, in a colour with a meaning.
    pub fn chip_in(&mut self, tone: Tone, name: &str, value: &str, label: impl Into<String>, here: bool) {
        self.chips.push(ChipLink {
            path: self.address.with(&[(name, value)]),
            tone,
            label: label.into(),
            here,
        });
    }

    /// The list's address, at its first page, with some of its query changed; an empty value leaves the
    /// name out.
    pub fn address(&self, change: &[(&str, &str)]) -> String {
        self.address.with(change)
    }
}
