//! The list as it is drawn: what stands above the rows, the rows, and what stands below them.

use leptos::prelude::*;
use server::db::list::ListPage;

use super::{asked::List, column::Column, head, nothing::Nothing, pages, table};

impl List {
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
