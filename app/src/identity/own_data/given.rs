//! What was given to others, with the items that the law names.

use domain::Lang;
use leptos::prelude::*;
use server::{Zone, identity::tables::provision};

use super::words;
use crate::ui::day_and_time;

/// The table; a sentence where nothing was given.
pub(super) fn table(lang: Lang, zone: Zone, given: Vec<provision::Model>) -> AnyView {
    if given.is_empty() {
        return view! {
            <p>
                {lang.t("まだ、どこにも渡していません。", "Nothing was given to anybody yet.")}
            </p>
        }
        .into_any();
    }
    let rows: Vec<_> = given
        .into_iter()
        .map(|row| {
            let to = [&row.recipient_address, &row.recipient_representative]
                .into_iter()
                .filter(|text| !text.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(lang.t("・", ", "));
            view! {
                <tr>
                    <th scope="row">{day_and_time(lang, row.at, zone)}</th>
                    <td data-label=lang
                        .t(
                            "渡した先",
                            "Recipient",
                        )>{row.recipient} " " <span class="soft">{to}</span></td>
                    <td data-label=lang.t("だれのデータ", "Whose data")>{row.person_name}</td>
                    <td data-label=lang.t("項目", "Items")>{words::items(lang, &row.items)}</td>
                    <td data-label=lang
                        .t("根拠", "Basis")>{words::code(lang, "basis", &row.basis).to_owned()}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table" tabindex="0" role="region" aria-label=lang.t("渡した記録", "What was given")>
            <table class="cards">
                <thead>
                    <tr>
                        <th scope="col">{lang.t("いつ", "When")}</th>
                        <th scope="col">{lang.t("渡した先", "Recipient")}</th>
                        <th scope="col">{lang.t("だれのデータ", "Whose data")}</th>
                        <th scope="col">{lang.t("項目", "Items")}</th>
                        <th scope="col">{lang.t("根拠", "Basis")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
