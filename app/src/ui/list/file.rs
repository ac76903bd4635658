//! The whole list as CSV, as it is searched, filtered and sorted. Its rows are read and sent in portions,
//! so that a file of a hundred thousand rows takes no more memory than one of a thousand.

use std::sync::Arc;

use futures::{Stream, stream};
use server::{
    Actor, Result, Services,
    db::list::{ListPage, ListQuery, Sort},
};

use super::{asked::List, column::Column};
use crate::web::{Reply, Req};

impl List {
    /// The file of rows that are in memory.
    pub fn file_of<Row>(
        self,
        name: impl Into<String>,
        columns: Vec<Column<Row>>,
        rows: impl IntoIterator<Item = Row>,
    ) -> Result<Reply> {
        let head = heads(&columns);
        let rows = rows.into_iter().map(|row| texts(&columns, &row));
        Reply::csv(name, std::iter::once(head).chain(rows))
    }

    /// The file. `load` reads a portion as the page reads its rows; what the first one refuses is told as
    /// on the page.
    pub async fn file<Row, F, S, Loading>(
        self,
        req: &Req,
        name: impl Into<String>,
        columns: Vec<Column<Row>>,
        query: ListQuery<F, S>,
        load: impl Fn(Arc<Services>, Actor, ListQuery<F, S>) -> Loading + Send + 'static,
    ) -> Result<Reply>
    where
        Row: Send + 'static,
        F: Clone + Send + Sync + 'static,
        S: Sort,
        Loading: Future<Output = Result<ListPage<Row>>> + Send + 'static,
    {
        let (services, actor) = (req.services.clone(), req.actor()?.clone());
        let query = query.for_file();
        let first = load(services.clone(), actor.clone(), query.clone()).await?;
        let head = heads(&columns);
        let portions = portions(first, move |row| {
            load(services.clone(), actor.clone(), query.after(row))
        });
        let records = futures::StreamExt::map(portions, move |rows| {
            let rows = rows?;
            Ok(rows.iter().map(|row| texts(&columns, row)).collect())
        });
        Reply::csv_stream(name, head, records)
    }
}

fn heads<Row>(columns: &[Column<Row>]) -> Vec<String> {
    let columns = columns.iter().filter(|column| column.text.is_some());
    columns.map(|column| column.head.clone()).collect()
}

fn texts<Row>(columns: &[Column<Row>], row: &Row) -> Vec<String> {
    columns
        .iter()
        .filter_map(|column| Some(column.text.as_ref()?(row)))
        .collect()
}

/// The rows of one page after another.
fn portions<Row, Loading>(
    first: ListPage<Row>,
    next: impl Fn(String) -> Loading,
) -> impl Stream<Item = Result<Vec<Row>>>
where
    Loading: Future<Output = Result<ListPage<Row>>>,
{
    stream::try_unfold((Some(first), None, next), async |(first, after, next)| {
        let page = match (first, after) {
            (Some(page), _) => page,
            (None, Some(row)) => next(row).await?,
            (None, None) => return Ok(None),
        };
        Ok(Some((page.rows, (None, page.after, next))))
    })
}
