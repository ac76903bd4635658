//! What is new for whoever looks, at the top of the start page.

use leptos::prelude::*;
use server::{Result, notices::list};

use crate::{notices, web::Req};

/// The newest notices; nothing where there is no news.
pub(super) async fn news(req: &Req) -> Result<Option<AnyView>> {
    if req.unread == 0 {
        return Ok(None);
    }
    let newest = list::newest(req.actor()?, &req.services, notices::ON_HOME).await?;
    Ok(notices::on_home(req.lang, &req.services, &newest, req.unread).map(IntoAny::into_any))
}
