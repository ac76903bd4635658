//! `/outreach/{session}/funnel`: how far those who registered came, as a picture with its table.

use domain::{
    Lang,
    outreach::{Funnel, FunnelStep},
};
use leptos::prelude::*;
use server::{
    Result,
    outreach::{funnel, sessions},
};

use super::words;
use crate::{
    ui::crumbs,
    web::{Page, Reply, Req},
};

/// The picture.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (actor, services) = (req.actor()?, &req.services);
    let zone = services.config.zone;
    let session = sessions::get(actor, services, req.param("session")?).await?;
    let funnel = funnel::of_session(actor, services, session.id).await?;
    let title = lang.t("そのあと", "What became of it");
    Ok(Page::new(title, move || {
        let rows: Vec<_> = funnel
            .steps()
            .map(|(step, count)| {
                view! {
                    <tr>
                        <th scope="row">{words::step(lang, step)}</th>
                        <td>{count.to_string()}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/outreach".to_owned(), lang.t("説明会", "Information sessions").to_owned()),
                        (format!("/outreach/{}", session.id), session.title.clone()),
                    ],
                )} <h1>{title}</h1> <p>{words::when(lang, &session, zone)}</p> {picture(lang, funnel)}
                <div class="table">
                    <table>
                        <caption class="unseen">{title}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{lang.t("どこまで", "How far")}</th>
                                <th scope="col">{lang.t("件数", "Registrations")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="soft">
                    {lang
                        .t(
                            "申しこみ 1 件を 1 と数えます。取り消しは入りません。「来た」からあとは、そうだったとわかるものだけです。",
                            "Each registration counts as one; those taken back are not counted. From “came” on, only what is known to have been is counted.",
                        )}
                </p>
            </div>
        }
    })
    .into())
}

/// A bar for each step, as wide as its share of all registrations.
fn picture(lang: Lang, funnel: Funnel) -> impl IntoView {
    const WIDTH: f64 = 300.0;
    const HIGH: usize = 30;
    let all = funnel.of(FunnelStep::Registered).max(1);
    let bars: Vec<_> = funnel
        .steps()
        .enumerate()
        .map(|(at, (step, count))| {
            let width = WIDTH * f64::from(count) / f64::from(all);
            let x = (WIDTH - width) / 2.0;
            let y = at * (HIGH + 18);
            let words = format!("{} {count}", words::step(lang, step));
            view! {
                <text x=(WIDTH / 2.0).to_string() y=(y + 12).to_string() text-anchor="middle">
                    {words}
                </text>
                <rect
                    x=format!("{x:.1}")
                    y=(y + 17).to_string()
                    width=format!("{width:.1}")
                    height=(HIGH - 6).to_string()
                    rx="4"
                />
            }
        })
        .collect();
    let high = FunnelStep::ALL.len() * (HIGH + 18);
    view! {
        <svg
            class="funnel"
            viewBox=format!("0 0 {WIDTH} {high}")
            role="img"
            aria-label=lang
                .t(
                    "申しこみから仕事まで。数は下の表にあります。",
                    "From registration to work; the numbers are in the table below.",
                )
        >
            {bars}
        </svg>
    }
}
