//! The roles of one person.

use domain::identity::Role;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    identity::{accounts, roles},
};

use super::role_name;
use crate::{
    ui::{Choices, crumbs},
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let id = req.param("person")?;
    let person = accounts::get(req.actor()?, &req.services, id).await?;
    Ok(Page::new(person.name.clone(), move || {
        let options = Role::ALL
            .into_iter()
            .map(|role| (role.code().to_owned(), role_name(lang, role).to_owned()))
            .collect::<Vec<_>>();
        let chosen = person
            .roles
            .iter()
            .map(|role| role.code().to_owned())
            .collect::<Vec<_>>();
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/people".into(), lang.t("人", "People").into()),
                        (format!("/people/{id}"), person.name.clone()),
                    ],
                )} <h1>{person.name}</h1> <form method="post" class="card">
                    <Choices name="roles" label=lang.t("役割", "Roles") many=true options chosen />
                    <p class="soft">
                        {lang
                            .t("変更は記録に残ります。", "The change is kept in the audit trail.")}
                    </p>
                    <button class="go">{lang.t("保存する", "Save")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// The roles from now on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RolesForm {
    #[serde(default)]
    roles: Vec<Role>,
}

/// Changes the roles.
pub async fn submit(req: &Req, form: RolesForm) -> Result<Reply> {
    let person = req.param("person")?;
    roles::set(req.actor()?, &req.services, person, &form.roles).await?;
    Ok(Reply::flash(
        req,
        format!("/people/{person}"),
        "役割を変えました。",
        "The roles are changed.",
    ))
}
