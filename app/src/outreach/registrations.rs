//! `/outreach/{session}/registrations`: who registered for a session; `/outreach/registrations`: for any,
//! beginning with those who are to be told how they stand.

use std::sync::Arc;

use domain::{Lang, ids::InformationSessionId};
use leptos::prelude::*;
use server::clock::Zone;
use server::{
    Actor, Result, Services,
    outreach::{
        registration_list::{self, RegistrationPart, RegistrationRow, RegistrationSort, Wanted},
        sessions,
    },
};

use super::words;
use crate::{
    ui::{Chip, Column, List, Nothing, Tone, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let session = match req.param_text("session") {
        "" => None,
        _ => Some(sessions::get(actor, &req.services, req.param("session")?).await?),
    };
    let id: Option<InformationSessionId> = session.as_ref().map(|session| session.id);
    let path = match id {
        Some(id) => format!("/outreach/{id}/registrations"),
        None => "/outreach/registrations".to_owned(),
    };
    let usual = match id {
        Some(_) => RegistrationPart::Open,
        None => RegistrationPart::ToTell,
    };
    let search = lang.t("名前・番号・電話でさがす", "Search by name, number or telephone");
    let mut list = List::new(req, path, search);
    let part = list.filter("part").parse().unwrap_or(usual);
    for value in RegistrationPart::ALL {
        let word = if value == usual { "" } else { value.code() };
        list.chip("part", word, words::part(lang, value), part == value);
    }
    let query = list.query(Wanted { session: id, part });
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            registration_list::list(&actor, &services, &query).await
        };
        return list
            .file(
                req,
                "registrations.csv",
                columns(lang, zone, id.is_none()),
                query,
                load,
            )
            .await;
    }
    let found = registration_list::list(actor, &req.services, &query).await?;
    let title = lang.t("申しこんだ人", "Who registered");
    Ok(Page::new(title, move || {
        let mut up = vec![(
            "/outreach".to_owned(),
            lang.t("説明会", "Information sessions").to_owned(),
        )];
        up.extend(session.map(|session| (format!("/outreach/{}", session.id), session.title)));
        let yet = match id {
            Some(_) => lang.t("まだだれも申しこんでいません。", "Nobody has registered yet."),
            None => lang.t("知らせる人はいません。", "There is nobody to be told."),
        };
        let nothing = Nothing::yet(
            yet,
            [(
                "/outreach",
                lang.t("説明会の一覧へ", "To the information sessions"),
            )],
        );
        view! {
            {crumbs(up)}
            {list.title(title, ())}
            {list.table(title, columns(lang, zone, id.is_none()), found, nothing)}
        }
    })
    .into())
}

type RegistrationColumn = Column<RegistrationRow>;

fn columns(lang: Lang, zone: Zone, of_all: bool) -> Vec<RegistrationColumn> {
    let removed = move |row: &RegistrationRow| {
        if row.registration.removed_at.is_some() {
            lang.t("（消しました）", "(removed)").to_owned()
        } else {
            row.registration.name.clone()
        }
    };
    let session = of_all.then(|| {
        RegistrationColumn::new(lang.t("説明会", "Session"), |row| row.session.clone()).cell(|row| {
            view! { <a href=format!("/outreach/{}", row.registration.session_id)>{row.session.clone()}</a> }
        })
    });
    let mut columns = vec![
        RegistrationColumn::new(lang.t("名前", "Name"), removed)
            .cell(move |row| {
                view! {
                    <a href=format!("/outreach/registrations/{}", row.registration.id)>{removed(row)}</a>
                    " "
                    <span class="soft">{row.registration.reading.clone()}</span>
                }
            })
            .sorts(RegistrationSort::Reading),
        RegistrationColumn::of_file(lang.t("ふりがな", "Reading"), |row| {
            row.registration.reading.clone()
        }),
        RegistrationColumn::new(lang.t("番号", "Number"), |row| words::number(&row.registration))
            .sorts(RegistrationSort::Number),
        RegistrationColumn::new(lang.t("人数", "People"), |row| {
            row.registration.party.to_string()
        }),
        RegistrationColumn::new(lang.t("状態", "State"), move |row| {
            words::state(lang, row.registration.state).1.to_owned()
        })
        .cell(move |row| {
            let (tone, text) = words::state(lang, row.registration.state);
            let until = row
                .registration
                .offered_until
                .map(|at| format!(" 〜 {}", day_and_time(lang, at, zone)));
            let to_tell = (row.registration.told_at.is_none() && row.registration.removed_at.is_none())
                .then(|| view! { <Chip tone=Tone::Miss text=lang.t("知らせる", "To be told") /> });
            let alike = (!row.alike.is_empty()).then(|| {
                let numbers: Vec<String> = row.alike.iter().map(|number| format!("{number:03}")).collect();
                let numbers = numbers.join(", ");
                let text = lang.t(
                    format!("同じ人かも：{numbers}"),
                    format!("The same person? {numbers}"),
                );
                view! { <Chip tone=Tone::Soon text=text /> }
            });
            view! {
                <Chip tone=tone text=text />
                {until}
                " "
                {to_tell}
                " "
                {alike}
            }
        }),
        RegistrationColumn::new(lang.t("かけた電話", "Calls"), move |row| {
            let count = row.calls.count;
            let last = row.calls.last.map(|(outcome, _)| words::outcome(lang, outcome));
            match last {
                Some(last) => format!("{count}: {last}"),
                None => String::new(),
            }
        }),
        RegistrationColumn::new(lang.t("電話", "Telephone"), |row| {
            row.registration.phone.clone()
        })
        .cell(|row| {
            let phone = row.registration.phone.clone();
            let dialled = format!("tel:{}", row.registration.phone_folded);
            (!phone.is_empty()).then(|| view! { <a href=dialled>{phone}</a> })
        }),
        RegistrationColumn::new(lang.t("メール", "Mail"), |row| row.registration.mail.clone()),
        RegistrationColumn::of_file(lang.t("町", "Town"), |row| row.registration.town.clone()),
        RegistrationColumn::of_file(lang.t("年齢", "Age"), move |row| {
            row.registration
                .age_band
                .map(|band| words::age_band(lang, band).to_owned())
                .unwrap_or_default()
        }),
        RegistrationColumn::of_file(lang.t("聞きたいこと", "Question"), |row| {
            row.registration.question.clone()
        }),
        RegistrationColumn::new(lang.t("手助け", "Needs"), |row| row.registration.needs.clone()),
        RegistrationColumn::of_file(lang.t("どこから", "How it came in"), move |row| {
            words::source(lang, row.registration.source).to_owned()
        }),
    ];
    if let Some(session) = session {
        columns.insert(1, session);
    }
    columns
}
