//! What stands in the cells of a section: moments, names and words instead of what is stored.

use domain::Lang;
use serde_json::Value;
use server::{
    Zone,
    db::{cell::Cell, schema::Column},
    identity::own_data::gather::{Everything, Section},
};

use super::words;
use crate::{
    identity::audit_words,
    ui::{day_and_time, day_of},
};

/// A section as a table of words: headings and rows. Columns in which nothing could be read are left out:
/// empty ones, and keys of rows that have no name; they are in the files.
pub(super) fn table(
    lang: Lang,
    zone: Zone,
    everything: &Everything,
    section: &Section,
) -> (Vec<String>, Vec<Vec<String>>) {
    let mut heads = Vec::new();
    let mut rows: Vec<Vec<String>> = vec![Vec::new(); section.rows.len()];
    for (at, column) in section.columns.iter().enumerate() {
        let texts: Vec<String> = section
            .rows
            .iter()
            .map(|row| {
                row.get(at)
                    .map_or_else(String::new, |cell| text(lang, zone, everything, column, cell))
            })
            .collect();
        if texts.iter().all(String::is_empty) {
            continue;
        }
        heads.push(words::column(lang, &column.name));
        for (row, text) in rows.iter_mut().zip(texts) {
            row.push(text);
        }
    }
    (heads, rows)
}

fn text(lang: Lang, zone: Zone, everything: &Everything, column: &Column, cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Bytes(_) => String::new(),
        Cell::Uuid(id) if *id == everything.person => match column.name.as_str() {
            "id" | "person_id" | "subject_id" | "used_by" => String::new(),
            _ => everything.name.clone(),
        },
        Cell::Uuid(id) => everything.labels.get(id).cloned().unwrap_or_default(),
        Cell::Time(at) => day_and_time(lang, *at, zone),
        Cell::Date(day) => day_of(lang, *day),
        Cell::Int(_) | Cell::Real(_) if column.name == "seed" => String::new(),
        Cell::Int(number) => number.to_string(),
        Cell::Real(number) => format!("{}", (number * 100.0).round() / 100.0),
        Cell::Bool(yes) => if *yes {
            lang.t("はい", "yes")
        } else {
            lang.t("いいえ", "no")
        }
        .to_owned(),
        Cell::Text(text) if column.name == "action" => {
            audit_words::action(lang, text).map_or_else(|| text.clone(), str::to_owned)
        }
        Cell::Text(text) if text.starts_with('{') || text.starts_with('[') => structured(lang, text),
        Cell::Text(text) if matches!(column.name.as_str(), "items" | "fields") => words::items(lang, text),
        Cell::Text(text) => words::code(lang, &column.name, text).to_owned(),
    }
}

/// An answer as it was given; of anything else with an inner order, that the files have it.
fn structured(lang: Lang, text: &str) -> String {
    let answer = serde_json::from_str::<Value>(text).ok();
    let answer = answer.as_ref().and_then(|it| it.get("kind").and(it.get("value")));
    match answer {
        Some(value) => flat(lang, value),
        None => lang.t("（ファイルの中にあります）", "(in the files)").to_owned(),
    }
}

fn flat(lang: Lang, value: &Value) -> String {
    let join = |values: Vec<String>| values.join(lang.t("、", ", "));
    match value {
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(values) => join(values.iter().map(|value| flat(lang, value)).collect()),
        // A file that was sent in.
        Value::Object(pairs) if pairs.contains_key("name") => pairs
            .get("name")
            .map_or_else(String::new, |name| flat(lang, name)),
        Value::Object(pairs) => join(
            pairs
                .iter()
                .map(|(key, value)| format!("{key}: {}", flat(lang, value)))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_other_things_are_in_the_files() {
        let said = |text: &str| structured(Lang::En, text);
        assert_eq!(said(r#"{"kind":"text","value":"a mouse"}"#), "a mouse");
        assert_eq!(said(r#"{"kind":"choices","value":["a","b"]}"#), "a, b");
        assert_eq!(said(r#"{"kind":"blanks","value":{"1":"x"}}"#), "1: x");
        assert_eq!(
            said(r#"{"kind":"files","value":[{"name":"me.png","bytes":3}]}"#),
            "me.png"
        );
        assert_eq!(said(r#"{"units":[]}"#), "(in the files)");
    }
}
