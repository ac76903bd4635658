//! The rows as a table, which a phone shows as cards; a heading that sorts is a link.

use leptos::prelude::*;

use super::{asked::List, column::Column};

pub(super) fn draw<Row: 'static>(
    list: &List,
    title: &'static str,
    columns: &[Column<Row>],
    rows: &[Row],
) -> AnyView {
    let heads: Vec<_> = columns
        .iter()
        .filter(|column| column.cell.is_some())
        .map(|column| heading(list, column))
        .collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = columns
                .iter()
                .filter_map(|column| Some((column, column.cell.as_ref()?(row))))
                .enumerate()
                .map(|(place, (column, cell))| {
                    if place == 0 {
                        return view! { <th scope="row">{cell}</th> }.into_any();
                    }
                    let label = (!column.unseen).then(|| column.head.clone());
                    view! { <td data-label=label>{cell}</td> }.into_any()
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <div class="card table" tabindex="0" role="region" aria-label=title>
            <table class="cards">
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn heading<Row>(list: &List, column: &Column<Row>) -> AnyView {
    let head = column.head.clone();
    if column.unseen {
        return view! {
            <th scope="col">
                <span class="unseen">{head}</span>
            </th>
        }
        .into_any();
    }
    let Some(by) = &column.sort else {
        return view! { <th scope="col">{head}</th> }.into_any();
    };
    let here = list.order.0 == *by;
    let down = here && list.order.1;
    let (sorted, mark) = match (here, down) {
        (false, _) => (None, ""),
        (true, false) => (Some("ascending"), " ▲"),
        (true, true) => (Some("descending"), " ▼"),
    };
    // Pressed again, the list is upside down.
    let next = if here && !down {
        format!("-{by}")
    } else {
        by.clone()
    };
    let path = list.address.with(&[("sort", &next)]);
    view! {
        <th scope="col" aria-sort=sorted>
            <a href=path>{head}</a>
            <span aria-hidden="true">{mark}</span>
        </th>
    }
    .into_any()
}
