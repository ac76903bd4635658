//! How much time a try at a test has left.

use chrono::{DateTime, Utc};
use domain::Lang;
use leptos::prelude::*;

use crate::ui::{PageScript, Tone};

/// From here on the time is short, in seconds.
const SHORT: i64 = 120;

/// The minutes left, where the test has a limit. The small script counts them down; when they are over,
/// it asks the server, which decides, what the page is now.
#[component]
pub fn TimeLeft(deadline: Option<DateTime<Utc>>, lang: Lang) -> impl IntoView {
    let left = (deadline? - Utc::now()).num_seconds().max(0);
    let tone = if left < SHORT { Tone::Soon } else { Tone::Calm };
    let words = lang.t("のこり %分", "% min left");
    let minutes = left.div_euclid(60) + i64::from(left % 60 > 0);
    Some(view! {
        <PageScript />
        <span
            class=format!("chip {} push", tone.class())
            role="timer"
            data-left=left.to_string()
            data-short=SHORT.to_string()
            data-words=words
            data-over=lang.t("時間が終わりました", "Time is up")
        >
            {words.replace('%', &minutes.to_string())}
        </span>
    })
}
