//! A value of any column, for what goes through tables without knowing them.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{QueryResult, sea_query::Expr};
use uuid::Uuid;

use super::schema::Kind;
use crate::Result;

/// A value of any column.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A key.
    Uuid(Uuid),
    /// Words.
    Text(String),
    /// A moment.
    Time(DateTime<Utc>),
    /// A day.
    Date(NaiveDate),
    /// A whole number.
    Int(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Bool(bool),
    /// The content of a file.
    Bytes(Vec<u8>),
}

impl Cell {
    /// The value at a place of a row, of a column of this kind.
    pub fn read(row: &QueryResult, at: usize, kind: Kind) -> Result<Cell> {
        fn some<T>(value: Option<T>, cell: impl FnOnce(T) -> Cell) -> Cell {
            value.map_or(Cell::Empty, cell)
        }
        Ok(match kind {
            Kind::Uuid => some(row.try_get_by_index(at)?, Cell::Uuid),
            Kind::Text => some(row.try_get_by_index(at)?, Cell::Text),
            Kind::Time => some(row.try_get_by_index(at)?, Cell::Time),
            Kind::Date => some(row.try_get_by_index(at)?, Cell::Date),
            // SQLite's columns hold any size, whatever they are called.
            Kind::Int => match row.try_get_by_index::<Option<i32>>(at) {
                Ok(it) => some(it, |it| Cell::Int(it.into())),
                Err(_) => some(row.try_get_by_index(at)?, Cell::Int),
            },
            Kind::Big => some(row.try_get_by_index(at)?, Cell::Int),
            Kind::Real => some(row.try_get_by_index(at)?, Cell::Real),
            Kind::Bool => some(row.try_get_by_index(at)?, Cell::Bool),
            Kind::Bytes => some(row.try_get_by_index(at)?, Cell::Bytes),
        })
    }

    /// As a value of a statement, for a column of this kind.
    pub fn value(&self) -> Expr {
        match self {
            // Of no type: a typed nothing does not fit every column.
            Cell::Empty => Expr::cust("NULL"),
            Cell::Uuid(it) => Expr::val(*it),
            Cell::Text(it) => Expr::val(it.clone()),
            Cell::Time(it) => Expr::val(*it),
            Cell::Date(it) => Expr::val(*it),
            Cell::Int(it) => Expr::val(*it),
            Cell::Real(it) => Expr::val(*it),
            Cell::Bool(it) => Expr::val(*it),
            Cell::Bytes(it) => Expr::val(it.clone()),
        }
    }

    /// As a file of data writes it.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Cell::Empty => serde_json::Value::Null,
            Cell::Int(it) => (*it).into(),
            Cell::Real(it) => (*it).into(),
            Cell::Bool(it) => (*it).into(),
            Cell::Uuid(_) | Cell::Text(_) | Cell::Time(_) | Cell::Date(_) | Cell::Bytes(_) => {
                self.text().into()
            }
        }
    }

    /// As words: empty where nothing is; a moment as RFC 3339 in UTC.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Uuid(it) => it.to_string(),
            Cell::Text(it) => it.clone(),
            Cell::Time(it) => it.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            Cell::Date(it) => it.to_string(),
            Cell::Int(it) => it.to_string(),
            Cell::Real(it) => it.to_string(),
            Cell::Bool(it) => it.to_string(),
            Cell::Bytes(it) => format!("{} bytes", it.len()),
        }
    }
}
