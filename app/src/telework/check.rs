//! `/environment/check`: a learner at home looks at camera, microphone, loudspeaker, line, browser and screen,
//! one press each (`assets/environment.js`). Without a script, what remains is said.

use domain::{
    Lang,
    telework::{Measure, Value},
};
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::json;
use server::{
    Result, Services, Zone,
    telework::measurements::{self, Measured},
};

use super::{by_work, check_words as words};
use crate::{
    ui::{Chip, Tone, crumbs, day_and_time},
    web::{Page, Reply, Req, asset_url},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let newest = measurements::newest(actor, &req.services, actor.id).await?;
    let seen = measurements::browser(&req.services, &req.user_agent);
    let sections: Vec<_> = Measure::ALL
        .into_iter()
        .map(|measure| Section::new(lang, &req.services, zone, measure, &newest))
        .collect();
    let works = by_work::works(&req.services, lang, &newest);
    let title = lang.t("家の環境をためす", "Try your environment");
    Ok(Page::new(title, move || {
        let browser = match seen.problem {
            None => lang.t(
                format!("いまのブラウザー（{} {}）は、新しいので使えます。", seen.browser, seen.system),
                format!("The present browser ({} {}) is new enough.", seen.browser, seen.system),
            ),
            Some(problem) => words::problem(lang, problem).to_owned(),
        };
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        (
                            "/environment".to_owned(),
                            lang.t("家で働く用意", "Working from home").to_owned(),
                        ),
                    ],
                )} <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "仕事で使うパソコンで、家で開いてください。ボタンを一つずつ押すだけです。何度でもためせます。",
                            "Open this at home, on the computer you will work with. Just press one button after the other, as often as you like.",
                        )}
                </p> <noscript>
                    <p class="tip">
                        {lang
                            .t(
                                "このブラウザーでは、JavaScript が動いていません。カメラ、マイク、回線は、ここでは測れません。パソコンを教室に持ってきて、先生といっしょにためしてください。",
                                "JavaScript does not run in this browser, so camera, microphone and line cannot be measured here. Bring the computer to class and try it with your instructor.",
                            )}
                    </p>
                    <p>{browser}</p>
                </noscript> <form method="post" data-post="" hidden>
                    <input type="hidden" name="value" value="" />
                </form> {sections.into_iter().map(|section| section.draw(lang)).collect_view()}
                {by_work::list(lang, works)}
                <p>
                    {lang
                        .t(
                            "うまくいかないものがあっても、だいじょうぶです。教室で、または通話で、先生といっしょにためせます。",
                            "It is all right when something does not work: you can try it with your instructor, in class or in a call.",
                        )}
                </p> <a class="quiet" href="/environment">
                    {lang.t("家で働く用意へもどる", "Back to working from home")}
                </a> <script src=asset_url("environment") defer></script>
            </div>
        }
    })
    .with_script()
    .with_furigana()
    .into())
}

/// Code, sentence, lesson, and whether it holds now.
type Problem = (&'static str, &'static str, Option<(String, String)>, bool);

/// One thing to look at, with what was found last.
struct Section {
    measure: Measure,
    result: String,
    chip: Option<(Tone, &'static str)>,
    problems: Vec<Problem>,
}

impl Section {
    fn new(lang: Lang, services: &Services, zone: Zone, measure: Measure, newest: &[Measured]) -> Section {
        let found = newest.iter().find(|it| it.value.measure() == measure);
        Section {
            measure,
            result: found.map_or_else(String::new, |it| line(lang, zone, it)),
            chip: found.map(|it| chip(lang, it)),
            problems: words::possible(measure)
                .iter()
                .map(|problem| {
                    let here = found.is_some_and(|it| it.problems.contains(problem));
                    let lesson = words::lesson(services, lang, *problem);
                    (problem.code(), words::problem(lang, *problem), lesson, here)
                })
                .collect(),
        }
    }

    fn draw(self, lang: Lang) -> impl IntoView {
        let measure = self.measure;
        let chip = self
            .chip
            .map(|(tone, text)| view! { <Chip tone=tone text=text /> });
        let problems: Vec<_> = self
            .problems
            .into_iter()
            .map(|(code, sentence, lesson, here)| {
                let lesson = lesson.map(|(path, title)| {
                    view! {
                        " "
                        <a href=path>
                            {lang.t(format!("「{title}」を読む"), format!("Read “{title}”"))}
                        </a>
                    }
                });
                view! {
                    <li class="tip" data-problem=code hidden=!here>
                        {sentence}
                        {lesson}
                    </li>
                }
            })
            .collect();
        let question = match measure {
            Measure::Microphone => lang.t("自分の声が聞こえましたか。", "Did you hear your own voice?"),
            Measure::Speaker => lang.t("音が聞こえましたか。", "Did you hear the tone?"),
            _ => "",
        };
        let ask = (!question.is_empty()).then(|| {
            view! {
                <div class="row" data-ask="" hidden>
                    <p>
                        <strong>{question}</strong>
                    </p>
                    <button type="button" class="go" data-yes="">
                        {lang.t("聞こえた", "Yes")}
                    </button>
                    <button type="button" class="quiet" data-no="">
                        {lang.t("聞こえなかった", "No")}
                    </button>
                </div>
            }
        });
        view! {
            <section
                class="card"
                id=measure.code()
                data-measure=measure.code()
                data-unsent=lang
                    .t(
                        "結果を送れませんでした。インターネットを見て、もう一度ためしてください。",
                        "The result could not be sent. Look at your connection and try again.",
                    )
                data-busy=lang
                    .t(
                        "いま、ほかの人が測っています。1分ほど待って、もう一度押してください。",
                        "Others are measuring at the moment. Please wait a minute and press again.",
                    )
                data-playing=lang.t("再生中…", "playing…")
                data-latency=lang
                    .t("返事の速さを測っています…", "Measuring how fast answers come…")
                data-down=lang.t("受け取る速さを測っています…", "Measuring towards you…")
                data-up=lang.t("送る速さを測っています…", "Measuring from you…")
                data-steady=lang.t("安定を測っています…", "Measuring steadiness…")
            >
                <div class="row">
                    <h2>{words::name(lang, measure)}</h2>
                    <span class="push">{chip}</span>
                </div>
                <p>{words::how(lang, measure)}</p>
                {live(lang, measure)}
                <div class="row">
                    <button type="button" class="go" data-start="" hidden>
                        {words::start(lang, measure)}
                    </button>
                    <button type="button" class="quiet" data-stop="" hidden>
                        {lang.t("おわる", "Done")}
                    </button>
                </div>
                {ask}
                <p role="status">
                    <strong data-result="">{self.result}</strong>
                </p>
                <ul class="stack">{problems}</ul>
            </section>
        }
    }
}

/// What is seen while it is looked at.
fn live(lang: Lang, measure: Measure) -> Option<AnyView> {
    Some(match measure {
        Measure::Camera => view! {
            <div data-live="" hidden class="stack">
                <div class="self-view">
                    <video autoplay playsinline muted></video>
                    <svg viewBox="0 0 160 90" aria-hidden="true">
                        <ellipse cx="80" cy="42" rx="22" ry="29" />
                    </svg>
                </div>
                <label class="stack">
                    {lang.t("明るさ", "Brightness")}
                    <meter min="0" max="255" low="40" optimum="150" value="0"></meter>
                </label>
            </div>
        }
        .into_any(),
        Measure::Microphone => view! {
            <div data-live="" hidden class="stack">
                <p>
                    {lang.t("話してください。あと ", "Please speak. Left: ")}
                    <strong data-countdown="">"5"</strong>
                </p>
                <label class="stack">
                    {lang.t("声の大きさ", "Loudness")} <meter min="0" max="0.4" value="0"></meter>
                </label>
            </div>
        }
        .into_any(),
        Measure::Line => view! {
            <div data-live="" hidden class="stack">
                <p data-step="" role="status"></p>
                <meter
                    min="0"
                    max="16"
                    value="0"
                    aria-label=lang.t("どこまで測ったか", "How far it is measured")
                ></meter>
            </div>
        }
        .into_any(),
        Measure::Speaker | Measure::Browser | Measure::Screen | Measure::Secure => return None,
    })
}

fn chip(lang: Lang, it: &Measured) -> (Tone, &'static str) {
    if it.problems.is_empty() {
        (Tone::Met, lang.t("✓ よい", "✓ Fine"))
    } else {
        (Tone::Soon, lang.t("直すところがある", "Something to mend"))
    }
}

/// `✓ 下り … — 2026年11月26日 14:05`.
fn line(lang: Lang, zone: Zone, it: &Measured) -> String {
    let mark = if it.problems.is_empty() { "✓" } else { "△" };
    let at = day_and_time(lang, it.at, zone);
    let enough = match &it.value {
        Value::Line(line) => format!(" {}", words::enough(lang, line)),
        _ => String::new(),
    };
    format!("{mark} {} — {at}{enough}", words::numbers(lang, it))
}

/// What was found last of each, as a list; for the pages that lead here.
pub(super) fn summary(lang: Lang, zone: Zone, newest: &[Measured]) -> impl IntoView + use<> {
    let lines: Vec<_> = Measure::ALL
        .into_iter()
        .map(|measure| {
            let found = newest.iter().find(|it| it.value.measure() == measure);
            let (tone, word) = found.map_or((Tone::Calm, lang.t("まだ", "Not yet")), |it| chip(lang, it));
            let numbers = found.map(|it| {
                let at = day_and_time(lang, it.at, zone);
                format!("{} — {at}", words::numbers(lang, it))
            });
            let problems: Vec<_> = found
                .into_iter()
                .flat_map(|it| &it.problems)
                .map(|problem| view! { <p class="soft">{words::problem(lang, *problem)}</p> })
                .collect();
            view! {
                <li>
                    <p class="row">
                        <span>{words::name(lang, measure)}</span>
                        <span class="push">
                            <Chip tone=tone text=word />
                        </span>
                    </p>
                    <p class="soft">{numbers}</p>
                    {problems}
                </li>
            }
        })
        .collect();
    view! { <ul class="stack">{lines}</ul> }
}

/// What the script measured.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckForm {
    /// The JSON of a `domain::telework::Value`.
    value: String,
}

/// Keeps it, and tells the script what it means.
pub async fn submit(req: &Req, form: CheckForm) -> Result<Reply> {
    let zone = req.services.config.zone;
    let measured = measurements::record(
        req.actor()?,
        &req.services,
        req.key(),
        &form.value,
        &req.user_agent,
    )
    .await?;
    let problems: Vec<_> = measured.problems.iter().map(|problem| problem.code()).collect();
    Ok(Reply::json(json!({
        "saved": true,
        "ok": measured.problems.is_empty(),
        "problems": problems,
        "text": line(req.lang, zone, &measured),
    })))
}
