//! The form of a company: for adding one and for changing one.

use leptos::prelude::*;
use server::matching::tables::employer;

use crate::ui::{Field, TextArea, lang};

/// The fields of a company.
pub(super) fn fields(row: Option<employer::Model>) -> impl IntoView {
    let lang = lang();
    let (address, representative) = row
        .as_ref()
        .map(|row| (row.address.clone(), row.representative.clone()))
        .unwrap_or_default();
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
        <Field
            name="address"
            label=lang.t("所在地", "Address")
            value=address.unwrap_or_default()
            hint=lang
                .t(
                    "データを渡した記録に、法律で要ります。",
                    "The law wants it in the record of what was given.",
                )
                .to_owned()
            optional=true
        />
        <Field
            name="representative"
            label=lang.t("代表者", "Representative")
            value=representative.unwrap_or_default()
            optional=true
        />
        <TextArea
            name="note"
            label=lang.t("メモ（会社には見せません）", "Note (never shown to the company)")
            value=note
        />
    }
}
