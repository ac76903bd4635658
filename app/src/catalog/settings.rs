//! The settings of a git source: address, key, webhook, and removing it.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Error, Result,
    catalog::sources::{self, SourceForm},
    forms::ticked,
};

use super::source_form::fields;
use crate::{
    ui::{Check, crumbs},
    web::{Page, Reply, Req},
};

/// The form, the public key and the webhook.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let id = req.param("source")?;
    let source = sources::get(actor, &req.services, id).await?;
    let access = sources::access(actor, &req.services, id).await?;
    let title = format!("{} — {}", source.name, lang.t("設定", "Settings"));
    Ok(Page::new(title.clone(), move || {
        let key = access.public_key.map(|key| {
            view! {
                <section class="card">
                    <h2>{lang.t("鍵（deploy key）", "Deploy key")}</h2>
                    <p>
                        {lang
                            .t(
                                "これは公開してよい半分です。git のサーバーで「deploy key」に、読むだけの権限で登録してください。もう半分は、このサーバーから出ません。",
                                "This is the public half. Register it as a deploy key with your git host, for reading only. The other half never leaves this server.",
                            )}
                    </p>
                    <pre
                        class="excerpt"
                        tabindex="0"
                        role="group"
                        aria-label=lang.t("公開鍵", "Public key")
                    >
                        {key.trim().to_owned()}
                    </pre>
                </section>
            }
        });
        let hosts: Vec<_> = access.host_keys.into_iter().map(|line| view! {
            <li>
                <code class="place">{line}</code>
            </li>
        }).collect();
        let hosts = (!hosts.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{lang.t("覚えたサーバーの鍵", "Pinned host keys")}</h2>
                    <p>
                        {lang
                            .t(
                                "はじめてつないだときに覚えました。git のサーバーが公表している値と同じか、確かめてください。変わったら、つなぎません。",
                                "Pinned at the first connection. Compare them with what your git host publishes; another key is refused.",
                            )}
                    </p>
                    <ul>{hosts}</ul>
                    <form method="post">
                        <button class="quiet" name="do" value="forget-host">
                            {lang
                                .t(
                                    "覚えた鍵を消して、もう一度覚える",
                                    "Forget them and pin anew",
                                )}
                        </button>
                    </form>
                </section>
            }
        });
        let token = access.has_token.then(|| view! { <p class="soft">{lang.t("✓ トークンは登録ずみです。", "✓ A token is kept.")}</p> });
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/sources".into(), lang.t("教材の元", "Course sources").into()),
                        (format!("/sources/{id}"), source.name.clone()),
                    ],
                )} <h1>{title}</h1> {key} <section class="card">
                    <h2>{lang.t("通知（webhook）", "Webhook")}</h2>
                    <p>
                        {lang
                            .t(
                                "git のサーバーの webhook に、次の2つを登録してください。GitHub・GitLab・Forgejo・Gitea で使えます（内容の形式は JSON、きっかけは push）。",
                                "Give these two to your git host's webhook settings: GitHub, GitLab, Forgejo or Gitea (content type JSON, on push).",
                            )}
                    </p>
                    <dl class="plan">
                        <dt>"URL"</dt>
                        <dd>
                            <code class="place">{access.hook_url}</code>
                        </dd>
                        <dt>
                            {lang.t("秘密の言葉（secret / token）", "Secret (GitLab: secret token)")}
                        </dt>
                        <dd>
                            <details>
                                <summary>{lang.t("見る", "Show")}</summary>
                                <code class="place">{access.hook_secret}</code>
                            </details>
                        </dd>
                    </dl>
                </section> {hosts} <form method="post" class="card">
                    <h2>{lang.t("元の設定", "Source")}</h2>
                    {fields(lang, Some(&source))}
                    {token}
                    <button class="go" name="do" value="save">
                        {lang.t("保存する", "Save")}
                    </button>
                </form> <form method="post" class="card">
                    <h2>{lang.t("この元を外す", "Remove this source")}</h2>
                    <p>
                        {lang
                            .t(
                                "鍵とトークンと写しを消します。いま公開しているコースと、学習の記録は残ります。もう変更は届きません。",
                                "Its key, token and mirror are deleted. Courses that are live stay live, with everything learners did; changes no longer arrive.",
                            )}
                    </p>
                    <Check name="sure" label=lang.t("はい、外します", "Yes, remove it") />
                    <button class="quiet danger" name="do" value="remove">
                        {lang.t("外す", "Remove")}
                    </button>
                </form>
            </div>
        }
    })
    .into())
}

/// What may be done with the settings of a source.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SettingsForm {
    /// Save them.
    Save(SourceForm),
    /// Remove the source.
    Remove {
        /// Whether the person is sure.
        #[serde(default, deserialize_with = "ticked")]
        sure: bool,
    },
    /// Forget the host keys.
    ForgetHost,
}

/// Saves, removes, or forgets the host keys.
pub async fn submit(req: &Req, form: SettingsForm) -> Result<Reply> {
    let (actor, services, id) = (req.actor()?, &req.services, req.param("source")?);
    match form {
        SettingsForm::Save(form) => {
            sources::change(actor, services, id, &form).await?;
            Ok(Reply::flash(
                req,
                format!("/sources/{id}"),
                "保存しました。",
                "Saved.",
            ))
        }
        SettingsForm::Remove { sure: true } => {
            sources::remove(actor, services, id).await?;
            Ok(Reply::flash(req, "/sources", "外しました。", "Removed."))
        }
        SettingsForm::Remove { sure: false } => Err(Error::refused(
            "外すときは、「はい、外します」に印をつけてください。",
            "To remove the source, tick \"Yes, remove it\" first.",
        )),
        SettingsForm::ForgetHost => {
            sources::forget_host(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                format!("/sources/{id}"),
                "消しました。次につなぐときに、もう一度覚えます。",
                "Forgotten. The next connection pins what it meets.",
            ))
        }
    }
}
