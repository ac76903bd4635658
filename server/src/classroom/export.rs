//! The attendance of a cohort as a table: one line for each learner and class session. It travels as a file,
//! so reasons of absence are not in it.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    Lang,
    classroom::{Mark, Method, Rate},
    shown,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{cohorts, marks, tables::attendance_mark};
use crate::{Actor, Result, Services};

/// The word for a mark.
pub fn mark_word(lang: Lang, mark: Option<Mark>) -> &'static str {
    match mark {
        Some(Mark::Present) => lang.t("出席", "Present"),
        Some(Mark::Late) => lang.t("遅刻", "Late"),
        Some(Mark::Excused) => lang.t("連絡あり", "Excused"),
        Some(Mark::Absent) => lang.t("欠席", "Absent"),
        None => lang.t("まだ", "Not yet"),
    }
}

/// The word for how a mark came to be.
pub fn method_word(lang: Lang, method: Method) -> &'static str {
    match method {
        Method::RollCall => lang.t("出席をとった", "Roll call"),
        Method::Code => lang.t("コード", "Code"),
        Method::Card => lang.t("カード", "Card"),
        Method::Kiosk => lang.t("受付の画面", "Kiosk"),
        Method::Import => lang.t("取りこみ", "Import"),
        Method::Notice => lang.t("本人の連絡", "Told in advance"),
    }
}

/// The name of a file for it, and the rows, the first of which is the head. For staff.
pub async fn attendance(
    actor: &Actor,
    services: &Services,
    cohort: Uuid,
    lang: Lang,
) -> Result<(String, Vec<Vec<String>>)> {
    let full = cohorts::get(actor, services, cohort).await?;
    let ids = full.meetings.iter().map(|meeting| meeting.session.id);
    let mut rows = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::ClassSessionId.is_in(ids))
        .all(services.db.read())
        .await?;
    let place = |row: &attendance_mark::Model| (row.class_session_id, row.person_id);
    rows.sort_by_key(|row| (place(row), row.set_at, row.id));
    let latest: HashMap<(Uuid, Uuid), &attendance_mark::Model> = rows
        .chunk_by(|a, b| place(a) == place(b))
        .filter_map(|rows| Some((place(rows.first()?), marks::counting(rows)?)))
        .collect();

    let zone = services.config.zone;
    let head = [
        lang.t("名前", "Name"),
        lang.t("ふりがな", "Reading"),
        lang.t("日付", "Date"),
        lang.t("始まり", "Starts"),
        lang.t("終わり", "Ends"),
        lang.t("内容", "Topic"),
        lang.t("出席", "Attendance"),
        lang.t("つけ方", "How"),
        lang.t("つけた時", "Set at"),
        lang.t("出席率（％）", "Rate (%)"),
        lang.t("補講の日", "Made up on"),
        lang.t("補講をふくむ出席率（％）", "Rate with make-ups (%)"),
    ];
    let mut table = vec![head.map(str::to_owned).to_vec()];
    for learner in &full.learners {
        let written = |rate: Rate| {
            let percent = rate
                .percent
                .map(|percent| format!("{:.1}", shown::tenth(percent)));
            percent.unwrap_or_default()
        };
        let rate = written(learner.rate);
        let with_make_ups = written(learner.rate.with_make_ups());
        let made_up: HashMap<Uuid, NaiveDate> = learner
            .missed
            .iter()
            .filter_map(|missed| Some((missed.session, missed.made_up?)))
            .collect();
        for meeting in &full.meetings {
            let session = &meeting.session;
            if session.cancelled_at.is_some() {
                continue;
            }
            let row = latest.get(&(session.id, learner.person));
            let mark = row.and_then(|row| row.mark.mark());
            let row = row.filter(|_| mark.is_some());
            let starts = session.starts_at.with_timezone(&zone);
            let method = row.map(|row| row.method);
            table.push(vec![
                learner.name.clone(),
                learner.kana.clone().unwrap_or_default(),
                starts.format("%Y-%m-%d").to_string(),
                starts.format("%H:%M").to_string(),
                session.ends_at.with_timezone(&zone).format("%H:%M").to_string(),
                session.topic.clone(),
                mark_word(lang, mark).to_owned(),
                method
                    .map(|method| method_word(lang, method))
                    .unwrap_or_default()
                    .to_owned(),
                row.map(|row| {
                    row.set_at
                        .with_timezone(&zone)
                        .format("%Y-%m-%d %H:%M")
                        .to_string()
                })
                .unwrap_or_default(),
                rate.clone(),
                made_up
                    .get(&session.id)
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
                with_make_ups.clone(),
            ]);
        }
    }
    let name = format!("attendance-{}.csv", full.cohort.starts_on);
    Ok((name, table))
}
