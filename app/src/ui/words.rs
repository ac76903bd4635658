//! Small things that say something: chips, meters, empty states, the way back.

use domain::{Lang, shown};
use leptos::prelude::*;

/// The language of the page that is being drawn.
pub fn lang() -> Lang {
    use_context::<Lang>().unwrap_or_default()
}

/// What a colour means. The word beside it says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Met, present, saved.
    Met,
    /// Soon, late, waiting.
    Soon,
    /// Missing, absent, wrong.
    Miss,
    /// Neither good nor bad.
    Calm,
}

impl Tone {
    /// The CSS class.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Met => "met",
            Tone::Soon => "soon",
            Tone::Miss => "miss",
            Tone::Calm => "calm",
        }
    }
}

/// A word in a colour with a meaning.
#[component]
pub fn Chip(tone: Tone, #[prop(into)] text: String) -> impl IntoView {
    view! { <span class=format!("chip {}", tone.class())>{text}</span> }
}

/// A bar for a percentage (0–100), with a mark at what is needed. The label says it in words.
#[component]
pub fn Meter(
    percent: f64,
    #[prop(optional_no_strip)] need: Option<f64>,
    #[prop(into)] label: String,
) -> impl IntoView {
    let width = percent.clamp(0.0, 100.0);
    let met = need.is_some_and(|need| shown::reaches(percent, need));
    view! {
        <svg
            class="meter"
            class:met=met
            viewBox="0 0 100 6"
            preserveAspectRatio="none"
            role="img"
            aria-label=label
        >
            <rect class="meter-ground" width="100" height="6" rx="3" />
            <rect class="meter-have" width=shown::tenth(width).to_string() height="6" rx="3" />
            {need
                .map(|need| {
                    view! {
                        <rect
                            class="meter-need"
                            x=shown::tenth(need.min(99.4)).to_string()
                            width="0.6"
                            height="6"
                        />
                    }
                })}
        </svg>
    }
}

/// What will be here, and how to begin.
#[component]
pub fn Empty(#[prop(into)] text: String, children: Children) -> impl IntoView {
    view! {
        <div class="empty">
            <p>{text}</p>
            {children()}
        </div>
    }
}

/// The way back: links to the pages above this one.
pub fn crumbs(links: Vec<(String, String)>) -> impl IntoView {
    let links: Vec<_> = links
        .into_iter()
        .map(|(path, label)| {
            view! {
                <li>
                    <a href=path>{label}</a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="crumbs" aria-label=lang().t("いまいる場所", "You are here")>
            <ol>{links}</ol>
        </nav>
    }
}
