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
    let sorting = phone_sort(list, columns);
    view! {
        {sorting}
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

/// The order as a choice: where rows are cards, no heading is there to press.
fn phone_sort<Row>(list: &List, columns: &[Column<Row>]) -> Option<AnyView> {
    let lang = list.lang;
    let options: Vec<_> = columns
        .iter()
        .filter(|column| column.cell.is_some())
        .filter_map(|column| Some((column.sort.as_ref()?, column.head.clone())))
        .flat_map(|(by, head)| {
            // The same marks as the headings have.
            let (up, down) = (format!("{head} ▲"), format!("{head} ▼"));
            [(by.clone(), up, false), (format!("-{by}"), down, true)]
                .map(|(value, label, down)| (value, label, list.order == (by.clone(), down)))
        })
        .map(|(value, label, here)| {
            view! {
                <option value=value selected=here>
                    {label}
                </option>
            }
        })
        .collect();
    if options.is_empty() {
        return None;
    }
    let hidden: Vec<_> = list
        .address
        .pairs
        .iter()
        .filter(|(name, _)| name != "sort")
        .cloned()
        .chain([("q".to_owned(), list.address.search.clone())])
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    let view = view! {
        <form method="get" class="phone-sort row no-print" action=list.address.path.clone()>
            {hidden}
            <label for="phone-sort">{lang.t("ならべかた", "Order")}</label>
            <select id="phone-sort" name="sort">
                {options}
            </select>
            <button class="quiet">{lang.t("ならべる", "Sort")}</button>
        </form>
    };
    Some(view.into_any())
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
