//! `/employers/{employer}/edit`: one company.

use leptos::prelude::*;
use server::{
    Result,
    matching::{employers, tables::employer},
};

use crate::{
    ui::{Field, TextArea, crumbs, lang},
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
                {crumbs(vec![("/employers".to_owned(), lang.t("会社", "Employers").to_owned())])}
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
pub async fn submit(req: &Req) -> Result<Reply> {
    let id = req.param("employer")?;
    // Only one that exists is changed here; adding is for the list.
    employers::get(req.actor()?, &req.services, id).await?;
    employers::save(req.actor()?, &req.services, id, super::employers::form(req)).await?;
    Ok(Reply::said(req, "/employers", "保存しました。", "Saved."))
}

/// The fields of a company.
pub(super) fn fields(row: Option<employer::Model>) -> impl IntoView {
    let lang = lang();
    let (name, contact, email, note) = row
        .map(|row| (row.name, row.contact_name, row.contact_email, row.note))
        .unwrap_or_default();
    view! {
        <Field name="name" label=lang.t("会社の名前", "Name of the company") value=name />
        <Field
            name="contact_name"
            label=lang.t("担当の人", "Contact person")
            value=contact
            optional=true
        />
        <Field
            name="contact_email"
            label=lang.t("メールアドレス", "E-mail address")
            value=email
            optional=true
            inputmode="email"
        />
        <TextArea
            name="note"
            label=lang.t("メモ（会社には見せません）", "Note (never shown to the company)")
            value=note
        />
    }
}
