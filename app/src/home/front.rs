//! The front page, for who has no account: who we are, the next information session, the first lesson of
//! each course, how to come, and how to ask.

use domain::{Lang, outreach::fold_phone};
use leptos::prelude::*;
use serde_json::json;
use server::{
    Result,
    catalog::first_lessons::{self, FirstLesson},
    identity::classroom_settings::{self, ClassroomSettings},
    outreach::public,
};

use crate::{
    outreach,
    ui::PrintButton,
    web::{Page, Reply, Req},
};

/// The page.
pub(super) async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let services = &req.services;
    let zone = services.config.zone;
    let settings = classroom_settings::get(services).await?;
    let next = public::next(services).await?;
    let lessons = first_lessons::all(services).await?;
    let address = services.config.public_url.clone();
    let slogan = lang.t(
        "はじめの一歩から、はじめての仕事まで",
        "From the first click to the first working day",
    );
    let usual = lang.t(
        "パソコンを学び、テストを受け、教室に通い、準備を整えて、仕事につなげます。",
        "Learn the computer, take the tests, come to class, get ready, and find work.",
    );
    let about = match settings.about(lang) {
        "" => usual.to_owned(),
        about => about.to_owned(),
    };
    let data = organization(&settings, &address, &about, lang);
    let named = settings.name(lang).to_owned();
    let title = if settings.name.is_empty() {
        String::new()
    } else {
        named.clone()
    };
    let description: String = format!("{named} — {slogan} {about}").chars().take(160).collect();
    let page = Page::new(title, move || {
        let own = (!settings.name.is_empty()).then(|| view! { <p class="front-name">{named}</p> });
        let next = match &next {
            Some(it) => {
                let card = outreach::sessions::card(lang, it, zone);
                view! {
                    <ul class="stack">{card}</ul>
                    <div class="row">
                        <a class="go" href=format!("/information-sessions/{}/register", it.session.id)>
                            {lang.t("申しこむ（無料）", "Register (free)")}
                        </a>
                        <a class="quiet" href="/information-sessions">
                            {lang.t("ほかの日を見る", "See other days")}
                        </a>
                    </div>
                }
                .into_any()
            }
            None => view! {
                <p>
                    {lang
                        .t(
                            "いま決まっている説明会はありません。いつでもお問い合わせください。",
                            "No session is planned at the moment. Please ask us at any time.",
                        )}
                </p>
                <div class="row">
                    <a class="go" href="/contact">
                        {lang.t("聞いてみる", "Ask us")}
                    </a>
                </div>
            }
            .into_any(),
        };
        view! {
            <div class="front">
                <header class="stack">{own} <h1>{slogan}</h1> <p class="lines">{about}</p></header>
                <section class="card next" aria-labelledby="next-session">
                    <h2 id="next-session">{lang.t("つぎの説明会", "The next information session")}</h2>
                    {next}
                </section>
                {courses(lang, &lessons)}
                {coming(lang, &settings)}
                <section class="card no-print">
                    <h2>{lang.t("教室で学んでいる人", "Those who learn here")}</h2>
                    <div class="row">
                        <a class="quiet" href="/sign-in">
                            {lang.t("サインイン", "Sign in")}
                        </a>
                        <PrintButton />
                    </div>
                    <p class="soft">
                        {lang
                            .t(
                                "はじめての人は、教室でもらった招待のリンクを開いてください。",
                                "If you are new, open the invitation link from your classroom.",
                            )}
                    </p>
                </section>
            </div>
        }
    })
    .described(&description)
    .data(&data);
    Ok(page.into())
}

/// The courses, each with its first lesson.
fn courses(lang: Lang, lessons: &[FirstLesson]) -> Option<impl IntoView + use<>> {
    let cards: Vec<_> = lessons
        .iter()
        .filter_map(|first| {
            let course = &first.revision.course;
            let (_, text) = first.lesson()?.text(lang)?;
            Some(view! {
                <li class="card">
                    <h3>{course.title.get(lang).to_owned()}</h3>
                    <p>{course.summary.get(lang).to_owned()}</p>
                    <p>
                        <a href=format!(
                            "/first-lessons/{}",
                            course.id,
                        )>
                            {lang.t("最初の課を読む：", "Read the first lesson: ")}
                            {text.title.clone()}
                        </a>
                    </p>
                </li>
            })
        })
        .collect();
    (!cards.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="front-courses">
                <h2 id="front-courses">{lang.t("学べること", "What you can learn")}</h2>
                <ul class="front-courses">{cards}</ul>
            </section>
        }
    })
}

/// How to come, and how to ask.
fn coming(lang: Lang, settings: &ClassroomSettings) -> impl IntoView + use<> {
    let line = |head: &'static str, text: &str| {
        let text = text.to_owned();
        (!text.is_empty()).then(|| {
            view! {
                <dt>{head}</dt>
                <dd class="lines">{text}</dd>
            }
        })
    };
    let linked = |head: &'static str, href: String, text: String| {
        (!text.is_empty()).then(|| {
            view! {
                <dt>{head}</dt>
                <dd>
                    <a href=href>{text}</a>
                </dd>
            }
        })
    };
    let map = if settings.map_url.is_empty() {
        String::new()
    } else {
        lang.t("地図を開く", "Open the map").to_owned()
    };
    view! {
        <section class="card" aria-labelledby="front-coming">
            <h2 id="front-coming">
                {lang.t("来かた・お問い合わせ", "How to come, and how to ask")}
            </h2>
            <dl class="facts-of-session">
                {line(lang.t("住所", "Address"), &settings.address)}
                {linked(lang.t("地図", "Map"), settings.map_url.clone(), map)}
                {line(lang.t("来かた", "How to come"), &settings.way)}
                {line(lang.t("開いている時間", "Opening hours"), &settings.hours)}
                {linked(
                    lang.t("電話", "Telephone"),
                    format!("tel:{}", fold_phone(&settings.phone)),
                    settings.phone.clone(),
                )}
                {linked(
                    lang.t("メール", "Mail"),
                    format!("mailto:{}", settings.mail),
                    settings.mail.clone(),
                )}
            </dl>
            <div class="row">
                <a class="quiet" href="/contact">
                    {lang.t("お問い合わせのフォーム", "Write to us")}
                </a>
            </div>
        </section>
    }
}

/// The classroom as search engines read it (schema.org).
fn organization(settings: &ClassroomSettings, address: &str, about: &str, lang: Lang) -> serde_json::Value {
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "EducationalOrganization",
        "name": settings.name(lang),
        "description": about,
        "url": format!("{address}/"),
    });
    for (name, text) in [
        ("address", &settings.address),
        ("telephone", &settings.phone),
        ("email", &settings.mail),
        ("hasMap", &settings.map_url),
    ] {
        if !text.is_empty() {
            data[name] = json!(text);
        }
    }
    data
}
