//! `/incidents/new`: one press tells that something happened.

use domain::telework::IncidentKind;
use leptos::prelude::*;
use server::{
    Result,
    telework::incidents::{self, IncidentForm},
};
use uuid::Uuid;

use super::incident_words as words;
use crate::{
    ui::{TextArea, day_and_time},
    web::{Page, Reply, Req},
};

/// What may have happened, and what is open already.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let open = incidents::own_open(actor, &req.services).await?;
    let title = lang.t("困ったことが起きた", "Something happened");
    Ok(Page::new(title, move || {
        let open: Vec<_> = open
            .into_iter()
            .map(|row| {
                let at = day_and_time(lang, row.at, zone);
                view! {
                    <li>
                        <a href=format!("/incidents/{}", row.id)>{words::kind(lang, row.kind)}</a>
                        " "
                        <span class="soft">{at}</span>
                    </li>
                }
            })
            .collect();
        let open = (!open.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{lang.t("もう知らせたこと", "What you have told already")}</h2>
                    <ul class="stack">{open}</ul>
                </section>
            }
        });
        let kinds: Vec<_> = IncidentKind::ALL
            .into_iter()
            .map(|kind| {
                view! {
                    <button class="go" name="kind" value=kind.code()>
                        {words::kind(lang, kind)}
                    </button>
                }
            })
            .collect();
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "知らせてくれて、ありがとうございます。だれにでも起こることです。早く知らせるほど、よい手当てができます。",
                            "Thank you for telling. It happens to everybody, and the earlier it is known, the more can be done.",
                        )}
                </p>
                <form method="post" class="card next">
                    <h2>
                        {lang
                            .t(
                                "何が起きましたか。一つ押してください",
                                "What happened? Press one",
                            )}
                    </h2>
                    <div class="stack">{kinds}</div>
                    <TextArea
                        name="what"
                        label=lang
                            .t("くわしく（あとからでもよい）", "More about it (later will do)")
                        rows=2
                    />
                </form>
                <p>
                    {lang
                        .t(
                            "押すと、コーディネーターに伝わり、いますることがすぐに出ます。",
                            "After the press the coordinators are told, and you see at once what to do now.",
                        )}
                </p>
                {open}
            </div>
        }
    })
    .into())
}

/// Tells of it.
pub async fn submit(req: &Req, form: IncidentForm) -> Result<Reply> {
    let key: Uuid = req.key();
    incidents::tell(req.actor()?, &req.services, key, form).await?;
    Ok(Reply::to(format!("/incidents/{key}")))
}
