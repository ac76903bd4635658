//! Keeps the projector's page fresh: code, QR and count come as server-sent events.

use domain::Lang;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the projector shows at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WallState {
    /// Learners present or late.
    pub came: usize,
    /// Learners of the cohort.
    pub of: usize,
    /// Whether check-in is open.
    pub open: bool,
    /// Seconds that the code is still shown.
    pub left: u64,
    /// The six digits; empty while check-in is not open.
    pub code: String,
    /// The dark modules of the QR, as an SVG path.
    pub qr: String,
}

/// Digits, QR and count. `note` says why there is no code yet, or no more.
#[island]
pub fn Wall(
    session: String,
    lang: Lang,
    first: WallState,
    size: usize,
    note: String,
    address: String,
) -> impl IntoView {
    let now = RwSignal::new(first);
    #[cfg(feature = "hydrate")]
    browser::listen(session, now);
    #[cfg(not(feature = "hydrate"))]
    let _ = session;
    let digits = move || {
        let code = now.get().code;
        // In pairs, as people read them to each other.
        let digits: Vec<char> = code.chars().collect();
        digits
            .chunks(2)
            .map(|pair| pair.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let left = move || {
        let left = now.get().left;
        lang.t(
            format!("あと {left} 秒で変わります"),
            format!("changes in {left} s"),
        )
    };
    let count = move || {
        let (came, of) = (now.get().came, now.get().of);
        lang.t(format!("{came} / {of} 人"), format!("{came} of {of} are here"))
    };
    let open = move || now.get().open;
    let closed = move || !now.get().open;
    view! {
        <div class="wall-open" hidden=closed>
            <p class="digits">{digits}</p>
            <p class="wall-how">
                {lang.t("スマートフォンで読むか、", "Scan it, or enter the digits at ")}
                <span class="wall-address">{address}</span> {lang.t(" で数字を入れてください", "")}
                <span class="wall-left">" ("{left}")"</span>
            </p>
            <svg
                class="qr"
                viewBox=format!("0 0 {size} {size}")
                role="img"
                aria-label=lang.t("出席のリンクの QR コード", "The check-in link as a QR code")
                shape-rendering="crispEdges"
            >
                <rect width=size.to_string() height=size.to_string() fill="#fff" />
                <path d=move || now.get().qr fill="#000" />
            </svg>
        </div>
        <p class="wall-note" hidden=open>
            {note}
        </p>
        <p class="wall-count" role="status">
            {count}
        </p>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{EventSource, MessageEvent};

    use super::WallState;

    pub(super) fn listen(session: String, now: RwSignal<WallState>) {
        let Ok(source) = EventSource::new(&format!("/sessions/{session}/live")) else {
            return;
        };
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data().as_string().unwrap_or_default();
            if let Ok(state) = serde_json::from_str::<WallState>(&data) {
                now.set(state);
            }
        });
        source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        let tick = move || {
            now.update(|state| state.left = state.left.saturating_sub(1));
        };
        let _ = set_interval_with_handle(tick, Duration::from_secs(1));
    }
}
