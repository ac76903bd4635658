//! The list: what all rooms say that waits, without what is put off or with a colleague, in its order.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Lang,
    home::{TodoKind, Urgency},
    identity::{Role, policy::Field},
};
use futures::{StreamExt, TryStreamExt, stream};
use uuid::Uuid;

use super::{
    gather,
    put_off::Decided,
    thing::{OfKind, Todo},
};
use crate::{Actor, Result, Services, db::list::Count, identity::reading};

/// How many things the list shows.
const SHOWN: usize = 50;
/// How many rooms are asked at the same time.
const AT_ONCE: usize = 4;

/// How much there is of a kind.
#[derive(Clone, Copy, Debug)]
pub struct KindCount {
    /// The kind.
    pub kind: TodoKind,
    /// How many, without what is put off.
    pub count: Count,
    /// How many of them are not in the list that is shown.
    pub more: Count,
}

/// The list.
pub struct Today {
    /// The things, in their order.
    pub things: Vec<Todo>,
    /// How many there are of each kind that there is anything of.
    pub kinds: Vec<KindCount>,
    /// What is put off, with the day on which it is shown again.
    pub put_off: Vec<(Todo, NaiveDate)>,
    /// What was handed over, with the name of who has it now.
    pub handed: Vec<(Todo, String)>,
}

/// What waits for the acting person; with `only` of this kind alone. For staff.
pub async fn today(actor: &Actor, services: &Services, lang: Lang, only: Option<TodoKind>) -> Result<Today> {
    actor.require(&Role::STAFF)?;
    let decided = Decided::of(actor, services).await?;
    let mut of_kinds = gather_all(actor, services, lang).await?;
    of_kinds.sort_by_key(|of| of.kind);
    let mut today = Today {
        things: Vec::new(),
        kinds: Vec::new(),
        put_off: Vec::new(),
        handed: Vec::new(),
    };
    let mut counts: BTreeMap<TodoKind, (usize, Count)> = BTreeMap::new();
    for of in of_kinds {
        let mut hidden = 0;
        for mut thing in of.things {
            let key = (thing.kind, thing.thing.clone());
            if let Some(name) = decided.handed.get(&key) {
                hidden += 1;
                today.handed.push((thing, name.clone()));
                continue;
            }
            if let Some(until) = decided.put_off.get(&key) {
                hidden += 1;
                today.put_off.push((thing, *until));
                continue;
            }
            thing.from = decided.received.get(&key).cloned();
            if only.is_none_or(|only| only == thing.kind) {
                today.things.push(thing);
            }
        }
        counts.insert(of.kind, (hidden, of.count));
    }
    today.things.sort_by(|a, b| order(a).cmp(&order(b)));
    today.things.truncate(SHOWN);
    today
        .put_off
        .sort_by(|a, b| (a.1, order(&a.0)).cmp(&(b.1, order(&b.0))));
    for (kind, (hidden, count)) in counts {
        let shown = today.things.iter().filter(|thing| thing.kind == kind).count();
        let left = count.less(hidden);
        if !left.is_zero() {
            today.kinds.push(KindCount {
                kind,
                count: left,
                more: left.less(shown),
            });
        }
    }
    note(actor, services, &today).await?;
    Ok(today)
}

/// By urgency, then by the day, then by kind and by how long it waits.
fn order(thing: &Todo) -> (Urgency, NaiveDate, TodoKind, Option<DateTime<Utc>>, &str) {
    let due = thing.due.unwrap_or(NaiveDate::MAX);
    (thing.urgency, due, thing.kind, thing.since, &thing.thing)
}

async fn gather_all(actor: &Actor, services: &Services, lang: Lang) -> Result<Vec<OfKind>> {
    let mine = TodoKind::ALL
        .into_iter()
        .filter(|kind| kind.roles().iter().any(|role| actor.is(*role)));
    let asked: Vec<_> = mine
        .map(|kind| gather::of_kind(actor, services, lang, kind))
        .collect();
    stream::iter(asked).buffer_unordered(AT_ONCE).try_collect().await
}

/// What of the list is about people in a way that is noted (`identity::policy`).
async fn note(actor: &Actor, services: &Services, today: &Today) -> Result<()> {
    let mut readings: BTreeMap<Field, Vec<Uuid>> = BTreeMap::new();
    for thing in &today.things {
        let field = match thing.kind {
            TodoKind::Stuck => Field::Progress,
            TodoKind::Grading => Field::HandedIn,
            TodoKind::Signature => Field::Readiness,
            TodoKind::Appeal => Field::DecisionReason,
            TodoKind::Answer | TodoKind::Consent | TodoKind::ConsentEnds => Field::Matching,
            TodoKind::Incident
            | TodoKind::Help
            | TodoKind::Call
            | TodoKind::Enquiry
            | TodoKind::FollowUp
            | TodoKind::DataRequest
            | TodoKind::Kit
            | TodoKind::CallBack
            | TodoKind::Opening => continue,
        };
        readings.entry(field).or_default().extend(thing.person);
    }
    for (field, mut people) in readings {
        people.sort_unstable();
        people.dedup();
        reading::note(actor, services, &people, &[field]).await?;
    }
    Ok(())
}
