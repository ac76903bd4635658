//! `/information-sessions/{session}/session.ics`: the session for a calendar.

use server::{
    Result,
    outreach::{calendar, public},
};

use crate::web::{Reply, Req};

/// The entry.
pub async fn show(req: &Req) -> Result<Reply> {
    let it = public::get(&req.services, req.param("session")?).await?;
    let entry = calendar::entry(&req.services, &it.session, req.lang);
    Ok(Reply::file("session.ics", "text/calendar; charset=utf-8", entry))
}
