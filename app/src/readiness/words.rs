//! The words of readiness: states, verdicts, ways of knowing, what a criterion is called and where
//! its next step is.

use domain::{
    Lang,
    readiness::{How, Next, Requirement, RequirementKind, Rule, Status, Verdict},
    say, shown,
};
use server::{
    Services,
    readiness::board::{BoardRow, BoardState, Recent},
};

use crate::ui::{Tone, day};

/// A state of the board, in a colour and a word.
pub fn state(lang: Lang, state: BoardState) -> (Tone, &'static str) {
    match state {
        BoardState::Ready => (Tone::Met, lang.t("準備できた", "Ready")),
        BoardState::Almost => (Tone::Soon, lang.t("準備できそう", "Almost ready")),
        BoardState::More => (Tone::Calm, lang.t("途中", "On the way")),
        BoardState::AtWork => (Tone::Met, lang.t("働いている", "At work")),
        BoardState::Expiring => (Tone::Miss, lang.t("期限が近い・切れた", "Ends soon or has ended")),
    }
}

/// What happened last about a learner of the board.
pub fn recent(lang: Lang, services: &Services, row: &BoardRow) -> String {
    let Some((at, what)) = row.recent else {
        return "—".to_owned();
    };
    let what = match what {
        Recent::Quiz(percent) => {
            let percent = shown::percent(percent);
            lang.t(format!("テスト {percent}"), format!("test {percent}"))
        }
        Recent::Course => lang.t("レッスンを終えた", "finished a lesson").to_owned(),
        Recent::Check => lang.t("確認の記録", "a check was recorded").to_owned(),
    };
    format!("{} {what}", day(lang, at, services.config.zone))
}

/// How a criterion or item stands.
pub fn status(lang: Lang, status: Status) -> (Tone, &'static str) {
    match status {
        Status::Met => (Tone::Met, lang.t("✓ できた", "✓ Met")),
        Status::Waived => (Tone::Met, lang.t("免除", "Waived")),
        Status::Expired => (Tone::Miss, lang.t("期限切れ", "Expired")),
        Status::NotMet => (Tone::Miss, lang.t("まだ足りない", "Not enough yet")),
        Status::NoData => (Tone::Soon, lang.t("まだ記録がない", "Nothing yet")),
    }
}

/// A verdict.
pub fn verdict(lang: Lang, verdict: Verdict) -> (Tone, &'static str) {
    match verdict {
        Verdict::Ready => (Tone::Met, lang.t("準備できた", "Ready")),
        Verdict::NotYet => (Tone::Soon, lang.t("まだ", "Not yet")),
        Verdict::ReadyByOverride => (
            Tone::Met,
            lang.t("準備できた（例外として）", "Ready (as an exception)"),
        ),
    }
}

/// How an item is known.
pub fn how(lang: Lang, how: How) -> &'static str {
    match how {
        How::Observed => lang.t("見て確認", "seen"),
        How::File => lang.t("ファイルで確認", "shown by a file"),
        How::SelfReported => lang.t("本人が確認", "says the learner"),
    }
}

/// What a requirement is called.
pub fn requirement(lang: Lang, services: &Services, requirement: &Requirement) -> String {
    if let Some(title) = &requirement.title {
        return title.get(lang).to_owned();
    }
    let refers_to = requirement.refers_to.as_deref().unwrap_or(&requirement.id);
    match requirement.kind {
        RequirementKind::Quiz => quiz(lang, services, refers_to),
        RequirementKind::Course => services.catalog.course(refers_to).map_or_else(
            |_| refers_to.to_owned(),
            |revision| revision.course.title.get(lang).to_owned(),
        ),
        RequirementKind::Attendance => lang.t("出席", "Attendance").to_owned(),
        RequirementKind::Checklist | RequirementKind::Competence | RequirementKind::Rubric => {
            refers_to.to_owned()
        }
    }
}

fn quiz(lang: Lang, services: &Services, refers_to: &str) -> String {
    let find = || {
        let (course, quiz) = refers_to.split_once('/')?;
        let revision = services.catalog.course(course).ok()?;
        Some(revision.course.quizzes.get(quiz)?.text(lang)?.title.clone())
    };
    find().unwrap_or_else(|| refers_to.to_owned())
}

/// What an item of a requirement is called.
pub fn item(lang: Lang, requirement: &Requirement, item: &str) -> String {
    requirement
        .item_titles
        .get(item)
        .map_or_else(|| item.to_owned(), |title| title.get(lang).to_owned())
}

/// The page of a next step, and what its button says.
pub fn next(
    lang: Lang,
    services: &Services,
    rule: Option<&Rule>,
    requirement: &str,
    next: &Next,
) -> (String, String) {
    match next {
        Next::Lesson { course, lesson } => {
            let title = services
                .catalog
                .course(course)
                .ok()
                .and_then(|revision| Some(revision.course.lessons.get(lesson)?.text(lang)?.1.title.clone()))
                .unwrap_or_else(|| lesson.clone());
            let label = lang.t(format!("「{title}」を読む"), format!("Read “{title}”"));
            (format!("/courses/{course}/lessons/{lesson}"), label)
        }
        Next::Quiz {
            quiz: refers_to,
            in_class,
        } => {
            let title = quiz(lang, services, refers_to);
            let label = if *in_class {
                lang.t(
                    format!("教室で「{title}」を受ける"),
                    format!("Take “{title}” in class"),
                )
            } else {
                lang.t(format!("「{title}」を受ける"), format!("Take “{title}”"))
            };
            let path = refers_to.split_once('/').map_or_else(
                || "/courses".to_owned(),
                |(course, quiz)| format!("/courses/{course}/quizzes/{quiz}"),
            );
            (path, label)
        }
        Next::Course { course } => (
            format!("/courses/{course}"),
            lang.t("コースを開く", "Open the course").to_owned(),
        ),
        Next::AttendClass { sessions, left } => attend(lang, *sessions, *left, next.is_out_of_reach()),
        Next::Checklist { item: id } => {
            let requirement = rule.and_then(|rule| rule.requirement(requirement));
            let title = requirement.map_or_else(|| id.clone(), |requirement| item(lang, requirement, id));
            if requirement.is_some_and(|requirement| requirement.takes(How::SelfReported)) {
                (
                    "#check".to_owned(),
                    lang.t(format!("確かめる: {title}"), format!("Check: {title}")),
                )
            } else {
                let label = lang.t(
                    format!("教室で見てもらう: {title}"),
                    format!("Have it seen in class: {title}"),
                );
                ("/attendance".to_owned(), label)
            }
        }
    }
}

/// How many classes are enough; where those that are planned are not, whom to ask.
fn attend(lang: Lang, sessions: Option<u32>, left: Option<u32>, out_of_reach: bool) -> (String, String) {
    if out_of_reach {
        let left = left.unwrap_or_default();
        let label = match sessions {
            Some(needed) => say!(
                lang,
                "届くにはあと {needed} 回の出席がいりますが、予定の授業は {left} 回です。補講や免除について、先生に相談してください",
                "Still to attend: {needed}; planned: {left}. That is not enough, so please ask about make-ups or a waiver",
            ),
            None => lang
                .t(
                    "出席だけでは届きません。補講や免除について、先生に相談してください",
                    "Coming to class alone is not enough. Please ask about make-ups or a waiver",
                )
                .to_owned(),
        };
        return ("/help".to_owned(), label);
    }
    let label = match sessions {
        Some(n) if n > 1 => lang.t(
            format!("あと {n} 回、時間どおりに出席すると届きます"),
            format!("{n} more classes in time are enough"),
        ),
        Some(_) | None => lang.t("次の授業を見る", "See the next class").to_owned(),
    };
    ("/attendance".to_owned(), label)
}
