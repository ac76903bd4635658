//! `/people/import/{import}/cards`: a sheet of cards to print, cut and hand over.

use leptos::prelude::*;
use server::{
    Result,
    identity::{invitations::DAYS, people_import::cards},
};
use uuid::Uuid;

use super::super::link::{HandedLink, card};
use crate::{
    ui::{PrintButton, crumbs},
    web::{Nothing, Page, Reply, Req},
};

/// Makes the links, and shows them once.
pub async fn make(req: &Req, _: Nothing) -> Result<Reply> {
    let lang = req.lang;
    let import: Uuid = req.param("import")?;
    let made = cards::make(req.actor()?, &req.services, import).await?;
    let cards = made
        .into_iter()
        .map(|(name, path)| Ok((name, HandedLink::new(req, &path)?)))
        .collect::<Result<Vec<_>>>()?;
    let title = lang.t("招待のカード", "Invitation cards");
    Ok(Page::new(title, move || {
        let nobody = cards.is_empty().then(|| {
            view! {
                <p>
                    {lang
                        .t(
                            "みんな、もうサインインしました。",
                            "Everybody has signed in already.",
                        )}
                </p>
            }
        });
        let cards: Vec<_> = cards.into_iter().map(|(name, link)| card(name, link)).collect();
        view! {
            <div class="no-print stack">
                {crumbs(
                    vec![
                        (
                            format!("/people/import/{import}"),
                            lang.t("名簿を取りこむ", "Bring people in from a file").into(),
                        ),
                    ],
                )} <div class="row">
                    <h1>{title}</h1>
                    <span class="push">
                        <PrintButton />
                    </span>
                </div>
                <p>
                    {lang
                        .t(
                            format!(
                                "見えるのは今だけです。一度だけ、{DAYS}日のあいだ使えます。",
                            ),
                            format!("Shown only now. Each works once, for {DAYS} days."),
                        )}
                </p> {nobody}
            </div>
            <ul class="invitation-cards">{cards}</ul>
        }
    })
    .into())
}
