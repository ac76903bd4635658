//! Loans as lists show them: what was borrowed, until when, and whether that day is over.

use chrono::NaiveDate;
use domain::{
    Lang, say,
    telework::{LoanEnd, kit::days_over},
};
use leptos::prelude::*;
use server::telework::{kit_import::kind_name, loans::LoanRow};

use crate::ui::{Chip, Tone, day_of};

/// The last day of a running loan; in colour when it is over.
pub(super) fn due(lang: Lang, due_on: NaiveDate, today: NaiveDate) -> AnyView {
    let day = day_of(lang, due_on);
    let Some(days) = days_over(due_on, today) else {
        return day.into_any();
    };
    let over = say!(
        lang,
        days of "{days}日過ぎています",
        one "{days} day over",
        other "{days} days over",
    );
    view! {
        {day}
        " "
        <Chip tone=Tone::Miss text=over />
    }
    .into_any()
}

/// The loans of a person; running ones first.
pub(super) fn list(lang: Lang, rows: Vec<LoanRow>, today: NaiveDate) -> AnyView {
    let (running, ended): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.loan.ended_at.is_none());
    let line = |row: LoanRow| {
        let path = format!("/loans/{}", row.loan.id);
        let name = format!(
            "{} {}（{}）",
            kind_name(lang, row.kit.kind),
            row.kit.name,
            row.kit.number
        );
        let until = match row.loan.ended_how {
            None => view! {
                {due(lang, row.loan.due_on, today)}
                {lang.t(" まで", "")}
            }
            .into_any(),
            Some(LoanEnd::Back) => lang.t("返しました", "brought back").into_any(),
            Some(LoanEnd::Lost) => lang.t("見つかっていません", "lost").into_any(),
        };
        let agree = (row.loan.agreed_at.is_none() && row.loan.ended_at.is_none()).then(|| {
            view! {
                <Chip
                    tone=Tone::Soon
                    text=lang
                        .t("約束を読んで同意してください", "Please read and agree to the terms")
                />
            }
        });
        view! {
            <li>
                <a href=path>{name}</a>
                " — "
                {until}
                " "
                {agree}
            </li>
        }
    };
    let ended = (!ended.is_empty()).then(|| {
        let ended: Vec<_> = ended.into_iter().map(line).collect();
        view! {
            <details>
                <summary>{lang.t("前に借りた物", "Borrowed before")}</summary>
                <ul class="stack">{ended}</ul>
            </details>
        }
    });
    let running: Vec<_> = running.into_iter().map(line).collect();
    view! {
        <ul class="stack">{running}</ul>
        {ended}
    }
    .into_any()
}
