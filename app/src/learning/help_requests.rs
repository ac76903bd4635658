//! `/help/requests`: who asks for help, where and since when; answering.

use std::sync::Arc;

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Actor, Result, Services,
    learning::{
        help::{self, HelpState, ShownRequest},
        help_list::{self, HelpSort, Wanted},
    },
};
use uuid::Uuid;

use super::help::{place, places_named, state};
use crate::{
    ui::{Chip, Column, List, Nothing, day_and_time},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let mut list = List::new(
        req,
        "/help/requests",
        lang.t("名前、ことばでさがす", "Search by name or words"),
    );
    // What waits is what the page is for.
    let chosen = match list.filter("state") {
        "all" => None,
        word => Some(word.parse().unwrap_or(HelpState::Waiting)),
    };
    let wanted = Wanted {
        state: chosen,
        places: places_named(lang, &req.services, list.search()),
    };
    let query = list.query_usually(wanted, HelpSort::usual(chosen));
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            help_list::list(&actor, &services, &query).await
        };
        return list.file(req, "help.csv", columns(req), query, load).await;
    }
    list.chip("state", "all", lang.t("すべて", "All"), chosen.is_none());
    for it in HelpState::ALL {
        let (_, word) = state(lang, it);
        let count = help_list::count(actor, &req.services, it).await?;
        list.chip("state", it.code(), format!("{word} {count}"), chosen == Some(it));
    }
    let found = help_list::list(actor, &req.services, &query).await?.with(|rows| {
        rows.into_iter()
            .map(|it| {
                let place = place(lang, &req.services, &it.row.page);
                (it, place)
            })
            .collect()
    });
    // Shown again because the answer was empty: the field that is open stays open.
    let (open, typed) = match req.typed() {
        Some(RequestForm::Answer { request, answer }) => (Some(request), answer),
        Some(RequestForm::Close { .. }) | None => (None, String::new()),
    };
    let wrong = req
        .errors()
        .first()
        .map(|error| error.message.get(lang).to_owned());
    let title = lang.t("学ぶ人の質問", "Requests for help");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "待っている質問はありません。学ぶ人が「先生に聞く」を押すと、ここに出ます。",
                "No question is waiting. When a learner presses “Ask the instructor”, it appears here.",
            ),
            [("/cohorts", lang.t("クラスへ", "To the cohorts"))],
        );
        let card = move |(it, place): (ShownRequest, String)| {
            let mine = open == Some(it.row.id);
            let field = Answering {
                open: mine,
                wrong: wrong.clone().filter(|_| mine),
                typed: if mine { typed.clone() } else { String::new() },
            };
            request(lang, it, place, zone, field).into_any()
        };
        view! {
            {list.title(title, ())}
            {list.cards(found, card, nothing)}
        }
    })
    .into())
}

type RequestColumn = Column<ShownRequest>;

fn columns(req: &Req) -> Vec<RequestColumn> {
    let (lang, services) = (req.lang, req.services.clone());
    let zone = services.config.zone;
    vec![
        RequestColumn::of_file(lang.t("名前", "Name"), |it| it.asker.clone()),
        RequestColumn::of_file(lang.t("いつ", "When"), move |it| {
            day_and_time(lang, it.row.created_at, zone)
        }),
        RequestColumn::of_file(lang.t("ページ", "Page"), move |it| {
            place(lang, &services, &it.row.page)
        }),
        RequestColumn::of_file(lang.t("質問", "Question"), |it| it.row.message.clone()),
        RequestColumn::of_file(lang.t("状態", "State"), move |it| {
            state(lang, it.state).1.to_owned()
        }),
        RequestColumn::of_file(lang.t("答え", "Answer"), |it| {
            it.row.answer.clone().unwrap_or_default()
        }),
    ]
}

struct Answering {
    open: bool,
    wrong: Option<String>,
    typed: String,
}

fn request(
    lang: domain::Lang,
    it: ShownRequest,
    place: String,
    zone: server::Zone,
    field: Answering,
) -> impl IntoView {
    let (tone, word) = state(lang, it.state);
    let row = it.row;
    let asked = day_and_time(lang, row.created_at, zone);
    let id = format!("answer-{}", row.id);
    let error = format!("{id}-error");
    let described = field.wrong.is_some().then(|| error.clone());
    let invalid = field.wrong.is_some().then_some("true");
    let wrong = field.wrong.map(|text| {
        view! {
            <span class="error" id=error>
                {text}
            </span>
        }
    });
    let earlier = row.answer.clone().map(|answer| {
        let by = it.answerer;
        view! {
            <p class="soft">{lang.t(format!("{by}さんの答え"), format!("Answer by {by}"))}</p>
            <blockquote class="reason">{answer}</blockquote>
        }
    });
    let close = (it.state == HelpState::Waiting).then(|| {
        view! {
            <button class="quiet" name="do" value="close">
                {lang.t("口で答えた（閉じる）", "Answered in person (close)")}
            </button>
        }
    });
    view! {
        <li class="card stack" id=format!("r-{}", row.id)>
            <div class="row">
                <h2>{it.asker}{lang.t("さん", "")}</h2>
                <span class="push">
                    <Chip tone=tone text=word />
                </span>
            </div>
            <p>
                <a href=row.page.clone()>{place}</a>
                " "
                <span class="soft">{asked}</span>
            </p>
            {(!row.message.is_empty()).then(|| view! { <p>{row.message.clone()}</p> })}
            {earlier}
            <details open=field.open>
                <summary class="quiet">{lang.t("答える…", "Answer…")}</summary>
                <form method="post" class="stack">
                    <input type="hidden" name="request" value=row.id.to_string() />
                    <p class="field">
                        <label for=id
                            .clone()>
                            {lang.t("答え（本人が読みます）", "Answer (the learner reads it)")}
                        </label>
                        <input
                            id=id
                            name="answer"
                            value=field.typed
                            maxlength="4000"
                            aria-invalid=invalid
                            aria-describedby=described
                        />
                        {wrong}
                    </p>
                    <div class="row">
                        <button class="go" name="do" value="answer">
                            {lang.t("答えを送る", "Send the answer")}
                        </button>
                        {close}
                    </div>
                </form>
            </details>
        </li>
    }
}

/// What may be done with a request.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RequestForm {
    /// Answer it.
    Answer {
        /// The request.
        request: Uuid,
        /// The words.
        answer: String,
    },
    /// It is settled; the answer's field stands in the same form.
    Close {
        /// The request.
        request: Uuid,
        /// What was typed and is not sent.
        #[serde(default, rename = "answer")]
        _answer: String,
    },
}

/// Answers, or closes.
pub async fn submit(req: &Req, form: RequestForm) -> Result<Reply> {
    let (actor, services, path) = (req.actor()?, &req.services, req.path.clone());
    match form {
        RequestForm::Answer { request, answer } => {
            help::answer(actor, services, request, &answer).await?;
            Ok(Reply::flash(
                req,
                path,
                "答えを送りました。",
                "The answer was sent.",
            ))
        }
        RequestForm::Close { request, .. } => {
            help::close(actor, services, request).await?;
            Ok(Reply::flash(req, path, "閉じました。", "Closed."))
        }
    }
}
