//! Pages of the classroom room.

pub mod attendance;
pub mod attendance_csv;
pub mod check_in;
pub mod cohort;
pub mod cohorts;
pub mod edit_cohort;
pub mod edit_session;
pub mod make_up;
pub mod new_cohort;
pub mod roll_call;
pub mod wall;

mod cohort_fields;
mod cohort_forms;
mod cohort_learners;
mod holidays;

use chrono::NaiveDate;
use domain::{
    Lang,
    classroom::{Mark, Rate},
    shown,
};
use leptos::prelude::*;
use server::classroom::export::mark_word;
use uuid::Uuid;

use crate::ui::{Chip, Tone, day_of};

/// What the colour of a mark means.
pub fn tone(mark: Option<Mark>) -> Tone {
    match mark {
        Some(Mark::Present) => Tone::Met,
        Some(Mark::Late) => Tone::Soon,
        Some(Mark::Absent) => Tone::Miss,
        Some(Mark::Excused) | None => Tone::Calm,
    }
}

/// A mark as a word in its colour.
fn mark_chip(lang: Lang, mark: Option<Mark>) -> impl IntoView + use<> {
    view! { <Chip tone=tone(mark) text=mark_word(lang, mark) /> }
}

/// `91 %`, or that nothing counts yet.
fn percent(lang: Lang, rate: &Rate) -> String {
    match rate.percent {
        Some(percent) => shown::percent(percent),
        None => lang.t("まだありません", "nothing yet").to_owned(),
    }
}

/// `75 %（補講をふくめると 88 %）`: without and with make-ups, where there are any.
fn percents(lang: Lang, rate: &Rate) -> String {
    let without = percent(lang, rate);
    if rate.all_made_up() == 0 {
        return without;
    }
    let with = percent(lang, &rate.with_make_ups());
    lang.t(
        format!("{without}（補講をふくめると {with}）"),
        format!("{without} ({with} with make-ups)"),
    )
}

/// That an absence was made up, and when.
fn made_up_chip(lang: Lang, on: NaiveDate) -> impl IntoView + use<> {
    let day = day_of(lang, on);
    let text = lang.t(format!("補講ずみ {day}"), format!("Made up {day}"));
    view! { <Chip tone=Tone::Met text /> }
}

/// The page on which an absence is made up.
fn make_up_path(session: Uuid, person: Uuid) -> String {
    format!("/sessions/{session}/make-up/{person}")
}

/// `出席 8・遅刻 1・連絡あり 1・欠席 1`: what a rate is made of.
fn made_of(lang: Lang, rate: &Rate) -> String {
    let parts = [
        (Some(Mark::Present), rate.present),
        (Some(Mark::Late), rate.late),
        (Some(Mark::Excused), rate.excused),
        (Some(Mark::Absent), rate.absent + rate.unmarked),
    ];
    let made_up =
        (rate.all_made_up() > 0).then(|| (lang.t("うち補講ずみ", "of them made up"), rate.all_made_up()));
    parts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(mark, count)| (mark_word(lang, *mark), *count))
        .chain(made_up)
        .map(|(word, count)| format!("{word} {count}"))
        .collect::<Vec<_>>()
        .join(lang.t("・", ", "))
}
