//! `/outreach`: the information sessions, for those who hold them.

use std::sync::Arc;

use domain::Lang;
use leptos::prelude::*;
use server::clock::Zone;
use server::{
    Actor, Result, Services,
    outreach::session_list::{self, SessionPart, SessionRow, SessionSort},
};

use super::words;
use crate::{
    ui::{Chip, Column, List, Nothing, day_and_time},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let search = lang.t("題・会場・話す人でさがす", "Search by title, place or speaker");
    let mut list = List::new(req, "/outreach", search);
    let part = list.filter("part").parse().unwrap_or(SessionPart::Coming);
    for (value, label) in [
        (SessionPart::Coming, lang.t("これから", "To come")),
        (SessionPart::Past, lang.t("終わった・中止", "Over or cancelled")),
        (SessionPart::All, lang.t("すべて", "All")),
    ] {
        let word = if value == SessionPart::Coming {
            ""
        } else {
            value.code()
        };
        list.chip("part", word, label, part == value);
    }
    let query = list.query(part);
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            session_list::list(&actor, &services, &query).await
        };
        return list
            .file(req, "information-sessions.csv", columns(lang, zone), query, load)
            .await;
    }
    let found = session_list::list(actor, &req.services, &query).await?;
    let title = lang.t("説明会", "Information sessions");
    Ok(Page::new(title, move || {
        let new = view! {
            <a class="go no-print" href="/outreach/new">
                {lang.t("説明会をつくる", "Make a session")}
            </a>
        };
        let nothing = Nothing::yet(
            lang.t("これからの説明会はありません。", "No session is planned."),
            [("/outreach/new", lang.t("説明会をつくる", "Make a session"))],
        );
        view! {
            {list.title(title, new)}
            {list.table(title, columns(lang, zone), found, nothing)}
        }
    })
    .into())
}

type SessionColumn = Column<SessionRow>;

fn columns(lang: Lang, zone: Zone) -> Vec<SessionColumn> {
    let left = |row: &SessionRow| {
        u32::try_from(row.session.capacity)
            .unwrap_or_default()
            .saturating_sub(row.taken)
    };
    vec![
        SessionColumn::new(lang.t("題", "Title"), |row| row.session.title.clone())
            .cell(|row| {
                view! { <a href=format!("/outreach/{}", row.session.id)>{row.session.title.clone()}</a> }
            })
            .sorts(SessionSort::Title),
        SessionColumn::new(lang.t("日時", "When"), move |row| {
            day_and_time(lang, row.session.starts_at, zone)
        })
        .sorts(SessionSort::Starts),
        SessionColumn::new(lang.t("会場", "Place"), move |row| {
            words::place(lang, &row.session, !row.session.meeting_url.is_empty())
        }),
        SessionColumn::new(lang.t("席", "Seats"), |row| {
            format!("{} / {}", row.taken, row.session.capacity)
        }),
        SessionColumn::new(lang.t("状態", "State"), move |row| {
            words::standing(lang, row.standing, left(row)).1
        })
        .cell(move |row| {
            let (tone, text) = words::standing(lang, row.standing, left(row));
            view! { <Chip tone=tone text=text /> }
        }),
    ]
}
