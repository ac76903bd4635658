//! The board as a file for a spreadsheet.

use domain::{Lang, readiness::Standing};
use server::{Error, Result, Services, readiness::board::Board};

use super::{board::recent, criteria::numbers, words};
use crate::web::Reply;

/// The board as a table for a spreadsheet: a column per criterion.
pub fn csv(lang: Lang, services: &Services, board: &Board) -> Result<Reply> {
    let rule = &board.rule.rule;
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut head = vec![
        lang.t("名前", "Name").to_owned(),
        lang.t("状態", "State").to_owned(),
        lang.t("署名した人", "Signed by").to_owned(),
        lang.t("署名の日", "Signed on").to_owned(),
        lang.t("いつまで", "Until").to_owned(),
    ];
    head.extend(
        rule.require
            .iter()
            .map(|requirement| words::requirement(lang, services, requirement)),
    );
    head.push(lang.t("最近のこと", "Lately").to_owned());
    let write = |out: &mut csv::Writer<Vec<u8>>, record: &[String]| {
        out.write_record(record.iter().map(|cell| harmless(cell)))
            .map_err(Error::unexpected)
    };
    write(&mut out, &head)?;
    let date = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&services.config.offset())
            .date_naive()
            .to_string()
    };
    for row in &board.rows {
        let (signed, signer) = row
            .signed
            .as_ref()
            .map(|(at, by)| (date(*at), by.clone()))
            .unwrap_or_default();
        let until = match row.standing {
            Standing::Ready { until } => until.map(date).unwrap_or_default(),
            Standing::Expired | Standing::NotYet | Standing::Undecided => String::new(),
        };
        let mut record = vec![
            row.name.clone(),
            words::state(lang, row.state).1.to_owned(),
            signer,
            signed,
            until,
        ];
        record.extend(row.evaluation.criteria.iter().map(|criterion| {
            format!(
                "{} {}",
                words::status(lang, criterion.status).1,
                numbers(lang, criterion)
            )
        }));
        record.push(recent(lang, services, row));
        write(&mut out, &record)?;
    }
    let bytes = out.into_inner().map_err(Error::unexpected)?;
    Ok(Reply::csv(format!("readiness-{}.csv", rule.id), bytes))
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("佐藤 花子"), "佐藤 花子");
    }
}
