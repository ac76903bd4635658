//! Everybody in the classroom, and inviting more.

use domain::identity::Role;
use leptos::prelude::*;
use server::{
    Result,
    identity::{invitations, people},
};

use super::role_name;
use crate::{
    ui::{Choices, Empty, Field},
    web::{Page, Reply, Req},
};

/// The list, the open invitations and the form.
pub async fn show(req: &Req) -> Result<Reply> {
    page(req, None).await
}

async fn page(req: &Req, link: Option<(String, String)>) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let search = req.query.get("q").to_owned();
    let found = people::list(actor, &req.services, &search).await?;
    let open = invitations::open_list(actor, &req.services).await?;
    let administrator = actor.is(Role::Administrator);
    Ok(Page::new(lang.t("人", "People"), move || {
        let empty = found.is_empty();
        let rows: Vec<_> = found
            .into_iter()
            .map(|person| {
                let roles: Vec<_> = person.roles.iter().map(|role| role_name(lang, *role)).collect();
                let learner = person.roles.contains(&Role::Learner);
                let name = if learner {
                    view! { <a href=format!("/readiness/{}", person.id)>{person.name}</a> }.into_any()
                } else {
                    person.name.into_any()
                };
                let change = administrator.then(|| {
                    view! { <a href=format!("/people/{}/roles", person.id)>{lang.t("役割を変える", "Change roles")}</a> }
                });
                view! {
                    <tr>
                        <th scope="row">{name}" "<span class="soft">{person.kana}</span></th>
                        <td data-label=lang.t("役割", "Roles")>{roles.join(lang.t("・", ", "))}</td>
                        <td data-label=lang.t("サインインの名前", "Sign-in name")>{person.email}</td>
                        <td>{change}</td>
                    </tr>
                }
            })
            .collect();
        let open: Vec<_> = open
            .into_iter()
            .map(|invitation| view! { <li>{invitation.name}" "<span class="soft">{invitation.roles}</span></li> })
            .collect();
        let link = link.map(|(name, link)| {
            view! {
                <section class="card next">
                    <h2>{lang.t("招待のリンクができました", "The invitation link is ready")}</h2>
                    <p>{lang.t("このリンクを本人に渡してください。一度だけ、14日のあいだ使えます。", "Hand this link to the person. It works once, for 14 days.")}</p>
                    <p>{name}</p>
                    <p><code class="invitation-link">{link}</code></p>
                </section>
            }
        });
        let roles = Role::ALL
            .into_iter()
            .filter(|role| administrator || *role == Role::Learner)
            .map(|role| (role.code().to_owned(), role_name(lang, role).to_owned()))
            .collect::<Vec<_>>();
        view! {
            <div class="row">
                <h1>{lang.t("人", "People")}</h1>
                <a class="quiet push" href="#invite">{lang.t("招待する", "Invite somebody")}</a>
            </div>
            {link}
            <form method="get" class="search" role="search">
                <Field name="q" kind="search" label=lang.t("名前でさがす", "Search by name") value=search/>
                <button class="quiet">{lang.t("さがす", "Search")}</button>
            </form>
            {if empty {
                view! { <Empty text=lang.t("見つかりません。", "Nobody found.")><a class="quiet" href="/people">{lang.t("みんなを見る", "Show everybody")}</a></Empty> }.into_any()
            } else {
                view! {
                    <div class="card table" tabindex="0" role="region" aria-label=lang.t("人", "People")>
                        <table class="cards">
                            <thead><tr>
                                <th scope="col">{lang.t("名前", "Name")}</th>
                                <th scope="col">{lang.t("役割", "Roles")}</th>
                                <th scope="col">{lang.t("サインインの名前", "Sign-in name")}</th>
                                <th scope="col"><span class="unseen">{lang.t("すること", "Actions")}</span></th>
                            </tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }.into_any()
            }}
            <form method="post" class="card" id="invite">
                <h2>{lang.t("招待する", "Invite somebody")}</h2>
                <Field name="name" label=lang.t("お名前", "Name")/>
                <Choices name="roles" label=lang.t("役割", "Roles") many=true options=roles chosen=vec!["learner".to_owned()]/>
                <button class="go">{lang.t("招待のリンクをつくる", "Make an invitation link")}</button>
            </form>
            {(!open.is_empty()).then(|| view! {
                <section class="card"><h2>{lang.t("まだ使われていない招待", "Invitations not used yet")}</h2><ul>{open}</ul></section>
            })}
        }
    })
    .into())
}

/// Makes an invitation, and shows its link once.
pub async fn submit(req: &Req) -> Result<Reply> {
    let roles: Vec<Role> = req.form.all("roles").filter_map(Role::from_code).collect();
    let name = req.form.get("name").to_owned();
    let path = invitations::invite(req.actor()?, &req.services, &name, &roles, None).await?;
    page(
        req,
        Some((name, format!("{}{path}", req.services.config.public_url))),
    )
    .await
}
