//! A signed decision, as it is shown: what, why, who, when, until when, and whether it is genuine.

use domain::{
    Lang,
    readiness::{Evaluation, Standing},
};
use leptos::prelude::*;
use server::{Services, readiness::decisions::ShownDecision};

use super::words;
use crate::ui::{Chip, Tone, day_and_time};

/// A decision in words. Owns all it shows.
#[derive(Clone)]
pub struct Decided {
    chip: (Tone, &'static str),
    reason: String,
    signed: String,
    until: Option<String>,
    verified: bool,
    replayed: bool,
    rule: String,
    current_rule: bool,
    counted: String,
}

/// Prepares a decision to be drawn.
pub fn decided(lang: Lang, services: &Services, shown: &ShownDecision) -> Decided {
    let zone = services.config.zone;
    let row = &shown.row;
    let signed_at = day_and_time(lang, row.signed_at, zone);
    let counted = serde_json::from_str::<Evaluation>(&row.evaluation).map_or_else(
        |_| String::new(),
        |evaluation| {
            let all = evaluation.criteria.len();
            let fine = all - evaluation.missing().count();
            lang.t(
                format!("{all} つのうち {fine} つ達成"),
                format!("{fine} of {all} met"),
            )
        },
    );
    Decided {
        chip: words::verdict(lang, shown.verdict),
        reason: row.reason.clone(),
        signed: lang.t(
            format!("署名 {}　{signed_at}", shown.signer),
            format!("Signed by {}, {signed_at}", shown.signer),
        ),
        until: row.expires_at.map(|at| {
            let day = crate::ui::until(lang, at, zone);
            lang.t(format!("{day} まで"), format!("Until {day}"))
        }),
        verified: shown.verified,
        replayed: shown.replayed,
        rule: row.rule_hash.chars().take(8).collect(),
        current_rule: shown.current_rule,
        counted,
    }
}

impl Decided {
    /// For the learner: the decision and its reason.
    pub fn brief(self, lang: Lang) -> impl IntoView {
        let (tone, word) = self.chip;
        let reason = (!self.reason.is_empty())
            .then(|| view! { <blockquote class="reason">{self.reason}</blockquote> });
        view! {
            <p class="row">
                <Chip tone=tone text=word />
                {self.until}
            </p>
            {reason}
            <p class="soft">{self.signed}</p>
            {genuine(lang, self.verified)}
        }
    }

    /// For staff: with the rule, the count of that moment and the replay.
    pub fn full(self, lang: Lang) -> impl IntoView {
        let rule = if self.current_rule {
            lang.t(
                format!("規則の版 {}（いまの版）", self.rule),
                format!("Rule version {} (the current one)", self.rule),
            )
        } else {
            lang.t(
                format!("規則の版 {}（前の版）", self.rule),
                format!("Rule version {} (an earlier one)", self.rule),
            )
        };
        let replay = if self.replayed {
            view! {
                <p class="soft">
                    {lang
                        .t(
                            "✓ 残してある記録でもう一度計算して、同じ結果になりました。",
                            "✓ Evaluated again from the kept evidence: the same result.",
                        )}
                </p>
            }
            .into_any()
        } else {
            view! {
                <p>
                    <Chip
                        tone=Tone::Miss
                        text=lang
                            .t(
                                "✗ もう一度計算すると、ちがう結果になります",
                                "✗ Evaluated again, the result differs",
                            )
                    />
                </p>
            }
            .into_any()
        };
        let line = format!("{}{}{rule}", self.counted, lang.t("　", " · "));
        view! {
            {self.brief(lang)}
            <p class="soft">{line}</p>
            {replay}
        }
    }
}

fn genuine(lang: Lang, verified: bool) -> impl IntoView {
    if verified {
        view! {
            <p class="soft">
                {lang.t("✓ 署名を確かめました。", "✓ The signature was verified.")}
            </p>
        }
        .into_any()
    } else {
        view! {
            <p class="banner miss">
                {lang
                    .t(
                        "署名が合いません。記録が書きかえられたかもしれないので、この決定は使われません。管理者に知らせてください。",
                        "The signature does not fit. The record may have been changed, so this decision is not used. Please tell the administrator.",
                    )}
            </p>
        }
        .into_any()
    }
}

/// The standing in a colour and a sentence.
pub fn standing(lang: Lang, services: &Services, standing: Standing) -> (Tone, String) {
    match standing {
        Standing::Ready { until: Some(until) } => {
            let day = crate::ui::until(lang, until, services.config.zone);
            (
                Tone::Met,
                lang.t(
                    format!("準備できた（{day} まで）"),
                    format!("Ready (until {day})"),
                ),
            )
        }
        Standing::Ready { until: None } => (Tone::Met, lang.t("準備できた", "Ready").to_owned()),
        Standing::Expired => (Tone::Miss, lang.t("期限が切れました", "Has run out").to_owned()),
        Standing::NotYet => (Tone::Soon, lang.t("まだ", "Not yet").to_owned()),
        Standing::Undecided => (
            Tone::Calm,
            lang.t("まだ決めていません", "Not decided yet").to_owned(),
        ),
    }
}
