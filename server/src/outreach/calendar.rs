//! A session as an entry of a calendar (iCalendar, RFC 5545). A change keeps the UID and raises SEQUENCE;
//! a session that was called off also says so in its title, since some calendars drop such entries unseen.

use domain::{Lang, outreach::SessionState};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use super::tables::information_session;
use crate::Services;

/// The entry, for a program that reads calendars.
pub fn entry(services: &Services, session: &information_session::Model, lang: Lang) -> String {
    let cancelled = session.state == SessionState::Cancelled;
    let title = if cancelled {
        lang.t(
            format!("【中止】{}", session.title),
            format!("[Cancelled] {}", session.title),
        )
    } else {
        session.title.clone()
    };
    let address = format!(
        "{}/information-sessions/{}",
        services.config.public_url, session.id
    );
    let place = [session.venue.as_str(), session.address.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let host = services
        .config
        .public_url
        .split_once("://")
        .map_or("kakehashi", |(_, host)| host);
    let mut event = Event::new();
    event
        .uid(&format!("{}@{host}", session.id))
        .timestamp(session.changed_at)
        .starts(session.starts_at)
        .ends(session.ends_at)
        .summary(&title)
        .description(&format!("{}\n{address}", session.summary))
        .url(&address)
        .sequence(u32::try_from(session.sequence).unwrap_or_default())
        .status(if cancelled {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        });
    if !place.is_empty() {
        event.location(&place);
    }
    let mut calendar = Calendar::new();
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.push(event);
    calendar.to_string()
}
