//! The bridge: five spans from learning to work. The same figure on the learner's home, the person's
//! page and the certificate; a list of piers on a phone.

use domain::shown;
use leptos::prelude::*;

use crate::ui::lang;

/// How far a span is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SpanState {
    /// All of it.
    Done,
    /// The person stands here; so much of it is done (0–1).
    Here(f64),
    /// Not yet begun; so much is there already (0–1).
    Ahead(f64),
}

/// One span: its state, and a few words such as `12 / 14 課`.
#[derive(Clone, Debug)]
pub struct Pier {
    /// How far.
    pub state: SpanState,
    /// In words.
    pub note: String,
}

const NAMES: [(&str, &str); 5] = [
    ("学ぶ", "Learn"),
    ("試す", "Try"),
    ("通う", "Attend"),
    ("整える", "Prepare"),
    ("働く", "Work"),
];

/// The five spans, in their order.
#[component]
pub fn Bridge(piers: [Pier; 5]) -> impl IntoView {
    let lang = lang();
    let named: Vec<(&'static str, Pier)> = piers
        .into_iter()
        .zip(NAMES)
        .map(|(pier, (ja, en))| (lang.t(ja, en), pier))
        .collect();
    let words: Vec<String> = named
        .iter()
        .map(|(name, pier)| format!("{name} {}", pier.note))
        .collect();
    let label = format!(
        "{}: {}",
        lang.t("あなたの橋", "The bridge"),
        words.join(lang.t("、", ", "))
    );

    let spans: Vec<_> = named
        .iter()
        .enumerate()
        .map(|(i, (name, pier))| {
            let left = 20 + 180 * i;
            let arc = format!("M{left} 92 Q{} 22 {} 92", left + 90, left + 180);
            let middle = (left + 90).to_string();
            let (class, share) = match pier.state {
                SpanState::Done => ("span-done", 1.0),
                SpanState::Here(share) => ("span-here", share),
                SpanState::Ahead(share) => ("span-ahead", share),
            };
            let person = matches!(pier.state, SpanState::Here(_)).then(|| {
                let t = share.clamp(0.05, 0.95);
                // The point at `t` of the quadratic curve above.
                let x = left as f64 + 180.0 * t;
                let y = 92.0 - 140.0 * t * (1.0 - t);
                view! {
                    <g class="bridge-person" transform=format!("translate({x:.0},{:.0})", y - 26.0)>
                        <circle cy="-14" r="9" />
                        <path d="M-11 20 Q-11 -4 0 -4 Q11 -4 11 20 Z" />
                    </g>
                }
            });
            let done = (share > 0.0).then(|| {
                view! {
                    <path
                        class=class
                        d=arc.clone()
                        pathLength="100"
                        stroke-dasharray=format!("{} 100", shown::whole(share * 100.0))
                    />
                }
            });
            view! {
                <path class="span-ground" d=arc.clone() />
                {done}
                <text class="span-name" x=middle.clone() y="84">
                    {*name}
                </text>
                <text class="span-note" x=middle y="128">
                    {pier.note.clone()}
                </text>
                {person}
            }
        })
        .collect();
    let pillars: Vec<_> = (0..6)
        .map(|i| view! { <rect class="pillar" x=(14 + 180 * i).to_string() y="97" width="12" height="46" /> })
        .collect();
    let waves: String = (0..23)
        .map(|i| {
            if i == 0 {
                "M0 150 q20 -8 40 0".to_owned()
            } else {
                " t40 0".to_owned()
            }
        })
        .collect();
    let small: Vec<_> = named
        .into_iter()
        .map(|(name, pier)| {
            let (class, word) = match pier.state {
                SpanState::Done => ("done", lang.t("できた", "done")),
                SpanState::Here(_) => ("here", lang.t("いまここ", "you are here")),
                SpanState::Ahead(_) => ("ahead", lang.t("これから", "ahead")),
            };
            view! {
                <li class=class>
                    <b>{name}</b>
                    <span class="soft">{pier.note}</span>
                    <span class="unseen">{word}</span>
                </li>
            }
        })
        .collect();
    view! {
        <svg class="bridge-wide" viewBox="0 0 940 162" role="img" aria-label=label>
            <path class="waves" d=waves />
            {pillars}
            <path class="deck" d="M8 97 H932" />
            {spans}
        </svg>
        <ul class="bridge-small">{small}</ul>
    }
}
