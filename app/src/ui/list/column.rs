//! A column, described once: its heading, what stands in it on the page and in the file, and what the
//! list is sorted by when the heading is pressed.

use leptos::prelude::*;

type Text<Row> = Box<dyn Fn(&Row) -> String + Send + Sync>;
type Cell<Row> = Box<dyn Fn(&Row) -> AnyView + Send + Sync>;

/// A column of a list. The first one on the page names the row; on a phone, where a row is a card, the
/// headings of the others stand before what is in them.
pub struct Column<Row> {
    pub(super) head: String,
    pub(super) sort: Option<String>,
    pub(super) text: Option<Text<Row>>,
    pub(super) cell: Option<Cell<Row>>,
    pub(super) unseen: bool,
}

impl<Row: 'static> Column<Row> {
    /// A column with the same words on the page and in the file.
    pub fn new(head: impl Into<String>, text: impl Fn(&Row) -> String + Send + Sync + 'static) -> Self {
        let text = std::sync::Arc::new(text);
        let words = text.clone();
        Column {
            head: head.into(),
            sort: None,
            cell: Some(Box::new(move |row| words(row).into_any())),
            text: Some(Box::new(move |row| text(row))),
            unseen: false,
        }
    }

    /// A column of the page only; its heading is for those who hear the page.
    pub fn of_page<V: IntoAny>(
        head: impl Into<String>,
        cell: impl Fn(&Row) -> V + Send + Sync + 'static,
    ) -> Self {
        Column {
            head: head.into(),
            sort: None,
            cell: Some(Box::new(move |row| cell(row).into_any())),
            text: None,
            unseen: true,
        }
    }

    /// A column of the file only.
    pub fn of_file(head: impl Into<String>, text: impl Fn(&Row) -> String + Send + Sync + 'static) -> Self {
        Column {
            cell: None,
            ..Column::new(head, text)
        }
    }

    /// Of a column of the page only: its heading is seen.
    pub fn headed(mut self) -> Self {
        self.unseen = false;
        self
    }

    /// On the page this stands in it, with links and colours.
    pub fn cell<V: IntoAny>(mut self, cell: impl Fn(&Row) -> V + Send + Sync + 'static) -> Self {
        self.cell = Some(Box::new(move |row| cell(row).into_any()));
        self
    }

    /// Its heading sorts the list, by this.
    pub fn sorts(mut self, by: impl std::fmt::Display) -> Self {
        self.sort = Some(by.to_string());
        self
    }
}
