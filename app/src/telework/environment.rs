//! `/environment`: what a learner has for working from home, and what is still to be done.

use leptos::prelude::*;
use server::{Result, telework::loans};

use super::loans as lines;
use crate::{
    ui::Empty,
    web::{Page, Reply, Req},
};

/// What was borrowed.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let today = req.services.config.today();
    let loans = loans::of_person(actor, &req.services, actor.id).await?;
    let title = lang.t("家で働く用意", "Working from home");
    Ok(Page::new(title, move || {
        let borrowed = if loans.is_empty() {
            let text = lang.t(
                "いま借りている物はありません。パソコンやカメラがいるときは、先生に聞いてください。",
                "You have borrowed nothing. If you need a computer or a camera, ask your instructor.",
            );
            view! {
                <Empty text=text>
                    <a class="quiet" href="/help">
                        {lang.t("先生に聞く", "Ask the instructor")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            lines::list(lang, loans, today)
        };
        view! {
            <div class="read">
                <h1>{title}</h1>
                <section class="card" aria-labelledby="loans">
                    <h2 id="loans">{lang.t("借りている物", "What you have borrowed")}</h2>
                    {borrowed}
                </section>
            </div>
        }
    })
    .into())
}
