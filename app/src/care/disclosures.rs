//! `/disclosures`: the page of the matching room, and after it the learner's job and how we keep in touch.

use domain::{Lang, care::Visibility};
use leptos::prelude::*;
use server::{
    Result,
    care::{
        self,
        follow_ups::{self, PlacementPage},
    },
};

use super::words;
use crate::{
    matching::{self, disclosures::WithdrawForm},
    ui::{Chip, day_of},
    web::{Reply, Req},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let (actor, lang) = (req.actor()?, req.lang);
    let placed = match care::placement_of(&req.services, actor.id).await? {
        Some((placement, ..)) => Some(follow_ups::of_placement(actor, &req.services, placement.id).await?),
        None => None,
    };
    matching::disclosures::show(req, placed.map(|it| move || job(lang, it))).await
}

/// Withdraws a consent.
pub async fn submit(req: &Req, form: WithdrawForm) -> Result<Reply> {
    matching::disclosures::submit(req, form).await
}

/// The job of a learner with its follow-ups and the notes that are shared.
fn job(lang: Lang, it: PlacementPage) -> AnyView {
    let rows: Vec<_> = it
        .follow_ups
        .into_iter()
        .filter(|row| !row.falls_away)
        .map(|row| {
            let (tone, text) = words::status(lang, row.status);
            let notes: Vec<_> = row
                .contacts
                .into_iter()
                .filter(|contact| contact.visibility == Visibility::Shared)
                .filter_map(|contact| contact.note.filter(|note| !note.is_empty()))
                .map(|note| view! { <p class="soft">{note}</p> })
                .collect();
            view! { <li>{day_of(lang, row.follow_up.due_on)}" "<Chip tone=tone text=text />{notes}</li> }
        })
        .collect();
    view! {
        <section class="card" aria-labelledby="placed">
            <h2 id="placed">
                {lang
                    .t("あなたの仕事と、そのあとの連絡", "Your job, and how we keep in touch")}
            </h2>
            <p>
                <b>{it.opening}</b>
                " "
                {it.employer}
                " — "
                {day_of(lang, it.placement.starts_on)}
                {lang.t("から", "")}
            </p>
            <ul class="missing">{rows}</ul>
        </section>
    }
    .into_any()
}
