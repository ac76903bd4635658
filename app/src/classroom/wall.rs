//! The projector's page: the check-in code, and how many have come.

use domain::classroom::check_in_code::CheckIn;
use leptos::prelude::*;
use server::{Result, classroom::wall};

use crate::{
    islands::wall::{Wall, WallState},
    ui::{day_and_time, time_range},
    web::{Page, Reply, Req},
};

/// The page, which fills the screen.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let id = req.param("session")?;
    let now = wall::get(req.actor()?, &req.services, id).await?;
    let zone = req.services.config.zone;
    let open = matches!(now.state, CheckIn::Open(_));
    let note = match now.state {
        CheckIn::Open(_) => String::new(),
        CheckIn::TooEarly { opens_at } => {
            let when = day_and_time(lang, opens_at, zone);
            lang.t(
                format!("{when} から受けつけます。"),
                format!("Check-in opens at {when}."),
            )
        }
        CheckIn::Closed => lang
            .t("受けつけは終わりました。", "Check-in has ended.")
            .to_owned(),
    };
    let state = WallState {
        came: now.came,
        of: now.of,
        open,
        left: now.seconds_left,
        code: if open { now.code } else { String::new() },
        qr: if open { now.qr.path } else { String::new() },
    };
    let size = now.qr.size;
    let when = time_range(lang, now.session.starts_at, now.session.ends_at, zone);
    let address = format!("{}/check-in", req.services.config.public_url);
    let title = lang.t("出席のコード", "Check-in code");
    Ok(Page::new(title, move || {
        view! {
            <div class="wall">
                <h1>{title}</h1>
                <p class="wall-class">{now.cohort.name}" "{when}</p>
                <Wall session=id.to_string() lang first=state size note address />
                <p>
                    <a class="wall-back" href=format!("/sessions/{id}")>
                        {lang.t("出席をとる画面へ", "Back to the roll call")}
                    </a>
                </p>
            </div>
        }
    })
    .bare()
    .with_islands()
    .refreshing(15)
    .into())
}
