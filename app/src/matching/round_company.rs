//! `/rounds/{round}/openings/{opening}`: what a company prefers, as it told the staff.

use leptos::prelude::*;
use server::{
    Error, Result,
    matching::rounds::{self, Places},
};
use uuid::Uuid;

use super::places::{self, Ranked};
use crate::{
    ui::crumbs,
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let round = rounds::get(req.actor()?, &req.services, req.param("round")?).await?;
    let opening: Uuid = req.param("opening")?;
    let offer = round.offer(opening).cloned().ok_or(Error::NotFound)?;
    let title = offer.row.opening.title.clone();
    Ok(Page::new(title.clone(), move || {
        let rows = offer
            .referred
            .iter()
            .filter_map(|(id, _)| round.person(*id))
            .map(|it| Ranked {
                id: it.id,
                name: it.name.clone(),
                line: String::new(),
            })
            .collect();
        let label = lang.t("採用したい順番", "In which order would they take them?");
        view! {
            <div class="read">
                {crumbs(vec![(format!("/rounds/{}", round.round.id), round.round.title.clone())])}
                <h1>{title}</h1> <p class="soft">{offer.row.employer.name.clone()}</p>
                <form method="post" class="card">
                    {places::fields(lang, label, rows, offer.ranked.as_deref())}
                    <button class="go">{lang.t("保存する", "Save")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// Keeps it.
pub async fn submit(req: &Req, form: Places) -> Result<Reply> {
    let round: Uuid = req.param("round")?;
    rounds::rank_people(req.actor()?, &req.services, round, req.param("opening")?, &form).await?;
    Ok(Reply::flash(
        req,
        format!("/rounds/{round}"),
        "保存しました。",
        "Saved.",
    ))
}
