//! `/rounds/{round}/people/{person}`: what a person prefers, entered by staff for who tells it by telephone or
//! at the counter.

use leptos::prelude::*;
use server::{
    Error, Result,
    matching::rounds::{self, Places},
};
use uuid::Uuid;

use super::{places, round_mine};
use crate::{
    ui::crumbs,
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let round = rounds::get(req.actor()?, &req.services, req.param("round")?).await?;
    let person = round
        .person(req.param("person")?)
        .cloned()
        .ok_or(Error::NotFound)?;
    let title = person.name.clone();
    Ok(Page::new(title.clone(), move || {
        let rows = round_mine::jobs(lang, &round, person.id);
        let label = lang.t("行きたい順番", "In which order would they like to go?");
        view! {
            <div class="read">
                {crumbs(vec![(format!("/rounds/{}", round.round.id), round.round.title.clone())])}
                <h1>{title}</h1> <form method="post" class="card">
                    {places::fields(lang, label, rows, person.ranked.as_deref())}
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
    rounds::rank_openings(req.actor()?, &req.services, round, req.param("person")?, &form).await?;
    Ok(Reply::flash(
        req,
        format!("/rounds/{round}"),
        "保存しました。",
        "Saved.",
    ))
}
