//! Notices: what is new for whoever looks, as a list and on the start page.

pub mod list;

mod words;

use domain::Lang;
use leptos::prelude::*;
use server::{Services, Zone, notices::list::Shown};

use crate::ui::day_and_time;

/// How many notices the start page shows.
pub const ON_HOME: u64 = 3;

/// The newest notices that are not read, for the start page; nothing where there is no news.
pub fn on_home(
    lang: Lang,
    services: &Services,
    newest: &[Shown],
    unread: u64,
) -> Option<impl IntoView + use<>> {
    if newest.is_empty() {
        return None;
    }
    let zone = services.config.zone;
    let lines: Vec<_> = newest
        .iter()
        .map(|notice| line(lang, words::sentence(lang, services, notice), notice, zone))
        .collect();
    let more = (unread > newest.len() as u64).then(|| {
        view! {
            <p>
                <a href="/notices">
                    {lang
                        .t(
                            format!("お知らせをぜんぶ見る（{unread}）"),
                            format!("See all notices ({unread})"),
                        )}
                </a>
            </p>
        }
    });
    Some(view! {
        <section class="card" aria-labelledby="news">
            <h2 id="news">{lang.t("お知らせ", "Notices")}</h2>
            <ul class="stack">{lines}</ul>
            {more}
        </section>
    })
}

/// A notice with its button: reading it is a press, so that no program that follows links reads it away.
fn line(lang: Lang, sentence: String, notice: &Shown, zone: Zone) -> impl IntoView + use<> {
    let new = notice.row.read_at.is_none();
    let mark = new.then(|| view! { <span class="news">{lang.t("新しい", "new")}</span> });
    let when = day_and_time(lang, notice.row.created_at, zone);
    let label = lang.t(format!("見る: {sentence}"), format!("See: {sentence}"));
    view! {
        <li class="notice">
            <form method="post" action="/notices" class="row">
                <input type="hidden" name="notice" value=notice.row.id.to_string() />
                <span class="notice-text">{mark}" "{sentence}<br /><span class="soft">{when}</span></span>
                <button class="quiet push" name="do" value="read" aria-label=label>
                    {lang.t("見る", "See")}
                </button>
            </form>
        </li>
    }
}
