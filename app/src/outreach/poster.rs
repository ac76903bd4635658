//! `/information-sessions/{session}/poster`: a sheet of A4 for the wall, with the link as a large QR code
//! and as small ones to tear off.

use leptos::prelude::*;
use server::{
    Result,
    identity::classroom_settings,
    outreach::{public, sessions},
    qr,
};

use super::{share, words};
use crate::{
    ui::PrintButton,
    web::{Page, Reply, Req},
};

/// Small codes to tear off.
const STRIPS: usize = 6;

/// The poster.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let services = &req.services;
    let zone = services.config.zone;
    let it = public::get(services, req.param("session")?).await?;
    let settings = classroom_settings::get(services).await?;
    let path = format!("/information-sessions/{}", it.session.id);
    let link = format!("{}{path}", services.config.public_url);
    let code = qr::draw(&link)?;
    let title = it.session.title.clone();
    let page = Page::new(title.clone(), move || {
        let session = &it.session;
        let when = words::when(lang, session, zone);
        let day = words::on(lang, session, zone);
        let helps: Vec<_> = sessions::helps(session)
            .into_iter()
            .map(|help| words::help(lang, help))
            .collect();
        let strips: Vec<_> = (0..STRIPS)
            .map(|_| {
                let title = title.clone();
                let day = day.clone();
                view! { <li aria-hidden="true">{share::qr(&code, "")} <span>{title}</span> <span>{day}</span></li> }
            })
            .collect();
        let contact = [
            session.contact.clone(),
            settings.phone.clone(),
            settings.mail.clone(),
        ]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>();
        let contact = contact.first().cloned().unwrap_or_default();
        let name = settings.name(lang).to_owned();
        view! {
            <div class="row no-print">
                <a class="quiet" href=path>
                    {lang.t("← 説明会のページ", "← The session's page")}
                </a>
                <PrintButton />
                <p class="soft">
                    {lang
                        .t(
                            "A4 の紙 1 枚に印刷できます。下は切り取って使えます。",
                            "Prints on one sheet of A4. The strips below are to be torn off.",
                        )}
                </p>
            </div>
            <article class="poster">
                <p class="poster-kind">{lang.t("説明会（無料）", "Information session (free)")}</p>
                <h1>{session.title.clone()}</h1>
                <p class="poster-when">{when}</p>
                <p class="poster-where">
                    {words::place(lang, session, it.online)}<br />{session.address.clone()}
                </p>
                <p class="lines">{session.summary.clone()}</p>
                <div class="poster-register">
                    {share::qr(&code, lang.t("申しこみの QR コード", "QR code to register"))} <div>
                        <p>
                            <strong>{lang.t("申しこみは、ここから", "Scan to register")}</strong>
                        </p>
                        <p class="poster-link">{link}</p>
                        <p>{contact}</p>
                        <p>{helps.join(lang.t("・", ", "))}</p>
                        <p>
                            <strong>{name}</strong>
                        </p>
                    </div>
                </div>
                <ul class="poster-strips">{strips}</ul>
            </article>
        }
    });
    Ok(page.into())
}
