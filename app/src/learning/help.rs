//! `/help`: what a learner asked, and the answers. The button at the foot of every page asks at once;
//! words may follow here.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Services,
    learning::help::{self, HelpState, ShownRequest},
};
use uuid::Uuid;

use crate::{
    ui::{Chip, Empty, TextArea, Tone, day_and_time},
    web::{Page, Reply, Req},
};

/// The list, and the field for words to the newest one.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let all = help::mine(req.actor()?, &req.services).await?;
    let all: Vec<(ShownRequest, String)> = all
        .into_iter()
        .map(|it| {
            let place = place(lang, &req.services, &it.row.page);
            (it, place)
        })
        .collect();
    let title = lang.t("先生に聞く", "Ask the instructor");
    Ok(Page::new(title, move || {
        let newest = all.iter().find(|(it, _)| it.state == HelpState::Waiting).map(|(it, _)| it.row.id);
        let rows: Vec<_> = all.into_iter().map(|(it, place)| request(lang, it, place, newest, zone)).collect();
        let list = if rows.is_empty() {
            view! {
                <Empty text=lang
                    .t(
                        "わからないことがあったら、どのページでも、いちばん上の「先生に聞く」を押してください（電話では「聞く」）。ここに答えが出ます。",
                        "When something is unclear, press “Ask the instructor” at the top of any page (“Ask” on a phone). The answer appears here.",
                    )>
                    <a class="quiet" href="/">
                        {lang.t("ホームへ", "To the start page")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! { <ul class="stack">{rows}</ul> }.into_any()
        };
        view! {
            <div class="read">
                <h1>{title}</h1>
                {list}
            </div>
        }
    })
    .with_furigana()
    .into())
}

fn request(
    lang: domain::Lang,
    it: ShownRequest,
    place: String,
    newest: Option<Uuid>,
    zone: server::Zone,
) -> impl IntoView {
    let (tone, word) = state(lang, it.state);
    let row = it.row;
    let asked = day_and_time(lang, row.created_at, zone);
    let answer = row.answer.map(|answer| {
        let by = it.answerer;
        view! {
            <p class="soft">{lang.t(format!("{by}さんの答え"), format!("Answer by {by}"))}</p>
            <blockquote class="reason">{answer}</blockquote>
        }
    });
    let words = (newest == Some(row.id)).then(|| {
        view! {
            <form method="post" class="stack">
                <input type="hidden" name="page" value=row.page.clone() />
                <TextArea
                    name="message"
                    label=lang
                        .t(
                            "どこが、どうわかりませんか（なくてもよい）",
                            "What is unclear (optional)",
                        )
                    value=row.message.clone()
                />
                <button class="go" name="do" value="ask">
                    {lang.t("先生に送る", "Send")}
                </button>
            </form>
        }
    });
    let message =
        (newest != Some(row.id) && !row.message.is_empty()).then(|| view! { <p>{row.message.clone()}</p> });
    let close = (it.state == HelpState::Waiting).then(|| {
        view! {
            <form method="post">
                <input type="hidden" name="request" value=row.id.to_string() />
                <button class="quiet" name="do" value="close">
                    {lang.t("もう、だいじょうぶ", "It is settled")}
                </button>
            </form>
        }
    });
    view! {
        <li class="card stack" id=format!("request-{}", row.id)>
            <div class="row">
                <h2>
                    <a href=row.page.clone()>{place}</a>
                </h2>
                <span class="push">
                    <Chip tone=tone text=word />
                </span>
            </div>
            <p class="soft">{asked}</p>
            {message}
            {answer}
            {words}
            {close}
        </li>
    }
}

/// How far a request is, in a colour and a word.
pub(super) fn state(lang: domain::Lang, state: HelpState) -> (Tone, &'static str) {
    match state {
        HelpState::Waiting => (
            Tone::Soon,
            lang.t("先生の答えを待っています", "Waiting for an answer"),
        ),
        HelpState::Answered => (Tone::Met, lang.t("✓ 答えがあります", "✓ Answered")),
        HelpState::Closed => (Tone::Calm, lang.t("すみました", "Settled")),
    }
}

/// What the page of a request is called: its lesson, quiz or course; else its address.
pub(super) fn place(lang: domain::Lang, services: &Services, page: &str) -> String {
    let path = page.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let named = match parts.as_slice() {
        ["courses", course, rest @ ..] => services.catalog.course(course).ok().map(|revision| {
            let course = &revision.course;
            let title = course.title.get(lang).to_owned();
            let part = match rest {
                ["lessons", id, ..] => course
                    .lessons
                    .get(*id)
                    .and_then(|lesson| lesson.text(lang))
                    .map(|(_, text)| text.title.clone()),
                ["quizzes", id, ..] => course
                    .quizzes
                    .get(*id)
                    .and_then(|quiz| quiz.text(lang))
                    .map(|text| text.title.clone()),
                _ => None,
            };
            part.map_or(title.clone(), |part| format!("{part} — {title}"))
        }),
        ["attempts", ..] => Some(lang.t("テスト", "A quiz").to_owned()),
        [""] => Some(lang.t("ホーム", "Home").to_owned()),
        _ => None,
    };
    named.unwrap_or_else(|| path.to_owned())
}

/// The pages of courses whose names have these words: a course is its page and all below it.
pub(super) fn places_named(lang: domain::Lang, services: &Services, words: &str) -> Vec<String> {
    let words = domain::folding::search(words);
    let mut places = Vec::new();
    if words.is_empty() {
        return places;
    }
    let named = |title: &str| domain::folding::search(title).contains(&words);
    for revision in services.catalog.courses() {
        let course = &revision.course;
        let path = format!("/courses/{}", course.id);
        if named(course.title.get(lang)) {
            places.push(path);
            continue;
        }
        for (id, lesson) in &course.lessons {
            if lesson.text(lang).is_some_and(|(_, text)| named(&text.title)) {
                places.push(format!("{path}/lessons/{id}"));
            }
        }
        for (id, quiz) in &course.quizzes {
            if quiz.text(lang).is_some_and(|text| named(&text.title)) {
                places.push(format!("{path}/quizzes/{id}"));
            }
        }
    }
    places
}

/// What a learner may do here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum HelpForm {
    /// Ask, or add words.
    Ask {
        /// The page that is hard.
        page: String,
        /// The words; the button at the foot of a page sends none.
        #[serde(default)]
        message: String,
    },
    /// It is settled.
    Close {
        /// The request.
        request: Uuid,
    },
}

/// Asks, adds words, or says that it is settled.
pub async fn submit(req: &Req, form: HelpForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    match form {
        HelpForm::Ask { page, message } => {
            help::ask(actor, services, Req::own_address(&page), &message, req.key()).await?;
            Ok(Reply::flash(
                req,
                "/help",
                "先生に知らせました。くわしく書くこともできます。",
                "The instructor was told. You may add some words.",
            ))
        }
        HelpForm::Close { request } => {
            help::close(actor, services, request).await?;
            Ok(Reply::flash(req, "/help", "すみました。", "Settled."))
        }
    }
}
