//! Everything about a person as one file: a zip of JSON, of a CSV for each table, and of what was sent in.

use std::{
    fs::File,
    io::{Seek, Write},
};

use domain::Lang;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use tokio::sync::Semaphore;
use uuid::Uuid;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    super::Actor,
    gather::{self, Everything, Section},
    rules,
};
use crate::{
    Error, Result, Services,
    db::{self, cell::Cell},
};

/// How many are packed at the same time; the others wait.
static PACKING: Semaphore = Semaphore::const_new(2);

/// The file, on the disk until it is dropped. For the person, and for those who help.
pub async fn zip(
    actor: &Actor,
    services: &Services,
    person: Uuid,
    lang: Lang,
) -> Result<tempfile::NamedTempFile> {
    let everything = gather::everything(actor, services, person).await?;
    let _turn = PACKING.acquire().await.map_err(Error::unexpected)?;
    let folder = services.config.data.join("uploads");
    std::fs::create_dir_all(&folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut zip = ZipWriter::new(file.as_file());
    put(&mut zip, "README.txt", read_me(&everything, lang).as_bytes())?;
    put(
        &mut zip,
        "data.json",
        &serde_json::to_vec_pretty(&json(&everything))?,
    )?;
    for section in &everything.sections {
        put(
            &mut zip,
            &format!("csv/{}.csv", section.rule.table),
            csv(section).as_bytes(),
        )?;
    }
    for section in &everything.sections {
        if let Some((name, content)) = section.rule.file {
            files(services, &mut zip, section, name, content).await?;
        }
    }
    zip.finish().map_err(Error::unexpected)?;
    file.as_file_mut().rewind()?;
    Ok(file)
}

fn put(zip: &mut ZipWriter<&File>, path: &str, content: &[u8]) -> Result<()> {
    zip.start_file(path, SimpleFileOptions::default())
        .map_err(Error::unexpected)?;
    Ok(zip.write_all(content)?)
}

/// What was sent in, one file after another: never two of them in memory.
async fn files(
    services: &Services,
    zip: &mut ZipWriter<&File>,
    section: &Section,
    name: &'static str,
    content: &'static str,
) -> Result<()> {
    let Some((key_at, key)) = section.columns.iter().enumerate().find(|(_, column)| column.key) else {
        return Ok(());
    };
    let name = section.columns.iter().position(|column| column.name == name);
    for (number, row) in (1..).zip(&section.rows) {
        let Some(Cell::Uuid(id)) = row.get(key_at) else {
            continue;
        };
        let name = name.and_then(|at| row.get(at)).map(Cell::text);
        let select = Query::select()
            .column(content)
            .from(section.rule.table)
            .and_where(Expr::col(key.name.clone()).eq(*id))
            .to_owned();
        let Some(row) = services.db.read().query_one(&select).await? else {
            continue;
        };
        let bytes: Vec<u8> = row.try_get_by_index(0)?;
        let name = name.map_or_else(|| picture(&bytes), |name| plain(&name));
        let path = format!("files/{}-{number:03}-{name}", section.rule.table);
        put(zip, &path, &bytes)?;
    }
    Ok(())
}

/// What a picture is called that has no name.
fn picture(bytes: &[u8]) -> String {
    let end = match bytes {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [b'R', b'I', b'F', b'F', ..] => "webp",
        _ => "jpg",
    };
    format!("picture.{end}")
}

/// A file's name that leads nowhere else.
fn plain(name: &str) -> String {
    let letter = |letter: char| match letter {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        it if it.is_control() => '_',
        it => it,
    };
    name.chars().map(letter).take(100).collect()
}

fn json(everything: &Everything) -> serde_json::Value {
    let tables: serde_json::Map<String, serde_json::Value> = everything
        .sections
        .iter()
        .map(|section| {
            let rows: Vec<serde_json::Value> = section
                .rows
                .iter()
                .map(|row| {
                    let pairs = section.columns.iter().zip(row);
                    pairs
                        .map(|(column, cell)| (column.name.clone(), cell.json()))
                        .collect::<serde_json::Map<_, _>>()
                        .into()
                })
                .collect();
            (section.rule.table.to_owned(), rows.into())
        })
        .collect();
    let acted: serde_json::Map<String, serde_json::Value> = everything
        .acted
        .iter()
        .map(|(rule, count)| (rule.table.to_owned(), (*count).into()))
        .collect();
    let labels: serde_json::Map<String, serde_json::Value> = everything
        .labels
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone().into()))
        .collect();
    serde_json::json!({
        "person": everything.person.to_string(),
        "name": everything.name,
        "made_at": db::now().to_rfc3339(),
        "tables": tables,
        "acted": acted,
        "names": labels,
    })
}

/// With the mark by which spreadsheet programs know the letters.
fn csv(section: &Section) -> String {
    let line = |cells: Vec<String>| cells.join(",") + "\r\n";
    let mut text = String::from("\u{feff}");
    let heads = section.columns.iter().map(|column| quoted(&column.name));
    text.push_str(&line(heads.collect()));
    for row in &section.rows {
        text.push_str(&line(row.iter().map(|cell| quoted(&cell.text())).collect()));
    }
    text
}

/// A cell in quotes that no spreadsheet program takes for a formula.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']);
    let mark = if formula && cell.parse::<f64>().is_err() {
        "'"
    } else {
        ""
    };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

fn read_me(everything: &Everything, lang: Lang) -> String {
    let mut text = lang
        .t(
            "わたしのデータ\r\n\r\ndata.json: すべて。csv/: 表ごとに、表計算ソフトで開ける形。files/: 送ったファイル。\r\n\r\n",
            "My data\r\n\r\ndata.json: all of it. csv/: each table, for spreadsheet programs. files/: what was sent in.\r\n\r\n",
        )
        .to_owned();
    for section in &everything.sections {
        let title = rules::words(lang, section.rule.title);
        text.push_str(&format!(
            "{}: {title} ({})",
            section.rule.table,
            section.rows.len()
        ));
        if section.held_back > 0 {
            let held_back = section.held_back;
            text.push_str(&domain::say!(
                lang,
                held_back of "　ここに入れていない文 {held_back}",
                one ", {held_back} text not in here",
                other ", {held_back} texts not in here",
            ));
        }
        text.push_str("\r\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_lead_nowhere_and_cells_are_no_formulas() {
        assert_eq!(plain("../../etc/passwd"), ".._.._etc_passwd");
        assert_eq!(quoted("＝HYPERLINK(\"x\")"), "\"'＝HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("-0.5"), "\"-0.5\"");
    }
}
