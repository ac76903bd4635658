//! The packet as everybody sees it: the learner before agreeing, the coordinator before sending, the
//! employer. One function draws the stored packet, so none of them can see anything else.

use domain::{
    Lang,
    matching::{PacketField, Wishes},
    readiness::{Status, Unit, Verdict},
};
use leptos::prelude::*;
use server::Zone;
use server::matching::{
    packet::{Criterion, Packet, Readiness},
    received::Answered,
    words as codes,
};

use super::words;
use crate::ui::{Chip, day_and_time, day_of, lang, minutes_of_day};

/// Draws a packet.
pub fn packet(packet: Packet) -> impl IntoView {
    let lang = lang();
    let fields: Vec<_> = packet
        .fields
        .iter()
        .map(|field| {
            let value = field_view(lang, *field, &packet);
            view! {
                <div>
                    <dt>{field.name().get(lang).to_owned()}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
        .collect();
    let purpose = words::meaning(lang, codes::PURPOSES, &packet.purpose);
    view! {
        <article class="card packet">
            <p class="soft">{lang.t("あて先", "To")}": "<b>{packet.employer}</b></p>
            <p class="soft">{lang.t("仕事", "For")}": "<b>{packet.opening}</b></p>
            <dl class="packet-facts">{fields}</dl>
            <p class="soft">
                {lang.t("使う目的", "Purpose")}": "{purpose}
                {lang
                    .t(
                        "。ほかの目的に使うこと、ほかの人に渡すことはできません。",
                        ". It may not be used otherwise or passed on.",
                    )}
            </p>
            <p class="soft">
                {lang.t("まとめた日", "Put together on")}": "{day_of(lang, packet.made_on)}
            </p>
        </article>
    }
}

/// The attendance; with make-ups, too, where there are any.
pub(super) fn attendance(lang: Lang, packet: &Packet) -> Option<String> {
    let without = packet.attendance?;
    Some(match packet.attendance_made_up {
        Some(with) => lang.t(
            format!("{without} %（補講をふくめると {with} %）"),
            format!("{without} % ({with} % with make-ups)"),
        ),
        None => format!("{without} %"),
    })
}

fn field_view(lang: Lang, field: PacketField, packet: &Packet) -> AnyView {
    let text = |value: &Option<String>| value.clone().map(IntoAny::into_any);
    let shown = match field {
        PacketField::Name => text(&packet.name),
        PacketField::Reading => text(&packet.reading),
        PacketField::Email => text(&packet.email),
        PacketField::Readiness => packet.readiness.clone().map(|it| readiness(lang, it)),
        PacketField::Scores => packet
            .scores
            .as_ref()
            .filter(|scores| !scores.is_empty())
            .map(|scores| criteria(lang, scores).into_any()),
        PacketField::Attendance => attendance(lang, packet).map(IntoAny::into_any),
        PacketField::Competences => (!packet.competences.is_empty()).then(|| {
            let names: Vec<_> = packet
                .competences
                .iter()
                .map(|it| view! { <li>{it.name.get(lang).to_owned()}</li> })
                .collect();
            view! { <ul class="missing">{names}</ul> }.into_any()
        }),
        PacketField::Wishes => packet.wishes.as_ref().map(|it| {
            let lines: Vec<_> = wishes(lang, it)
                .into_iter()
                .map(|line| view! { <li>{line}</li> })
                .collect();
            view! { <ul class="missing">{lines}</ul> }.into_any()
        }),
    };
    shown.unwrap_or_else(|| {
        view! { <span class="soft">{lang.t("まだ記録がありません", "nothing recorded yet")}</span> }
            .into_any()
    })
}

/// Everything that the company answered, the newest first, with its time.
pub fn answers(lang: Lang, zone: Zone, answers: Vec<Answered>) -> Option<AnyView> {
    if answers.is_empty() {
        return None;
    }
    let lines: Vec<_> = answers
        .into_iter()
        .map(|it| {
            let (tone, text) = words::answer(lang, it.answer);
            let note = (!it.note.is_empty())
                .then(|| view! { <p>{lang.t("会社から: ", "From the company: ")}{it.note}</p> });
            view! {
                <li>
                    <Chip tone=tone text=text />
                    " "
                    <span class="soft">{day_and_time(lang, it.at, zone)}</span>
                    {note}
                </li>
            }
        })
        .collect();
    Some(view! { <ul class="stack">{lines}</ul> }.into_any())
}

/// A verdict in a few words.
pub fn verdict(lang: Lang, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready => lang.t("準備できた", "Ready"),
        Verdict::ReadyByOverride => lang.t("準備できた（例外として）", "Ready (as an exception)"),
        Verdict::NotYet => lang.t("まだ", "Not yet"),
    }
}

/// A criterion in one line: what it asks for, how it stands, the numbers.
pub(super) fn criterion(lang: Lang, it: &Criterion) -> String {
    let status = match it.status {
        Status::Met => lang.t("できた", "met"),
        Status::Waived => lang.t("免除", "waived"),
        Status::Expired => lang.t("期限切れ", "expired"),
        Status::NotMet => lang.t("まだ足りない", "not enough yet"),
        Status::NoData => lang.t("まだ記録がない", "nothing yet"),
    };
    let unit = match it.unit {
        Unit::Percent => " %",
        Unit::Lessons => lang.t(" 課", " lessons"),
        Unit::Items => lang.t(" 項目", " items"),
    };
    let numbers = it.have.map(|have| {
        lang.t(
            format!("（{have}{unit}・必要 {}{unit}）", it.need),
            format!(" ({have}{unit}, needs {}{unit})", it.need),
        )
    });
    format!("{}: {status}{}", it.title.get(lang), numbers.unwrap_or_default())
}

fn criteria(lang: Lang, list: &[Criterion]) -> impl IntoView + use<> {
    let lines: Vec<_> = list
        .iter()
        .map(|it| view! { <li>{criterion(lang, it)}</li> })
        .collect();
    view! { <ul class="missing">{lines}</ul> }
}

fn readiness(lang: Lang, it: Readiness) -> AnyView {
    let criteria = criteria(lang, &it.criteria);
    let until = it.until.map(|until| {
        lang.t(
            format!("（{}まで）", day_of(lang, until)),
            format!(" (until {})", day_of(lang, until)),
        )
    });
    view! {
        <p>{it.rule.get(lang).to_owned()}": "<b>{verdict(lang, it.verdict)}</b></p>
        <p class="soft">{lang.t("署名の日", "Signed on")}" "{day_of(lang, it.signed_on)}{until}</p>
        {criteria}
    }
    .into_any()
}

/// Wishes, one line each; what is not told has no line.
pub fn wishes(lang: Lang, it: &Wishes) -> Vec<String> {
    let mut lines = Vec::new();
    let joined = |parts: Vec<String>| parts.join(lang.t("、", ", "));
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!("{name}: {value}"));
        }
    };
    add(
        lang.t("働く場所", "Where"),
        joined(
            it.work_modes
                .iter()
                .map(|mode| words::mode(lang, *mode).to_owned())
                .collect(),
        ),
    );
    add(
        lang.t("週の時間", "Hours a week"),
        it.max_hours_per_week
            .map(|most| lang.t(format!("{most} 時間まで"), format!("up to {most}")))
            .unwrap_or_default(),
    );
    let time = |minutes: Option<u32>| {
        minutes
            .map(|it| minutes_of_day(i32::try_from(it).unwrap_or(0)))
            .unwrap_or_default()
    };
    if it.available_from.is_some() || it.available_to.is_some() {
        add(
            lang.t("働ける時間", "Time of the day"),
            format!("{}–{}", time(it.available_from), time(it.available_to)),
        );
    }
    add(
        lang.t("いちばん早い始まり", "Earliest start"),
        it.earliest_start.map(|day| day_of(lang, day)).unwrap_or_default(),
    );
    let yes_no = |it: Option<bool>| match it {
        Some(true) => lang.t("ある", "yes").to_owned(),
        Some(false) => lang.t("ない", "no").to_owned(),
        None => String::new(),
    };
    add(lang.t("自分のパソコン", "Own computer"), yes_no(it.has_device));
    add(
        lang.t("家のインターネット", "Internet at home"),
        yes_no(it.has_line),
    );
    add(
        lang.t("通える町", "Can commute to"),
        joined(it.max_commute_places.clone()),
    );
    add(
        lang.t("したい仕事", "Kinds of work"),
        joined(
            it.kinds
                .iter()
                .map(|kind| words::meaning(lang, codes::KINDS, kind))
                .collect(),
        ),
    );
    lines
}
