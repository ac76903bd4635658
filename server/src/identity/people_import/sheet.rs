//! A file of people as rows of text: CSV in UTF-8 or Shift_JIS, or the first sheet of an xlsx workbook.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use crate::{Error, Result};

/// The most rows that are read, with the heading.
pub(super) const ROWS: usize = 1001;
/// The most columns that are read.
const COLUMNS: usize = 30;
/// How large a workbook may be when it is unpacked, in bytes.
const UNPACKED: u64 = 50 * 1024 * 1024;

/// The rows of a file, which its first bytes tell the kind of.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    if bytes.starts_with(b"PK") {
        workbook(bytes)
    } else {
        table(bytes)
    }
}

fn unreadable() -> Error {
    Error::field(
        "file",
        "このファイルは読めません。CSV（UTF-8 か シフトJIS）か、Excel の .xlsx で保存したものを選んでください。",
        "This file cannot be read. Please choose a CSV (UTF-8 or Shift_JIS) or an .xlsx workbook.",
    )
}

fn too_many() -> Error {
    let most = ROWS - 1;
    Error::field(
        "file",
        format!("一度に取りこめるのは、{most} 人までです。ファイルを分けてください。"),
        format!("At most {most} people at once. Please split the file."),
    )
}

fn table(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let text = domain::interchange::decode(bytes).map_err(|_| unreadable())?;
    let head = text.lines().next().unwrap_or_default();
    let comma = if head.contains('\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(comma)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        if rows.len() >= ROWS {
            return Err(too_many());
        }
        let record = record.map_err(|_| unreadable())?;
        rows.push(record.iter().take(COLUMNS).map(str::to_owned).collect());
    }
    Ok(rows)
}

fn workbook(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    // A small file may unpack to a very large one.
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut unpacked: u64 = 0;
    for at in 0..packed.len() {
        unpacked += packed.by_index_raw(at).map_err(|_| unreadable())?.size();
    }
    if unpacked > UNPACKED {
        return Err(unreadable());
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let sheet = book.sheet_names().first().cloned().ok_or_else(unreadable)?;
    // Cell by cell: a cell far away would make a table of all that lies between.
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| unreadable())?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        let text = text(cell.get_value());
        if text.is_empty() || column >= COLUMNS {
            continue;
        }
        if row >= ROWS {
            return Err(too_many());
        }
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if let Some(cells) = rows.get_mut(row) {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = text;
            }
        }
    }
    Ok(rows)
}

fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Int(number) => number.to_string(),
        // A telephone number that the program took for a number has no decimals.
        DataRef::Float(number) => format!("{number}"),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(_)
        | DataRef::DateTime(_)
        | DataRef::DateTimeIso(_)
        | DataRef::DurationIso(_)
        | DataRef::Error(_)
        | DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_and_shift_jis_and_tabs_are_read_and_nonsense_is_refused() {
        let wanted = vec![vec!["氏名", "電話"], vec!["港 花子", "090-1234-5678"]];
        // "氏名,電話" and the row, in Shift_JIS.
        let sjis = b"\x8e\x81\x96\xbc,\x93\x64\x98\x62\r\n\x8d\x60 \x89\xd4\x8e\x71,090-1234-5678\r\n";
        for bytes in [
            "氏名,電話\n港 花子,090-1234-5678\n".as_bytes(),
            "\u{feff}氏名\t電話\r\n港 花子\t090-1234-5678".as_bytes(),
            sjis,
        ] {
            assert_eq!(rows(bytes).unwrap(), wanted);
        }
        assert!(rows(b"\x00\x01\x02\xff").is_err());
        assert!(rows(b"PK\x03\x04 no workbook").is_err());
        assert!(rows("a\n".repeat(ROWS + 1).as_bytes()).is_err());
    }
}
