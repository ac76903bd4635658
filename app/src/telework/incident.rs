//! `/incidents/{incident}`: what to do now, who knows, what was done, and what was learnt.

use leptos::prelude::*;
use serde::Deserialize;
use server::{Result, telework::incidents};
use uuid::Uuid;

use super::incident_words as words;
use crate::{
    ui::{Chip, TextArea, Tone, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// The incident.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let it = incidents::get(actor, &req.services, req.param("incident")?).await?;
    let own = it.incident.person_id == actor.id;
    let coordinates = [
        domain::identity::Role::Coordinator,
        domain::identity::Role::Administrator,
    ]
    .iter()
    .any(|role| actor.is(*role));
    let title = words::kind(lang, it.incident.kind);
    Ok(Page::new(title, move || {
        let open = it.incident.closed_at.is_none();
        let steps: Vec<_> = words::now(lang, it.incident.kind)
            .into_iter()
            .map(|step| view! { <li>{step}</li> })
            .collect();
        let now = open.then(|| {
            view! {
                <section class="card next">
                    <h2>{lang.t("いますること", "What to do now")}</h2>
                    <ol class="steps">{steps}</ol>
                </section>
            }
        });
        let told = if it.told.is_empty() {
            lang.t("管理者に伝わりました。", "The administrators are told.")
                .to_owned()
        } else {
            let names = it.told.join(lang.t("さん、", ", "));
            lang.t(
                format!("{names}さんに伝わりました。この人たちと管理者だけが読めます。"),
                format!("Told to: {names}. They and the administrators can read it, nobody else."),
            )
        };
        let at = day_and_time(lang, it.incident.at, zone);
        let what = (!it.incident.what.is_empty()).then(|| format!(" — {}", it.incident.what));
        let notes: Vec<_> = it
            .notes
            .into_iter()
            .map(|(note, by)| {
                let at = day_and_time(lang, note.at, zone);
                view! {
                    <li>
                        <p class="soft">{at}" "{by}</p>
                        <p class="note">{note.note}</p>
                    </li>
                }
            })
            .collect();
        let closed = it.incident.closed_at.map(|at| {
            let at = day_and_time(lang, at, zone);
            let by = it.closed_by.clone();
            view! {
                <li>
                    <p class="soft">{at}" "{by}</p>
                    <p>
                        <strong>{lang.t("学んだこと: ", "Learnt: ")}</strong>
                        {it.incident.learnt.clone()}
                    </p>
                </li>
            }
        });
        let (tone, state) = if open {
            (Tone::Soon, lang.t("見ています", "Looked after"))
        } else {
            (Tone::Met, lang.t("終わりました", "Closed"))
        };
        let above = if coordinates {
            (
                "/incidents".to_owned(),
                lang.t("できごと", "Incidents").to_owned(),
            )
        } else {
            (
                "/incidents/new".to_owned(),
                lang.t("困ったことが起きた", "Something happened").to_owned(),
            )
        };
        let close = (coordinates && open).then(|| {
            view! {
                <form method="post" class="card">
                    <h2>{lang.t("終わりにする", "Close it")}</h2>
                    <TextArea
                        name="learnt"
                        label=lang
                            .t(
                                "学んだこと、次にやりやすくすること",
                                "What was learnt, and what will be made easier next time",
                            )
                        hint=lang
                            .t(
                                "だれが悪いかではなく、何を変えるかを書きます。知らせてくれた人も読みます。",
                                "Write what will change, not who was at fault. Whoever told reads it, too.",
                            )
                            .to_owned()
                    />
                    <div class="row">
                        <button class="quiet" name="do" value="close">
                            {lang.t("終わりにする", "Close it")}
                        </button>
                    </div>
                </form>
            }
        });
        let reopen = (coordinates && !open).then(|| {
            view! {
                <form method="post" class="row">
                    <button class="quiet" name="do" value="reopen">
                        {lang.t("また開く", "Open it again")}
                    </button>
                </form>
            }
        });
        let thanks = own.then(|| {
            view! {
                <p class="banner met">
                    {lang
                        .t(
                            "知らせてくれて、ありがとうございます。",
                            "Thank you for telling.",
                        )}
                </p>
            }
        });
        view! {
            <div class="read">
                {crumbs(vec![above])} <div class="row">
                    <h1>{title}</h1>
                    <span class="push">
                        <Chip tone=tone text=state />
                    </span>
                </div> {thanks} {now} <p>{told}</p> <section class="card">
                    <h2>{lang.t("これまで", "So far")}</h2>
                    <ol class="stack">
                        <li>
                            <p class="soft">{at}" "{it.person.clone()}</p>
                            <p>{title}{what}</p>
                        </li>
                        {notes}
                        {closed}
                    </ol>
                    <form method="post" class="stack">
                        <TextArea name="note" label=lang.t("書き足す", "Add to it") />
                        <div class="row">
                            <button class="quiet" name="do" value="note">
                                {lang.t("書き足す", "Add to it")}
                            </button>
                        </div>
                    </form>
                </section> {close} {reopen}
            </div>
        }
    })
    .into())
}

/// What may be done with an incident.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum IncidentAct {
    /// More is written down.
    Note {
        /// What.
        #[serde(default)]
        note: String,
    },
    /// It is over.
    Close {
        /// What was learnt.
        #[serde(default)]
        learnt: String,
    },
    /// It is not over.
    Reopen,
}

/// Does it.
pub async fn submit(req: &Req, form: IncidentAct) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: Uuid = req.param("incident")?;
    let (ja, en) = match form {
        IncidentAct::Note { note } => {
            incidents::note(actor, services, req.key(), id, &note).await?;
            ("書き足しました。", "Added.")
        }
        IncidentAct::Close { learnt } => {
            incidents::close(actor, services, id, &learnt).await?;
            ("終わりにしました。", "Closed.")
        }
        IncidentAct::Reopen => {
            incidents::reopen(actor, services, id).await?;
            ("また開きました。", "Opened again.")
        }
    };
    Ok(Reply::flash(req, format!("/incidents/{id}"), ja, en))
}
