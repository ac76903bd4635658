//! Where the courses come from.

use domain::identity::Role;
use leptos::prelude::*;
use server::{
    Result,
    catalog::{sources, withdraw},
};

use super::words::{headline, short, source_name};
use crate::{
    ui::{Chip, Tone, day_and_time},
    web::{Page, Reply, Req},
};

/// Every source with its state.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let actor = req.actor()?;
    let found = sources::list(actor, &req.services).await?;
    let left = withdraw::left(actor, &req.services).await?;
    let administrator = actor.is(Role::Administrator);
    Ok(Page::new(lang.t("教材の元", "Course sources"), move || {
        let cards: Vec<_> = found
            .into_iter()
            .map(|found| {
                let failure = sources::failure(&found.source).map(|sentence| sentence.get(lang).to_owned());
                let state = if failure.is_some() {
                    view! { <Chip tone=Tone::Miss text=lang.t("✕ 読めませんでした", "✕ could not be read") /> }.into_any()
                } else if found.held_back > 0 {
                    let text = match lang {
                        domain::Lang::Ja => format!("✕ {} 件止まっています", found.held_back),
                        domain::Lang::En => format!("✕ {} held back", found.held_back),
                    };
                    view! { <Chip tone=Tone::Miss text=text /> }.into_any()
                } else if found.newest.is_none() {
                    view! { <Chip tone=Tone::Soon text=lang.t("… まだ読んでいません", "… not read yet") /> }.into_any()
                } else {
                    view! { <Chip tone=Tone::Met text=lang.t("✓ 問題なし", "✓ no errors") /> }.into_any()
                };
                let newest = found.newest.map(|newest| {
                    view! {
                        <p>
                            <code>{short(&newest.commit_hash)}</code>
                            " "
                            {if found.source.kind == "git" { headline(lang, &newest) } else { String::new() }}
                            " "
                            <span class="soft">
                                {newest.author.clone()}" "{day_and_time(lang, newest.committed_at, zone)}
                            </span>
                        </p>
                    }
                });
                let live = match lang {
                    domain::Lang::Ja => format!("公開中 {} 件", found.live),
                    domain::Lang::En => format!("{} live", found.live),
                };
                view! {
                    <li class="card">
                        <div class="row">
                            <h2>
                                <a href=format!(
                                    "/sources/{}",
                                    found.source.id,
                                )>{source_name(lang, &found.source)}</a>
                            </h2>
                            {state}
                        </div>
                        <p class="soft place">{found.source.url.clone()}" "{found.source.branch.clone()}</p>
                        {newest}
                        {failure.map(|failure| view! { <p class="tip">{failure}</p> })}
                        <p class="soft">{live}</p>
                    </li>
                }
            })
            .collect();
        view! {
            <div class="row">
                <h1>{lang.t("教材の元", "Course sources")}</h1>
                {administrator
                    .then(|| {
                        view! {
                            <a class="quiet push" href="/sources/new">
                                {lang.t("git の元を足す", "Add a git source")}
                            </a>
                        }
                    })}
            </div>
            <p>
                {lang
                    .t(
                        "コースは、ここにある元から公開されます。エラーのあるコースだけが止まり、前の版がそのまま残ります。",
                        "Courses are published from these. A course with an error is held back by itself, and its last good state stays.",
                    )}
            </p>
            <ul class="stack">{cards}</ul>
            {left_view(lang, left)}
        }
    })
    .into())
}

/// What is live of sources that were removed.
fn left_view(lang: domain::Lang, left: Vec<(String, String)>) -> Option<AnyView> {
    let rows: Vec<_> = left
        .into_iter()
        .map(|(kind, id)| {
            let what = match kind.as_str() {
                "course" => lang.t("コース", "course"),
                _ => lang.t("準備のルール", "readiness rule"),
            };
            view! {
                <li class="row">
                    <span>{id.clone()}" "<span class="soft">{what}</span></span>
                    <a class="quiet push" href=format!("/withdraw/{kind}/{id}")>
                        {lang.t("公開をやめる", "Withdraw")}
                    </a>
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack">
                <h2>{lang.t("元が外された、公開中のもの", "Live, and without a source")}</h2>
                <ul class="stack">{rows}</ul>
            </section>
        }
        .into_any()
    })
}
