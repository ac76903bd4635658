//! The board as a file for a spreadsheet.

use domain::{Lang, readiness::Standing};
use server::{Result, Services, readiness::board::Board};

use super::{criteria::numbers, words};
use crate::web::Reply;

/// The board as a table for a spreadsheet: a column per criterion.
pub fn csv(lang: Lang, services: &Services, board: &Board) -> Result<Reply> {
    let rule = &board.rule.rule;
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
    let mut rows = vec![head];
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
        record.push(words::recent(lang, services, row));
        rows.push(record);
    }
    Reply::csv(format!("readiness-{}.csv", rule.id), rows)
}
