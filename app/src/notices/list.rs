//! `/notices`: a person's notices, the newest first. `?show=new` shows those that are not read.

use std::sync::Arc;

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Actor, Result, Services,
    notices::{
        list::{self, NoticeSort, Shown},
        read,
    },
};
use uuid::Uuid;

use super::{line, words};
use crate::{
    ui::{Column, List, Nothing, day_and_time},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor, services) = (req.lang, req.actor()?, &req.services);
    let mut list = List::new(req, "/notices", lang.t("ことばでさがす", "Search by words"));
    let only_new = list.filter("show") == "new";
    let query = list.query::<_, NoticeSort>(only_new);
    if list.wants_file() {
        let load =
            async |services: Arc<Services>, actor: Actor, query| list::list(&actor, &services, &query).await;
        return list.file(req, "notices.csv", columns(req), query, load).await;
    }
    let new = list::count(actor, services, true).await?;
    list.chip("show", "", lang.t("すべて", "All"), !only_new);
    list.chip(
        "show",
        "new",
        format!("{} {new}", lang.t("まだ見ていないもの", "Not seen yet")),
        only_new,
    );
    let zone = services.config.zone;
    let found = list::list(actor, services, &query).await?.with(|rows| {
        rows.into_iter()
            .map(|notice| (words::sentence(lang, services, &notice), notice))
            .collect()
    });
    let title = lang.t("お知らせ", "Notices");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "お知らせはありません。先生の答えや、授業の変更があると、ここに出ます。",
                "There are no notices. Answers of your instructor and changes of classes appear here.",
            ),
            [("/", lang.t("ホームへ", "To the start page"))],
        );
        let all = (!new.is_zero()).then(|| {
            view! {
                <form method="post">
                    <button class="quiet" name="do" value="read-all">
                        {lang.t("ぜんぶ見たことにする", "Mark all as seen")}
                    </button>
                </form>
            }
        });
        let card = move |(sentence, notice): (String, Shown)| line(lang, sentence, &notice, zone).into_any();
        view! {
            {list.title(title, all)}
            {list.cards(found, card, nothing)}
        }
    })
    .with_furigana()
    .into())
}

/// The columns of the file.
fn columns(req: &Req) -> Vec<Column<Shown>> {
    let (lang, services) = (req.lang, req.services.clone());
    let zone = services.config.zone;
    vec![
        Column::of_file(lang.t("いつ", "When"), move |it: &Shown| {
            day_and_time(lang, it.row.created_at, zone)
        }),
        Column::of_file(lang.t("お知らせ", "Notice"), move |it: &Shown| {
            words::sentence(lang, &services, it)
        }),
        Column::of_file(lang.t("見た日", "Seen"), move |it: &Shown| {
            it.row
                .read_at
                .map(|at| day_and_time(lang, at, zone))
                .unwrap_or_default()
        }),
    ]
}

/// What may be done with notices.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum NoticesForm {
    /// See one, where it leads.
    Read {
        /// Which.
        notice: Uuid,
    },
    /// All were seen.
    ReadAll,
}

/// Notes what was seen, and leads there.
pub async fn submit(req: &Req, form: NoticesForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    match form {
        NoticesForm::Read { notice } => {
            let link = read::read(actor, services, notice).await?;
            Ok(Reply::to(Req::own_address(&link).to_owned()))
        }
        NoticesForm::ReadAll => {
            read::read_all(actor, services).await?;
            Ok(Reply::to("/notices"))
        }
    }
}
