//! Who of the staff read something about a person, for the person.

use domain::{Lang, identity::policy::Field};
use leptos::prelude::*;
use server::{Zone, identity::reading::Reading};

use crate::ui::day_and_time;

/// What a field is called.
fn word(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Account => lang.t("アカウント", "account"),
        Field::Attendance => lang.t("出席", "attendance"),
        Field::AbsenceReason => lang.t("休んだ理由", "reason of an absence"),
        Field::Progress => lang.t("学びの進み", "progress"),
        Field::HandedIn => lang.t("出した答え", "answers handed in"),
        Field::Readiness => lang.t("仕事の準備", "readiness"),
        Field::ReadinessBoard => lang.t("準備の一覧", "readiness board"),
        Field::DecisionReason => lang.t("決定の理由", "reasons of decisions"),
        Field::WaiverReason => lang.t("免除の理由", "reasons of waivers"),
        Field::Matching => lang.t("仕事の希望と紹介", "wishes and referrals"),
    }
}

/// The list, the newest first.
pub(crate) fn section(lang: Lang, zone: Zone, readings: Vec<Reading>) -> AnyView {
    let none = readings.is_empty();
    let lines: Vec<_> = readings
        .into_iter()
        .map(|reading| {
            let words: Vec<_> = reading.fields.iter().map(|field| word(lang, *field)).collect();
            let words = words.join(lang.t("・", ", "));
            view! {
                <li>
                    {day_and_time(lang, reading.at, zone)} " " <strong>{reading.by}</strong> " "
                    <span class="soft">{words}</span>
                </li>
            }
        })
        .collect();
    view! {
        <section class="card" aria-labelledby="readers">
            <h2 id="readers">
                {lang.t("あなたの記録を読んだ教室の人", "Who of the staff read about you")}
            </h2>
            {none
                .then(|| {
                    view! {
                        <p class="soft">
                            {lang.t("まだだれも読んでいません。", "Nobody has so far.")}
                        </p>
                    }
                })}
            <ul class="missing">{lines}</ul>
        </section>
    }
    .into_any()
}
