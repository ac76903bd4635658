//! The first sheet of an unpacked xlsx workbook, as rows of text.

use crate::catalog::Message;
use crate::interchange::answers::{number, tidy};
use crate::interchange::encoding;
use crate::interchange::xml::{self, Element};
use crate::interchange::{Files, Refused};

/// The most columns that are read.
const COLUMNS: usize = 200;
/// The most rows that are read.
const ROWS: usize = 100_000;

pub(crate) fn rows(files: &Files) -> Result<Vec<Vec<String>>, Refused> {
    let shared = match files.get("xl/sharedStrings.xml") {
        Some(bytes) => {
            let root = xml::parse(&encoding::decode(bytes)?)?;
            root.all("si").map(shown).collect()
        }
        None => Vec::new(),
    };
    let sheets = files
        .iter()
        .filter(|(path, _)| path.starts_with("xl/worksheets/") && path.ends_with(".xml"));
    // `sheet2` comes before `sheet10`.
    let first = sheets.min_by_key(|(path, _)| (path.len(), path.as_str()));
    let Some((_, bytes)) = first else {
        return Err(Message::new(
            "表（シート）がありません。",
            "The workbook has no sheet.",
        ));
    };
    let root = xml::parse(&encoding::decode(bytes)?)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in root.every("row") {
        let mut cells: Vec<String> = Vec::new();
        for cell in row.all("c") {
            let column = column(cell.attribute("r")).unwrap_or(cells.len());
            if column >= COLUMNS {
                continue;
            }
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            cells[column] = value(cell, &shared);
        }
        if rows.len() < ROWS {
            rows.push(cells);
        }
    }
    Ok(rows)
}

/// The text of a string, without the readings that Japanese Excel keeps beside it.
fn shown(string: &Element) -> String {
    let mut text = String::new();
    for child in string.elements() {
        match child.name.as_str() {
            "t" => text.push_str(&child.inner_text()),
            "r" => text.push_str(&child.all("t").map(Element::inner_text).collect::<String>()),
            _ => {}
        }
    }
    text
}

fn value(cell: &Element, shared: &[String]) -> String {
    let written = cell.text_of("v").unwrap_or_default();
    match cell.attribute("t") {
        "s" => written
            .parse::<usize>()
            .ok()
            .and_then(|at| shared.get(at).cloned())
            .unwrap_or_default(),
        "inlineStr" => cell.first("is").map(shown).unwrap_or_default(),
        "b" => if written == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        "" | "n" => shown_number(written),
        _ => written,
    }
}

/// A number as the sheet shows it: files hold 1 as `1.0` and 0.3 as `0.30000000000000004`.
fn shown_number(written: String) -> String {
    match number(&written) {
        Some(number) => tidy(number).to_string(),
        None => written,
    }
}

/// The column of `C7`, from 0.
fn column(place: &str) -> Option<usize> {
    let mut column = 0usize;
    for letter in place.bytes().take_while(u8::is_ascii_uppercase) {
        column = column
            .checked_mul(26)?
            .checked_add(usize::from(letter - b'A') + 1)?;
        if column > 20_000 {
            return Some(column);
        }
    }
    column.checked_sub(1)
}
