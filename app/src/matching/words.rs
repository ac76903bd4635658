//! The words of matching: ways of working, states and answers, a job in one line.

use domain::{
    Lang,
    matching::{Answer, WorkMode},
    say,
};
use server::matching::{openings::OpeningRow, referrals::ReferralState, tables::opening, words};

use crate::ui::{Tone, minutes_of_day};

/// Where the work is done.
pub fn mode(lang: Lang, mode: WorkMode) -> &'static str {
    match mode {
        WorkMode::Telework => lang.t("在宅", "telework"),
        WorkMode::OnSite => lang.t("会社に通う", "on site"),
        WorkMode::Mixed => lang.t("在宅と通勤の両方", "partly telework"),
    }
}

/// Working hours of a day.
pub fn hours(lang: Lang, from: i32, to: i32) -> String {
    if from == 0 && to == 0 {
        lang.t("時間は自由", "any time of the day").to_owned()
    } else {
        format!("{}–{}", minutes_of_day(from), minutes_of_day(to))
    }
}

/// A job in one line: employer, pay, place, hours.
pub fn line(lang: Lang, row: &OpeningRow) -> String {
    let it = &row.opening;
    let mut parts = vec![row.employer.name.clone()];
    if !it.wage.is_empty() {
        parts.push(it.wage.clone());
    }
    parts.push(place(lang, it));
    parts.push(say!(
        lang, hours = it.hours_per_week;
        hours of "週 {hours} 時間", one "{hours} hour a week", other "{hours} hours a week",
    ));
    parts.push(hours(lang, it.from_minute, it.to_minute));
    if it.equipment_provided {
        parts.push(lang.t("パソコン貸与", "computer lent").to_owned());
    }
    parts.join(lang.t("　", " · "))
}

fn place(lang: Lang, it: &opening::Model) -> String {
    let mode = mode(lang, it.work_mode);
    if it.place.is_empty() {
        mode.to_owned()
    } else {
        format!("{mode} ({})", it.place)
    }
}

/// How far a referral is, for those who match.
pub fn state(lang: Lang, state: ReferralState) -> (Tone, &'static str) {
    match state {
        ReferralState::Sent => (
            Tone::Soon,
            lang.t("送った（まだ開かれていない）", "Sent, not opened yet"),
        ),
        ReferralState::Opened => (
            Tone::Soon,
            lang.t("開かれた（返事待ち）", "Opened, waiting for the answer"),
        ),
        ReferralState::Answered(it) => answer(lang, it),
        ReferralState::Placed => (Tone::Met, lang.t("✓ 仕事が決まった", "✓ Placed")),
        ReferralState::Expired => (Tone::Calm, lang.t("期限切れ", "Expired")),
        ReferralState::Withdrawn => (Tone::Miss, lang.t("本人が取り消した", "Withdrawn by the learner")),
    }
}

/// An answer in a colour and a few words.
pub fn answer(lang: Lang, answer: Answer) -> (Tone, &'static str) {
    match answer {
        Answer::Yes => (Tone::Met, lang.t("返事: お願いしたい", "Answer: yes")),
        Answer::Talk => (
            Tone::Soon,
            lang.t("返事: まず話をしたい", "Answer: would like to talk"),
        ),
        Answer::No => (Tone::Calm, lang.t("返事: 今回は見送る", "Answer: not this time")),
    }
}

/// One of the lists of `server::matching::words` as options of a form.
pub fn options(lang: Lang, list: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(code, ja, en)| ((*code).to_owned(), lang.t(*ja, *en).to_owned()))
        .collect()
}

/// What a stored code means.
pub fn meaning(lang: Lang, list: &[(&str, &str, &str)], code: &str) -> String {
    words::meaning(list, code).get(lang).to_owned()
}
