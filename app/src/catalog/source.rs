//! A source: its state, and its revisions.

use domain::identity::Role;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    catalog::{FOLDER, refresh, revisions, sources},
};

use super::words::{counts, headline, short, source_name, standing_chip};
use crate::{
    ui::{Chip, Empty, Tone, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// The revisions, the newest first.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let actor = req.actor()?;
    let history = revisions::list(actor, &req.services, req.param("source")?).await?;
    let settings = actor.is(Role::Administrator) && history.source.id != FOLDER;
    let title = source_name(lang, &history.source);
    Ok(Page::new(title.clone(), move || {
        let source = history.source;
        let id = source.id;
        let git = source.kind == "git";
        let failure = sources::failure(&source).map(|sentence| {
            view! {
                <p class="banner miss" role="alert">
                    {sentence.get(lang).to_owned()}
                </p>
            }
        });
        let checked = source.checked_at.map(|at| {
            view! {
                <p class="soft">
                    {lang.t("最後に見た時刻: ", "Last looked at: ")}{day_and_time(lang, at, zone)}
                </p>
            }
        });
        let hooked = source.hooked_at.map(|at| {
            view! { <p class="soft">{lang.t("最後の通知: ", "Last webhook: ")}{day_and_time(lang, at, zone)}</p> }
        });
        let pinned = history.pinned.then(|| {
            view! {
                <form method="post" class="tip row">
                    <span>
                        {lang
                            .t(
                                "前の版に戻してあります。新しい変更は、だれかが公開するまで出ません。",
                                "This source was rolled back. Pushes do not go live until somebody publishes one.",
                            )}
                    </span>
                    <button class="quiet push" name="do" value="unpin">
                        {lang.t("固定をやめる", "Unpin")}
                    </button>
                </form>
            }
        });
        let rows: Vec<_> = history
            .revisions
            .into_iter()
            .map(|found| {
                let row = found.row;
                view! {
                    <tr>
                        <th scope="row">
                            <a href=format!("/sources/{id}/revisions/{}", row.id)>
                                <code>{short(&row.commit_hash)}</code>
                            </a>
                            " "
                            {git.then(|| headline(lang, &row))}
                        </th>
                        <td data-label=lang
                            .t(
                                "状態",
                                "State",
                            )>
                            {standing_chip(lang, found.standing)}
                            {found
                                .pinned
                                .then(|| view! { <Chip tone=Tone::Soon text=lang.t("固定", "pinned") /> })}
                        </td>
                        <td data-label=lang
                            .t(
                                "問題",
                                "Problems",
                            )>
                            {counts(lang, found.errors, found.warnings)}
                            {(!found.held_back.is_empty())
                                .then(|| format!(" ({})", found.held_back.join(", ")))}
                        </td>
                        <td data-label=lang.t("だれが", "Author")>{row.author.clone()}</td>
                        <td data-label=lang
                            .t("いつ", "When")>{day_and_time(lang, row.committed_at, zone)}</td>
                    </tr>
                }
            })
            .collect();
        let empty = rows.is_empty();
        view! {
            {crumbs(vec![("/sources".into(), lang.t("教材の元", "Course sources").into())])}
            <div class="row">
                <h1>{title}</h1>
                {settings
                    .then(|| {
                        view! {
                            <a class="quiet push" href=format!("/sources/{id}/settings")>
                                {lang.t("設定", "Settings")}
                            </a>
                        }
                    })}
                {git
                    .then(|| {
                        view! {
                            <a class="quiet" href=format!("/preview/{id}")>
                                {lang.t("ブランチを下見する", "Preview a branch")}
                            </a>
                        }
                    })}
            </div>
            <p class="soft place">{source.url.clone()}" "{source.branch.clone()}" "{source.folder.clone()}</p>
            {failure}
            {pinned}
            {checked}
            {hooked}
            <form method="post">
                <button class="quiet" name="do" value="look">
                    {lang.t("いま見に行く", "Look for changes now")}
                </button>
            </form>
            {if empty {
                view! {
                    <Empty text=lang
                        .t(
                            "まだ何も届いていません。鍵と通知を設定したら、「いま見に行く」を押してください。",
                            "Nothing has arrived yet. When key and webhook are set up, look for changes.",
                        )>
                        <span></span>
                    </Empty>
                }
                    .into_any()
            } else {
                view! {
                    <div class="card table" tabindex="0" role="region" aria-label=lang.t("版", "Revisions")>
                        <table class="cards">
                            <thead>
                                <tr>
                                    <th scope="col">{lang.t("版", "Revision")}</th>
                                    <th scope="col">{lang.t("状態", "State")}</th>
                                    <th scope="col">{lang.t("問題", "Problems")}</th>
                                    <th scope="col">{lang.t("だれが", "Author")}</th>
                                    <th scope="col">{lang.t("いつ", "When")}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }}
        }
    })
    .into())
}

/// What may be done with a source.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SourceAct {
    /// Look for changes.
    Look,
    /// Let pushes go live again.
    Unpin,
}

/// Looks for changes, or lets pushes go live again.
pub async fn submit(req: &Req, act: SourceAct) -> Result<Reply> {
    let actor = req.actor()?;
    let id = req.param("source")?;
    if let SourceAct::Unpin = act {
        sources::unpin(actor, &req.services, id).await?;
        return Ok(Reply::flash(
            req,
            format!("/sources/{id}"),
            "固定をやめました。",
            "Unpinned. Pushes go live again.",
        ));
    }
    let looked = refresh::now(actor, &req.services, id).await?;
    if looked.new {
        return Ok(Reply::flash(
            req,
            format!("/sources/{id}/revisions/{}", looked.revision),
            "新しい版がありました。",
            "There is a new revision.",
        ));
    }
    Ok(Reply::flash(
        req,
        format!("/sources/{id}"),
        "変わっていません。",
        "Nothing has changed.",
    ))
}
