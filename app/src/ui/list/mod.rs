//! A list of many rows: search, chips that narrow it, headings that sort it, its pages, and all of it as
//! CSV. Everything is in the address, so that a list can be sent to somebody, and the browser's way back
//! leads back. A page of the classroom describes its columns once ([`Column`]) and has all of this.

mod address;
mod column;
mod file;
mod head;
mod pages;
mod table;

use domain::Lang;
use leptos::prelude::*;
use server::db::list::{ListPage, ListQuery, Order, Place, Sort};

use self::{address::Address, head::ChipLink};
use super::{Empty, Tone};
use crate::web::Req;

pub use column::Column;

/// A list as its address asks for it.
pub struct List {
    lang: Lang,
    address: Address,
    label: &'static str,
    place: Place,
    sort: String,
    /// The order that is shown: by what, and whether upside down.
    order: (String, bool),
    file: bool,
    chips: Vec<ChipLink>,
}

impl List {
    /// The list at `path`; `label` is of its search field.
    pub fn new(req: &Req, path: &'static str, label: &'static str) -> List {
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

    /// Search, chips, and a table of the rows, whose name is `title`.
    pub fn table<Row: 'static>(
        self,
        title: &'static str,
        columns: Vec<Column<Row>>,
        found: ListPage<Row>,
        nothing: Nothing,
    ) -> AnyView {
        let drawn = table::draw(&self, title, &columns, &found.rows);
        self.around(found, drawn, nothing)
    }

    /// Search, chips, and a card for each row.
    pub fn cards<Row>(
        self,
        found: ListPage<Row>,
        card: impl Fn(Row) -> AnyView,
        nothing: Nothing,
    ) -> AnyView {
        let mut found = found;
        let rows = std::mem::take(&mut found.rows);
        let empty = rows.is_empty();
        let drawn = view! { <ul class="stack">{rows.into_iter().map(card).collect_view()}</ul> };
        // What is left of the page tells whether there was a row.
        let found = found.with(|_: Vec<Row>| if empty { Vec::new() } else { vec![()] });
        self.around(found, drawn.into_any(), nothing)
    }

    /// Search and chips, and in place of the rows another view of them.
    pub fn drawn(self, other: AnyView) -> AnyView {
        view! {
            {head::draw(&self)}
            {other}
        }
        .into_any()
    }

    fn around<Row>(self, found: ListPage<Row>, drawn: AnyView, nothing: Nothing) -> AnyView {
        let pages = pages::draw(&self, &found);
        let shown = if found.rows.is_empty() {
            nothing.draw(&self)
        } else {
            drawn
        };
        view! {
            {head::draw(&self)}
            {shown}
            {pages}
        }
        .into_any()
    }
}

/// What stands where no row does.
pub struct Nothing {
    yet: &'static str,
    ways: Vec<(&'static str, &'static str)>,
    found: Option<(&'static str, &'static str, &'static str)>,
}

impl Nothing {
    /// That there is nothing yet, and the ways to begin: address and words.
    pub fn yet(text: &'static str, ways: impl Into<Vec<(&'static str, &'static str)>>) -> Nothing {
        Nothing {
            yet: text,
            ways: ways.into(),
            found: None,
        }
    }

    /// What is said where something was searched for, and the way out: its address and words.
    pub fn found(mut self, text: &'static str, path: &'static str, way: &'static str) -> Nothing {
        self.found = Some((text, path, way));
        self
    }

    fn draw(self, list: &List) -> AnyView {
        let lang = list.lang;
        let (text, ways) = if list.address.is_narrowed() {
            let (text, path, way) = self.found.unwrap_or((
                lang.t("見つかりません。", "Nothing found."),
                list.address.path,
                lang.t("すべて見る", "Show all"),
            ));
            (text, vec![(path, way)])
        } else {
            (self.yet, self.ways)
        };
        let ways: Vec<_> = ways
            .into_iter()
            .map(|(path, way)| {
                view! {
                    <a class="quiet" href=path>
                        {way}
                    </a>
                }
            })
            .collect();
        view! { <Empty text=text>{ways}</Empty> }.into_any()
    }
}
