//! `/openings/{opening}/refer/{person}`: the packet as the employer will see it, and sending it.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    matching::{
        consents::Agreement,
        packet::{self, Packet},
        sending,
    },
};

use super::{packet_view, words};
use crate::{
    ui::{crumbs, until},
    web::{Page, Reply, Req},
};

/// The preview.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (opening, person) = (req.param("opening")?, req.param("person")?);
    let preview = sending::preview(req.actor()?, &req.services, opening, person).await?;
    let packet = preview.packet.as_deref().map(Packet::read).transpose()?;
    let fingerprint = preview
        .packet
        .as_deref()
        .map(packet::fingerprint)
        .unwrap_or_default();
    let zone = req.services.config.zone;
    let title = lang.t(
        format!("{}さんを紹介する", preview.person),
        format!("Refer {}", preview.person),
    );
    let heading = title.clone();
    Ok(Page::new(title, move || {
        let back = (format!("/openings/{opening}"), preview.opening.opening.title.clone());
        let employer = preview.opening.employer.name.clone();
        let changed = matches!(preview.consent, Some((_, Agreement::TermsChanged)));
        let awaits = matches!(preview.consent, Some((_, Agreement::AwaitsSecond)));
        let until = preview.consent.map(|(it, _)| until(lang, it.expires_at, zone)).unwrap_or_default();
        let body = match (packet, preview.sent) {
            (_, Some((id, state))) => {
                let (_, text) = words::state(lang, state);
                view! {
                    <p class="banner soon">
                        {lang
                            .t(
                                "この人は、この求人にもう紹介されています。",
                                "This person has been referred to this opening already.",
                            )} " "<a href=format!("/referrals/{id}")>{text}</a>
                    </p>
                }
                .into_any()
            }
            (None, None) if awaits => view! {
                <p class="banner soon">
                    {lang
                        .t(
                            "本人のパスワードは、教室の人のリンクで決めたばかりです。リンクをつくった人とは別の人が、本人に聞いて確かめてから送れます。",
                            "The person's password was chosen lately with a link made by staff. Somebody other than the maker of the link asks the person and confirms the consent first.",
                        )} " "
                    <a href="/consents/waiting">
                        {lang.t("確かめを待つ同意", "Consents to be confirmed")}
                    </a>
                </p>
            }
            .into_any(),
            (None, None) if changed => view! {
                <p class="banner miss">
                    {lang
                        .t(
                            "本人が同意したあとで、この求人の給料・場所・時間が変わりました。もう一度、本人に聞いてください。",
                            "Pay, place or hours of this opening have changed since the person agreed. Please ask again.",
                        )}
                </p>
            }
            .into_any(),
            (None, None) => view! {
                <p class="banner miss">
                    {lang
                        .t(
                            format!(
                                "この仕事について「{employer}」に見せてよいという、本人の同意がありません。求人のページの「同意をお願いする」にある言葉で、本人に聞いてください。",
                            ),
                            format!(
                                "The person has not agreed that “{employer}” may see anything for this job. Please ask, with the words on the opening's page.",
                            ),
                        )}
                </p>
            }
            .into_any(),
            (Some(packet), None) => view! {
                <p>
                    {lang
                        .t(
                            format!(
                                "「{employer}」には、下のとおりに見えます。本人の同意は {until} までです。",
                            ),
                            format!(
                                "“{employer}” will see exactly what is below. The consent holds until {until}.",
                            ),
                        )}
                </p>
                {packet_view::packet(packet)}
                <form method="post" class="row">
                    <input type="hidden" name="fingerprint" value=fingerprint />
                    <button class="go">{lang.t("送るリンクをつくる", "Make the link")}</button>
                </form>
            }
            .into_any(),
        };
        view! {
            <div class="read">
                {crumbs(vec![("/openings".to_owned(), lang.t("求人", "Openings").to_owned()), back])}
                <h1>{heading}</h1> {body}
            </div>
        }
    })
    .into())
}

/// What is to be sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferForm {
    /// Of the packet that was looked at.
    fingerprint: String,
}

/// Sends, and shows the link once.
pub async fn submit(req: &Req, form: ReferForm) -> Result<Reply> {
    let key = req.key();
    let (opening, person) = (req.param("opening")?, req.param("person")?);
    let path = sending::send(
        req.actor()?,
        &req.services,
        key,
        opening,
        person,
        &form.fingerprint,
    )
    .await?;
    Ok(link_page(req, key, &path).into())
}

/// The page that shows a link once.
pub(super) fn link_page(req: &Req, referral: uuid::Uuid, path: &str) -> Page {
    let lang = req.lang;
    let link = format!("{}{path}", req.services.config.public_url);
    let until = until(
        lang,
        server::db::now() + chrono::TimeDelta::days(sending::DAYS),
        req.services.config.zone,
    );
    let title = lang.t("リンクができました", "The link is ready");
    Page::new(title, move || {
        view! {
            <div class="read">
                <h1>{title}</h1>
                <section class="card next">
                    <p>
                        {lang
                            .t(
                                "このリンクを、会社の担当の人に渡してください。ここに出るのは一度だけです。",
                                "Hand this link to the contact person of the company. It is shown only once.",
                            )}
                    </p>
                    <p>
                        <code class="link-text">{link}</code>
                    </p>
                    <p class="soft">
                        {lang
                            .t(
                                format!(
                                    "{until}まで使えます。本人が同意を取り消すと、すぐに使えなくなります。",
                                ),
                                format!(
                                    "It works until {until}, and stops at once if the person withdraws consent.",
                                ),
                            )}
                    </p>
                </section>
                <p>
                    <a class="go" href=format!("/referrals/{referral}")>
                        {lang.t("紹介のようすを見る", "See the referral")}
                    </a>
                </p>
            </div>
        }
    })
}
