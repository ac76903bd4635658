//! Lists, page by page: what is asked for, what comes back, and (in `keyset` and `search`) the SQL.
//!
//! A page begins after a row or ends before one, and the address names that row. So the last page costs
//! what the first one costs, and a row that comes in between neither hides another nor shows it twice.

mod keyset;
mod search;

use std::{fmt, ops::Add, str::FromStr};

use sea_orm::sea_query::Expr;

pub use keyset::{count, page};
pub use search::contains;
pub(in crate::db) use search::escaped;

/// How many rows a page shows.
pub const PAGE: usize = 50;
/// How many rows are read at once for a file.
const BATCH: usize = 500;
/// Up to how many rows are counted; more are "1,000+".
const COUNTED: u64 = 1_000;
/// How many letters of what is searched for are looked at.
const SEARCH_LETTERS: usize = 100;

/// What a list can be sorted by, in the words of its address.
pub trait Sort: Copy + PartialEq + fmt::Display + FromStr + Send + Sync + 'static {
    /// The order of the list when the address asks for none.
    const USUAL: Order<Self>;
}

/// An order that the database makes.
pub trait SortKey: Sort {
    /// What it sorts by; never null. Rows that are equal in it stand in the order of their ids.
    fn key(self) -> Expr;
}

/// An order of rows: `name`, or upside down `-name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<S> {
    /// By what.
    pub by: S,
    /// The last of it first.
    pub down: bool,
}

impl<S> Order<S> {
    /// From the first to the last.
    pub const fn up(by: S) -> Order<S> {
        Order { by, down: false }
    }

    /// From the last to the first.
    pub const fn down(by: S) -> Order<S> {
        Order { by, down: true }
    }
}

impl<S: Sort> Order<S> {
    /// Reads the word of an address; what it does not know is the usual order.
    pub fn read(word: &str) -> Order<S> {
        let (by, down) = word.strip_prefix('-').map_or((word, false), |by| (by, true));
        by.parse().map_or(S::USUAL, |by| Order { by, down })
    }
}

impl<S: Sort> fmt::Display for Order<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.down { "-" } else { "" }, self.by)
    }
}

/// Where a page begins or ends, by the id of the row beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// At the first row.
    #[default]
    First,
    /// After this row.
    After(String),
    /// Before this row.
    Before(String),
}

/// What is wanted of a list.
#[derive(Clone, Debug)]
pub struct ListQuery<F, S> {
    /// Rows that hold these words.
    pub search: String,
    /// What the list is narrowed to.
    pub filter: F,
    /// Their order.
    pub order: Order<S>,
    /// Where the page is.
    pub place: Place,
    file: bool,
}

impl<F, S: Sort> ListQuery<F, S> {
    /// The first page of a list narrowed to this, in its usual order.
    pub fn new(filter: F) -> ListQuery<F, S> {
        ListQuery {
            search: String::new(),
            filter,
            order: S::USUAL,
            place: Place::First,
            file: false,
        }
    }

    /// With these words in it.
    pub fn searching(mut self, words: &str) -> ListQuery<F, S> {
        self.search = words.trim().chars().take(SEARCH_LETTERS).collect();
        self
    }

    /// From the first row on, in the portions of a file.
    pub fn for_file(mut self) -> ListQuery<F, S> {
        self.place = Place::First;
        self.file = true;
        self
    }

    /// The rows after those of a page.
    pub fn after(&self, row: String) -> ListQuery<F, S>
    where
        F: Clone,
    {
        ListQuery {
            place: Place::After(row),
            ..self.clone()
        }
    }

    fn most(&self) -> usize {
        if self.file { BATCH } else { PAGE }
    }
}

/// How many rows there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count(u64);

impl Count {
    /// The count of so many rows.
    pub fn of(rows: usize) -> Count {
        Count((rows as u64).min(COUNTED + 1))
    }

    /// The number, where it is known: as far as rows are counted.
    pub fn exact(self) -> Option<u64> {
        (self.0 <= COUNTED).then_some(self.0)
    }

    /// So many fewer; beyond a thousand it stays that there are more.
    pub fn less(self, rows: usize) -> Count {
        match self.exact() {
            Some(all) => Count(all.saturating_sub(rows as u64)),
            None => self,
        }
    }

    /// None at all.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add for Count {
    type Output = Count;

    fn add(self, other: Count) -> Count {
        Count((self.0 + other.0).min(COUNTED + 1))
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.exact() {
            Some(COUNTED) => write!(f, "1,000"),
            Some(rows) => write!(f, "{rows}"),
            None => write!(f, "1,000+"),
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct ListPage<Row> {
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// How many rows the whole list has; not counted for a file.
    pub count: Count,
    /// The next page comes after this row; none after the last page.
    pub after: Option<String>,
    /// The previous page ends before this row; none before the first page.
    pub before: Option<String>,
}

impl<Row> ListPage<Row> {
    /// The same page with other rows, one for one: names beside ids, and the like.
    pub fn with<Other>(self, rows: impl FnOnce(Vec<Row>) -> Vec<Other>) -> ListPage<Other> {
        ListPage {
            rows: rows(self.rows),
            count: self.count,
            after: self.after,
            before: self.before,
        }
    }

    /// The page of a list that is in memory already, in its order. `id` gives what the address calls a row.
    pub fn cut<F, S: Sort>(
        all: Vec<Row>,
        query: &ListQuery<F, S>,
        id: impl Fn(&Row) -> String,
    ) -> ListPage<Row> {
        let most = query.most();
        let at = |wanted: &str| all.iter().position(|row| id(row) == wanted);
        let begin = match &query.place {
            Place::First => 0,
            Place::After(row) => at(row).map_or(0, |at| at + 1),
            Place::Before(row) => at(row).map_or(0, |at| at.saturating_sub(most)),
        };
        // After the last row is nothing: whoever asks for it begins again.
        let begin = if begin >= all.len() { 0 } else { begin };
        let count = Count::of(all.len());
        let more = begin + most < all.len();
        let rows: Vec<Row> = all.into_iter().skip(begin).take(most).collect();
        ListPage {
            after: rows.last().filter(|_| more).map(&id),
            before: rows.first().filter(|_| begin > 0).map(&id),
            count,
            rows,
        }
    }
}

#[cfg(test)]
mod tests;
