//! Information sessions as coordinators make and change them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::InformationSessionId,
    outreach::{About, Help, Repeat, SessionState, repeat_days},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    COORDINATING,
    publishing::everybody_is_to_be_told,
    seats::{self, people},
    tables::information_session,
};
use crate::{Actor, Error, Problems, Result, Services, db, identity::audit};

/// The most seats of a session.
const MOST_SEATS: i32 = 3_000;
/// The most sessions that a series makes at once.
const MOST_OF_SERIES: i32 = 24;
/// The longest line and the longest text, in letters.
const LINE: usize = 200;
const TEXT: usize = 4_000;

/// What the form of a session sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionForm {
    /// What it is about.
    #[serde(deserialize_with = "crate::forms::chosen")]
    pub about: Option<About>,
    /// What it is called.
    pub title: String,
    /// What will be told there.
    pub summary: String,
    /// The day, as `2026-12-05`.
    pub date: String,
    /// When the reception opens, as `13:40`.
    pub reception: String,
    /// When it begins.
    pub starts: String,
    /// When it ends.
    pub ends: String,
    /// The last day to register; empty: until the reception opens.
    pub closes: String,
    /// The name of the place; empty where it is online only.
    pub venue: String,
    /// Its address.
    pub address: String,
    /// The place on a map.
    pub map_url: String,
    /// Where to meet online.
    pub meeting_url: String,
    /// All seats.
    pub capacity: String,
    /// How many hours who moved up has to confirm.
    pub confirm_hours: String,
    /// Whom to ask.
    pub contact: String,
    /// Who speaks.
    pub speakers: String,
    /// In which language.
    pub language: String,
    /// What is there for those who need it.
    pub helps: Vec<Help>,
    /// More about that.
    pub help_note: String,
    /// Of a new one: how it repeats.
    #[serde(deserialize_with = "crate::forms::chosen")]
    pub repeat: Option<Repeat>,
    /// How often, together with the first.
    pub times: String,
    /// Of a published one whose time or place changes: what is said to those who registered.
    pub moved_note: String,
}

/// The fields of a session, read.
struct Checked {
    day: NaiveDate,
    reception: i32,
    starts: i32,
    ends: i32,
    /// The last day to register.
    closes: Option<NaiveDate>,
    capacity: i32,
    confirm_hours: i32,
    about: About,
    title: String,
    times: i32,
}

fn check(form: &SessionForm) -> Result<Checked> {
    let mut problems = Problems::new();
    let about = form.about.unwrap_or_else(|| {
        problems.add(
            "about",
            "何の説明会かを選んでください。",
            "Please choose what it is about.",
        );
        About::Classroom
    });
    let title = problems.required("title", &form.title);
    let day = problems.date("date", &form.date);
    let starts = problems.time("starts", &form.starts);
    let ends = problems.time("ends", &form.ends);
    let reception = if form.reception.trim().is_empty() {
        (starts - 20).max(0)
    } else {
        problems.time("reception", &form.reception)
    };
    if ends != 0 && ends <= starts {
        problems.add(
            "ends",
            "終わりは始まりより後にしてください。",
            "The end must come after the start.",
        );
    }
    if reception > starts {
        problems.add(
            "reception",
            "受付は始まりより前にしてください。",
            "The reception must open before the start.",
        );
    }
    let closes = (!form.closes.trim().is_empty()).then(|| problems.date("closes", &form.closes));
    if closes.is_some_and(|closes| closes > day && closes != NaiveDate::default()) {
        problems.add(
            "closes",
            "申しこみの最後の日は、当日までにしてください。",
            "Registration cannot last longer than until the day itself.",
        );
    }
    let capacity = problems.number("capacity", &form.capacity, 1, MOST_SEATS);
    let hours = if form.confirm_hours.trim().is_empty() {
        "48"
    } else {
        form.confirm_hours.as_str()
    };
    let confirm_hours = problems.number("confirm_hours", hours, 1, 336);
    if form.venue.trim().is_empty() && form.meeting_url.trim().is_empty() {
        problems.add(
            "venue",
            "会場か、オンラインのアドレスを入れてください。",
            "Please enter a place, or the address of an online meeting.",
        );
    }
    problems.link("map_url", &form.map_url);
    problems.link("meeting_url", &form.meeting_url);
    let times = match form.repeat {
        Some(_) => problems.number("times", &form.times, 2, MOST_OF_SERIES),
        None => 1,
    };
    for (field, text, most) in [
        ("title", &form.title, LINE),
        ("summary", &form.summary, TEXT),
        ("venue", &form.venue, LINE),
        ("address", &form.address, LINE),
        ("map_url", &form.map_url, TEXT),
        ("meeting_url", &form.meeting_url, TEXT),
        ("contact", &form.contact, LINE),
        ("speakers", &form.speakers, LINE),
        ("language", &form.language, LINE),
        ("help_note", &form.help_note, TEXT),
        ("moved_note", &form.moved_note, TEXT),
    ] {
        problems.at_most(field, text, most);
    }
    problems.done()?;
    Ok(Checked {
        day,
        reception,
        starts,
        ends,
        closes,
        capacity,
        confirm_hours,
        about,
        title,
        times,
    })
}

/// The row's fields that the form says, on one day.
fn fields(
    services: &Services,
    form: &SessionForm,
    checked: &Checked,
    day: NaiveDate,
) -> information_session::ActiveModel {
    let moment = |minute| services.config.moment(day, minute);
    // A series keeps the days between the end of registration and the session.
    let ahead = checked.closes.map(|closes| checked.day - closes);
    let closes_at = ahead.map_or(moment(checked.reception), |ahead| {
        services.config.end_of(day - ahead).min(moment(checked.ends))
    });
    let mut helps: Vec<&str> = form.helps.iter().map(|help| help.code()).collect();
    helps.dedup();
    let text = |text: &str| Set(text.trim().to_owned());
    information_session::ActiveModel {
        about: Set(checked.about),
        title: Set(checked.title.clone()),
        summary: text(&form.summary),
        reception_at: Set(moment(checked.reception)),
        starts_at: Set(moment(checked.starts)),
        ends_at: Set(moment(checked.ends)),
        closes_at: Set(closes_at),
        venue: text(&form.venue),
        address: text(&form.address),
        map_url: text(&form.map_url),
        meeting_url: text(&form.meeting_url),
        capacity: Set(checked.capacity),
        confirm_hours: Set(checked.confirm_hours),
        contact: text(&form.contact),
        speakers: text(&form.speakers),
        language: text(&form.language),
        helps: Set(helps.join(",")),
        help_note: text(&form.help_note),
        changed_at: Set(db::now()),
        ..Default::default()
    }
}

/// Makes a session as a draft under the form's key, or a series that begins with it. A form sent twice
/// makes one.
pub async fn create(
    actor: &Actor,
    services: &Services,
    id: InformationSessionId,
    form: &SessionForm,
) -> Result<()> {
    actor.require(COORDINATING)?;
    let checked = check(form)?;
    let days = match form.repeat {
        Some(repeat) => repeat_days(checked.day, repeat, people(checked.times)),
        None => vec![checked.day],
    };
    let series = form.repeat.map(|_| Uuid::now_v7());
    let rows = days.iter().enumerate().map(|(at, day)| {
        let mut row = fields(services, form, &checked, *day);
        row.id = Set(if at == 0 { id } else { InformationSessionId::new() });
        row.state = Set(SessionState::Draft);
        row.sequence = Set(0);
        row.moved_note = Set(String::new());
        row.cancelled_because = Set(String::new());
        row.series_id = Set(series);
        row.created_by = Set(actor.id);
        row.created_at = Set(db::now());
        row
    });
    let mut rows: Vec<information_session::ActiveModel> = rows.collect();
    let rest = rows.split_off(1);
    let tx = services.db.begin().await?;
    if information_session::Entity::find_by_id(id)
        .one(&tx)
        .await?
        .is_some()
    {
        return Ok(());
    }
    // Of two copies of the form at the same moment, the second meets the first one's key.
    for row in rows {
        row.insert(&tx).await?;
    }
    if !rest.is_empty() {
        information_session::Entity::insert_many(rest)
            .exec_without_returning(&tx)
            .await?;
    }
    let detail = format!("{} ×{}", checked.title, days.len());
    audit::record(
        &tx,
        Some(actor.id),
        "information_session.created",
        Some(id.uuid()),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Changes a session. Where a published one gets another time or place, those who registered are to be
/// told; more seats move up who waits.
pub async fn change(
    actor: &Actor,
    services: &Services,
    id: InformationSessionId,
    form: &SessionForm,
) -> Result<()> {
    actor.require(COORDINATING)?;
    let checked = check(form)?;
    let tx = services.db.begin().await?;
    let mut held = seats::hold(&tx, id).await?;
    let old = held.session.clone();
    if old.state == SessionState::Cancelled {
        return Err(Error::refused(
            "中止した説明会は直せません。写しをつくってください。",
            "A cancelled session cannot be changed. Please make a copy of it.",
        ));
    }
    let taken = held.capacity().saturating_sub(held.free().await?);
    if people(checked.capacity) < taken {
        return Err(Error::field(
            "capacity",
            format!("もう {taken} 人の席が決まっています。それより少なくはできません。"),
            format!("{taken} seats are taken already. There cannot be fewer."),
        ));
    }
    let mut row = fields(services, form, &checked, checked.day);
    row.id = Set(id);
    let moved = old.state == SessionState::Published
        && (row.starts_at.try_as_ref() != Some(&old.starts_at)
            || row.venue.try_as_ref() != Some(&old.venue)
            || row.address.try_as_ref() != Some(&old.address)
            || row.meeting_url.try_as_ref() != Some(&old.meeting_url));
    if moved {
        if form.moved_note.trim().is_empty() {
            return Err(Error::field(
                "moved_note",
                "日時か場所が変わります。申しこんだ人に伝える言葉を書いてください。",
                "Time or place change. Please write a word to those who registered.",
            ));
        }
        row.moved_note = Set(form.moved_note.trim().to_owned());
    }
    if old.state == SessionState::Published {
        row.sequence = Set(old.sequence + 1);
    }
    held.session = row.update(&tx).await?;
    if moved {
        everybody_is_to_be_told(&tx, id).await?;
    }
    held.fill().await?;
    let action = if moved {
        "information_session.moved"
    } else {
        "information_session.changed"
    };
    audit::record(&tx, Some(actor.id), action, Some(id.uuid()), checked.title).await?;
    Ok(tx.commit().await?)
}

/// A session, drafts too. For those who hold them.
pub async fn get(
    actor: &Actor,
    services: &Services,
    id: InformationSessionId,
) -> Result<information_session::Model> {
    actor.require(COORDINATING)?;
    find(services, id).await
}

pub(super) async fn find(
    services: &Services,
    id: InformationSessionId,
) -> Result<information_session::Model> {
    information_session::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)
}

/// What there is for those who need it.
pub fn helps(session: &information_session::Model) -> Vec<Help> {
    session
        .helps
        .split(',')
        .filter_map(|code| code.parse().ok())
        .collect()
}

/// The last day to register, where it is not the moment the reception opens.
pub fn last_day(services: &Services, session: &information_session::Model) -> Option<NaiveDate> {
    (session.closes_at != session.reception_at).then(|| services.config.last_day(session.closes_at))
}

/// The moments of a session as they are compared.
pub(super) fn times(session: &information_session::Model) -> domain::outreach::SessionTimes {
    domain::outreach::SessionTimes {
        closes: session.closes_at,
        ends: session.ends_at,
    }
}

/// How a session stands, with so many seats taken.
pub fn standing(
    session: &information_session::Model,
    taken: u32,
    now: DateTime<Utc>,
) -> domain::outreach::Standing {
    let left = people(session.capacity).saturating_sub(taken);
    domain::outreach::standing(session.state, times(session), left, now)
}
