//! `/people/{person}`: an account, and the help that staff give with it.

use domain::identity::Role;
use domain::say;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    identity::{
        accounts::{self, Account, Details},
        password_resets,
    },
};

use super::{HandedLink, handed, role_names};
use crate::{
    ui::{Chip, Field, Tone, crumbs, day, lang},
    web::{Page, Reply, Req},
};

/// The account.
pub async fn show(req: &Req) -> Result<Reply> {
    page(req, None).await
}

async fn page(req: &Req, link: Option<HandedLink>) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let account = accounts::get(actor, &req.services, req.param("person")?).await?;
    let administrator = actor.is(Role::Administrator);
    let oneself = actor.id == account.id;
    let helps_with_data = administrator || actor.is(Role::Coordinator);
    let zone = req.services.config.zone;
    let since = day(lang, account.created_at, zone);
    let closed = account.closed_at.map(|at| day(lang, at, zone));
    Ok(Page::new(account.name.clone(), move || {
        let roles = role_names(lang, account.roles.iter().copied());
        let link = link.map(|link| {
            handed(
                lang.t("新しいパスワードのリンクができました", "The link for a new password is ready").to_owned(),
                lang.t(
                    format!("{} さんに、このリンクを渡してください。リンクが見えるのは今だけです。一度だけ、{} 日のあいだ使えます。", account.name, password_resets::DAYS),
                    format!("Hand this link to {}. It is shown only now, works once, and for {} days.", account.name, password_resets::DAYS),
                ),
                link,
            )
        });
        let closed_chip = closed.map(|day| {
            let text = lang.t(format!("{day} に閉じたアカウント"), format!("Closed on {day}"));
            view! { <Chip tone=Tone::Miss text /> }
        });
        let change_roles = administrator.then(|| {
            view! {
                <a class="quiet push" href=format!("/people/{}/roles", account.id)>
                    {lang.t("役割を変える", "Change roles")}
                </a>
            }
        });
        let help = if account.may_help {
            help(&account, oneself).into_any()
        } else {
            view! {
                <p class="soft">
                    {lang
                        .t(
                            "ここで働く人のアカウントは、管理者だけが直せます。",
                            "Only administrators change the accounts of people who work here.",
                        )}
                </p>
            }
            .into_any()
        };
        view! {
            <div class="read">
                {crumbs(vec![("/people".into(), lang.t("人", "People").into())])}
                <h1>{account.name.clone()}" "<span class="soft">{account.kana.clone()}</span></h1> {link}
                <section class="card">
                    <div class="row">
                        <strong>{roles}</strong>
                        {closed_chip}
                        {change_roles}
                    </div>
                    <p class="soft">{lang.t(format!("{since} から"), format!("Here since {since}"))}</p>
                    {places(&account)}
                    {helps_with_data
                        .then(|| {
                            view! {
                                <p>
                                    <a href=format!(
                                        "/people/{}/data",
                                        account.id,
                                    )>
                                        {lang.t("データの写し・請求", "Copy of the data, requests")}
                                    </a>
                                </p>
                            }
                        })}
                </section> {help}
            </div>
        }
    })
    .into())
}

/// Where else this person is met: what is missing for work, and the cohorts.
fn places(account: &Account) -> Option<impl IntoView + use<>> {
    let lang = lang();
    let learner = account.roles.contains(&Role::Learner) && account.opens;
    let readiness = learner.then(|| {
        let (learning, work, home) = (
            format!("/people/{}/learning", account.id),
            format!("/readiness/{}", account.id),
            format!("/environment/{}", account.id),
        );
        view! {
            <li>
                <a href=learning>{lang.t("学びの進み", "Progress")}</a>
            </li>
            <li>
                <a href=work>{lang.t("仕事の準備", "Ready for work")}</a>
            </li>
            <li>
                <a href=home>{lang.t("家で働く用意", "Working from home")}</a>
            </li>
        }
    });
    let cohorts: Vec<_> = account
        .cohorts
        .iter()
        .map(|(id, name)| {
            view! {
                <li>
                    <a href=format!("/cohorts/{id}")>{name.clone()}</a>
                </li>
            }
        })
        .collect();
    (learner || !cohorts.is_empty()).then(|| view! { <ul class="stack">{readiness}{cohorts}</ul> })
}

fn help(account: &Account, oneself: bool) -> AnyView {
    let lang = lang();
    if account.closed_at.is_some() {
        return view! {
            <form method="post" class="card">
                <h2>{lang.t("アカウントをまた開く", "Open the account again")}</h2>
                <p>
                    {lang
                        .t(
                            "前のパスワードで、またサインインできるようになります。クラスには、もう一度加えてください。",
                            "The person can sign in again, with the same password. Please add the person to a cohort again.",
                        )}
                </p>
                <button class="go" name="do" value="reopen">
                    {lang.t("また開く", "Open it again")}
                </button>
            </form>
        }
        .into_any();
    }
    let count = account.sign_ins;
    let devices = say!(
        lang,
        count of "いま {count} 台の機械でサインインしています。",
        one "Signed in on {count} device.",
        other "Signed in on {count} devices.",
    );
    let sign_out = (count > 0).then(|| {
        view! {
            <button class="quiet" name="do" value="sign-out">
                {lang.t("すべてサインアウトさせる", "Sign the person out everywhere")}
            </button>
        }
    });
    let close = (!oneself).then(|| {
        view! {
            <form method="post" class="card">
                <h2>{lang.t("アカウントを閉じる", "Close the account")}</h2>
                <p>
                    {lang
                        .t(
                            "教室をやめた人に使います。サインインできなくなり、クラス、準備の一覧、仕事の候補から外れます。会社に渡した書類も見られなくなります。学習や出席の記録は残ります。いつでも、また開けます。",
                            "For people who have left. They can no longer sign in, leave their cohorts, the readiness board and the lists for openings, and employers no longer see their documents. What they learned and their attendance stay. The account can be opened again at any time.",
                        )}
                </p>
                <div class="row">
                    <button class="quiet" name="do" value="close">
                        {lang.t("アカウントを閉じる", "Close the account")}
                    </button>
                </div>
            </form>
        }
    });
    view! {
        <form method="post" class="card">
            <h2>{lang.t("サインインを手伝う", "Help with signing in")}</h2>
            <p>
                {lang
                    .t(
                        "パスワードをわすれた人に、新しく決めるためのリンクを渡せます。学習の進みは、そのままです。",
                        "Whoever forgot the password gets a link to choose a new one. All progress stays.",
                    )}
            </p>
            <p class="soft">{devices}</p>
            <div class="row">
                <button class="go" name="do" value="password">
                    {lang
                        .t(
                            "新しいパスワードのリンクをつくる",
                            "Make a link for a new password",
                        )}
                </button>
                {sign_out}
            </div>
        </form>
        <form method="post" class="card">
            <h2>{lang.t("名前を直す", "Correct the names")}</h2>
            <Field name="name" label=lang.t("お名前", "Name") value=account.name.clone() />
            <Field
                name="kana"
                label=lang.t("お名前のふりがな", "Reading of the name (kana)")
                value=account.kana.clone().unwrap_or_default()
                optional=true
            />
            <Field
                name="email"
                label=lang
                    .t(
                        "サインインの名前 または メールアドレス",
                        "Sign-in name or e-mail address",
                    )
                value=account.email.clone().unwrap_or_default()
                autocomplete="off"
            />
            <Field
                name="phone"
                label=lang.t("電話", "Phone")
                value=account.phone.clone().unwrap_or_default()
                inputmode="tel"
                autocomplete="off"
                optional=true
            />
            <button class="go" name="do" value="names">
                {lang.t("保存する", "Save")}
            </button>
        </form>
        {close}
    }
    .into_any()
}

/// How an account may be helped.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum HelpForm {
    /// A link for a new password.
    Password,
    /// No sign-in any more.
    SignOut,
    /// Other names.
    Names(Details),
    /// The person has left.
    Close,
    /// The person is back.
    Reopen,
}

/// Helps.
pub async fn submit(req: &Req, form: HelpForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id = req.param("person")?;
    let back = format!("/people/{id}");
    match form {
        HelpForm::Password => {
            let path = password_resets::link(actor, services, id, req.key()).await?;
            page(req, Some(HandedLink::new(req, &path)?)).await
        }
        HelpForm::SignOut => {
            accounts::sign_out(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                back,
                "すべてサインアウトさせました。",
                "Signed out everywhere.",
            ))
        }
        HelpForm::Names(details) => {
            accounts::change(actor, services, id, details).await?;
            Ok(Reply::flash(req, back, "保存しました。", "Saved."))
        }
        HelpForm::Close => {
            accounts::close(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                back,
                "アカウントを閉じました。",
                "The account is closed.",
            ))
        }
        HelpForm::Reopen => {
            accounts::reopen(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                back,
                "アカウントをまた開きました。",
                "The account is open again.",
            ))
        }
    }
}
