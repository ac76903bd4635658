//! How long what is kept: one table of kinds, which the rooms fill for their own tables.

use super::texts::{Free, Words};

/// Since when a row is counted; one whose moment is empty stays.
#[derive(Clone, Copy, Debug)]
pub enum Since {
    /// Since the moment or day in this column.
    Column(&'static str),
}

/// What goes when the time is over.
#[derive(Clone, Copy, Debug)]
pub enum Goes {
    /// The row.
    Rows,
    /// What is written in it; the row stays for counts.
    Texts(&'static [Free]),
}

/// How long a kind of data is kept.
#[derive(Clone, Copy, Debug)]
pub struct Keeping {
    /// Its word in settings.
    pub kind: &'static str,
    /// What it is.
    pub title: Words,
    /// The usual time in months; none: for ever.
    pub months: Option<i32>,
    /// The least that the law allows, in months.
    pub at_least: i32,
    /// Where the usual time comes from.
    pub source: Words,
    /// The table.
    pub table: &'static str,
    /// See the type.
    pub since: Since,
    /// See the type.
    pub goes: Goes,
}
