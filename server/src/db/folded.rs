//! The folded words of a row, by which it is searched and sorted (`domain::folding`): two columns beside
//! those of its entity, written with the row.

use domain::folding;
use sea_orm::{
    Condition, ConnectionTrait, DbErr,
    sea_query::{Alias, Expr, ExprTrait, Func, IntoIden, LikeExpr, Query},
};
use uuid::Uuid;

const SEARCH: &str = "search_key";
const SORT: &str = "sort_key";

/// What a row is found by, and what it is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    search: String,
    sort: Option<String>,
}

impl Keys {
    /// Found by any of these texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Keys {
        let texts: Vec<String> = texts.into_iter().map(folding::search).collect();
        Keys {
            search: texts.join("\n"),
            sort: None,
        }
    }

    /// Sorted by a name, or by its reading.
    pub fn sorted_by(mut self, name: &str, kana: Option<&str>) -> Keys {
        self.sort = Some(folding::sort_key(name, kana));
        self
    }
}

/// Writes the keys of a row.
pub async fn write(
    db: &impl ConnectionTrait,
    table: &'static str,
    id: Uuid,
    keys: &Keys,
) -> Result<(), DbErr> {
    let mut update = Query::update();
    update
        .table(Alias::new(table))
        .value(Alias::new(SEARCH), keys.search.clone())
        .and_where(Expr::col(Alias::new("id")).eq(id));
    if let Some(sort) = &keys.sort {
        update.value(Alias::new(SORT), sort.clone());
    }
    db.execute(&update).await.map(|_| ())
}

/// Writes the keys that are not as they should be; for a start. Gives how many were written.
pub async fn renew(
    db: &impl ConnectionTrait,
    table: &'static str,
    wanted: impl IntoIterator<Item = (Uuid, Keys)>,
) -> Result<usize, DbErr> {
    let mut select = Query::select();
    select
        .column(Alias::new("id"))
        .column(Alias::new(SEARCH))
        .from(Alias::new(table));
    let mut kept: std::collections::HashMap<Uuid, Option<String>> = std::collections::HashMap::new();
    for row in db.query_all(&select).await? {
        kept.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    }
    let mut written = 0;
    for (id, keys) in wanted {
        if kept.get(&id).and_then(Option::as_ref) != Some(&keys.search) {
            write(db, table, id, &keys).await?;
            written += 1;
        }
    }
    Ok(written)
}

/// Rows of a table that are found by the words, however they are typed; none when they fold to nothing.
pub fn found<T: IntoIden>(words: &str, table: T) -> Condition {
    let words = folding::search(words);
    if words.is_empty() {
        return Condition::any().add(Expr::val(1).eq(0));
    }
    let pattern = LikeExpr::new(format!("%{}%", super::list::escaped(&words))).escape('!');
    Condition::any().add(Expr::col((table, Alias::new(SEARCH))).like(pattern))
}

/// What the rows of a table are sorted by; by these columns where there is no key yet.
pub fn sorted<T: IntoIden>(table: T, without: impl IntoIterator<Item = Expr>) -> Expr {
    let key: Expr = Expr::col((table, Alias::new(SORT)));
    Func::coalesce(std::iter::once(key).chain(without)).into()
}
