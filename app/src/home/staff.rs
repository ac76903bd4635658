//! The start page of those who work here: the class that runs, what waits for somebody, and their places.

use domain::identity::Role;
use leptos::prelude::*;
use server::{
    Result,
    care::due_list::{self, Due},
    classroom::sessions,
    db::list::Count,
    identity::own_data::requests,
    learning::{grading_list, help::HelpState, help_list},
    matching::second,
    outreach::{
        enquiries, reception,
        registration_list::{self, RegistrationPart, Wanted},
    },
    readiness::appeals,
    telework::{
        incident_list::{self, IncidentState},
        kit_list::{self, KitShow},
    },
};

use super::news::news;
use crate::{
    identity::made_links,
    ui::time_range,
    web::{Page, Reply, Req},
};

/// What waits, and where it is done: address, words and how many.
async fn waiting(req: &Req) -> Result<Vec<(&'static str, &'static str, Count)>> {
    let (lang, actor, services) = (req.lang, req.actor()?, &req.services);
    let any = |roles: [Role; 2]| roles.iter().any(|role| actor.is(*role));
    let mut waiting = Vec::new();
    if any(Role::COORDINATING) {
        // What has to be looked after at once comes first.
        let open = incident_list::count(actor, services, IncidentState::Open).await?;
        waiting.push((
            "/incidents",
            lang.t("いま見ているできごと", "Open incidents"),
            open,
        ));
    }
    let asked = help_list::count(actor, services, HelpState::Waiting).await?;
    waiting.push((
        "/help/requests",
        lang.t("答えを待つ質問", "Questions waiting for an answer"),
        asked,
    ));
    if any(Role::TEACHING) {
        let answers = grading_list::count(actor, services).await?;
        waiting.push((
            "/grading",
            lang.t("採点を待つ答え", "Answers waiting to be graded"),
            answers,
        ));
    }
    let consents = Count::of(second::waiting(actor, services).await?.len());
    waiting.push((
        "/consents/waiting",
        lang.t("確かめを待つ同意", "Consents to be confirmed"),
        consents,
    ));
    if any(Role::COORDINATING) {
        let appeals = Count::of(appeals::waiting(actor, services).await?.len());
        waiting.push((
            "/readiness/board",
            lang.t("答えを待つ申し立て", "Appeals waiting for an answer"),
            appeals,
        ));
        let overdue = due_list::count(actor, services, Due::Overdue).await?;
        let due = overdue + due_list::count(actor, services, Due::ThisWeek).await?;
        waiting.push(("/care", lang.t("連絡の時期の人", "People due for a call"), due));
        let to_tell = Wanted {
            session: None,
            part: RegistrationPart::ToTell,
        };
        let to_tell = registration_list::count(actor, services, to_tell).await?;
        waiting.push((
            "/outreach/registrations",
            lang.t("説明会のことで知らせる人", "People to tell about a session"),
            to_tell,
        ));
        let to_call = Wanted {
            session: None,
            part: RegistrationPart::ToCall,
        };
        let to_call = registration_list::count(actor, services, to_call).await?;
        waiting.push((
            "/outreach/registrations?part=to-call",
            lang.t(
                "説明会に来なかった人への電話",
                "Calls to those who missed a session",
            ),
            to_call,
        ));
        let asked = enquiries::waiting(actor, services).await?;
        waiting.push((
            "/enquiries",
            lang.t("答えを待つお問い合わせ", "Enquiries waiting for an answer"),
            asked,
        ));
        let requests =
            Count::of(usize::try_from(requests::waiting(actor, services).await?).unwrap_or(usize::MAX));
        waiting.push((
            "/data-requests",
            lang.t("データの請求", "Requests about data"),
            requests,
        ));
    }
    let late = kit_list::count(actor, services, KitShow::Overdue).await?;
    waiting.push((
        "/kits?show=overdue",
        lang.t("返す日を過ぎた機器", "Kits that should be back"),
        late,
    ));
    waiting.retain(|(_, _, count)| !count.is_zero());
    Ok(waiting)
}

/// The page.
pub(super) async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let actor = req.actor()?;
    let soon = sessions::soon(actor, &req.services).await?;
    let waiting = waiting(req).await?;
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
        let waiting: Vec<_> = waiting
            .into_iter()
            .map(|(path, words, count)| {
                view! {
                    <li>
                        <a class="chip soon" href=path>
                            {format!("{words}: {count}")}
                        </a>
                    </li>
                }
            })
            .collect();
        let waiting = (!waiting.is_empty()).then(|| {
            view! {
                <ul class="row" aria-label=lang.t("待っていること", "What is waiting")>
                    {waiting}
                </ul>
            }
        });
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
            {waiting}
            {desks}
            {classes}
            <ul class="places">{links}</ul>
        }
    })
    .into())
}
