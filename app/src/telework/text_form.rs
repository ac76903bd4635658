//! A text that people agree to, with its versions, for those who decide what it says.

use domain::telework::TextKind;
use leptos::prelude::*;
use server::{Result, telework::texts};

use crate::{
    ui::{TextArea, crumbs, day},
    web::{Page, Reply, Req},
};

/// The text and its versions; `above` is the way back.
pub(super) async fn page(
    req: &Req,
    kind: TextKind,
    title: &'static str,
    above: (&'static str, &'static str),
    explained: &'static str,
) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let versions = texts::versions(&req.services, kind).await?;
    Ok(Page::new(title, move || {
        let now = versions.first().cloned();
        let (number, ja, en) = now.map(|it| (it.number, it.ja, it.en)).unwrap_or_default();
        let older: Vec<_> = versions
            .into_iter()
            .skip(1)
            .map(|it| {
                let since = it.made_at.map_or_else(String::new, |at| day(lang, at, zone));
                let title = lang.t(
                    format!("第{}版 {since}", it.number),
                    format!("Version {} {since}", it.number),
                );
                view! {
                    <details>
                        <summary>{title}</summary>
                        <p class="terms">{it.get(lang).to_owned()}</p>
                    </details>
                }
            })
            .collect();
        let older = (!older.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{lang.t("前の版", "Earlier versions")}</h2>
                    {older}
                </section>
            }
        });
        view! {
            <div class="read">
                {crumbs(vec![(above.0.to_owned(), above.1.to_owned())])} <h1>{title}</h1> <p>{explained}</p>
                <form method="post" class="card">
                    <h2>{lang.t(format!("第{number}版"), format!("Version {number}"))}</h2>
                    <input type="hidden" name="from" value=number.to_string() />
                    <TextArea name="ja" label=lang.t("日本語", "Japanese") value=ja rows=12 />
                    <TextArea name="en" label=lang.t("英語", "English") value=en rows=12 />
                    <button class="go">{lang.t("新しい版にする", "Make it a new version")}</button>
                </form> {older}
            </div>
        }
    })
    .into())
}
