//! `/kits`: everything that is lent, where it is and until when; as CSV too.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{Lang, identity::Role};
use leptos::prelude::*;
use server::{
    Actor, Result, Services, Zone,
    telework::{
        kit_import::{self, kind_name},
        kit_list::{self, KitRow, KitShow, KitSort},
    },
};

use super::words;
use crate::{
    ui::{Chip, Column, List, Nothing, Tone},
    web::{Page, Reply, Req},
};

/// The list: `?show=` of which kits, `?q=` with which words, `?as=csv` to save it.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let today = req.services.config.today();
    let search = lang.t(
        "番号、名前、借りた人でさがす",
        "Search by number, name or borrower",
    );
    let mut list = List::new(req, "/kits", search);
    let wanted = list.filter("show").parse::<KitShow>().unwrap_or(KitShow::All);
    let query = list.query(wanted);
    if list.wants_file() {
        let load = async |services: Arc<Services>, actor: Actor, query| {
            kit_list::list(&actor, &services, &query).await
        };
        return list
            .file(req, "kits.csv", columns(lang, today, zone), query, load)
            .await;
    }
    let found = kit_list::list(actor, &req.services, &query).await?;
    for show in KitShow::ALL {
        let value = if show == KitShow::All { "" } else { show.code() };
        let count = kit_list::count(actor, &req.services, show).await?;
        let tone = match show {
            KitShow::Overdue if !count.is_zero() => Tone::Miss,
            KitShow::NotAgreed | KitShow::Incomplete | KitShow::Gone if !count.is_zero() => Tone::Soon,
            _ => Tone::Calm,
        };
        let label = format!("{} {count}", words::show(lang, show));
        list.chip_in(tone, "show", value, label, wanted == show);
    }
    let decides = actor.require(&Role::COORDINATING).is_ok();
    let title = lang.t("貸し出す機器", "Kits to lend");
    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "ここに、貸し出すパソコンやカメラがならびます。一つずつ加えるか、表から読みこみます。",
                "The computers and cameras that you lend are listed here. Add them one by one, or from a table.",
            ),
            [
                ("/kits/new", lang.t("機器を加える", "Add a kit")),
                ("/kits/import", lang.t("表から読みこむ", "Read a table")),
            ],
        )
        .found(
            lang.t("見つかりません。", "Nothing found."),
            "/kits",
            lang.t("すべての機器を見る", "Show every kit"),
        );
        let links = view! {
            <a class="quiet no-print" href="/kits/new">
                {lang.t("機器を加える", "Add a kit")}
            </a>
        };
        let labels = list.address(&[]).replacen("/kits", "/kits/labels", 1);
        view! {
            {list.title(title, links)}
            {list.table(title, columns(lang, today, zone), found, nothing)}
            <nav class="row no-print" aria-label=lang.t("機器について", "About the kits")>
                <a class="quiet" href=labels>
                    {lang.t("ラベルを印刷する", "Print labels")}
                </a>
                <a class="quiet" href="/kits/import">
                    {lang.t("表から読みこむ", "Read a table")}
                </a>
                {decides
                    .then(|| {
                        view! {
                            <a class="quiet" href="/kits/terms">
                                {lang.t("貸し出しの約束", "Terms of a loan")}
                            </a>
                        }
                    })}
            </nav>
        }
    })
    .into())
}

type KitColumn = Column<KitRow>;

fn columns(lang: Lang, today: NaiveDate, zone: Zone) -> Vec<KitColumn> {
    let name = |(ja, en): (&'static str, &'static str)| lang.t(ja, en);
    let due = |row: &KitRow| row.loan.as_ref().map(|(loan, _)| loan.due_on);
    vec![
        KitColumn::new(name(kit_import::NUMBER), |row| row.kit.number.clone())
            .cell(|row| view! { <a href=format!("/kits/{}", row.kit.id)>{row.kit.number.clone()}</a> })
            .sorts(KitSort::Number),
        KitColumn::new(name(kit_import::KIND), move |row| {
            kind_name(lang, row.kit.kind).to_owned()
        })
        .sorts(KitSort::Kind),
        KitColumn::new(name(kit_import::NAME), |row| row.kit.name.clone()),
        KitColumn::of_file(name(kit_import::PARTS), |row| {
            let parts: Vec<_> = row.parts.iter().map(|part| part.name.as_str()).collect();
            parts.join(" / ")
        }),
        KitColumn::new(lang.t("状態", "State"), move |row| {
            words::state(lang, row.kit.state).1.to_owned()
        })
        .cell(move |row| {
            let (tone, text) = words::state(lang, row.kit.state);
            let missing: Vec<_> = row
                .parts
                .iter()
                .filter(|part| part.missing_at.is_some())
                .map(|part| part.name.clone())
                .collect();
            let missing = (!missing.is_empty()).then(|| {
                let missing = missing.join(lang.t("、", ", "));
                let text = lang.t(format!("{missing}がない"), format!("lacks {missing}"));
                view! { <Chip tone=Tone::Soon text=text /> }
            });
            view! {
                <Chip tone=tone text=text />
                " "
                {missing}
            }
        }),
        KitColumn::new(lang.t("借りた人", "Borrower"), |row| {
            row.loan
                .as_ref()
                .map(|(_, name)| name.clone())
                .unwrap_or_default()
        })
        .cell(|row| {
            row.loan.as_ref().map(|(loan, name)| {
                view! { <a href=format!("/loans/{}", loan.id)>{name.clone()}</a> }
            })
        }),
        KitColumn::new(lang.t("返す日", "Due"), move |row| {
            due(row).map(|day| day.to_string()).unwrap_or_default()
        })
        .cell(move |row| due(row).map(|due_on| super::loans::due(lang, due_on, today)))
        .sorts(KitSort::Due),
        KitColumn::of_file(lang.t("足りない物", "Missing"), |row| {
            let missing = row.parts.iter().filter(|part| part.missing_at.is_some());
            missing
                .map(|part| part.name.as_str())
                .collect::<Vec<_>>()
                .join(" / ")
        }),
        KitColumn::of_file(name(kit_import::NOTE), |row| row.kit.note.clone()),
        KitColumn::of_file(lang.t("棚おろしの日", "Counted on"), move |row| {
            row.kit
                .counted_at
                .map(|at| at.with_timezone(&zone).date_naive().to_string())
                .unwrap_or_default()
        }),
    ]
}
