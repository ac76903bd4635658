//! The start page of those who work here: the class that runs, what waits for somebody, and their places.

use domain::identity::Role;
use leptos::prelude::*;
use server::{Result, classroom::sessions, home::todo, outreach::reception};

use super::{news::news, today};
use crate::{
    identity::made_links,
    ui::time_range,
    web::{Page, Reply, Req},
};

/// The page.
pub(super) async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let actor = req.actor()?;
    let soon = sessions::soon(actor, &req.services).await?;
    let only = req.query.get("kind").parse().ok();
    let waiting = todo::today(actor, &req.services, lang, only).await?;
    let drawn = today::Drawn {
        lang,
        zone,
        today: req.services.config.today(),
        only,
    };
    let made = server::identity::made_links::made_for(actor, &req.services).await?;
    let news = news(req).await?;
    let desks = reception::open_now(actor, &req.services).await?;
    let teaches = Role::TEACHING.iter().any(|role| actor.is(*role));
    let (roles, name) = (actor.roles.clone(), actor.name.clone());
    let now = server::db::now();
    Ok(Page::new(lang.t("ホーム", "Home"), move || {
        let classes: Vec<_> = soon
            .into_iter()
            .map(|(session, cohort)| {
                let running = session.starts_at <= now;
                let when = if running {
                    lang.t("いまの授業", "The class now")
                } else {
                    lang.t("つぎの授業", "The next class")
                };
                let path = format!("/sessions/{}", session.id);
                let wall = teaches.then(|| {
                    view! {
                        <a class="quiet" href=format!("{path}/wall")>
                            {lang.t("出席コードを映す", "Show the check-in code")}
                        </a>
                    }
                });
                view! {
                    <section class="card" class:next=running>
                        <p class="soft">{when}</p>
                        <h2>{cohort}</h2>
                        <p>
                            <strong>{time_range(lang, session.starts_at, session.ends_at, zone)}</strong>
                            " "
                            {session.place}
                        </p>
                        <div class="row">
                            <a class=if running { "go" } else { "quiet" } href=path>
                                {lang.t("出席をとる", "Take the roll")}
                            </a>
                            {wall}
                        </div>
                    </section>
                }
            })
            .collect();
        let desks: Vec<_> = desks
            .into_iter()
            .map(|session| {
                view! {
                    <section class="card next">
                        <p class="soft">{lang.t("きょうの説明会", "Information session today")}</p>
                        <h2>{session.title}</h2>
                        <p>
                            <strong>{time_range(lang, session.starts_at, session.ends_at, zone)}</strong>
                            " "
                            {session.venue}
                        </p>
                        <div class="row">
                            <a class="go" href=format!("/outreach/{}/reception", session.id)>
                                {lang.t("受付をする", "Open the reception")}
                            </a>
                        </div>
                    </section>
                }
            })
            .collect();
        let links: Vec<_> = crate::shell::places(lang, &roles)
            .into_iter()
            .filter(|(path, _)| *path != "/")
            .map(|(path, label)| {
                view! {
                    <li>
                        <a class="card place" href=path>
                            {label}
                        </a>
                    </li>
                }
            })
            .collect();
        view! {
            <h1>
                {match lang {
                    domain::Lang::Ja => format!("こんにちは、{name}さん"),
                    domain::Lang::En => format!("Hello, {name}"),
                }}
            </h1>
            {made_links::banner(lang, zone, &made)}
            {news}
            {desks}
            {classes}
            {today::view(drawn, waiting)}
            <ul class="places">{links}</ul>
        }
    })
    .into())
}
