//! How a person and an opening fit, drawn with every reason and the lesson that teaches what is missing.

use std::collections::BTreeMap;

use domain::{
    Lang,
    matching::{Constraint, ConstraintKind, Detail, Explanation, NearMiss, Outcome, Preference, WorkMode},
    say,
};
use leptos::prelude::*;
use server::{
    catalog::competences,
    matching::{teaching::Taught, words as codes},
};

use super::words;
use crate::{
    readiness,
    ui::{Chip, Tone, day_of, minutes_of_day},
    web::Req,
};

/// An explanation in the words of the page's language.
pub struct Explained {
    lang: Lang,
    passed: usize,
    lines: Vec<ExplainedLine>,
    essential: Skills,
    desirable: Skills,
    preferences: Vec<String>,
    near: Option<String>,
}

struct ExplainedLine {
    outcome: Outcome,
    label: String,
    reason: String,
}

struct Skills {
    have: usize,
    total: usize,
    /// What is missing, and what brings it: address and words.
    missing: Vec<(String, Option<(String, String)>)>,
}

impl Explained {
    /// Puts an explanation into words, with what brings each missing competence; `mine` when the reader is
    /// the person it is about.
    pub fn new(req: &Req, it: &Explanation, taught: &BTreeMap<String, Taught>, mine: bool) -> Explained {
        let lang = req.lang;
        let lines: Vec<ExplainedLine> = it
            .constraints
            .iter()
            .map(|constraint| line(req, constraint, mine))
            .collect();
        let skills = |have: &[String], missing: &[String]| Skills {
            have: have.len(),
            total: have.len() + missing.len(),
            missing: missing
                .iter()
                .map(|tag| {
                    let link = taught.get(tag).map(|it| (it.path.clone(), way(lang, it, mine)));
                    (competences::name(tag).get(lang).to_owned(), link)
                })
                .collect(),
        };
        let near = it.near_miss.as_ref().map(|near| self::near(req, it, near));
        Explained {
            lang,
            passed: lines.iter().filter(|line| line.outcome == Outcome::Pass).count(),
            lines,
            essential: skills(&it.essential_have, &it.essential_missing),
            desirable: skills(&it.desirable_have, &it.desirable_missing),
            preferences: it.preferences.iter().map(|it| preference(lang, it)).collect(),
            near,
        }
    }

    /// The chip beside the name: how many constraints pass, or how near it is.
    pub fn chip(&self) -> impl IntoView + use<> {
        let (passed, total) = (self.passed, self.lines.len());
        let failed = self.lines.iter().any(|line| line.outcome == Outcome::Fail);
        match &self.near {
            Some(near) => view! { <Chip tone=Tone::Soon text=near.clone() /> },
            None => {
                let tone = if failed || !self.essential.missing.is_empty() {
                    Tone::Calm
                } else {
                    Tone::Met
                };
                view! {
                    <Chip
                        tone=tone
                        text=say!(
                            self.lang,
                            total of "条件 {passed} / {total}",
                            one "{passed} of {total} condition",
                            other "{passed} of {total} conditions"
                        )
                    />
                }
            }
        }
    }

    /// Skills with what is missing, then every constraint with its reason.
    pub fn view(self) -> impl IntoView + use<> {
        let lang = self.lang;
        let essential = skills(lang, lang.t("必要な力", "Essential skills"), self.essential);
        let desirable = skills(lang, lang.t("あるとよい力", "Helpful skills"), self.desirable);
        let preferences = (!self.preferences.is_empty()).then(|| {
            let text = self.preferences.join(lang.t("、", ", "));
            view! { <p class="soft">{lang.t("希望に合う: ", "Meets a wish: ")}{text}</p> }
        });
        let lines: Vec<_> = self
            .lines
            .into_iter()
            .map(|line| {
                let (class, mark, word) = match line.outcome {
                    Outcome::Pass => ("fit-pass", "○", lang.t("合う", "fits")),
                    Outcome::Fail => ("fit-fail", "×", lang.t("合わない", "does not fit")),
                    Outcome::NoData => ("fit-unknown", "？", lang.t("まだわからない", "not known yet")),
                };
                let reason = (!line.reason.is_empty())
                    .then(|| view! { <span class="fit-reason">{line.reason}</span> });
                view! {
                    <li class=class>
                        <span class="fit-mark" aria-hidden="true">
                            {mark}
                        </span>
                        <span class="unseen">{word}": "</span>
                        <span>{line.label}" "{reason}</span>
                    </li>
                }
            })
            .collect();
        view! {
            <div class="skills">{essential}{desirable}</div>
            {preferences}
            <ul class="fits">{lines}</ul>
        }
    }
}

/// What one step away means here.
fn near(req: &Req, it: &Explanation, near: &NearMiss) -> String {
    let lang = req.lang;
    match near {
        NearMiss::Skill => lang.t("あと 1 つの力", "one skill away").to_owned(),
        NearMiss::Signature => lang
            .t("あと準備の署名だけ", "only the signed readiness is missing")
            .to_owned(),
        NearMiss::Criterion { requirement } => {
            let rule = it
                .constraints
                .iter()
                .find_map(|constraint| match &constraint.detail {
                    Detail::Readiness { rule, .. } => req.services.catalog.rule(rule).ok(),
                    Detail::WorkMode { .. }
                    | Detail::Commute { .. }
                    | Detail::Hours { .. }
                    | Detail::TimeOfDay { .. }
                    | Detail::Start { .. }
                    | Detail::Device { .. }
                    | Detail::Line { .. }
                    | Detail::Consent { .. }
                    | Detail::Seats { .. }
                    | Detail::Closing { .. } => None,
                });
            let title = rule
                .as_ref()
                .and_then(|rule| rule.rule.requirement(requirement))
                .map_or_else(
                    || requirement.clone(),
                    |found| readiness::words::requirement(lang, &req.services, found),
                );
            lang.t(
                format!("あと「{title}」と署名"),
                format!("“{title}” and the signature are missing"),
            )
        }
    }
}

/// What brings a missing competence, as the words of its link.
fn way(lang: Lang, it: &Taught, mine: bool) -> String {
    let title = it.title.get(lang);
    let way = if it.quiz {
        lang.t(format!("「{title}」を受ける"), format!("take “{title}”"))
    } else {
        lang.t(format!("「{title}」で学ぶ"), format!("learn it in “{title}”"))
    };
    if mine && !it.own {
        return lang.t(
            format!("{way}（いまのクラスのコースではありません）"),
            format!("{way} (not a course of your class)"),
        );
    }
    way
}

fn skills(lang: Lang, title: &'static str, skills: Skills) -> Option<AnyView> {
    if skills.total == 0 {
        return None;
    }
    let missing: Vec<_> = skills
        .missing
        .into_iter()
        .map(|(name, link)| match link {
            Some((path, label)) => view! { <li>{name}" → "<a href=path>{label}</a></li> }.into_any(),
            None => view! { <li>{name}</li> }.into_any(),
        })
        .collect();
    let list = (!missing.is_empty()).then(|| {
        view! {
            <div>
                <span class="soft">{lang.t("足りない力:", "Missing:")}</span>
                <ul class="missing">{missing}</ul>
            </div>
        }
    });
    Some(
        view! {
            <div>
                <p>{title}" "<b>{skills.have}" / "{skills.total}</b></p>
                {list}
            </div>
        }
        .into_any(),
    )
}

fn preference(lang: Lang, preference: &Preference) -> String {
    match preference {
        Preference::FavouriteMode => lang
            .t("いちばん希望する働き方", "the favourite way of working")
            .to_owned(),
        Preference::KindWished { kind } => words::meaning(lang, codes::KINDS, kind),
        Preference::DeviceLent => lang.t("パソコンを借りられる", "a computer is lent").to_owned(),
    }
}

fn line(req: &Req, it: &Constraint, mine: bool) -> ExplainedLine {
    let lang = req.lang;
    let who = if mine {
        lang.t("あなた", "you")
    } else {
        lang.t("本人", "they")
    };
    let unknown = || match it.kind {
        // Asked when there is interest, so nobody is expected to have told it before.
        ConstraintKind::Consent => String::new(),
        ConstraintKind::WorkMode
        | ConstraintKind::Commute
        | ConstraintKind::Hours
        | ConstraintKind::TimeOfDay
        | ConstraintKind::Start
        | ConstraintKind::Device
        | ConstraintKind::Line
        | ConstraintKind::Readiness
        | ConstraintKind::Seats
        | ConstraintKind::Closing => lang.t("（まだ聞いていません）", "(not told yet)").to_owned(),
    };
    let time = |minutes: &Option<u32>| minutes.map(|it| minutes_of_day(i32::try_from(it).unwrap_or(0)));
    let range = |from: &Option<u32>, to: &Option<u32>| {
        format!(
            "{}–{}",
            time(from).unwrap_or_default(),
            time(to).unwrap_or_default()
        )
    };
    let (label, reason) = match &it.detail {
        Detail::WorkMode { offered, wished } => {
            let wished: Vec<&str> = wished
                .iter()
                .map(|it: &WorkMode| words::mode(lang, *it))
                .collect();
            let wished = wished.join(lang.t("、", ", "));
            let reason = lang.t(
                format!("（{who}の希望: {wished}）"),
                format!("({who} wish: {wished})"),
            );
            (words::mode(lang, *offered).to_owned(), reason)
        }
        Detail::Commute { place, reachable } => {
            let reachable = reachable.join(lang.t("、", ", "));
            let reason = lang.t(
                format!("（通える町: {reachable}）"),
                format!("(can commute to: {reachable})"),
            );
            (
                lang.t(format!("通う町 {place}"), format!("commute to {place}")),
                reason,
            )
        }
        Detail::Hours { offered, most } => {
            let most = most.unwrap_or_default();
            (
                say!(
                    lang,
                    offered of "週 {offered} 時間", one "{offered} hour a week", other "{offered} hours a week",
                ),
                lang.t(
                    format!("（{who}は週 {most} 時間まで）"),
                    format!("({who} can do up to {most})"),
                ),
            )
        }
        Detail::TimeOfDay {
            from,
            to,
            available_from,
            available_to,
        } => {
            let free = range(available_from, available_to);
            (
                lang.t(
                    format!("時間 {}", range(from, to)),
                    format!("hours {}", range(from, to)),
                ),
                lang.t(format!("（{who}は {free}）"), format!("({who} can work {free})")),
            )
        }
        Detail::Start { starts_on, earliest } => {
            let day = day_of(lang, *starts_on);
            let earliest = earliest.map(|it| day_of(lang, it)).unwrap_or_default();
            (
                lang.t(format!("開始 {day}"), format!("start {day}")),
                lang.t(
                    format!("（{who}は {earliest} から）"),
                    format!("({who} can start {earliest})"),
                ),
            )
        }
        Detail::Device { provided: true, .. } => {
            (lang.t("パソコン貸与", "computer lent").to_owned(), String::new())
        }
        Detail::Device { provided: false, has } => (
            lang.t("自分のパソコン", "own computer").to_owned(),
            has_or_not(lang, *has),
        ),
        Detail::Line { has } => (
            lang.t("インターネット", "internet line").to_owned(),
            has_or_not(lang, *has),
        ),
        Detail::Readiness { rule, ready } => {
            let title = req
                .services
                .catalog
                .rule(rule)
                .map_or_else(|_| rule.clone(), |live| live.rule.title.get(lang).to_owned());
            let signed = if *ready {
                lang.t("（署名あり）", "(signed)")
            } else {
                lang.t("（署名はまだ）", "(not signed yet)")
            };
            (title, signed.to_owned())
        }
        Detail::Consent { given } => {
            let label = if *given {
                lang.t("同意あり", "consent given")
            } else {
                lang.t(
                    "同意はまだ（関心があるときに聞きます）",
                    "no consent yet (asked when there is interest)",
                )
            };
            (label.to_owned(), String::new())
        }
        Detail::Seats { seats, filled } => {
            let free = seats.saturating_sub(*filled);
            let label = say!(
                lang,
                seats of "席 あと {free} / {seats}",
                one "{free} of {seats} seat free",
                other "{free} of {seats} seats free",
            );
            (label, String::new())
        }
        Detail::Closing { closes_on } => {
            let day = day_of(lang, *closes_on);
            (
                lang.t(format!("締め切り {day}"), format!("closes {day}")),
                String::new(),
            )
        }
    };
    let reason = if it.outcome == Outcome::NoData {
        unknown()
    } else {
        reason
    };
    ExplainedLine {
        outcome: it.outcome,
        label,
        reason,
    }
}

fn has_or_not(lang: Lang, has: Option<bool>) -> String {
    match has {
        Some(true) => lang.t("（ある）", "(yes)").to_owned(),
        Some(false) => lang.t("（ない）", "(no)").to_owned(),
        None => String::new(),
    }
}
