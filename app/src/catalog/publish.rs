//! The plan of a publication, and the button that carries it out.

use leptos::prelude::*;
use server::{
    Result,
    catalog::{How, plan, refresh, revisions},
};

use super::words::{headline, plan_view, short, source_name};
use crate::{
    ui::crumbs,
    web::{Nothing, Page, Reply, Req},
};

/// What would change.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let (source, revision) = (req.param("source")?, req.param("revision")?);
    let detail = revisions::get(actor, &req.services, source, revision).await?;
    let plan = plan::of(actor, &req.services, source, revision).await?;
    let names = revisions::people(
        actor,
        &req.services,
        plan.people.iter().map(|change| change.person),
    )
    .await?;
    let back = detail.how == How::Rollback;
    let title = if back {
        lang.t("前の版に戻す", "Roll back")
    } else {
        lang.t("公開する", "Publish")
    };
    Ok(Page::new(title, move || {
        let held: Vec<_> = detail
            .items
            .iter()
            .filter(|item| item.row.errors > 0)
            .map(|item| item.row.name.clone())
            .collect();
        let held = (!held.is_empty()).then(|| {
            view! {
                <p class="tip">
                    {lang
                        .t(
                            "エラーがあるので止まったままです: ",
                            "Held back because of errors: ",
                        )}{held.join(", ")}
                </p>
            }
        });
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        (format!("/sources/{source}"), source_name(lang, &detail.source)),
                        (format!("/sources/{source}/revisions/{revision}"), short(&detail.row.commit_hash)),
                    ],
                )} <h1>{title}</h1> <p>
                    <code>{short(&detail.row.commit_hash)}</code>
                    " "
                    {headline(lang, &detail.row)}
                    " "
                    <span class="soft">{detail.row.author.clone()}</span>
                </p> {held} <section class="card">
                    <h2>{lang.t("変わること", "What changes")}</h2>
                    {plan_view(lang, &plan, &names)}
                </section> <form method="post" class="card next">
                    {back
                        .then(|| {
                            view! {
                                <p>
                                    {lang
                                        .t(
                                            "この版に固定します。新しい変更が届いても、だれかが公開するか固定をやめるまで、この版のままです。",
                                            "This revision is pinned: pushes do not go live until somebody publishes one or unpins it.",
                                        )}
                                </p>
                            }
                        })}
                    <button class="go">
                        {if back {
                            lang.t("はい、この版に戻す", "Yes, roll back to this")
                        } else {
                            lang.t("はい、公開する", "Yes, publish")
                        }}
                    </button>
                </form>
            </div>
        }
    })
    .into())
}

/// Publishes.
pub async fn submit(req: &Req, _: Nothing) -> Result<Reply> {
    let (source, revision) = (req.param("source")?, req.param("revision")?);
    let changed = refresh::publish(req.actor()?, &req.services, source, revision).await?;
    let list = changed.join(", ");
    Ok(Reply::flash(
        req,
        format!("/sources/{source}/revisions/{revision}"),
        &format!("公開しました。{list}"),
        &format!("Published. {list}"),
    ))
}
