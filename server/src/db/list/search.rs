//! Searching in columns for words as they were typed.

use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};

/// Rows of which one of these holds the words; every row when there are none. Big and small letters are
/// the same as far as the database knows them: SQLite knows those of ASCII.
pub fn contains<T: Into<Expr>>(words: &str, columns: impl IntoIterator<Item = T>) -> Condition {
    if words.is_empty() {
        return Condition::all();
    }
    let pattern = |words: &str| LikeExpr::new(format!("%{}%", escaped(words))).escape('!');
    let small = words.to_lowercase();
    columns.into_iter().fold(Condition::any(), |any, column| {
        let column: Expr = column.into();
        any.add(column.clone().like(pattern(words)))
            .add(Expr::from(Func::lower(column)).like(pattern(&small)))
    })
}

/// What means anything in a pattern means itself.
pub(in crate::db) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        if matches!(letter, '!' | '%' | '_') {
            text.push('!');
        }
        text.push(letter);
    }
    text
}
