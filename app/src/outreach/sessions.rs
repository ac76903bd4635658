//! `/information-sessions`: the sessions to come, for everybody.

use domain::Lang;
use leptos::prelude::*;
use server::clock::Zone;
use server::{
    Result,
    outreach::public::{self, PublicSession},
};

use super::words;
use crate::{
    ui::{Chip, Empty},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let coming = public::coming(&req.services).await?;
    let title = lang.t("説明会", "Information sessions");
    let page = Page::new(title, move || {
        let cards: Vec<_> = coming.iter().map(|it| card(lang, it, zone)).collect();
        let list = if cards.is_empty() {
            view! {
                <Empty text=lang
                    .t(
                        "いま決まっている説明会はありません。いつでもお問い合わせください。",
                        "No session is planned at the moment. Please ask us at any time.",
                    )>
                    <a class="quiet" href="/">
                        {lang.t("はじめのページへ", "To the first page")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! { <ul class="stack">{cards}</ul> }.into_any()
        };
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "どなたでも来られます。お金はかかりません。申しこみに、アカウントはいりません。",
                            "Everybody is welcome. It costs nothing, and you need no account to register.",
                        )}
                </p>
                {list}
            </div>
        }
    })
    .described(lang.t(
        "教室の説明会の日程と申しこみ。無料、アカウント不要。",
        "Dates of our information sessions, and how to register. Free, without an account.",
    ));
    Ok(page.into())
}

/// A session of the list.
pub fn card(lang: Lang, it: &PublicSession, zone: Zone) -> impl IntoView + use<> {
    let (tone, text) = words::standing(lang, it.standing, it.left);
    view! {
        <li class="card">
            <h2>
                <a href=format!("/information-sessions/{}", it.session.id)>{it.session.title.clone()}</a>
            </h2>
            <p>
                <strong>{words::when(lang, &it.session, zone)}</strong>
            </p>
            <p class="row">
                <span>{words::place(lang, &it.session, it.online)}</span>
                <Chip tone=tone text=text />
            </p>
        </li>
    }
}
