//! `/today/{kind}?thing=`: a thing that waits is put off to another day, or handed over to a colleague.

use chrono::Days;
use domain::{Lang, home::TodoKind};
use leptos::prelude::*;
use serde::Deserialize;
use server::{Error, Result, home::todo::put_off};
use uuid::Uuid;

use super::todo_words as words;
use crate::{
    ui::{Field, Select, crumbs},
    web::{Page, Reply, Req},
};

/// The thing, and what may be decided about it. What waits no more leads home.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor, services) = (req.lang, req.actor()?, &req.services);
    let kind: TodoKind = req.param("kind")?;
    let todo = match put_off::find(actor, services, lang, kind, req.query.get("thing")).await {
        Err(Error::NotFound) => return Ok(Reply::to("/")),
        found => found?,
    };
    let colleagues = put_off::colleagues(actor, services, &todo).await?;
    let today = services.config.today();
    let next_week = today.checked_add_days(Days::new(7)).unwrap_or(today).to_string();
    let zone = services.config.zone;
    let title = words::sentence(lang, &todo);
    Ok(Page::new(title.clone(), move || {
        view! {
            <div class="read">
                {crumbs(
                    vec![("/".to_owned(), lang.t("きょうすること", "To be done today").to_owned())],
                )} <h1>{title}</h1> <p class="soft">{words::when(lang, &todo, zone)}</p> <p>
                    <a class="go" href=todo.link.clone()>
                        {words::act(lang, todo.kind)}
                    </a>
                </p> <form method="post" class="card">
                    <h2>{lang.t("ほかの日に見る", "See it another day")}</h2>
                    <Field
                        name="until"
                        kind="date"
                        label=lang.t("この日にまた出す", "Show it again on")
                        value=next_week
                        hint=lang
                            .t(
                                "その日に、まだ待っていれば出ます。終わっていれば出ません。",
                                "It is shown on that day if it still waits. What is done by then is not.",
                            )
                    />
                    <button class="quiet" name="do" value="put-off">
                        {lang.t("その日にまた見る", "See it on that day")}
                    </button>
                </form> {hand_over(lang, colleagues)}
            </div>
        }
    })
    .into())
}

fn hand_over(lang: Lang, colleagues: Vec<(Uuid, String)>) -> AnyView {
    if colleagues.is_empty() {
        return view! {
            <p class="soft">
                {lang
                    .t(
                        "これを頼める人が、ほかにいません。",
                        "There is no colleague who could do this.",
                    )}
            </p>
        }
        .into_any();
    }
    let options = colleagues
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect::<Vec<_>>();
    view! {
        <form method="post" class="card">
            <h2>{lang.t("ほかの人に頼む", "Hand it over")}</h2>
            <Select
                name="colleague"
                label=lang.t("だれに", "To whom")
                options=options
                hint=lang
                    .t(
                        "その人の「きょうすること」に、あなたの名前といっしょに出ます。",
                        "It is in that person's list, with your name.",
                    )
            />
            <button class="quiet" name="do" value="hand-over">
                {lang.t("頼む", "Hand over")}
            </button>
        </form>
    }
    .into_any()
}

/// What may be decided.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PutOffForm {
    /// It is shown again on a day.
    PutOff {
        /// The day.
        until: String,
    },
    /// A colleague does it.
    HandOver {
        /// Who.
        colleague: Uuid,
    },
    /// It waits here again.
    TakeBack,
}

/// Writes it down.
pub async fn submit(req: &Req, form: PutOffForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let kind: TodoKind = req.param("kind")?;
    let thing = req.query.get("thing");
    match form {
        PutOffForm::PutOff { until } => {
            put_off::put_off(actor, services, kind, thing, &until).await?;
            Ok(Reply::flash(req, "/", "あとで見ることにしました。", "Put off."))
        }
        PutOffForm::HandOver { colleague } => {
            put_off::hand_over(actor, services, kind, thing, colleague).await?;
            Ok(Reply::flash(req, "/", "頼みました。", "Handed over."))
        }
        PutOffForm::TakeBack => {
            put_off::take_back(actor, services, kind, thing).await?;
            Ok(Reply::flash(req, "/", "もどしました。", "Taken back."))
        }
    }
}
