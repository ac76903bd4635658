//! Many kits at once, from a table: the file that the list gives, or one like it. Either every row is
//! taken or none is.

use std::{collections::HashMap, path::Path};

use domain::{Lang, identity::Role, telework::KitKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    kits::{self, KitForm},
    tables::kit,
};
use crate::{Actor, Error, Result, Services};

/// The largest file, in bytes.
const MOST: u64 = 512 * 1024;
/// How many rows a file may have.
const ROWS: usize = 1_000;

/// What a column is called in the file, in Japanese and English.
pub const NUMBER: (&str, &str) = ("番号", "Number");
/// See [`NUMBER`].
pub const KIND: (&str, &str) = ("種類", "Kind");
/// See [`NUMBER`].
pub const NAME: (&str, &str) = ("名前", "Name");
/// See [`NUMBER`].
pub const PARTS: (&str, &str) = ("付いている物", "Parts");
/// See [`NUMBER`].
pub const NOTE: (&str, &str) = ("メモ", "Note");

/// What a kind of kit is called.
pub fn kind_name(lang: Lang, kind: KitKind) -> &'static str {
    match kind {
        KitKind::Computer => lang.t("パソコン", "Computer"),
        KitKind::Tablet => lang.t("タブレット", "Tablet"),
        KitKind::Camera => lang.t("カメラ", "Camera"),
        KitKind::Headset => lang.t("ヘッドセット", "Headset"),
        KitKind::Router => lang.t("ルーター", "Router"),
        KitKind::Sim => lang.t("SIMカード", "SIM card"),
        KitKind::Screen => lang.t("画面", "Screen"),
        KitKind::Other => lang.t("その他", "Other"),
    }
}

fn kind_of(word: &str) -> Option<KitKind> {
    let word = word.trim();
    KitKind::ALL.into_iter().find(|kind| {
        kind.code() == word
            || Lang::ALL
                .iter()
                .any(|lang| kind_name(*lang, *kind).eq_ignore_ascii_case(word))
    })
}

/// Adds the kits of a file, and changes those whose number is known already; gives how many were added and
/// changed. For those who lend.
pub async fn import(actor: &Actor, services: &Services, path: &Path, size: u64) -> Result<(usize, usize)> {
    actor.require(&Role::STAFF)?;
    if size > MOST {
        return Err(wrong(
            "ファイルが大きすぎます。512 KB までです。",
            "The file is too large. The limit is 512 KB.",
        ));
    }
    let forms = read(&tokio::fs::read(path).await?)?;
    let numbers = forms.iter().map(|form| form.number.clone());
    let tx = services.db.begin().await?;
    let known: HashMap<String, Uuid> = kit::Entity::find()
        .select_only()
        .column(kit::Column::Number)
        .column(kit::Column::Id)
        .filter(kit::Column::Number.is_in(numbers))
        .into_tuple::<(String, Uuid)>()
        .all(&tx)
        .await?
        .into_iter()
        .collect();
    let (mut added, mut changed) = (0, 0);
    for (line, form) in (2..).zip(&forms) {
        let it = kits::checked(form).map_err(|error| in_line(line, error))?;
        let id = match known.get(&it.number) {
            Some(id) => {
                changed += 1;
                *id
            }
            None => {
                added += 1;
                Uuid::now_v7()
            }
        };
        kits::put(&tx, actor, id, it)
            .await
            .map_err(|error| in_line(line, error))?;
    }
    tx.commit().await?;
    Ok((added, changed))
}

/// The rows of the file. Spreadsheet programs put a mark before the first letter, and commas,
/// semicolons or tabs between the columns.
fn read(bytes: &[u8]) -> Result<Vec<KitForm>> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        wrong(
            "文字が読めません。「CSV UTF-8」で保存したファイルを選んでください。",
            "The letters cannot be read. Please choose a file saved as “CSV UTF-8”.",
        )
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let comma = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|comma| head.bytes().filter(|byte| byte == comma).count())
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(comma)
        .flexible(true)
        .from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        wrong(
            format!("{line} 行目が読めません。"),
            format!("Line {line} cannot be read."),
        )
    };
    let heads = reader.headers().map_err(unreadable)?.clone();
    let place = |(ja, en): (&str, &str)| {
        heads
            .iter()
            .position(|head| head.trim() == ja || head.trim().eq_ignore_ascii_case(en))
    };
    let (Some(number), Some(kind), Some(name)) = (place(NUMBER), place(KIND), place(NAME)) else {
        return Err(wrong(
            "はじめの行に「番号」「種類」「名前」がいります。",
            "The first line must name “Number”, “Kind” and “Name”.",
        ));
    };
    let (parts, note) = (place(PARTS), place(NOTE));
    let mut forms = Vec::new();
    for (line, record) in (2..).zip(reader.records()) {
        let record = record.map_err(unreadable)?;
        let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default();
        // A cell that spreadsheet programs would take for a formula was sent out with a quote before it.
        let plain = |place| cell(place).trim().trim_start_matches('\'').to_owned();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(kind) = kind_of(cell(Some(kind))) else {
            let known: Vec<_> = KitKind::ALL.map(|kind| kind_name(Lang::Ja, kind)).to_vec();
            let names: Vec<_> = KitKind::ALL.map(|kind| kind_name(Lang::En, kind)).to_vec();
            return Err(wrong(
                format!(
                    "{line} 行目の種類が分かりません。書けるのは {} です。",
                    known.join("、")
                ),
                format!(
                    "The kind in line {line} is not known. Known are: {}.",
                    names.join(", ")
                ),
            ));
        };
        forms.push(KitForm {
            number: plain(Some(number)),
            kind,
            name: plain(Some(name)),
            parts: plain(parts).replace(['/', '、'], "\n"),
            note: plain(note),
        });
    }
    if forms.is_empty() || forms.len() > ROWS {
        return Err(wrong(
            format!("行は 1 から {ROWS} までです。"),
            format!("A file has 1 to {ROWS} lines."),
        ));
    }
    Ok(forms)
}

fn wrong(ja: impl Into<String>, en: impl Into<String>) -> Error {
    Error::field("file", ja, en)
}

/// What is wrong with a kit, said of the line that it stands in.
fn in_line(line: usize, error: Error) -> Error {
    match error {
        Error::Invalid(problems) => {
            let (ja, en): (Vec<_>, Vec<_>) = problems
                .into_iter()
                .map(|problem| (problem.message.ja, problem.message.en))
                .unzip();
            wrong(
                format!("{line} 行目: {}", ja.join(" ")),
                format!("Line {line}: {}", en.join(" ")),
            )
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_in_either_language_and_with_either_comma() {
        for text in [
            "番号,種類,名前,付いている物\nPC-01,パソコン,ThinkPad,電源 / 袋\n",
            "\u{feff}Name;Number;Kind;Parts\r\nThinkPad;PC-01;computer;電源/袋\r\n;;;\r\n",
        ] {
            let forms = read(text.as_bytes()).unwrap();
            assert_eq!(forms.len(), 1, "{text}");
            assert_eq!(
                (forms[0].number.as_str(), forms[0].kind, forms[0].name.as_str()),
                ("PC-01", KitKind::Computer, "ThinkPad")
            );
            let parts: Vec<_> = forms[0].parts.lines().map(str::trim).collect();
            assert_eq!(parts, ["電源", "袋"]);
        }
    }

    #[test]
    fn an_unknown_kind_is_told_with_its_line() {
        let error = read("Number,Kind,Name\nA,computer,x\nB,toaster,y\n".as_bytes()).unwrap_err();
        let Error::Invalid(problems) = error else { panic!() };
        assert!(problems[0].message.en.contains("line 3"), "{problems:?}");
    }
}
