//! Pages of the classroom room.

pub mod attendance;
pub mod attendance_csv;
pub mod check_in;
pub mod cohort;
pub mod cohorts;
pub mod new_cohort;
pub mod roll_call;
pub mod wall;

mod cohort_forms;

use domain::{
    Lang,
    classroom::{Mark, Rate},
};
use leptos::prelude::*;
use server::classroom::{export::mark_word, qr::Qr};

use crate::ui::{Chip, Tone};

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
    view! { <Chip tone=tone(mark) text=mark_word(lang, mark)/> }
}

/// `91 %`, or that nothing counts yet.
fn percent(lang: Lang, rate: &Rate) -> String {
    match rate.percent {
        Some(percent) => format!("{percent:.0} %"),
        None => lang.t("まだありません", "nothing yet").to_owned(),
    }
}

/// `出席 8・遅刻 1・連絡あり 1・欠席 1`: what a rate is made of.
fn made_of(lang: Lang, rate: &Rate) -> String {
    let parts = [
        (Some(Mark::Present), rate.present),
        (Some(Mark::Late), rate.late),
        (Some(Mark::Excused), rate.excused),
        (Some(Mark::Absent), rate.absent + rate.unmarked),
    ];
    parts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(mark, count)| format!("{} {count}", mark_word(lang, *mark)))
        .collect::<Vec<_>>()
        .join(lang.t("・", ", "))
}

/// A QR code as a drawing with a name.
fn qr_code(qr: Qr, label: &'static str) -> impl IntoView {
    view! {
        <svg class="qr" viewBox=format!("0 0 {0} {0}", qr.size) role="img" aria-label=label shape-rendering="crispEdges">
            <rect width=qr.size.to_string() height=qr.size.to_string() fill="#fff"/>
            <path d=qr.path fill="#000"/>
        </svg>
    }
}
