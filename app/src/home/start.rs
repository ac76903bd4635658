//! The start page: for a learner the one next step and the bridge; for those who work here, their
//! places; for a visitor, the front page.

use domain::{Lang, classroom::Mark, identity::Role};
use leptos::prelude::*;
use server::{
    Result, Zone, classroom::tables::class_session, home::learner, learning::score_news::ScoreNews,
};

use super::{bridge, front, news::news, picture::Bridge, staff};
use crate::{
    catalog::previewing,
    identity::made_links,
    readiness::step,
    ui::{Chip, Empty, Tone, time_range},
    web::{Page, Reply, Req},
};

/// The start page of whoever asks.
pub async fn show(req: &Req) -> Result<Reply> {
    match &req.actor {
        None => match &req.services.preview {
            Some(preview) if req.query.get("as") != "visitor" => {
                previewing::begin(req, preview.first_page(&req.services.catalog)).await
            }
            Some(_) | None => front::show(req).await,
        },
        Some(actor) if actor.is(Role::Learner) => learner(req).await,
        Some(_) => staff::show(req).await,
    }
}

/// What there is to do about the class that runs or comes next, by what the classroom knows already.
fn class_actions(lang: Lang, running: bool, mark: Option<Mark>) -> impl IntoView + use<> {
    let known = match mark {
        Some(Mark::Present | Mark::Late) => Some((Tone::Met, lang.t("✓ 出席しました", "✓ Checked in"))),
        Some(Mark::Excused) => Some((
            Tone::Calm,
            lang.t("休むと伝えました", "You told us that you cannot come"),
        )),
        Some(Mark::Absent) | None => None,
    };
    if let Some((tone, text)) = known {
        return view! {
            <div class="row">
                <Chip tone text />
                <a class="quiet" href="/attendance">
                    {lang.t("わたしの出席", "My attendance")}
                </a>
            </div>
        }
        .into_any();
    }
    let class = if running { "go" } else { "quiet" };
    let excuse = (!running).then(|| {
        view! {
            <a class="quiet" href="/attendance">
                {lang.t("休むと伝える", "Tell that I cannot come")}
            </a>
        }
    });
    view! {
        <div class="row">
            <a class=class href="/check-in">
                {lang.t("出席のコードを入れる", "Enter the check-in code")}
            </a>
            {excuse}
        </div>
    }
    .into_any()
}

/// That a class does not take place, and why.
fn cancelled(lang: Lang, class: &class_session::Model, zone: Zone) -> impl IntoView + use<> {
    let when = time_range(lang, class.starts_at, class.ends_at, zone);
    let because = class.cancelled_because.clone().unwrap_or_default();
    view! {
        <p class="banner soon">
            <strong>
                {lang
                    .t(
                        format!("{when} の授業は、お休みです。"),
                        format!("The class on {when} is cancelled."),
                    )}
            </strong>
            " "
            {because}
        </p>
    }
}

/// That a score was given, or changed, by somebody.
fn score_line(lang: Lang, services: &server::Services, news: &ScoreNews) -> impl IntoView + use<> {
    let attempt = &news.attempt;
    let title = services
        .catalog
        .course(&attempt.course_id)
        .ok()
        .and_then(|revision| {
            let text = revision.course.quizzes.get(&attempt.quiz_id)?.text(lang)?;
            Some(text.title.clone())
        })
        .unwrap_or_else(|| attempt.quiz_id.clone());
    let now = attempt.percent.unwrap_or_default();
    let before = news.before;
    // As everywhere, never rounded across a limit.
    let percent = |percent: f64| format!("{} %", percent.floor());
    let text = lang.t(
        format!(
            "「{title}」を採点しなおしました（{} → {}）。{}",
            percent(before),
            percent(now),
            news.reason
        ),
        format!(
            "“{title}” was graded again ({} → {}). {}",
            percent(before),
            percent(now),
            news.reason
        ),
    );
    view! {
        <p class="banner calm">
            {text} " "
            <a href=format!("/attempts/{}", attempt.id)>{lang.t("結果を見る", "See the result")}</a>
        </p>
    }
}

async fn learner(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let zone = req.services.config.zone;
    let home = learner::home(actor, &req.services).await?;
    let regraded: Vec<_> = home
        .regraded
        .iter()
        .take(3)
        .map(|news| score_line(lang, &req.services, news))
        .collect();
    let piers = bridge::drawn(&home.bridge, lang);
    let rule = home.rule.as_ref().map(|revision| &revision.rule);
    let next = step::step(lang, &req.services, rule, &home.step);
    let news = news(req).await?;
    let name = actor.name.clone();
    let now = server::db::now();
    Ok(Page::new(lang.t("ホーム", "Home"), move || {
        let next = view! {
            <section class="card next">
                <p class="soft">{lang.t("つぎにすること", "The next thing to do")}</p>
                {step::view(next)}
            </section>
        };
        let call = home
            .call
            .as_ref()
            .map(|(id, host)| crate::telework::invitation(lang, *id, host));
        let cancelled: Vec<_> = home
            .class
            .cancelled
            .iter()
            .map(|class| cancelled(lang, class, zone))
            .collect();
        let coming = match &home.class.next {
            Some(class) if class.starts_at <= now => lang.t("いまの授業", "The class now"),
            Some(_) | None => lang.t("次の教室", "Next class"),
        };
        let class = match home.class.next.clone() {
            Some(class) => view! {
                <p>
                    <strong>{time_range(lang, class.starts_at, class.ends_at, zone)}</strong>
                    <br />
                    {class.place}
                </p>
                {class_actions(lang, class.starts_at <= now, home.class.mark)}
            }
            .into_any(),
            None => view! {
                <Empty text=lang
                    .t(
                        "予定はありません。決まると、ここに出ます。",
                        "Nothing is planned. The next class will be shown here.",
                    )>
                    <a class="quiet" href="/attendance">
                        {lang.t("これまでの出席", "My attendance")}
                    </a>
                </Empty>
            }
            .into_any(),
        };
        view! {
            <h1>
                {match lang {
                    domain::Lang::Ja => format!("こんにちは、{name}さん"),
                    domain::Lang::En => format!("Hello, {name}"),
                }}
            </h1>
            {made_links::banner(lang, zone, &home.links)}
            {news}
            {regraded}
            {call}
            {next}
            <section class="card">
                <h2>{lang.t("あなたの橋", "Your bridge")}</h2>
                <Bridge piers />
                <p>
                    <a href="/readiness">{lang.t("足りないものを見る", "See what is missing")}</a>
                </p>
            </section>
            <div class="two">
                <section class="card">
                    <h2>{coming}</h2>
                    {cancelled}
                    {class}
                </section>
                <section class="card">
                    <h2>{lang.t("コース", "Courses")}</h2>
                    <p>
                        {lang
                            .t(
                                "前の課は、いつでも読みなおせます。",
                                "You can read earlier lessons again at any time.",
                            )}
                    </p>
                    <a class="quiet" href="/courses">
                        {lang.t("コースを見る", "See the courses")}
                    </a>
                </section>
            </div>
        }
    })
    .with_furigana()
    .into())
}
