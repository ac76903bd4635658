//! The SQL of a page: rows beyond another row in the order (sort key, id), and how many there are.

use std::str::FromStr;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Iterable, ModelTrait, Order as Way,
    PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Value,
    sea_query::{Asterisk, Expr, ExprTrait, Func, Query},
};
use uuid::Uuid;

use super::{COUNTED, Count, ListPage, ListQuery, Place, SortKey};
use crate::{Error, Result};

/// The page of the rows that meet the condition. `from` selects from the table, which has one id, and
/// joins what the condition and the order look at, a row at most to each of its rows. A place that the
/// list does not have is its first page.
pub async fn page<E: EntityTrait, F, S: SortKey>(
    db: &impl ConnectionTrait,
    from: Select<E>,
    condition: Condition,
    query: &ListQuery<F, S>,
) -> Result<ListPage<E::Model>> {
    let found = from.clone().filter(condition.clone());
    let count = if query.file {
        Count::default()
    } else {
        count(db, found.clone()).await?
    };
    let place = match &query.place {
        Place::First => None,
        Place::After(row) => Uuid::from_str(row).ok().map(|row| (row, true)),
        Place::Before(row) => Uuid::from_str(row).ok().map(|row| (row, false)),
    };
    if let Some((row, forth)) = place {
        let beyond = beyond(&from, query.order.by.key(), row, forth != query.order.down)?;
        let (rows, more) = read(db, found.clone().filter(beyond), query, forth).await?;
        // Before the second page there is the first one, and that is a full one.
        let whole = forth || more || rows.len() == query.most();
        if !rows.is_empty() && whole {
            let (after, before) = if forth { (more, true) } else { (true, more) };
            return made(rows, count, after, before);
        }
        if query.file {
            return made(Vec::new(), count, false, false);
        }
    }
    let (rows, more) = read(db, found, query, true).await?;
    made(rows, count, more, false)
}

/// How many rows are selected; beyond a thousand, that there are more.
pub async fn count<E: EntityTrait>(db: &impl ConnectionTrait, found: Select<E>) -> Result<Count> {
    let some = found
        .select_only()
        .column(id::<E>()?)
        .limit(COUNTED + 1)
        .into_query();
    let count = Query::select()
        .expr(Func::count(Expr::col(Asterisk)))
        .from_subquery(some, "some_rows")
        .to_owned();
    let row = db
        .query_one(&count)
        .await?
        .ok_or_else(|| Error::unexpected("the database does not count"))?;
    let rows: i64 = row.try_get_by_index(0)?;
    Ok(Count(rows.unsigned_abs()))
}

/// The rows in their order, and whether there are more of them; back from the end when not forth.
async fn read<E: EntityTrait, F, S: SortKey>(
    db: &impl ConnectionTrait,
    found: Select<E>,
    query: &ListQuery<F, S>,
    forth: bool,
) -> Result<(Vec<E::Model>, bool)> {
    let way = if forth != query.order.down {
        Way::Asc
    } else {
        Way::Desc
    };
    let most = query.most();
    let mut rows = found
        .order_by(query.order.by.key(), way.clone())
        .order_by(id::<E>()?, way)
        .limit(most as u64 + 1)
        .all(db)
        .await?;
    let more = rows.len() > most;
    rows.truncate(most);
    if !forth {
        rows.reverse();
    }
    Ok((rows, more))
}

/// What stands above or below a row. Where that row stands is looked up, so that an address holds
/// nothing of it but its id.
fn beyond<E: EntityTrait>(from: &Select<E>, key: Expr, row: Uuid, above: bool) -> Result<Condition> {
    let id = id::<E>()?;
    let there: Expr = from
        .clone()
        .select_only()
        .expr(key.clone())
        .filter(id.eq(row))
        .into_query()
        .into();
    // The first comparison says no more than the second: it is the one that an index answers.
    Ok(if above {
        Condition::all()
            .add(key.clone().gte(there.clone()))
            .add(Condition::any().add(key.gt(there)).add(id.gt(row)))
    } else {
        Condition::all()
            .add(key.clone().lte(there.clone()))
            .add(Condition::any().add(key.lt(there)).add(id.lt(row)))
    })
}

fn id<E: EntityTrait>() -> Result<E::Column> {
    E::PrimaryKey::iter()
        .next()
        .map(PrimaryKeyToColumn::into_column)
        .ok_or_else(|| Error::unexpected("a listed table has no id"))
}

fn made<M: ModelTrait>(rows: Vec<M>, count: Count, after: bool, before: bool) -> Result<ListPage<M>> {
    let id = id::<M::Entity>()?;
    let of = |row: Option<&M>| match row.map(|row| row.get(id)) {
        Some(Value::Uuid(Some(id))) => Some(id.to_string()),
        _ => None,
    };
    Ok(ListPage {
        after: of(rows.last().filter(|_| after)),
        before: of(rows.first().filter(|_| before)),
        count,
        rows,
    })
}
