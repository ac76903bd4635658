//! Everybody in the classroom, and inviting more.

use std::sync::Arc;

use domain::{Lang, identity::Role};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Actor, Result, Services,
    identity::{
        invitations::{self, Invited},
        people_list::{self, PeopleSort, Person, Wanted},
        tables::invitation,
    },
};

use uuid::Uuid;

use super::{HandedLink, invited, role_name, role_names};
use crate::{
    ui::{Choices, Column, Field, List, Nothing, until},
    web::{Page, Reply, Req},
};

/// The list, the open invitations and the form. `?q=` looks for a name, `?show=` for a role or `closed` accounts; `?as=csv` saves the list.
pub async fn show(req: &Req) -> Result<Reply> {
    page(req, None).await
}

async fn page(req: &Req, link: Option<(String, HandedLink)>) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let mut list = List::new(req, "/people", lang.t("名前でさがす", "Search by name"));
    let chosen = list.filter("show").to_owned();
    list.chip("show", "", lang.t("みんな", "Everybody"), chosen.is_empty());
    for role in Role::ALL {
        list.chip("show", role.code(), role_name(lang, role), chosen == role.code());
    }
    list.chip(
        "show",
        "closed",
        lang.t("閉じたアカウント", "Closed accounts"),
        chosen == "closed",
    );
    let query = list.query(Wanted {
        role: chosen.parse::<Role>().ok(),
        closed: chosen == "closed",
    });
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            people_list::list(&actor, &services, &query).await
        };
        return list.file(req, "people.csv", columns(lang), query, load).await;
    }
    let found = people_list::list(actor, &req.services, &query).await?;
    let open = invitations::open_list(actor, &req.services).await?;
    let administrator = actor.is(Role::Administrator);
    let brings_in = administrator || actor.is(Role::Coordinator);
    let zone = req.services.config.zone;
    let title = lang.t("人", "People");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(lang.t("まだだれもいません。", "Nobody is here yet."), []).found(
            lang.t("見つかりません。", "Nobody found."),
            "/people",
            lang.t("みんなを見る", "Show everybody"),
        );
        let invite = view! {
            {brings_in
                .then(|| {
                    view! {
                        <a class="quiet no-print" href="/people/import">
                            {lang.t("名簿を取りこむ", "Bring in a file")}
                        </a>
                    }
                })}
            <a class="go no-print" href="#invite">
                {lang.t("招待する", "Invite somebody")}
            </a>
        };
        let link = link.map(|(name, link)| invited(&name, link));
        let roles = Role::ALL
            .into_iter()
            .filter(|role| administrator || *role == Role::Learner)
            .map(|role| (role.code().to_owned(), role_name(lang, role).to_owned()))
            .collect::<Vec<_>>();
        let open: Vec<_> = open
            .into_iter()
            .map(|invitation| {
                let until = until(lang, invitation.expires_at, zone);
                open_invitation(lang, &invitation, &until, administrator)
            })
            .collect();
        view! {
            {list.title(title, invite)}
            {link}
            {list.table(title, columns(lang), found, nothing)}
            <form method="post" class="card no-print" id="invite">
                <h2>{lang.t("招待する", "Invite somebody")}</h2>
                <Field name="name" label=lang.t("お名前", "Name") />
                <Choices
                    name="roles"
                    label=lang.t("役割", "Roles")
                    many=true
                    options=roles
                    chosen=vec!["learner".to_owned()]
                />
                <button class="go">
                    {lang.t("招待のリンクをつくる", "Make an invitation link")}
                </button>
            </form>
            {(!open.is_empty())
                .then(|| {
                    view! {
                        <section class="card no-print">
                            <h2>{lang.t("まだ使われていない招待", "Invitations not used yet")}</h2>
                            <ul class="stack">{open}</ul>
                        </section>
                    }
                })}
        }
    })
    .into())
}

type PersonColumn = Column<Person>;

fn columns(lang: Lang) -> Vec<PersonColumn> {
    vec![
        PersonColumn::new(lang.t("名前", "Name"), |person| person.name.clone())
            .cell(|person| {
                view! {
                    <a href=format!("/people/{}", person.id)>{person.name.clone()}</a>
                    " "
                    <span class="soft">{person.kana.clone()}</span>
                }
            })
            .sorts(PeopleSort::Name),
        PersonColumn::of_file(lang.t("ふりがな", "Reading"), |person| {
            person.kana.clone().unwrap_or_default()
        }),
        PersonColumn::new(lang.t("役割", "Roles"), move |person| {
            role_names(lang, person.roles.clone())
        }),
        PersonColumn::new(lang.t("サインインの名前", "Sign-in name"), |person| {
            person.email.clone().unwrap_or_default()
        })
        .sorts(PeopleSort::SignInName),
        PersonColumn::of_page(lang.t("くわしく", "More"), move |person| {
            (person.roles.contains(&Role::Learner) && person.opens).then(|| {
                view! { <a href=format!("/readiness/{}", person.id)>{lang.t("仕事の準備", "Ready for work")}</a> }
            })
        }),
    ]
}

fn open_invitation(
    lang: Lang,
    invitation: &invitation::Model,
    until: &str,
    administrator: bool,
) -> impl IntoView + use<> {
    let roles: Vec<Role> = invitations::roles(invitation).collect();
    let may = administrator || roles.iter().all(|role| *role == Role::Learner);
    let label = lang.t(
        format!("{} さんの招待を取り消す", invitation.name),
        format!("Withdraw the invitation of {}", invitation.name),
    );
    let id = invitation.id.to_string();
    let withdraw = may.then(|| {
        view! {
            <form method="post" class="push">
                <input type="hidden" name="invitation" value=id />
                <button class="quiet" name="do" value="withdraw" aria-label=label>
                    {lang.t("取り消す", "Withdraw")}
                </button>
            </form>
        }
    });
    let until = lang.t(format!("{until} まで"), format!("until {until}"));
    view! {
        <li class="row">
            <span>{invitation.name.clone()}</span>
            <span class="soft">{role_names(lang, roles)}</span>
            <span class="soft">{until}</span>
            {withdraw}
        </li>
    }
}

/// What may be done with invitations.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum InvitationForm {
    /// A new one.
    #[serde(rename = "")]
    Invite(Invited),
    /// One less.
    Withdraw {
        /// Which.
        invitation: Uuid,
    },
}

/// Makes an invitation, and shows its link once; or takes one back.
pub async fn submit(req: &Req, form: InvitationForm) -> Result<Reply> {
    let actor = req.actor()?;
    match form {
        InvitationForm::Withdraw { invitation } => {
            invitations::withdraw(actor, &req.services, invitation).await?;
            Ok(Reply::flash(
                req,
                "/people",
                "招待を取り消しました。",
                "The invitation is withdrawn.",
            ))
        }
        InvitationForm::Invite(invited) => {
            let path = invitations::invite(actor, &req.services, req.key(), &invited, None).await?;
            let link = HandedLink::new(req, &path)?;
            page(req, Some((invited.name, link))).await
        }
    }
}
