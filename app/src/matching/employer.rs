//! `/employers/{employer}/edit`: one company.

use leptos::prelude::*;
use server::{
    Result,
    matching::employers::{self, EmployerForm},
};

use super::employer_form::fields;
use crate::{
    ui::crumbs,
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let row = employers::get(req.actor()?, &req.services, req.param("employer")?).await?;
    Ok(Page::new(row.name.clone(), move || {
        let name = row.name.clone();
        view! {
            <div class="read">
                {crumbs(vec![("/employers".to_owned(), lang.t("会社", "Companies").to_owned())])}
                <h1>{name}</h1> <form method="post" class="card">
                    {fields(Some(row))}
                    <button class="go">{lang.t("保存する", "Save")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// Keeps the changes.
pub async fn submit(req: &Req, form: EmployerForm) -> Result<Reply> {
    let id = req.param("employer")?;
    // Only one that exists is changed here; adding is for the list.
    employers::get(req.actor()?, &req.services, id).await?;
    employers::save(req.actor()?, &req.services, id, form).await?;
    Ok(Reply::flash(req, "/employers", "保存しました。", "Saved."))
}
