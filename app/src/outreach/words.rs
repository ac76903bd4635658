//! The words of information sessions and registrations, in both languages.

use domain::{
    Lang,
    outreach::{
        About, AgeBand, CallOutcome, FunnelStep, Help, RegistrationEvent, RegistrationState, Repeat, Source,
        Standing,
    },
    say,
};
use server::clock::Zone;
use server::outreach::{
    registration_list::RegistrationPart,
    tables::{information_session, registration, registration_event},
};

use crate::ui::{Tone, clock, day, day_and_time, until};

/// What a session is about.
pub fn about(lang: Lang, about: About) -> &'static str {
    match about {
        About::Telework => lang.t("在宅の仕事について", "Working from home"),
        About::Company => lang.t("会社の求人", "A company's openings"),
        About::Course => lang.t("コースについて", "A course"),
        About::Classroom => lang.t("教室について", "The classroom"),
    }
}

/// What is there for those who need it.
pub fn help(lang: Lang, help: Help) -> &'static str {
    match help {
        Help::Childcare => lang.t("託児あり", "Childcare"),
        Help::StepFree => lang.t("段差なし", "Step-free"),
        Help::SignLanguage => lang.t("手話通訳あり", "Sign language"),
        Help::Captions => lang.t("文字での通訳あり", "Captions"),
        Help::Parking => lang.t("駐車場あり", "Parking"),
    }
}

/// How a session repeats.
pub fn repeat(lang: Lang, repeat: Repeat) -> &'static str {
    match repeat {
        Repeat::Weekly => lang.t("毎週、同じ曜日", "Every week"),
        Repeat::Fortnightly => lang.t("1週おき、同じ曜日", "Every second week"),
        Repeat::Monthly => lang.t(
            "毎月、同じ週の同じ曜日（第1土曜など）",
            "Every month, the same weekday of the month (such as the first Saturday)",
        ),
    }
}

/// How a session stands.
pub fn standing(lang: Lang, standing: Standing, left: u32) -> (Tone, String) {
    match standing {
        Standing::Draft => (Tone::Calm, lang.t("下書き", "Draft").to_owned()),
        Standing::Open => (
            Tone::Met,
            say!(lang, left of "受付中（のこり {left} 席）", one "Open ({left} seat left)", other "Open ({left} seats left)"),
        ),
        Standing::Full => (
            Tone::Soon,
            lang.t(
                "満席（キャンセル待ちできます）",
                "Full (you can join the waiting list)",
            )
            .to_owned(),
        ),
        Standing::Closed => (Tone::Calm, lang.t("受付終了", "Registration is over").to_owned()),
        Standing::Over => (Tone::Calm, lang.t("終わりました", "Has taken place").to_owned()),
        Standing::Cancelled => (Tone::Miss, lang.t("中止", "Cancelled").to_owned()),
    }
}

/// Where a registration stands.
pub fn state(lang: Lang, state: RegistrationState) -> (Tone, &'static str) {
    match state {
        RegistrationState::Registered => (Tone::Met, lang.t("席あり", "Has seats")),
        RegistrationState::Waiting => (Tone::Soon, lang.t("キャンセル待ち", "Waiting list")),
        RegistrationState::Offered => (
            Tone::Soon,
            lang.t("繰り上がり（確かめ待ち）", "Moved up, to be confirmed"),
        ),
        RegistrationState::Cancelled => (Tone::Calm, lang.t("取り消し", "Taken back")),
        RegistrationState::Lapsed => (Tone::Calm, lang.t("期限切れ", "Not confirmed in time")),
    }
}

/// How a registration came in.
pub fn source(lang: Lang, source: Source) -> &'static str {
    match source {
        Source::Web => lang.t("ホームページ", "Web"),
        Source::Phone => lang.t("電話", "Telephone"),
        Source::Counter => lang.t("窓口", "Counter"),
        Source::Mail => lang.t("メール・用紙", "Mail or paper"),
        Source::WalkIn => lang.t("当日", "At the door"),
    }
}

/// How old somebody is, roughly.
pub fn age_band(lang: Lang, band: AgeBand) -> &'static str {
    match band {
        AgeBand::Teens => lang.t("19歳まで", "Up to 19"),
        AgeBand::TwentiesThirties => lang.t("20〜39歳", "20 to 39"),
        AgeBand::FortiesFifties => lang.t("40〜59歳", "40 to 59"),
        AgeBand::SixtyOn => lang.t("60〜74歳", "60 to 74"),
        AgeBand::SeventyFiveOn => lang.t("75歳から", "75 and more"),
    }
}

/// What happened to a registration.
pub fn event(lang: Lang, row: &registration_event::Model) -> String {
    let seats = row.seats;
    match row.event {
        RegistrationEvent::Registered => say!(
            lang,
            seats of "{seats}人の席を取りました。",
            one "{seats} seat was taken.",
            other "{seats} seats were taken.",
        ),
        RegistrationEvent::Waits => lang
            .t("キャンセル待ちに入りました。", "Joined the waiting list.")
            .to_owned(),
        RegistrationEvent::MovedUp => say!(
            lang,
            seats of "席があいて、{seats}人分が繰り上がりました。",
            one "Moved up: {seats} seat is held.",
            other "Moved up: {seats} seats are held.",
        ),
        RegistrationEvent::PassedOver => say!(
            lang,
            seats of "あいたのは {seats} 席で、人数に足りなかったため、後ろの少人数の方が先になりました。順番はそのままです。",
            one "Only {seats} seat was free, too few for your party, so a smaller party behind you went first. You keep your place.",
            other "Only {seats} seats were free, too few for your party, so a smaller party behind you went first. You keep your place.",
        ),
        RegistrationEvent::Confirmed => lang.t("来ると確かめました。", "Confirmed.").to_owned(),
        RegistrationEvent::Lapsed => lang
            .t(
                "期限までに確かめがなかったので、席は次の方に回りました。",
                "There was no confirmation in time, so the seats went to the next party.",
            )
            .to_owned(),
        RegistrationEvent::Changed => say!(
            lang,
            seats of "内容を直しました（{seats}人）。",
            one "Changed ({seats} person).",
            other "Changed ({seats} people).",
        ),
        RegistrationEvent::Cancelled => lang.t("申しこみを取り消しました。", "Taken back.").to_owned(),
        RegistrationEvent::Told => lang
            .t("教室から知らせました。", "The classroom told the person.")
            .to_owned(),
    }
}

/// `2026年12月5日(土) 14:00–15:30（受付 13:40 から）`.
pub fn when(lang: Lang, session: &information_session::Model, zone: Zone) -> String {
    let range = crate::ui::time_range(lang, session.starts_at, session.ends_at, zone);
    let reception = clock(session.reception_at, zone);
    lang.t(
        format!("{range}（受付 {reception} から）"),
        format!("{range} (reception from {reception})"),
    )
}

/// The place in one line; of an online session, that it is one.
pub fn place(lang: Lang, session: &information_session::Model, online: bool) -> String {
    let online = online.then(|| lang.t("オンライン", "online"));
    [
        Some(session.venue.as_str()).filter(|text| !text.is_empty()),
        online,
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(lang.t("・", ", "))
}

/// Until when one can register.
pub fn closes(lang: Lang, session: &information_session::Model, zone: Zone) -> String {
    if session.closes_at == session.reception_at {
        let at = day_and_time(lang, session.closes_at, zone);
        lang.t(format!("{at} まで"), format!("until {at}"))
    } else {
        let day = until(lang, session.closes_at, zone);
        lang.t(format!("{day} まで"), format!("until {day}"))
    }
}

/// The number as it is written on a confirmation.
pub fn number(registration: &registration::Model) -> String {
    format!("{:03}", registration.number)
}

/// The words that go round by messenger or mail.
pub fn sharing(
    lang: Lang,
    session: &information_session::Model,
    online: bool,
    zone: Zone,
    link: &str,
) -> String {
    let when = when(lang, session, zone);
    let place = place(lang, session, online);
    let title = &session.title;
    let contact = &session.contact;
    let ask = if contact.is_empty() {
        String::new()
    } else {
        lang.t(
            format!("\n問い合わせ：{contact}"),
            format!("\nQuestions: {contact}"),
        )
    };
    lang.t(
        format!(
            "【説明会】{title}\n日時：{when}\n場所：{place}\n申しこみは、こちらから（無料）\n{link}{ask}"
        ),
        format!(
            "Information session: {title}\nWhen: {when}\nWhere: {place}\nRegister here (free)\n{link}{ask}"
        ),
    )
}

/// What is said to a person whose registration stands differently than that person knows.
pub fn to_tell(
    lang: Lang,
    session: &information_session::Model,
    row: &registration::Model,
    zone: Zone,
) -> String {
    use domain::outreach::SessionState;
    let title = &session.title;
    if session.state == SessionState::Cancelled {
        let because = &session.cancelled_because;
        return lang.t(
            format!("「{title}」は中止になりました。{because}"),
            format!("“{title}” was cancelled. {because}"),
        );
    }
    match row.state {
        RegistrationState::Offered => {
            let by = row
                .offered_until
                .map(|at| day_and_time(lang, at, zone))
                .unwrap_or_default();
            lang.t(
                format!("「{title}」の席があきました。{by} までに、来るかどうか知らせてください。"),
                format!("There are seats for “{title}” now. Please say by {by} whether you come."),
            )
        }
        RegistrationState::Lapsed => lang.t(
            format!("「{title}」の席は、期限が過ぎたので、次の方に回りました。"),
            format!("The seats for “{title}” went to the next party, since the time to confirm has passed."),
        ),
        RegistrationState::Registered | RegistrationState::Waiting | RegistrationState::Cancelled => {
            let when = when(lang, session, zone);
            let note = &session.moved_note;
            lang.t(
                format!(
                    "「{title}」の日時や場所が変わりました。{when} {} {note}",
                    session.venue
                ),
                format!(
                    "Time or place of “{title}” have changed: {when} {} {note}",
                    session.venue
                ),
            )
        }
    }
}

/// The words about personal data that a person agrees to.
pub fn consent(lang: Lang, removal_days: i64) -> String {
    lang.t(
        format!("名前と連絡先は、この説明会の連絡のためだけに使います。ほかの人や会社には渡しません。来なかったときは、{removal_days}日たったら消します。"),
        format!("We use your name and contact for this session only and give them to nobody else. If you do not come, we remove them after {removal_days} days."),
    )
}

/// The day of a moment, for a title.
pub fn on(lang: Lang, session: &information_session::Model, zone: Zone) -> String {
    day(lang, session.starts_at, zone)
}

/// A part of the list of registrations.
pub fn part(lang: Lang, part: RegistrationPart) -> &'static str {
    match part {
        RegistrationPart::Open => lang.t("来たい人", "Want to come"),
        RegistrationPart::Waiting => lang.t("キャンセル待ち", "Waiting list"),
        RegistrationPart::ToTell => lang.t("知らせる人", "To be told"),
        RegistrationPart::Came => lang.t("来た人", "Came"),
        RegistrationPart::ToCall => lang.t("電話をかける人", "To be called"),
        RegistrationPart::Gone => lang.t("取り消し・期限切れ", "Taken back or lapsed"),
        RegistrationPart::All => lang.t("すべて", "All"),
    }
}

/// What came of a call.
pub fn outcome(lang: Lang, outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::NoAnswer => lang.t("出なかった・伝言した", "No answer, or a message left"),
        CallOutcome::NextTime => lang.t("次の説明会に来たい", "Wants to come next time"),
        CallOutcome::Begins => lang.t("学びはじめたい", "Wants to begin to learn"),
        CallOutcome::Thinking => lang.t("考えている", "Thinks about it"),
        CallOutcome::NoThanks => lang.t("もう連絡はいらない", "Does not want to hear from us"),
    }
}

/// A step of the way from a session to work.
pub fn step(lang: Lang, step: FunnelStep) -> &'static str {
    match step {
        FunnelStep::Registered => lang.t("申しこんだ", "Registered"),
        FunnelStep::Attended => lang.t("来た", "Came"),
        FunnelStep::Enrolled => lang.t("学びはじめた", "Began to learn"),
        FunnelStep::Ready => lang.t("準備完了", "Signed ready"),
        FunnelStep::Placed => lang.t("仕事についた", "Found work"),
    }
}
