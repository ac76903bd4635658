//! What each kind of work asks of a home, beside what was measured last.

use domain::{
    Lang,
    readiness::{HomeLimits, RequirementKind},
    telework::{Limits, Measure},
};
use leptos::prelude::*;
use server::{Services, telework::measurements::Measured};

use crate::ui::{Chip, Tone};

/// A kind of work: its title, what it asks for in words, and what that makes of the line.
pub(super) struct Work {
    title: String,
    asks: String,
    line: Option<bool>,
}

/// Every kind of work whose rule has a checklist with limits.
pub(super) fn works(services: &Services, lang: Lang, newest: &[Measured]) -> Vec<Work> {
    let today = services.config.today();
    let line = newest.iter().find(|it| it.value.measure() == Measure::Line);
    services
        .catalog
        .rules()
        .iter()
        .filter_map(|revision| {
            let rule = &revision.rule;
            let wanted = rule
                .require
                .iter()
                .filter(|requirement| requirement.kind == RequirementKind::Checklist)
                .find_map(|requirement| requirement.limits.as_ref())?;
            let limits = Limits::of(Some(wanted));
            Some(Work {
                title: rule.title.get(lang).to_owned(),
                asks: words(lang, wanted),
                line: line.map(|it| it.value.problems(&limits, &it.agent, today).is_empty()),
            })
        })
        .collect()
}

/// What is asked for, in words.
fn words(lang: Lang, wanted: &HomeLimits) -> String {
    let asked = [
        wanted.down.map(|n| {
            lang.t(
                format!("受け取る速さ {n} Mbit/s 以上"),
                format!("receives {n} Mbit/s or more"),
            )
        }),
        wanted.up.map(|n| {
            lang.t(
                format!("送る速さ {n} Mbit/s 以上"),
                format!("sends {n} Mbit/s or more"),
            )
        }),
        wanted.latency.map(|n| {
            lang.t(
                format!("返事までの遅れ {n} ms まで"),
                format!("an answer within {n} ms"),
            )
        }),
        wanted.jitter.map(|n| {
            lang.t(
                format!("遅れのゆれ {n} ms まで"),
                format!("give or take {n} ms at most"),
            )
        }),
        wanted.loss.map(|n| {
            lang.t(
                format!("届かなかった通信 {n}% まで"),
                format!("{n}% lost at most"),
            )
        }),
        wanted
            .screen_width
            .map(|n| lang.t(format!("画面の横 {n} 以上"), format!("screen {n} across or more"))),
        wanted
            .screen_height
            .map(|n| lang.t(format!("画面の縦 {n} 以上"), format!("screen {n} down or more"))),
    ];
    let asked: Vec<_> = asked.into_iter().flatten().collect();
    asked.join(lang.t("、", ", "))
}

/// The list; nothing where no rule has limits.
pub(super) fn list(lang: Lang, works: Vec<Work>) -> Option<AnyView> {
    if works.is_empty() {
        return None;
    }
    let lines: Vec<_> = works
        .into_iter()
        .map(|work| {
            let (tone, word) = match work.line {
                Some(true) => (Tone::Met, lang.t("✓ 足りています", "✓ Enough")),
                Some(false) => (Tone::Soon, lang.t("まだ足りません", "Not enough yet")),
                None => (Tone::Calm, lang.t("まだ測っていません", "Not measured yet")),
            };
            view! {
                <li>
                    <p class="row">
                        <strong>{work.title}</strong>
                        <span class="push">
                            <Chip tone=tone text=word />
                        </span>
                    </p>
                    <p class="soft">{work.asks}</p>
                </li>
            }
        })
        .collect();
    Some(
        view! {
            <section class="card" aria-labelledby="by-work">
                <h2 id="by-work">
                    {lang.t("仕事ごとの回線の条件", "What each kind of work asks of the line")}
                </h2>
                <ul class="stack">{lines}</ul>
            </section>
        }
        .into_any(),
    )
}
