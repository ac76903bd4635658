//! A criterion beside its evidence: the meter, the numbers, the date, who saw it.

use std::collections::HashMap;

use domain::{
    Lang,
    readiness::{Criterion, Evidence, Requirement, RequirementKind, Rule, Status, Unit},
    say, shown,
};
use leptos::prelude::*;
use server::{Services, Zone, readiness::evaluate::Picture};
use uuid::Uuid;

use super::words;
use crate::ui::{Chip, Meter, Tone, day};

/// What is drawn of a criterion.
#[derive(Clone)]
pub struct Card {
    id: String,
    title: String,
    fine: bool,
    chip: (Tone, &'static str),
    meter: Option<(f64, f64)>,
    line: String,
    more: Vec<String>,
    items: Vec<Item>,
    link: Option<(String, &'static str)>,
    next: Option<(String, String)>,
}

#[derive(Clone)]
struct Item {
    title: String,
    chip: (Tone, &'static str),
    line: String,
}

/// Everything a card is made of.
struct Source<'a> {
    own: bool,
    opens: bool,
    lang: Lang,
    zone: Zone,
    services: &'a Services,
    rule: &'a Rule,
    evidence: &'a Evidence,
    names: &'a HashMap<Uuid, String>,
    notes: HashMap<(&'a str, &'a str), &'a str>,
}

/// The cards of a person, in the rule's order; `own` when the person looks, `opens` when who looks may read
/// what was handed in.
pub fn cards(lang: Lang, services: &Services, picture: &Picture, own: bool, opens: bool) -> Vec<Card> {
    let mut notes = HashMap::new();
    for check in picture.checks.iter().rev() {
        notes.insert(
            (check.requirement_id.as_str(), check.item_id.as_str()),
            check.note.as_str(),
        );
    }
    let source = Source {
        own,
        opens,
        lang,
        zone: services.config.zone,
        services,
        rule: &picture.rule.rule,
        evidence: &picture.evidence,
        names: &picture.names,
        notes,
    };
    picture
        .evaluation
        .criteria
        .iter()
        .map(|criterion| source.card(criterion))
        .collect()
}

impl Source<'_> {
    fn card(&self, criterion: &Criterion) -> Card {
        let lang = self.lang;
        let requirement = self.rule.requirement(&criterion.requirement);
        let title = requirement.map_or_else(
            || criterion.requirement.clone(),
            |requirement| words::requirement(lang, self.services, requirement),
        );
        let mut more = Vec::new();
        if let Some(at) = criterion
            .expires_at
            .filter(|_| criterion.status != Status::NoData)
        {
            let day = crate::ui::until(lang, at, self.zone);
            more.push(match criterion.status {
                Status::Expired => lang.t(
                    format!("{day} までで、期限が切れました"),
                    format!("Was good until {day}"),
                ),
                Status::Met | Status::Waived | Status::NotMet | Status::NoData => {
                    lang.t(format!("{day} まで有効"), format!("Good until {day}"))
                }
            });
        }
        if let Some(waiver) = &criterion.waiver {
            let until = crate::ui::until(lang, waiver.until, self.zone);
            let by = self.name(waiver.by);
            // Not everybody reads why.
            let why = match waiver.reason.as_str() {
                "" => String::new(),
                reason => format!(": {reason}"),
            };
            more.push(lang.t(
                format!("{by}が {until} まで免除しました{why}"),
                format!("Waived by {by} until {until}{why}"),
            ));
        }
        let items = requirement
            .map(|requirement| self.items(requirement, criterion))
            .unwrap_or_default();
        let full = match criterion.unit {
            Unit::Percent => 100.0,
            Unit::Lessons | Unit::Items => criterion.need,
        };
        let share = |value: f64| if full > 0.0 { value / full * 100.0 } else { 0.0 };
        Card {
            id: criterion.requirement.clone(),
            title,
            fine: criterion.status.is_fine(),
            chip: words::status(lang, criterion.status),
            meter: (criterion.need > 0.0)
                .then(|| (share(criterion.have.unwrap_or(0.0)), share(criterion.need))),
            line: self.line(criterion),
            more,
            items,
            link: self.link(criterion),
            next: criterion
                .next
                .as_ref()
                .filter(|_| !criterion.status.is_fine())
                .map(|next| words::next(lang, self.services, Some(self.rule), &criterion.requirement, next)),
        }
    }

    /// The page of the evidence itself.
    fn link(&self, criterion: &Criterion) -> Option<(String, &'static str)> {
        let lang = self.lang;
        if let Some(attempt) = criterion.attempt
            && self.opens
        {
            return Some((
                format!("/attempts/{attempt}"),
                lang.t("答案を見る", "See the paper"),
            ));
        }
        // Staff see the dates in the cohort's list; the page of one's own is only for oneself.
        let own_dates = self.own && criterion.kind == RequirementKind::Attendance;
        own_dates.then(|| ("/attendance".to_owned(), lang.t("日付を見る", "See the dates")))
    }

    /// The numbers and the date, in one line.
    fn line(&self, criterion: &Criterion) -> String {
        let lang = self.lang;
        let dot = lang.t("　", " · ");
        let mut parts = vec![numbers(lang, criterion)];
        match criterion.kind {
            RequirementKind::Quiz => {
                let taken = self
                    .evidence
                    .quizzes
                    .iter()
                    .find(|quiz| Some(quiz.attempt) == criterion.attempt);
                if let Some(taken) = taken {
                    parts.push(if taken.in_class {
                        lang.t("教室で", "in class").to_owned()
                    } else {
                        lang.t("教室の外で", "outside class").to_owned()
                    });
                    parts.push(lang.t(format!("{}回目", taken.number), format!("try {}", taken.number)));
                }
            }
            RequirementKind::Attendance => {
                if let Some(rate) = self.evidence.attendance.filter(|rate| rate.held > 0) {
                    parts.push(say!(
                        lang,
                        held = rate.held,
                        there = rate.present,
                        late = rate.late,
                        excused = rate.excused,
                        missed = rate.absent + rate.unmarked;
                        held of "授業 {held}回: 出席 {there}、遅刻 {late}、連絡あり {excused}、欠席 {missed}",
                        one "{held} class: {there} there, {late} late, {excused} excused, {missed} missed",
                        other "{held} classes: {there} there, {late} late, {excused} excused, {missed} missed",
                    ));
                    if rate.all_made_up() > 0 {
                        let made_up = rate.all_made_up();
                        parts.push(lang.t(format!("補講ずみ {made_up}"), format!("{made_up} made up")));
                    }
                }
            }
            RequirementKind::Course
            | RequirementKind::Checklist
            | RequirementKind::Competence
            | RequirementKind::Rubric => {}
        }
        if let Some(at) = criterion.date {
            parts.push(day(lang, at, self.zone));
        }
        parts.join(dot)
    }

    fn items(&self, requirement: &Requirement, criterion: &Criterion) -> Vec<Item> {
        criterion
            .items
            .iter()
            .map(|item| {
                let mut parts = Vec::new();
                if let Some(how) = item.how {
                    parts.push(words::how(self.lang, how).to_owned());
                }
                if let Some(by) = item.by {
                    parts.push(self.name(by));
                }
                if let Some(at) = item.at {
                    parts.push(day(self.lang, at, self.zone));
                }
                if let Some(note) = self
                    .notes
                    .get(&(requirement.id.as_str(), item.item.as_str()))
                    .filter(|note| !note.is_empty())
                {
                    parts.push(format!("「{note}」"));
                }
                Item {
                    title: words::item(self.lang, requirement, &item.item),
                    chip: words::status(self.lang, item.status),
                    line: parts.join(self.lang.t("　", " · ")),
                }
            })
            .collect()
    }

    fn name(&self, id: Uuid) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }
}

/// What there is and what it takes.
pub fn numbers(lang: Lang, criterion: &Criterion) -> String {
    let need = criterion.need;
    match (criterion.unit, criterion.have) {
        (Unit::Percent, Some(have)) => lang.t(
            format!("{}（必要 {need:.0} %）", shown::percent(have)),
            format!("{} (needs {need:.0} %)", shown::percent(have)),
        ),
        (Unit::Percent, None) => lang.t(
            format!("まだありません（必要 {need:.0} %）"),
            format!("none yet (needs {need:.0} %)"),
        ),
        (Unit::Lessons, have) => {
            let have = have.unwrap_or(0.0);
            lang.t(
                format!("{need:.0} のうち {have:.0} 終わりました"),
                format!("{have:.0} of {need:.0} done"),
            )
        }
        (Unit::Items, have) => {
            let have = have.unwrap_or(0.0);
            lang.t(
                format!("{need:.0} つのうち {have:.0} つ確認"),
                format!("{have:.0} of {need:.0} checked"),
            )
        }
    }
}

/// So many are shown whole. Of a longer rule, what is missing comes first, a line each where that is much; what
/// is done is folded, but not for those who sign.
const WHOLE: usize = 6;

/// The cards as a list. Learners see the next step as a button, staff the links to the evidence.
pub fn list(lang: Lang, cards: Vec<Card>, staff: bool) -> AnyView {
    if cards.len() <= WHOLE {
        return whole(lang, cards, staff).into_any();
    }
    let (fine, missing): (Vec<_>, Vec<_>) = cards.into_iter().partition(|card| card.fine);
    let many = missing.len() > WHOLE;
    let count = fine.len();
    let fine = (count > 0).then(|| {
        let title = lang.t(format!("できたもの（{count}）"), format!("Done ({count})"));
        view! {
            <details open=staff>
                <summary>
                    <Chip tone=Tone::Met text=title />
                </summary>
                {whole(lang, fine, staff)}
            </details>
        }
    });
    let missing = match missing.len() {
        0 => None,
        _ if many => Some(folded(lang, missing, staff).into_any()),
        _ => Some(whole(lang, missing, staff).into_any()),
    };
    view! {
        {missing}
        {fine}
    }
    .into_any()
}

fn whole(lang: Lang, cards: Vec<Card>, staff: bool) -> impl IntoView {
    let cards: Vec<_> = cards
        .into_iter()
        .map(|card| {
            let (tone, word) = card.chip;
            let (id, title) = (format!("criterion-{}", card.id), card.title.clone());
            view! {
                <li class="criterion" id=id>
                    <div class="row">
                        <h3>{title}</h3>
                        <span class="push">
                            <Chip tone=tone text=word />
                        </span>
                    </div>
                    {inside(lang, card, staff)}
                </li>
            }
        })
        .collect();
    view! { <ul class="criteria">{cards}</ul> }
}

/// A line for each, with the rest behind it; the first is open.
fn folded(lang: Lang, cards: Vec<Card>, staff: bool) -> impl IntoView {
    let cards: Vec<_> = cards
        .into_iter()
        .enumerate()
        .map(|(place, card)| {
            let (tone, word) = card.chip;
            let (id, title) = (format!("criterion-{}", card.id), card.title.clone());
            view! {
                <li id=id>
                    <details open=place == 0>
                        <summary>
                            <h3>{title}</h3>
                            " "
                            <Chip tone=tone text=word />
                        </summary>
                        <div class="criterion">{inside(lang, card, staff)}</div>
                    </details>
                </li>
            }
        })
        .collect();
    view! { <ul class="criteria lines">{cards}</ul> }
}

/// What stands under a card's title.
fn inside(lang: Lang, card: Card, staff: bool) -> impl IntoView {
    let label = format!("{}: {}", card.title, card.line);
    let meter = card
        .meter
        .map(|(have, need)| view! { <Meter percent=have need=Some(need) label=label /> });
    let more: Vec<_> = card
        .more
        .into_iter()
        .map(|line| view! { <p class="soft">{line}</p> })
        .collect();
    let items: Vec<_> = card
        .items
        .into_iter()
        .map(|item| {
            let (tone, word) = item.chip;
            view! {
                <li class="item">
                    <span>{item.title}</span>
                    <span class="soft">{item.line}</span>
                    <Chip tone=tone text=word />
                </li>
            }
        })
        .collect();
    let items = (!items.is_empty()).then(|| view! { <ul class="items">{items}</ul> });
    let link = card.link.map(|(path, word)| {
        let label = format!("{word}: {}", card.title);
        view! {
            " "
            <a href=path aria-label=label>
                {word}
            </a>
        }
    });
    let next = card.next.map(|(path, word)| {
        if staff {
            view! { <p class="soft">{lang.t("次の一歩: ", "Next step: ")}{word}</p> }.into_any()
        } else {
            view! {
                <p>
                    <a class="quiet" href=path>
                        {word}
                    </a>
                </p>
            }
            .into_any()
        }
    });
    view! {
        {meter}
        <p class="soft">{card.line}{link}</p>
        {more}
        {items}
        {next}
    }
}
