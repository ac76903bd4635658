//! That somebody else made a link for one's password: told at the next sign-ins, on the start page and among
//! one's own settings. Whoever has such a link can sign in as the person.

use domain::Lang;
use leptos::prelude::*;
use server::{Sentence, Zone, identity::made_links::MadeLink};

use crate::ui::day_and_time;

fn maker(lang: Lang, link: &MadeLink) -> String {
    let by = link.by.as_ref().map(|by| lang.t(format!("{by}さん"), by.clone()));
    by.unwrap_or_else(|| lang.t("サーバーを動かす人", "whoever runs the server").to_owned())
}

/// Who made the link, and when, in one sentence.
pub(super) fn sentence(link: &MadeLink, zone: Zone) -> Sentence {
    let said = |lang: Lang| (maker(lang, link), day_and_time(lang, link.made_at, zone));
    let ((ja, at), (en, on)) = (said(Lang::Ja), said(Lang::En));
    Sentence::new(
        format!(
            "あなたのパスワードは、{ja}が {at} につくったリンクで決められました。おぼえがないときは、ほかの教室の人に言ってください。"
        ),
        format!(
            "Your password was chosen with a link that {en} made on {on}. If you do not know of it, please tell somebody else of the classroom."
        ),
    )
}

/// On the start page: as long as they are recent.
pub(crate) fn banner(lang: Lang, zone: Zone, links: &[MadeLink]) -> impl IntoView + use<> {
    let recent = links.iter().filter(|link| link.is_recent());
    let told: Vec<_> = recent
        .map(|link| {
            let told = sentence(link, zone).get(lang).to_owned();
            view! { <p class="banner soon">{told}" "<a href="/account">{lang.t("くわしく", "More")}</a></p> }
        })
        .collect();
    told
}

/// Among one's own settings: every link of the last months, used or not.
pub(super) fn section(lang: Lang, zone: Zone, links: &[MadeLink]) -> Option<AnyView> {
    if links.is_empty() {
        return None;
    }
    let lines: Vec<_> = links
        .iter()
        .map(|link| {
            let (by, at) = (maker(lang, link), day_and_time(lang, link.made_at, zone));
            let used = match link.used_at {
                Some(used) => {
                    let used = day_and_time(lang, used, zone);
                    lang.t(format!("{used} に使われました"), format!("used on {used}"))
                }
                None => lang.t("使われていません", "not used").to_owned(),
            };
            view! { <li>{at} " " <strong>{by}</strong> " " <span class="soft">{used}</span></li> }
        })
        .collect();
    Some(
        view! {
            <section class="card">
                <h2>
                    {lang
                        .t(
                            "あなたのパスワードのために、つくられたリンク",
                            "Links that were made for your password",
                        )}
                </h2>
                <p>
                    {lang
                        .t(
                            "このリンクを持つ人は、あなたの新しいパスワードを決められます。おぼえがないときは、上でパスワードを変えて、教室の人に言ってください。",
                            "Whoever has such a link can choose your password. If you do not know of one, change the password above, and tell the people of your classroom.",
                        )}
                </p>
                <ul class="missing">{lines}</ul>
            </section>
        }
        .into_any(),
    )
}
