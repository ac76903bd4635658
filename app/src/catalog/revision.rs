//! One revision of a source: each problem at its place, and what became of it.

use leptos::prelude::*;
use server::{
    Result,
    catalog::{How, revisions},
};

use super::words::{counts, headline, plan_view, problem_view, short, source_name, standing_chip};
use crate::{
    ui::{crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// The revision.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let actor = req.actor()?;
    let detail = revisions::get(actor, &req.services, req.param("source")?, req.param("revision")?).await?;
    let people = detail
        .published
        .iter()
        .flat_map(|published| published.plan.people.iter().map(|change| change.person))
        .collect::<Vec<_>>();
    let names = revisions::people(actor, &req.services, people.into_iter()).await?;
    let title = format!(
        "{} {}",
        short(&detail.row.commit_hash),
        headline(lang, &detail.row)
    );
    Ok(Page::new(title.clone(), move || {
        let address = format!("/sources/{}/revisions/{}", detail.source.id, detail.row.id);
        let items: Vec<_> = detail
            .items
            .iter()
            .map(|item| {
                let name = match item.row.kind.as_str() {
                    "rule" => format!("readiness/{}", item.row.name),
                    "source" => lang.t("そのほかのファイル", "Other files").to_owned(),
                    _ => item.row.name.clone(),
                };
                let problems: Vec<_> = item
                    .problems
                    .iter()
                    .map(|problem| problem_view(lang, problem))
                    .collect();
                view! {
                    <section class="card">
                        <div class="row">
                            <h2>{name}</h2>
                            {item.standing.map(|standing| standing_chip(lang, standing))}
                            <span class="soft push">
                                {counts(lang, item.row.errors.into(), item.row.warnings.into())}
                            </span>
                        </div>
                        {(!problems.is_empty()).then(|| view! { <ul class="stack problems">{problems}</ul> })}
                    </section>
                }
            })
            .collect();
        let published: Vec<_> = detail
            .published
            .iter()
            .map(|published| {
                let how = match published.row.how.as_str() {
                    "rollback" => lang.t("この版に戻しました", "Rolled back to this"),
                    "hand" => lang.t("公開しました", "Published by hand"),
                    "push" => lang.t("届いて、公開されました", "Published on push"),
                    _ => lang.t("フォルダーから公開されました", "Published from the folder"),
                };
                view! {
                    <li class="stack">
                        <p>
                            <strong>{how}</strong>
                            " "
                            <span class="soft">
                                {published.by.clone()}" "{day_and_time(lang, published.row.at, zone)}
                            </span>
                        </p>
                        {(!published.plan.is_empty()).then(|| plan_view(lang, &published.plan, &names))}
                    </li>
                }
            })
            .collect();
        let (word, class) = match detail.how {
            How::Rollback => (lang.t("この版に戻す…", "Roll back to this…"), "quiet"),
            How::Folder | How::Push | How::Hand => {
                (lang.t("公開の計画を見る", "See the plan and publish"), "go")
            }
        };
        let message: Vec<_> = detail
            .row
            .message
            .lines()
            .skip(1)
            .filter(|line| !line.is_empty())
            .map(|line| view! { <p>{line.to_owned()}</p> })
            .collect();
        view! {
            <div class="read wide">
                {crumbs(
                    vec![
                        ("/sources".into(), lang.t("教材の元", "Course sources").into()),
                        (format!("/sources/{}", detail.source.id), source_name(lang, &detail.source)),
                    ],
                )} <h1>{title}</h1>
                <p class="row">
                    {standing_chip(lang, detail.standing)}
                    <span class="soft">
                        {detail.row.author.clone()}" "{day_and_time(lang, detail.row.committed_at, zone)}
                    </span>
                </p> {message} <p class="soft place">
                    <code>{detail.row.commit_hash.clone()}</code>
                </p> <p>
                    <a class=class href=format!("{address}/publish")>
                        {word}
                    </a>
                </p> {items}
                {(!published.is_empty())
                    .then(|| {
                        view! {
                            <section class="card">
                                <h2>{lang.t("公開の記録", "Publications")}</h2>
                                <ul class="stack">{published}</ul>
                            </section>
                        }
                    })}
            </div>
        }
    })
    .into())
}
