//! A learner's check-in by the code on the projector.

use domain::{
    Lang,
    classroom::{Mark, check_in_code::CheckIn},
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    classroom::{
        check_in::{self, OwnCheckIn},
        export::mark_word,
        was_there,
    },
};
use uuid::Uuid;

use crate::{
    ui::{Empty, Field, PageScript, clock, day, time_range},
    web::{Page, Reply, Req},
};

fn session_of(req: &Req) -> Result<Option<Uuid>> {
    if req.param_text("session").is_empty() {
        Ok(None)
    } else {
        req.param("session").map(Some)
    }
}

/// The digits' field; or the big mark, for whoever is checked in.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let asked = session_of(req)?;
    let mine = check_in::mine(req.actor()?, &req.services, asked).await?;
    let zone = req.services.config.zone;
    let title = lang.t("出席する", "Check in");
    let page = Page::new(title, move || {
        let body = match mine {
            None => view! {
                <Empty text=lang
                    .t(
                        "いま予定されている授業はありません。先生に聞いてください。",
                        "No class is planned for you. Please ask the instructor.",
                    )>
                    <a class="quiet" href="/">
                        {lang.t("ホームへ", "To the start page")}
                    </a>
                </Empty>
            }
            .into_any(),
            Some(mine) => {
                let when = time_range(lang, mine.session.starts_at, mine.session.ends_at, zone);
                let class = view! { <p class="soft">{when}<br />{mine.cohort.clone()}" "{mine.session.place.clone()}</p> };
                match mine.mark.filter(|mark| was_there(*mark)) {
                    Some(mark) => view! {
                        {done(lang, mark)}
                        {class}
                    }
                    .into_any(),
                    None => match mine.checked_in.zip(mine.mark) {
                        Some((at, mark)) => view! {
                            {class}
                            {overruled(lang, clock(at, zone), mark)}
                        }
                        .into_any(),
                        None => view! {
                            {class}
                            {form(lang, &mine, zone)}
                        }
                        .into_any(),
                    },
                }
            }
        };
        view! {
            <div class="read">
                <h1>{title}</h1>
                {body}
            </div>
        }
    });
    Ok(page.with_furigana().into())
}

/// The instructor has set another mark by hand, and that one counts.
fn overruled(lang: Lang, at: String, mark: Mark) -> AnyView {
    let word = mark_word(lang, Some(mark));
    view! {
        <p class="banner soon" role="status">
            {lang
                .t(
                    format!(
                        "{at} の出席は、記録してあります。ただし、先生が「{word}」とつけているので、いまはそちらが優先です。ちがうときは、先生に声をかけてください。",
                    ),
                    format!(
                        "Your check-in at {at} is on record. The instructor has marked you “{word}”, and that counts for now. If it is not right, please speak to the instructor.",
                    ),
                )}
        </p>
    }
    .into_any()
}

fn done(lang: Lang, mark: Mark) -> AnyView {
    let (big, text) = match mark {
        Mark::Late => (
            lang.t("遅刻として、出席しました", "You are checked in, as late"),
            lang.t(
                "来てくれて、ありがとうございます。席についてください。",
                "Good that you came. Please take a seat.",
            ),
        ),
        Mark::Present | Mark::Excused | Mark::Absent => (
            lang.t("出席しました", "You are checked in"),
            lang.t(
                "ようこそ。もう、することはありません。",
                "Welcome. There is nothing more to do.",
            ),
        ),
    };
    let class = if mark == Mark::Late {
        "checked-in soon"
    } else {
        "checked-in met"
    };
    view! {
        <div class=class role="status">
            <span class="tick" aria-hidden="true">
                "✓"
            </span>
            <p>
                <strong>{big}</strong>
            </p>
            <p>{text}</p>
        </div>
        <p>
            <a class="go" href="/">
                {lang.t("学習をはじめる", "Start learning")}
            </a>
        </p>
    }
    .into_any()
}

fn form(lang: Lang, mine: &OwnCheckIn, zone: server::Zone) -> AnyView {
    match mine.state {
        CheckIn::TooEarly { opens_at } => {
            let (when, on) = (clock(opens_at, zone), day(lang, opens_at, zone));
            if mine.remembered {
                return view! {
                    <p class="banner met" role="status">
                        {lang
                            .t(
                                format!(
                                    "✓ 数字をおぼえました。{on} {when} になると、出席になります。もう、することはありません。",
                                ),
                                format!(
                                    "✓ Your digits are remembered. They count on {on} at {when}. There is nothing more to do.",
                                ),
                            )}
                    </p>
                    <p>
                        <a class="quiet" href="/attendance">
                            {lang.t("わたしの出席を見る", "See my attendance")}
                        </a>
                    </p>
                }
                .into_any();
            }
            view! {
                <p class="banner soon">
                    {lang
                        .t(
                            format!(
                                "出席は {on} {when} から受けつけます。今、数字が見えていたら、先に入れておくこともできます。",
                            ),
                            format!(
                                "Check-in opens on {on} at {when}. If you can see the digits already, you may enter them now.",
                            ),
                        )}
                </p>
                {digits(lang, lang.t("おぼえておいてもらう", "Remember my digits"))}
                <p>
                    <a class="quiet" href="/attendance">
                        {lang.t("わたしの出席を見る", "See my attendance")}
                    </a>
                </p>
            }
            .into_any()
        }
        CheckIn::Closed if mine.session.cancelled_at.is_some() => view! {
            <p class="banner soon">
                <strong>{lang.t("この授業は、お休みです。", "This class is cancelled.")}</strong>
                " "
                {mine.session.cancelled_because.clone()}
            </p>
            <p>
                <a class="quiet" href="/attendance">
                    {lang.t("わたしの出席を見る", "See my attendance")}
                </a>
            </p>
        }
        .into_any(),
        CheckIn::Closed => view! {
            <p class="banner calm">
                {lang
                    .t(
                        "この授業の受けつけは終わりました。出席していたときは、先生に声をかけてください。",
                        "Check-in for this class has ended. If you were there, please speak to the instructor.",
                    )}
            </p>
            <p>
                <a class="quiet" href="/attendance">
                    {lang.t("わたしの出席を見る", "See my attendance")}
                </a>
            </p>
        }
        .into_any(),
        CheckIn::Open(_) => digits(lang, lang.t("出席する", "Check in")).into_any(),
    }
}

fn digits(lang: Lang, button: &'static str) -> impl IntoView {
    view! {
        <form method="post" class="card next code-form" autocomplete="off">
            <PageScript />
            <Field
                name="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                label=lang.t("スクリーンの 6 けたの数字", "The six digits on the screen")
                hint=lang
                    .t(
                        "数字は 30 秒ごとに変わります。ゆっくりで、だいじょうぶです。",
                        "The digits change every 30 seconds. Take your time.",
                    )
            />
            <button class="go">{button}</button>
        </form>
    }
}

/// The digits.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeForm {
    code: String,
}

/// Checks in; the page then shows the mark.
pub async fn submit(req: &Req, form: CodeForm) -> Result<Reply> {
    let session = session_of(req)?;
    let done = check_in::check_in(req.actor()?, &req.services, session, &form.code, req.key()).await?;
    Ok(Reply::to(format!("/check-in/{done}")))
}
