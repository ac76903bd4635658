//! One's own account: names, password, and where one is signed in.

use domain::Lang;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    identity::{
        accounts::{self, OwnDetails},
        made_links as links_made, sign_in,
    },
};

use uuid::Uuid;

use super::{
    devices::device,
    made_links, password_field, role_names,
    sign_out::{self, SignOutForm},
};
use crate::{
    ui::{Chip, Field, Tone, day_and_time},
    web::{Page, Reply, Req},
};

/// One sign-in: its id, the device, since when, and whether it is this one.
struct Device {
    id: String,
    name: String,
    since: String,
    here: bool,
}

/// The forms.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let (person, open) = accounts::own(actor, &req.services).await?;
    let roles = role_names(lang, actor.roles.iter().copied());
    let zone = req.services.config.zone;
    let links = links_made::made_for(actor, &req.services).await?;
    let devices: Vec<Device> = open
        .into_iter()
        .map(|row| Device {
            id: row.id.to_string(),
            name: device(lang, &row.user_agent),
            since: day_and_time(lang, row.created_at, zone),
            here: row.id == actor.sign_in,
        })
        .collect();
    let title = lang.t("自分の設定", "My settings");
    Ok(Page::new(title, move || {
        let devices: Vec<_> = devices.into_iter().map(|device| line(lang, device)).collect();
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>{person.name.clone()}" "<span class="soft">{roles}</span></p>
                <form method="post" class="card">
                    <h2>{lang.t("パスワードを変える", "Change the password")}</h2>
                    <Field
                        name="old"
                        kind="password"
                        label=lang.t("今のパスワード", "Current password")
                        autocomplete="current-password"
                    />
                    {password_field("new", lang.t("新しいパスワード", "New password"))}
                    <button class="go" name="do" value="password">
                        {lang.t("変える", "Change it")}
                    </button>
                </form>
                <form method="post" class="card">
                    <h2>{lang.t("名前を直す", "Correct my names")}</h2>
                    <Field
                        name="name"
                        label=lang.t("お名前", "Your name")
                        value=person.name
                        autocomplete="name"
                    />
                    <Field
                        name="kana"
                        label=lang.t("お名前のふりがな", "Reading of your name (kana)")
                        value=person.kana.unwrap_or_default()
                        optional=true
                    />
                    <Field
                        name="email"
                        label=lang
                            .t(
                                "サインインの名前 または メールアドレス",
                                "Sign-in name or e-mail address",
                            )
                        value=person.email.unwrap_or_default()
                        autocomplete="username"
                    />
                    <Field
                        name="phone"
                        label=lang.t("電話", "Phone")
                        value=person.phone.unwrap_or_default()
                        inputmode="tel"
                        autocomplete="tel"
                        optional=true
                    />
                    <Field
                        name="password"
                        kind="password"
                        label=lang
                            .t(
                                "確かめるため、今のパスワード",
                                "Your password, to be sure it is you",
                            )
                        autocomplete="current-password"
                    />
                    <button class="go" name="do" value="names">
                        {lang.t("保存する", "Save")}
                    </button>
                </form>
                {made_links::section(lang, zone, &links)}
                <p>
                    <a class="quiet" href="/me/data">
                        {lang
                            .t(
                                "わたしのデータ（読む・受け取る・直す・消す）",
                                "My data: read, take along, correct, erase",
                            )}
                    </a>
                </p>
                <p>
                    <a class="quiet" href="/device">
                        {lang
                            .t(
                                "この機械に残したもの、送るのを待っているもの",
                                "What this device keeps, and what waits to be sent",
                            )}
                    </a>
                </p>
                <section class="card">
                    <h2>{lang.t("サインインしている機械", "Where you are signed in")}</h2>
                    <p>
                        {lang
                            .t(
                                "知らない機械や、教室のパソコン、なくした電話があったら、サインアウトしてください。",
                                "Sign out what you do not know, a classroom computer, or a lost phone.",
                            )}
                    </p>
                    <ul class="stack">{devices}</ul>
                    <form method="post">
                        <button class="quiet" name="do" value="everywhere">
                            {lang.t("すべてサインアウトする", "Sign out everywhere")}
                        </button>
                    </form>
                </section>
            </div>
        }
    })
    .into())
}

fn line(lang: Lang, device: Device) -> impl IntoView {
    let since = lang.t(
        format!("{} から", device.since),
        format!("since {}", device.since),
    );
    let end = if device.here {
        view! {
            <span class="push">
                <Chip tone=Tone::Met text=lang.t("この機械", "This one") />
            </span>
        }
        .into_any()
    } else {
        let label = lang.t(
            format!("{}（{since}）をサインアウト", device.name),
            format!("Sign out {} ({since})", device.name),
        );
        view! {
            <form method="post" class="push">
                <input type="hidden" name="sign-in" value=device.id />
                <button class="quiet" name="do" value="end" aria-label=label>
                    {lang.t("サインアウト", "Sign out")}
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="row">
            <strong>{device.name}</strong>
            <span class="soft">{since}</span>
            {end}
        </li>
    }
}

/// What may be asked for here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum AccountForm {
    /// Another password.
    Password {
        /// The one so far.
        #[serde(default)]
        old: String,
        /// The one from now on.
        #[serde(default)]
        new: String,
    },
    /// Other names.
    Names(OwnDetails),
    /// No sign-in any more.
    Everywhere,
    /// One sign-in less.
    End {
        /// Which.
        #[serde(rename = "sign-in")]
        sign_in: Uuid,
    },
}

/// Does what was asked.
pub async fn submit(req: &Req, form: AccountForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    match form {
        AccountForm::Everywhere => {
            let everywhere = SignOutForm {
                everywhere: true,
                ..SignOutForm::default()
            };
            sign_out::submit(req, everywhere).await
        }
        AccountForm::End { sign_in: id } => {
            sign_in::end(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                "/account",
                "サインアウトしました。",
                "Signed out.",
            ))
        }
        AccountForm::Names(details) => {
            accounts::change_own(actor, services, details).await?;
            Ok(Reply::flash(req, "/account", "保存しました。", "Saved."))
        }
        AccountForm::Password { old, new } => {
            sign_in::change_password(actor, services, &old, &new).await?;
            Ok(Reply::flash(
                req,
                "/account",
                "パスワードを変えました。",
                "Your password is changed.",
            ))
        }
    }
}
