//! `/help/requests`: who asks for help, where and since when; answering.

use leptos::prelude::*;
use server::{
    Result,
    learning::help::{self, Shown, State},
};

use super::help::{place, state};
use crate::{
    ui::{Chip, Empty, ListHead, day_and_time},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let offset = req.services.config.offset();
    let all = help::all(req.actor()?, &req.services).await?;
    let count = |state: State| all.iter().filter(|it| it.state == state).count();
    let mut head = ListHead::new(
        req,
        "/help/requests",
        lang.t("名前、ことばでさがす", "Search by name or words"),
    );
    let chosen = head.filter("state");
    let everything = format!("{} {}", lang.t("すべて", "All"), all.len());
    head.chip("state", "all", everything, chosen == "all");
    for it in State::ALL {
        let (_, word) = state(lang, it);
        // What waits is what the page is for.
        let here = chosen == it.code() || (chosen.is_empty() && it == State::Waiting);
        head.chip("state", it.code(), format!("{word} {}", count(it)), here);
    }
    let needle = head.search().to_lowercase();
    let rows: Vec<(Shown, String)> = all
        .into_iter()
        .filter(|it| match chosen.as_str() {
            "" => it.state == State::Waiting,
            "all" => true,
            code => it.state.code() == code,
        })
        .map(|it| {
            let place = place(lang, &req.services, &it.row.page);
            (it, place)
        })
        .filter(|(it, place)| {
            format!("{} {} {place}", it.asker, it.row.message)
                .to_lowercase()
                .contains(&needle)
        })
        .collect();
    // Shown again because the answer was empty: the field that is open stays open.
    let open = req.form.get("request").to_owned();
    let wrong = req.errors.first().map(|error| error.message.get(lang).to_owned());
    let typed = req.form.get("answer").to_owned();
    let title = lang.t("学ぶ人の質問", "Requests for help");
    Ok(Page::new(title, move || {
        let rows: Vec<_> = rows
            .into_iter()
            .map(|(it, place)| {
                let mine = open == it.row.id.to_string();
                let field = Answering {
                    open: mine,
                    wrong: wrong.clone().filter(|_| mine),
                    typed: if mine { typed.clone() } else { String::new() },
                };
                request(lang, it, place, offset, field)
            })
            .collect();
        let list = if rows.is_empty() {
            view! {
                <Empty text=lang
                    .t(
                        "待っている質問はありません。学ぶ人が「先生に聞く」を押すと、ここに出ます。",
                        "No question is waiting. When a learner presses “Ask the instructor”, it appears here.",
                    )>
                    <a class="quiet" href="/cohorts">
                        {lang.t("クラスへ", "To the cohorts")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! { <ul class="stack">{rows}</ul> }.into_any()
        };
        view! {
            <h1>{title}</h1>
            {head.view(lang)}
            {list}
        }
    })
    .into())
}

struct Answering {
    open: bool,
    wrong: Option<String>,
    typed: String,
}

fn request(
    lang: domain::Lang,
    it: Shown,
    place: String,
    offset: chrono::FixedOffset,
    field: Answering,
) -> impl IntoView {
    let (tone, word) = state(lang, it.state);
    let row = it.row;
    let asked = day_and_time(lang, row.created_at, offset);
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
    let close = (it.state == State::Waiting).then(|| {
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

/// Answers, or closes.
pub async fn submit(req: &Req) -> Result<Reply> {
    let actor = req.actor()?;
    let id = req.form_id("request")?;
    let path = req.path.clone();
    if req.form.get("do") == "close" {
        help::close(actor, &req.services, id).await?;
        return Ok(Reply::said(req, path, "閉じました。", "Closed."));
    }
    help::answer(actor, &req.services, id, req.form.get("answer")).await?;
    Ok(Reply::said(
        req,
        path,
        "答えを送りました。",
        "The answer was sent.",
    ))
}
