//! `/people/{person}/data`: for those who help at the counter: produce everything, write a request down.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    identity::{
        own_data::{
            provisions,
            requests::{self, Wish},
        },
        people,
    },
};
use uuid::Uuid;

use super::{given, mine::fields};
use crate::{
    ui::crumbs,
    web::{Page, Reply, Req},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (actor, services) = (req.actor()?, &req.services);
    let person: Uuid = req.param("person")?;
    let name = people::name(actor, services, person).await?;
    let given = provisions::of_person(actor, services, person).await?;
    let zone = services.config.zone;
    let title = lang.t(
        format!("{name} さんのデータの請求"),
        format!("Requests of {name} about data"),
    );
    Ok(Page::new(title.clone(), move || {
        let place = format!("/people/{person}");
        view! {
            <div class="read">
                {crumbs(
                    vec![("/people".into(), lang.t("人", "People").into()), (place.clone(), name.clone())],
                )} <h1>{title}</h1> <section class="card">
                    <h2>{lang.t("窓口で渡す", "Hand it over at the counter")}</h2>
                    <p>
                        {lang
                            .t(
                                "本人であることを確かめてから、印刷するか、ファイルで渡してください。だれが出したかは、記録に残ります。",
                                "Make sure who it is, then print it or hand over the file. The trail tells who produced it.",
                            )}
                    </p>
                    <div class="row">
                        <a class="go" href=format!("{place}/data/all")>
                            {lang.t("全部を読む・印刷する", "Read or print all of it")}
                        </a>
                        <a class="quiet" href=format!("{place}/data/files")>
                            {lang.t("ファイル（zip）", "Files (zip)")}
                        </a>
                    </div>
                </section> <section class="card">
                    <h2>
                        {lang
                            .t(
                                "渡した記録（法律の項目、3年保存）",
                                "What was given to others (the items of the law, kept for three years)",
                            )}
                    </h2>
                    {given::table(lang, zone, given)}
                </section> <form method="post" class="card">
                    <h2>{lang.t("請求を書きとめる", "Write down what the person asks for")}</h2>
                    {fields(lang)}
                    <button class="go" name="do" value="enter">
                        {lang.t("書きとめる", "Write it down")}
                    </button>
                </form>
            </div>
        }
    })
    .into())
}

/// What may be done here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CounterForm {
    /// A request of the person.
    Enter(Wish),
}

/// Writes the request down.
pub async fn submit(req: &Req, CounterForm::Enter(wish): CounterForm) -> Result<Reply> {
    let person: Uuid = req.param("person")?;
    requests::enter(req.actor()?, &req.services, req.key(), person, wish).await?;
    Ok(Reply::flash(
        req,
        "/data-requests",
        "書きとめました。",
        "It is written down.",
    ))
}
