//! Which branch, and through whose eyes.

use leptos::prelude::*;
use server::{Result, catalog::branches, learning::eyes};

use super::{now_typed, segment};
use crate::{
    catalog::words::{short, source_name},
    ui::{Empty, Field, Select, crumbs},
    web::{Nothing, Page, Reply, Req},
};

/// The branches and the form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let (source, found) = branches::list(actor, &req.services, req.param("source")?).await?;
    let learners = eyes::learners(actor, &req.services).await?;
    let chosen = req.query.get("as").to_owned();
    let typed = match req.query.get("at") {
        "" => now_typed(req),
        typed => typed.to_owned(),
    };
    let asked = if req.query.is_empty() {
        String::new()
    } else {
        let pairs: Vec<_> = req
            .query
            .iter()
            .filter(|(name, value)| matches!(*name, "as" | "at") && !value.is_empty())
            .collect();
        format!("?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    };
    let title = lang.t("ブランチを下見する", "Preview a branch");
    Ok(Page::new(title, move || {
        let mut options = vec![(String::new(), lang.t("はじめての学習者", "A new learner").to_owned())];
        options.extend(learners.into_iter().map(|(id, name)| (id.to_string(), name)));
        let rows: Vec<_> = found
            .iter()
            .map(|(name, commit)| {
                let live = *name == source.branch;
                view! {
                    <li class="row">
                        <a href=format!("/preview/{}/{}{asked}", source.id, segment(name))>{name.clone()}</a>
                        <code class="soft">{short(commit)}</code>
                        {live
                            .then(|| {
                                view! {
                                    <span class="soft">
                                        {lang
                                            .t(
                                                "（公開するブランチ）",
                                                "(the branch that is published)",
                                            )}
                                    </span>
                                }
                            })}
                    </li>
                }
            })
            .collect();
        let empty = rows.is_empty();
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/sources".into(), lang.t("教材の元", "Course sources").into()),
                        (format!("/sources/{}", source.id), source_name(lang, &source)),
                    ],
                )} <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "公開する前に、学習者と同じ目で見られます。何も記録されません。このページのリンクは、先生と管理者だけが開けます。",
                            "See it with a learner's eyes before it is live. Nothing is recorded. Only instructors and administrators can open these links.",
                        )}
                </p> <form method="get" class="card">
                    <Select name="as" label=lang.t("だれとして", "As") options=options value=chosen />
                    <Field
                        name="at"
                        kind="datetime-local"
                        label=lang.t("いつ", "At")
                        value=typed
                        optional=true
                    />
                    <button class="quiet">{lang.t("この人と時刻で見る", "Use these eyes")}</button>
                </form> <section class="card">
                    <h2>{lang.t("ブランチ", "Branches")}</h2>
                    {if empty {
                        view! {
                            <Empty text=lang
                                .t(
                                    "まだブランチが届いていません。",
                                    "No branch has arrived yet.",
                                )>
                                <span></span>
                            </Empty>
                        }
                            .into_any()
                    } else {
                        view! { <ul class="stack">{rows}</ul> }.into_any()
                    }}
                    <form method="post">
                        <button class="quiet">
                            {lang.t("新しいものを取りに行く", "Fetch what is new")}
                        </button>
                    </form>
                </section>
            </div>
        }
    })
    .into())
}

/// Fetches the branches.
pub async fn submit(req: &Req, _: Nothing) -> Result<Reply> {
    let source = req.param("source")?;
    branches::fetch(req.actor()?, &req.services, source).await?;
    Ok(Reply::flash(
        req,
        format!("/preview/{source}"),
        "取りに行きました。",
        "Fetched.",
    ))
}
