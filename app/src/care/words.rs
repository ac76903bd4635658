//! The words of care: states of a follow-up, parts of the due list, outcomes, who reads a note.

use domain::{
    Lang,
    care::{Contact, FollowUpStatus, Outcome, Visibility},
};
use server::care::due_list::Due;

use crate::ui::Tone;

/// Where a follow-up stands.
pub fn status(lang: Lang, status: FollowUpStatus) -> (Tone, &'static str) {
    match status {
        FollowUpStatus::Overdue => (Tone::Miss, lang.t("遅れている", "Overdue")),
        FollowUpStatus::Due => (Tone::Soon, lang.t("連絡の時期です", "Due")),
        FollowUpStatus::Upcoming => (Tone::Calm, lang.t("これから", "To come")),
        FollowUpStatus::Done => (Tone::Met, lang.t("✓ 話せた", "✓ Reached")),
    }
}

/// A part of the due list.
pub fn due(lang: Lang, due: Due) -> &'static str {
    match due {
        Due::Overdue => lang.t("遅れている", "Overdue"),
        Due::ThisWeek => lang.t("今週", "This week"),
        Due::Later => lang.t("これから", "Later"),
        Due::Done => lang.t("話せた", "Reached"),
    }
}

/// Whether the person was reached.
pub fn contact(lang: Lang, contact: Contact) -> &'static str {
    match contact {
        Contact::Reached => lang.t("話せた", "Reached"),
        Contact::Tried => lang.t("連絡したが、話せなかった", "Tried, not reached"),
    }
}

/// What the person said.
pub fn outcome(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::GoingWell => lang.t("順調に働いている", "At work, going well"),
        Outcome::NeedsHelp => lang.t("働いているが、助けがいる", "At work, needs help"),
        Outcome::ChangedJob => lang.t("別の仕事に変わった", "Changed to another job"),
        Outcome::Left => lang.t("仕事をやめた", "No longer at work"),
    }
}

/// Who may read a note.
pub fn visibility(lang: Lang, visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Shared => lang.t("本人も読める", "The person too"),
        Visibility::Team => lang.t("担当の人たちだけ", "Those who follow up"),
        Visibility::Confidential => lang.t("自分と管理者だけ", "Only me and administrators"),
    }
}

/// `30日目`.
pub fn day_of_plan(lang: Lang, day: i32) -> String {
    lang.t(format!("{day}日目"), format!("day {day}"))
}
