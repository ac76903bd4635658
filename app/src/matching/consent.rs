//! `/openings/{opening}/consent`: the learner chooses what one company may see, for what, until when,
//! and sees exactly that before agreeing.

use domain::{Lang, matching::PacketField, say};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    matching::{
        consents::{self, Agreement, ConsentForm},
        openings::{self, Terms},
        packet::Packet,
        words as codes,
    },
};

use super::{packet_view, words};
use crate::{
    ui::{Choices, crumbs, day_of, until},
    web::{Page, Reply, Req},
};

/// What may be done here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ConsentAct {
    /// See it as the company will.
    Preview(ConsentForm),
    /// Agree.
    Give(ConsentForm),
}

/// The form; with the packet, when that was asked for.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let id = req.param("opening")?;
    let preview = match req.typed() {
        Some(ConsentAct::Preview(form)) => consents::preview(actor, &req.services, id, &form).await.ok(),
        Some(ConsentAct::Give(_)) | None => None,
    };
    let opening = openings::get(actor, &req.services, id).await?;
    let all = consents::everything(actor, &req.services, id).await?;
    let given = consents::mine(actor, &req.services, &opening).await?;
    let terms = Terms::stored(&opening.opening)?;
    let zone = req.services.config.zone;
    Ok(Page::new(lang.t("会社に見せるものを選ぶ", "Choose what the company may see"), move || {
        let fields: Vec<(String, String)> = PacketField::ALL
            .into_iter()
            .map(|field| {
                let name = field.name().get(lang).to_owned();
                let value = value(lang, field, &all)
                    .unwrap_or_else(|| lang.t("まだ記録がありません", "nothing recorded yet").to_owned());
                (field.code().to_owned(), format!("{name}: {value}"))
            })
            .collect();
        let days: Vec<(String, String)> = codes::CONSENT_DAYS
            .into_iter()
            .map(|days| (days.to_string(), say!(lang, days of "{days} 日のあいだ", one "for {days} day", other "for {days} days")))
            .collect();
        let line = words::line(lang, &opening);
        let employer = opening.employer.name.clone();
        let given = given.map(|(it, agreement)| {
            let until = until(lang, it.expires_at, zone);
            let (class, text) = match agreement {
                Agreement::Holds => (
                    "banner met",
                    lang.t(
                        format!("この仕事については、{until}まで見せてよいことになっています。"),
                        format!("You have already agreed for this job until {until}."),
                    ),
                ),
                Agreement::AwaitsSecond => (
                    "banner soon",
                    lang.t(
                        "同意を受けつけました。あなたのパスワードは教室の人のリンクで決めたばかりなので、別の人が、あなたに直接確かめます。それまで、会社には何も見えません。",
                        "Your consent is on record. Your password was chosen lately with a link made by staff, so another person of the staff asks you in person first. Until then the company sees nothing.",
                    ).to_owned(),
                ),
                Agreement::TermsChanged => (
                    "banner soon",
                    lang.t(
                        "あなたが同意したあとで、この仕事の給料・場所・時間が変わりました。よければ、もう一度選んでください。",
                        "The pay, place or hours of this job have changed since you agreed. If it is still all right, please choose again.",
                    ).to_owned(),
                ),
            };
            view! {
                <p class=class>
                    {text}" "<a href="/disclosures">{lang.t("見る・取り消す", "See or withdraw")}</a>
                </p>
            }
        });
        let preview = preview.map(|packet| {
            view! {
                <section class="stack" aria-labelledby="preview">
                    <h2 id="preview">
                        {lang
                            .t(
                                "会社には、このとおりに見えます",
                                "The company will see exactly this",
                            )}
                    </h2>
                    {packet_view::packet(packet)}
                    <p>
                        {lang
                            .t(
                                "よければ、上の「同意する」を押してください。まだ何も見せていません。",
                                "If this is right, press “I agree” above. Nothing has been shown yet.",
                            )}
                    </p>
                </section>
            }
        });
        view! {
            <div class="read">
                {crumbs(
                    vec![("/work".to_owned(), lang.t("わたしに合う仕事", "Work for me").to_owned())],
                )} <h1>{lang.t("会社に見せるものを選ぶ", "Choose what the company may see")}</h1>
                <p>
                    <b>{opening.opening.title.clone()}</b>
                </p> <p class="soft">{line}</p> <p>{opening.opening.description.clone()}</p> {given}
                <p>
                    {lang
                        .t(
                            format!(
                                "見せるものは、あなたが選びます。見るのは「{employer}」だけで、この仕事のためだけです。はじめは何も選ばれていません。いつでも取り消せて、取り消すとすぐに見えなくなります。",
                            ),
                            format!(
                                "You choose what is shown. Only “{employer}” will see it, for this job only. Nothing is chosen beforehand. You can withdraw at any time, and then it can no longer be seen.",
                            ),
                        )}
                </p> <form method="post" class="card">
                    <input type="hidden" name="terms" value=terms />
                    <Choices
                        name="fields"
                        many=true
                        label=lang.t("見せるもの", "What to show")
                        options=fields
                    />
                    <Choices
                        name="purpose"
                        label=lang.t("何のために", "What for")
                        options=words::options(lang, codes::PURPOSES)
                    />
                    <Choices name="days" label=lang.t("いつまで", "Until when") options=days />
                    <div class="row">
                        <button class="quiet" name="do" value="preview">
                            {lang.t("会社に見えるとおりに見る", "See it as the company will")}
                        </button>
                        <button class="go" name="do" value="give">
                            {lang.t("同意する", "I agree")}
                        </button>
                    </div>
                </form> {preview}
            </div>
        }
    })
    .with_furigana()
    .into())
}

/// What there is in a field, in one line.
fn value(lang: Lang, field: PacketField, all: &Packet) -> Option<String> {
    let joined = |parts: Vec<String>| (!parts.is_empty()).then(|| parts.join(lang.t("、", ", ")));
    match field {
        PacketField::Name => all.name.clone(),
        PacketField::Reading => all.reading.clone(),
        PacketField::Email => all.email.clone(),
        PacketField::Readiness => all.readiness.as_ref().map(|it| {
            format!(
                "{} — {} ({})",
                it.rule.get(lang),
                packet_view::verdict(lang, it.verdict).to_owned(),
                day_of(lang, it.signed_on)
            )
        }),
        PacketField::Scores => joined(
            all.scores
                .iter()
                .flatten()
                .map(|it| packet_view::criterion(lang, it))
                .collect(),
        ),
        PacketField::Attendance => packet_view::attendance(lang, all),
        PacketField::Competences => joined(
            all.competences
                .iter()
                .map(|it| it.name.get(lang).to_owned())
                .collect(),
        ),
        PacketField::Wishes => all
            .wishes
            .as_ref()
            .and_then(|it| joined(packet_view::wishes(lang, it))),
    }
}

/// Shows the packet, or gives the consent.
pub async fn submit(req: &Req, act: ConsentAct) -> Result<Reply> {
    let (actor, id) = (req.actor()?, req.param("opening")?);
    let form = match act {
        ConsentAct::Preview(form) => {
            consents::preview(actor, &req.services, id, &form).await?;
            return Ok(Reply::again());
        }
        ConsentAct::Give(form) => form,
    };
    consents::give(actor, &req.services, req.key(), id, &form).await?;
    Ok(Reply::flash(
        req,
        "/disclosures",
        "同意しました。教室の人が、会社に紹介します。",
        "You have agreed. The classroom will refer you to the company.",
    ))
}
