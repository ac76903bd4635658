//! `/enquiries`: questions from the public page, the most urgent first.

use std::sync::Arc;

use domain::Lang;
use leptos::prelude::*;
use server::clock::Zone;
use server::{
    Actor, Result, Services,
    outreach::enquiries::{self, EnquiryPart, EnquiryRow, EnquirySort},
};

use crate::{
    ui::{Chip, Column, List, Nothing, Tone, day_and_time, day_of},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let search = lang.t("名前・連絡先・言葉でさがす", "Search by name, contact or words");
    let mut list = List::new(req, "/enquiries", search);
    let part = list.filter("part").parse().unwrap_or(EnquiryPart::Open);
    for (value, label) in [
        (EnquiryPart::Open, lang.t("答えを待つもの", "Waiting")),
        (EnquiryPart::Answered, lang.t("答えたもの", "Answered")),
        (EnquiryPart::All, lang.t("すべて", "All")),
    ] {
        let word = if value == EnquiryPart::Open {
            ""
        } else {
            value.code()
        };
        list.chip("part", word, label, part == value);
    }
    let query = list.query(part);
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            enquiries::list(&actor, &services, &query).await
        };
        return list
            .file(req, "enquiries.csv", columns(lang, zone, None), query, load)
            .await;
    }
    let found = enquiries::list(actor, &req.services, &query).await?;
    let today = req.services.config.today();
    let title = lang.t("お問い合わせ", "Enquiries");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "答えを待つお問い合わせはありません。",
                "No enquiry waits for an answer.",
            ),
            [("/contact", lang.t("みんなが見るフォーム", "The public form"))],
        );
        view! {
            {list.title(title, ())}
            {list.table(title, columns(lang, zone, Some(today)), found, nothing)}
        }
    })
    .into())
}

type EnquiryColumn = Column<EnquiryRow>;

/// What a row is called; what was removed has no name any more.
pub fn called(lang: Lang, row: &EnquiryRow) -> String {
    if row.enquiry.removed_at.is_some() {
        lang.t("（消しました）", "(removed)").to_owned()
    } else {
        row.enquiry.name.clone()
    }
}

fn columns(lang: Lang, zone: Zone, today: Option<chrono::NaiveDate>) -> Vec<EnquiryColumn> {
    vec![
        EnquiryColumn::new(lang.t("名前", "Name"), move |row| called(lang, row)).cell(move |row| {
            view! { <a href=format!("/enquiries/{}", row.enquiry.id)>{called(lang, row)}</a> }
        }),
        EnquiryColumn::of_file(lang.t("連絡先", "Contact"), |row| row.enquiry.contact.clone()),
        EnquiryColumn::new(lang.t("聞きたいこと", "Question"), |row| {
            row.enquiry.message.clone()
        })
        .cell(|row| row.enquiry.message.chars().take(80).collect::<String>()),
        EnquiryColumn::new(lang.t("届いた", "Came"), move |row| {
            day_and_time(lang, row.enquiry.created_at, zone)
        })
        .sorts(EnquirySort::Came),
        EnquiryColumn::new(lang.t("いつまでに", "Answer by"), |row| {
            row.enquiry.answer_by.to_string()
        })
        .cell(move |row| {
            let day = day_of(lang, row.enquiry.answer_by);
            match &row.by {
                Some(by) => view! { <Chip tone=Tone::Met text=format!("✓ {by}") /> }.into_any(),
                None if today.is_some_and(|today| row.enquiry.answer_by < today) => {
                    view! { <Chip tone=Tone::Miss text=day /> }.into_any()
                }
                None => day.into_any(),
            }
        })
        .sorts(EnquirySort::AnswerBy),
        EnquiryColumn::of_file(lang.t("答え", "Answer"), |row| row.enquiry.answer.clone()),
    ]
}
