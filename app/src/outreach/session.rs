//! `/information-sessions/{session}`: one session, for everybody.

use domain::outreach::Standing;
use leptos::prelude::*;
use serde_json::json;
use server::{
    Result,
    identity::classroom_settings,
    outreach::{
        public::{self, PublicSession},
        sessions,
    },
};

use super::{share, words};
use crate::{
    ui::{Chip, PrintButton, crumbs},
    web::{Page, Reply, Req},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let services = &req.services;
    let zone = services.config.zone;
    let it = public::get(services, req.param("session")?).await?;
    let settings = classroom_settings::get(services).await?;
    let path = format!("/information-sessions/{}", it.session.id);
    let link = format!("{}{path}", services.config.public_url);
    let data = event(&it, &link, settings.name(lang));
    let description = format!(
        "{} {}",
        words::when(lang, &it.session, zone),
        words::place(lang, &it.session, it.online)
    );
    let title = it.session.title.clone();
    let page = Page::new(title, move || {
        let session = &it.session;
        let (tone, text) = words::standing(lang, it.standing, it.left);
        let sharing = words::sharing(lang, session, it.online, zone, &link);
        let register = matches!(it.standing, Standing::Open | Standing::Full).then(|| {
            let words = if it.standing == Standing::Open {
                lang.t("申しこむ", "Register")
            } else {
                lang.t("キャンセル待ちに申しこむ", "Join the waiting list")
            };
            view! {
                <a class="go" href=format!("{path}/register")>
                    {words}
                </a>
            }
        });
        let line = |head: &'static str, text: String| {
            (!text.is_empty()).then(|| {
                view! {
                    <dt>{head}</dt>
                    <dd class="lines">{text}</dd>
                }
            })
        };
        let helps: Vec<_> = sessions::helps(session)
            .into_iter()
            .map(|help| words::help(lang, help))
            .collect();
        let helps = [helps.join(lang.t("・", ", ")), session.help_note.clone()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        let map = (!session.map_url.is_empty()).then(|| {
            view! {
                <dt>{lang.t("地図", "Map")}</dt>
                <dd>
                    <a href=session.map_url.clone() rel="noopener">
                        {lang.t("地図を開く", "Open the map")}
                    </a>
                </dd>
            }
        });
        let moved = (!session.moved_note.is_empty()).then(|| {
            view! {
                <p class="banner soon lines">
                    <strong>{lang.t("変更がありました：", "Changed: ")}</strong>
                    {session.moved_note.clone()}
                </p>
            }
        });
        let cancelled = (it.standing == Standing::Cancelled).then(|| {
            view! {
                <p class="banner miss lines">
                    <strong>{lang.t("中止になりました。", "This session was cancelled. ")}</strong>
                    {session.cancelled_because.clone()}
                </p>
            }
        });
        view! {
            <article class="read">
                {crumbs(
                    vec![
                        (
                            "/information-sessions".to_owned(),
                            lang.t("説明会", "Information sessions").to_owned(),
                        ),
                    ],
                )} <h1>{session.title.clone()}</h1> {cancelled} {moved} <p class="row">
                    <span class="soft">{words::about(lang, session.about)}</span>
                    <Chip tone=tone text=text />
                </p> <p>
                    <strong>{words::when(lang, session, zone)}</strong>
                </p> {register} <p class="lines">{session.summary.clone()}</p>
                <dl class="facts-of-session">
                    {line(lang.t("会場", "Place"), words::place(lang, session, it.online))}
                    {line(lang.t("住所", "Address"), session.address.clone())} {map}
                    {line(lang.t("申しこみ", "Registration"), words::closes(lang, session, zone))}
                    {line(lang.t("話す人", "Speakers"), session.speakers.clone())}
                    {line(lang.t("言葉", "Language"), session.language.clone())}
                    {line(lang.t("手助け", "Help there"), helps)}
                    {line(lang.t("お問い合わせ", "Questions"), session.contact.clone())}
                </dl> <div class="row no-print">
                    <a class="quiet" href=format!("{path}/session.ics")>
                        {lang.t("カレンダーに入れる", "Add to my calendar")}
                    </a>
                    <a class="quiet" href=format!("{path}/poster")>
                        {lang.t("ポスター（A4）", "Poster (A4)")}
                    </a>
                    <PrintButton />
                </div> <section class="card no-print">
                    <h2>{lang.t("知り合いに知らせる", "Tell somebody")}</h2>
                    {share::to_copy("share-text", sharing)}
                </section>
            </article>
        }
    })
    .described(&description)
    .data(&data);
    Ok(page.into())
}

/// The session as search engines read it (schema.org, `Event`).
fn event(it: &PublicSession, link: &str, organizer: &str) -> serde_json::Value {
    let session = &it.session;
    let status = match it.standing {
        Standing::Cancelled => "https://schema.org/EventCancelled",
        Standing::Draft | Standing::Open | Standing::Full | Standing::Closed | Standing::Over
            if !session.moved_note.is_empty() =>
        {
            "https://schema.org/EventRescheduled"
        }
        Standing::Draft | Standing::Open | Standing::Full | Standing::Closed | Standing::Over => {
            "https://schema.org/EventScheduled"
        }
    };
    let place = json!({ "@type": "Place", "name": session.venue, "address": session.address });
    let online = json!({ "@type": "VirtualLocation", "url": link });
    let (mode, location) = match (session.venue.is_empty(), it.online) {
        (true, _) => ("OnlineEventAttendanceMode", online),
        (false, true) => ("MixedEventAttendanceMode", json!([place, online])),
        (false, false) => ("OfflineEventAttendanceMode", place),
    };
    json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": session.title,
        "description": session.summary,
        "startDate": session.starts_at.to_rfc3339(),
        "endDate": session.ends_at.to_rfc3339(),
        "doorTime": session.reception_at.to_rfc3339(),
        "eventStatus": status,
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "location": location,
        "isAccessibleForFree": true,
        "maximumAttendeeCapacity": session.capacity,
        "organizer": { "@type": "Organization", "name": organizer },
        "url": link,
    })
}
