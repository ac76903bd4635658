//! `/kits/new` and `/kits/{kit}/edit`: what is written about a kit.

use domain::telework::KitKind;
use leptos::prelude::*;
use server::{
    Result,
    telework::{
        kit_import::kind_name,
        kits::{self, KitForm},
    },
};
use uuid::Uuid;

use crate::{
    ui::{Field, Select, TextArea, crumbs},
    web::{Page, Reply, Req},
};

/// The form: empty, or of a kit.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let known = match edited(req)? {
        Some(id) => Some(kits::get(req.actor()?, &req.services, id).await?),
        None => None,
    };
    let title = match known {
        Some(_) => lang.t("機器を直す", "Change a kit"),
        None => lang.t("機器を加える", "Add a kit"),
    };
    Ok(Page::new(title, move || {
        let mut above = vec![(
            "/kits".to_owned(),
            lang.t("貸し出す機器", "Kits to lend").to_owned(),
        )];
        let (kind, number, name, parts, note) = match known {
            Some((kit, parts)) => {
                above.push((format!("/kits/{}", kit.id), kit.number.clone()));
                let parts: Vec<_> = parts.into_iter().map(|part| part.name).collect();
                (kit.kind, kit.number, kit.name, parts.join("\n"), kit.note)
            }
            None => (
                KitKind::Computer,
                String::new(),
                String::new(),
                String::new(),
                String::new(),
            ),
        };
        let kinds = KitKind::ALL
            .map(|kind| (kind.code().to_owned(), kind_name(lang, kind).to_owned()))
            .to_vec();
        view! {
            <div class="read">
                {crumbs(above)} <h1>{title}</h1> <form method="post" class="card">
                    <Field
                        name="number"
                        label=lang.t("番号（ラベルの番号）", "Number, as on the label")
                        value=number
                        hint=lang.t("例: PC-01", "Such as PC-01").to_owned()
                    />
                    <Select
                        name="kind"
                        label=lang.t("種類", "Kind")
                        options=kinds
                        value=kind.code().to_owned()
                    />
                    <Field name="name" label=lang.t("メーカーと名前", "Maker and model") value=name />
                    <TextArea
                        name="parts"
                        label=lang.t("付いている物（1行に1つ）", "Parts, one a line")
                        hint=lang
                            .t("例: 電源コード、マウス、袋", "Such as power cord, mouse, bag")
                            .to_owned()
                        value=parts
                        rows=4
                    />
                    <TextArea
                        name="note"
                        label=lang
                            .t(
                                "メモ（借りる人には見えません）",
                                "Note (borrowers do not see it)",
                            )
                        value=note
                    />
                    <button class="go">{lang.t("保存する", "Save")}</button>
                </form>
            </div>
        }
    })
    .into())
}

fn edited(req: &Req) -> Result<Option<Uuid>> {
    match req.param_text("kit") {
        "" => Ok(None),
        _ => req.param("kit").map(Some),
    }
}

/// Adds the kit, or changes it.
pub async fn submit(req: &Req, form: KitForm) -> Result<Reply> {
    let actor = req.actor()?;
    let id = match edited(req)? {
        Some(id) => {
            kits::get(actor, &req.services, id).await?;
            id
        }
        None => req.key(),
    };
    kits::save(actor, &req.services, id, &form).await?;
    Ok(Reply::flash(
        req,
        format!("/kits/{id}"),
        "保存しました。",
        "Saved.",
    ))
}
