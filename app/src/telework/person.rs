//! `/environment/{person}`: the same of a learner, for those who look after it.

use leptos::prelude::*;
use server::{Result, identity::people, telework::loans};
use uuid::Uuid;

use super::loans as lines;
use crate::{
    ui::{Empty, crumbs},
    web::{Page, Reply, Req},
};

/// What was lent to the person.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let today = req.services.config.today();
    let id: Uuid = req.param("person")?;
    let name = people::name(actor, &req.services, id).await?;
    let loans = loans::of_person(actor, &req.services, id).await?;
    let title = lang.t(
        format!("{name}さんの家で働く用意"),
        format!("{name}: working from home"),
    );
    let heading = title.clone();
    Ok(Page::new(title, move || {
        let borrowed = if loans.is_empty() {
            let text = lang.t("貸し出した物はありません。", "Nothing was lent.");
            view! {
                <Empty text=text>
                    <a class="quiet" href="/kits?show=here">
                        {lang.t("貸し出せる機器を見る", "Show what can be lent")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            lines::list(lang, loans, today)
        };
        view! {
            <div class="read">
                {crumbs(vec![(format!("/people/{id}"), name)])} <h1>{heading}</h1>
                <section class="card" aria-labelledby="loans">
                    <h2 id="loans">{lang.t("貸し出した物", "What was lent")}</h2>
                    {borrowed}
                </section>
            </div>
        }
    })
    .into())
}
