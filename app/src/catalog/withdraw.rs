//! Withdrawing a course or rule whose source was removed: what it does, and the button.

use leptos::prelude::*;
use server::{
    Result,
    catalog::{revisions, withdraw},
};

use super::words::plan_view;
use crate::{
    ui::crumbs,
    web::{Nothing, Page, Reply, Req},
};

/// What would change.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let (kind, id): (String, String) = (req.param("kind")?, req.param("item")?);
    let plan = withdraw::plan(actor, &req.services, &kind, &id).await?;
    let people = plan.people.iter().map(|change| change.person);
    let names = revisions::people(actor, &req.services, people).await?;
    let may = actor.is(domain::identity::Role::Administrator);
    let title = lang.t(format!("「{id}」の公開をやめる"), format!("Withdraw “{id}”"));
    Ok(Page::new(title.clone(), move || {
        view! {
            <div class="read">
                {crumbs(vec![("/sources".to_owned(), lang.t("教材の元", "Course sources").to_owned())])}
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "元が外されたので、新しくなることはもうありません。公開をやめると、学ぶ人には見えなくなります。受けている途中のテストは最後まで受けられ、これまでの記録は残ります。",
                            "Its source was removed, so it will never change again. Withdrawn, it is not shown to learners any more. Tests that are under way can be finished, and what was done so far is kept.",
                        )}
                </p> <section class="card">
                    <h2>{lang.t("変わること", "What changes")}</h2>
                    {plan_view(lang, &plan, &names)}
                </section>
                {may
                    .then(|| {
                        view! {
                            <form method="post" class="card next">
                                <button class="go">
                                    {lang.t("はい、公開をやめる", "Yes, withdraw it")}
                                </button>
                            </form>
                        }
                    })}
            </div>
        }
    })
    .into())
}

/// Withdraws it.
pub async fn submit(req: &Req, _: Nothing) -> Result<Reply> {
    let (kind, id): (String, String) = (req.param("kind")?, req.param("item")?);
    withdraw::withdraw(req.actor()?, &req.services, &kind, &id).await?;
    Ok(Reply::flash(
        req,
        "/sources",
        &format!("「{id}」の公開をやめました。"),
        &format!("“{id}” is withdrawn."),
    ))
}
