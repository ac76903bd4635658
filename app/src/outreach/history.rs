//! What happened to a registration, as a list.

use domain::Lang;
use leptos::prelude::*;
use server::clock::Zone;
use server::outreach::tables::registration_event;

use super::words;
use crate::ui::day_and_time;

/// The events, the newest first.
pub fn history(lang: Lang, events: &[registration_event::Model], zone: Zone) -> impl IntoView + use<> {
    let events: Vec<_> = events
        .iter()
        .rev()
        .map(|row| {
            view! {
                <li>
                    <span class="soft">{day_and_time(lang, row.at, zone)}</span>
                    " "
                    {words::event(lang, row)}
                </li>
            }
        })
        .collect();
    view! {
        <details class="card">
            <summary class="quiet">{lang.t("これまでのこと", "What happened so far")}</summary>
            <ul class="stack">{events}</ul>
        </details>
    }
}
