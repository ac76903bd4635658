//! What waits, in words.

use domain::{
    Lang,
    home::{TodoKind, Urgency},
};
use server::home::todo::Todo;

use crate::ui::{Tone, day_of};

/// Letters of what somebody wrote that are shown.
const LETTERS: usize = 60;

/// A kind: what its things are called, and the list that has all of them.
pub(super) fn kind(lang: Lang, kind: TodoKind) -> (&'static str, &'static str) {
    match kind {
        TodoKind::Incident => (lang.t("いま見ているできごと", "Open incidents"), "/incidents"),
        TodoKind::Help => (
            lang.t("答えを待つ質問", "Questions waiting for an answer"),
            "/help/requests",
        ),
        TodoKind::Answer => (
            lang.t("会社からの返事", "Answers from companies"),
            "/referrals?state=wanted",
        ),
        TodoKind::Appeal => (
            lang.t("答えを待つ申し立て", "Appeals waiting for an answer"),
            "/readiness/board",
        ),
        TodoKind::Call => (
            lang.t("説明会のことで知らせる人", "People to tell about a session"),
            "/outreach/registrations",
        ),
        TodoKind::Enquiry => (
            lang.t("答えを待つお問い合わせ", "Enquiries waiting for an answer"),
            "/enquiries",
        ),
        TodoKind::Consent => (
            lang.t("確かめを待つ同意", "Consents to be confirmed"),
            "/consents/waiting",
        ),
        TodoKind::Grading => (
            lang.t("採点を待つ答え", "Answers waiting to be graded"),
            "/grading",
        ),
        TodoKind::FollowUp => (lang.t("連絡の時期の人", "People due for a call"), "/care"),
        TodoKind::DataRequest => (lang.t("データの請求", "Requests about data"), "/data-requests"),
        TodoKind::Kit => (
            lang.t("返す日を過ぎた機器", "Kits that should be back"),
            "/kits?show=overdue",
        ),
        TodoKind::CallBack => (
            lang.t(
                "説明会に来なかった人への電話",
                "Calls to those who missed a session",
            ),
            "/outreach/registrations?part=to-call",
        ),
        TodoKind::Stuck => (
            lang.t("テストでつまずいている人", "People stuck at a test"),
            "/cohorts",
        ),
        TodoKind::Signature => (
            lang.t("もうすぐ切れる署名", "Signatures that end soon"),
            "/readiness/board",
        ),
        TodoKind::ConsentEnds => (
            lang.t("もうすぐ切れる同意", "Consents that end soon"),
            "/referrals",
        ),
        TodoKind::Opening => (
            lang.t("もうすぐ閉まる求人", "Openings that close soon"),
            "/openings",
        ),
    }
}

/// What is to be done there, as the word of a button.
pub(super) fn act(lang: Lang, kind: TodoKind) -> &'static str {
    match kind {
        TodoKind::Help | TodoKind::Appeal | TodoKind::Enquiry | TodoKind::DataRequest => {
            lang.t("答える", "Answer")
        }
        TodoKind::Call => lang.t("知らせる", "Tell"),
        TodoKind::CallBack => lang.t("電話する", "Call"),
        TodoKind::Consent => lang.t("確かめる", "Confirm"),
        TodoKind::Grading => lang.t("採点する", "Grade"),
        TodoKind::FollowUp => lang.t("連絡する", "Get in touch"),
        TodoKind::Incident
        | TodoKind::Answer
        | TodoKind::Kit
        | TodoKind::Stuck
        | TodoKind::Signature
        | TodoKind::ConsentEnds
        | TodoKind::Opening => lang.t("見る", "See"),
    }
}

/// The thing in a sentence.
pub(super) fn sentence(lang: Lang, todo: &Todo) -> String {
    let (name, about) = (&todo.name, short(&todo.about));
    match todo.kind {
        TodoKind::Incident => lang.t(
            format!("{name}さんから、できごとの知らせ"),
            format!("{name} told of an incident"),
        ),
        TodoKind::Help if about.is_empty() => lang.t(
            format!("{name}さんが聞いています"),
            format!("{name} asks for help"),
        ),
        TodoKind::Help => lang.t(
            format!("{name}さんの質問：{about}"),
            format!("{name} asks: {about}"),
        ),
        TodoKind::Answer => lang.t(
            format!("{about} から、{name}さんに会いたいという返事"),
            format!("{about} would like to meet {name}"),
        ),
        TodoKind::Appeal => lang.t(
            format!("{name}さんの申し立て"),
            format!("{name} objects to a decision"),
        ),
        TodoKind::Call => lang.t(
            format!("{name}さんに知らせる（{about}）"),
            format!("Tell {name} ({about})"),
        ),
        TodoKind::Enquiry => lang.t(
            format!("{name}さんのお問い合わせ：{about}"),
            format!("{name} enquires: {about}"),
        ),
        TodoKind::Consent => lang.t(
            format!("{name}さんの同意を確かめる（{about}）"),
            format!("Confirm the consent of {name} ({about})"),
        ),
        TodoKind::Grading => lang.t(
            format!("{name}さんの答えを採点する（{about}）"),
            format!("Grade what {name} handed in ({about})"),
        ),
        TodoKind::FollowUp => lang.t(
            format!("{name}さんに様子を聞く（{about}）"),
            format!("Ask {name} how it goes ({about})"),
        ),
        TodoKind::DataRequest => lang.t(
            format!("{name}さんのデータの請求"),
            format!("{name} asks about the data that is held"),
        ),
        TodoKind::Kit => lang.t(
            format!("{about} が、{name}さんからまだ戻っていない"),
            format!("{about} is not back from {name}"),
        ),
        TodoKind::CallBack => lang.t(
            format!("{name}さんに電話する（{about} に来なかった）"),
            format!("Call {name}, who did not come to {about}"),
        ),
        TodoKind::Stuck => lang.t(
            format!("{name}さんが「{about}」でつまずいている"),
            format!("{name} is stuck at “{about}”"),
        ),
        TodoKind::Signature => lang.t(
            format!("{name}さんの署名が切れる（{about}）"),
            format!("The signature about {name} ends ({about})"),
        ),
        TodoKind::ConsentEnds => lang.t(
            format!("{name}さんの同意が切れる（{about}）"),
            format!("The consent of {name} ends ({about})"),
        ),
        TodoKind::Opening => lang.t(
            format!("{name} の求人「{about}」が閉まる"),
            format!("The opening “{about}” of {name} closes"),
        ),
    }
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = line.chars();
    let first: String = letters.by_ref().take(LETTERS).collect();
    match letters.next() {
        Some(_) => format!("{first}…"),
        None => first,
    }
}

/// How urgent it is, in a word.
pub(super) fn urgency(lang: Lang, urgency: Urgency) -> (Tone, &'static str) {
    match urgency {
        Urgency::AtOnce => (Tone::Miss, lang.t("いますぐ", "At once")),
        Urgency::Overdue => (Tone::Miss, lang.t("日を過ぎた", "Overdue")),
        Urgency::Today => (Tone::Soon, lang.t("きょう", "Today")),
        Urgency::ThisWeek => (Tone::Calm, lang.t("7日のうち", "Within a week")),
        Urgency::Later => (Tone::Calm, lang.t("そのあと", "Later")),
    }
}

/// The day that counts, or since when it waits.
pub(super) fn when(lang: Lang, todo: &Todo, zone: server::Zone) -> String {
    match (todo.due, todo.since) {
        (Some(due), _) => {
            let due = day_of(lang, due);
            lang.t(format!("{due} まで"), format!("by {due}"))
        }
        (None, Some(since)) => {
            let since = crate::ui::day(lang, since, zone);
            lang.t(format!("{since} から"), format!("since {since}"))
        }
        (None, None) => String::new(),
    }
}
