//! Checks in class and at home, waivers, and the decisions to be signed.

use chrono::{DateTime, TimeDelta, Utc};
use domain::readiness::{How, Rule, Verdict};
use uuid::Uuid;

use super::{
    cast::{LEARNERS, Reach},
    classes::People,
    clock::{Clock, key},
    facts::Facts,
};
use crate::readiness::tables::{checklist_entry, waiver};

/// A decision to be signed when its moment comes.
pub(super) struct Signing {
    pub(super) at: DateTime<Utc>,
    pub(super) person: Uuid,
    pub(super) verdict: Verdict,
    pub(super) reason: &'static str,
    /// Where the signer chose an end of their own.
    pub(super) until: Option<DateTime<Utc>>,
}

/// The requirement whose items are checked at home; the others are seen in class.
const HOME: &str = "home-office";

/// Whose checks, days ago, and what is still missing at home.
const CHECKED: [(&str, i64, Option<&str>); 9] = [
    ("harue", 5, Some("カメラがうつらない。来週、もう一度ためす。")),
    ("tadashi", 15, None),
    ("megumi", 21, None),
    ("ken", 23, None),
    ("hikaru", 46, None),
    ("sakura", 195, None),
    ("makoto", 9, Some("回線の工事を待っている。今はとても遅い。")),
    ("misaki", 17, None),
    ("hanako", 12, Some("パソコンの更新がまだ。")),
];

/// Writes down the checks and waivers under a rule.
pub(super) fn evidence(facts: &mut Facts, clock: &Clock, people: &People, rule: &Rule) {
    for (who, ago, missing) in CHECKED {
        let mut at = clock.at(ago, 13 * 60);
        let person = people.learner(who);
        let finished = LEARNERS
            .iter()
            .any(|it| it.sign_in == who && matches!(it.reach, Reach::All));
        for requirement in &rule.require {
            let at_home = requirement.id == HOME;
            // Typing is measured when the courses are finished.
            if !at_home && !finished {
                continue;
            }
            let items = requirement.observed_items();
            for (i, item) in items.iter().enumerate() {
                at += TimeDelta::minutes(4);
                // The last one is the one that is missing.
                let note = missing.filter(|_| at_home && i + 1 == items.len());
                let self_reported = i == 1 && requirement.takes(How::SelfReported);
                let (how, by) = if self_reported {
                    (How::SelfReported, person)
                } else {
                    (How::Observed, people.instructor)
                };
                facts.checks.push(checklist_entry::Model {
                    id: key(at),
                    person_id: person,
                    rule_id: rule.id.clone(),
                    requirement_id: requirement.id.clone(),
                    item_id: (*item).to_owned(),
                    ok: note.is_none(),
                    how,
                    note: note.unwrap_or_default().to_owned(),
                    set_by: by,
                    set_at: at,
                });
                let word = if note.is_none() { "ok" } else { "not ok" };
                let detail = format!("{}/{}/{item}: {word} ({})", rule.id, requirement.id, how.code());
                facts.note(at, Some(by), "checklist.recorded", person, detail);
            }
        }
    }
    let waivers = [
        // Came from a classroom that kept its attendance on paper.
        (
            "sakura",
            194,
            104,
            "前の教室の出席簿が紙で、数えられないため。先生が出席を確かめた。",
        ),
        (
            "makoto",
            8,
            -60,
            "家族の介護で、夜に来られない週がある。家での練習を先生が見ている。",
        ),
    ];
    for requirement in rule
        .require
        .iter()
        .filter(|requirement| requirement.waiver.is_some())
    {
        for (who, from, to, reason) in waivers {
            let (at, person) = (clock.at(from, 14 * 60), people.learner(who));
            facts.waivers.push(waiver::Model {
                id: key(at),
                person_id: person,
                rule_id: rule.id.clone(),
                requirement_id: requirement.id.clone(),
                reason: reason.to_owned(),
                until: clock.at(to - 1, 0),
                granted_by: people.coordinator,
                granted_at: at,
                withdrawn_by: None,
                withdrawn_at: None,
            });
            let detail = format!("{}/{} until {}: {reason}", rule.id, requirement.id, clock.day(to));
            facts.note(at, Some(people.coordinator), "waiver.granted", person, detail);
        }
    }
}

/// The decisions, oldest first.
pub(super) fn signings(clock: &Clock, people: &People) -> Vec<Signing> {
    let sign = |who: &str, ago: i64, verdict, reason| Signing {
        at: clock.at(ago, 11 * 60),
        person: people.learner(who),
        verdict,
        reason,
        // Whoever is ready by exception is looked at again before long.
        until: (verdict == Verdict::ReadyByOverride).then(|| clock.at(-20, 0)),
    };
    vec![
        sign("sakura", 190, Verdict::Ready, ""),
        sign("hikaru", 44, Verdict::Ready, ""),
        sign(
            "tadashi",
            30,
            Verdict::NotYet,
            "在宅ワークの課題と、家の準備が残っています。あせらず進めましょう。",
        ),
        sign("ken", 20, Verdict::Ready, ""),
        sign("megumi", 18, Verdict::Ready, ""),
        sign(
            "misaki",
            15,
            Verdict::ReadyByOverride,
            "出席は 80% に少し足りないが、昼の仕事と両立しながら全部のテストに合格した。家での練習も続いている。",
        ),
        sign(
            "tadashi",
            12,
            Verdict::Ready,
            "前に残っていたものが、全部そろいました。",
        ),
        sign(
            "makoto",
            6,
            Verdict::NotYet,
            "インターネットの工事が終わったら、もう一度はかりましょう。ほかは全部そろっています。",
        ),
    ]
}
