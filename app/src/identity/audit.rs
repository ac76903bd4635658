//! The audit trail.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Result,
    identity::audit::{self, Entry, Wanted},
};

use super::audit_words;
use crate::{
    ui::{Empty, ListHead, day_and_time},
    web::{Page, Reply, Req},
};

/// The newest entries; searched with `?q=`, of one person with `?person=`, older ones with `?before=`, as
/// CSV with `?as=csv`.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let offset = req.services.config.offset();
    let head = ListHead::new(
        req,
        "/audit",
        lang.t("名前・内容でさがす", "Search by name or content"),
    );
    let csv = req.query.get("as") == "csv";
    let wanted = Wanted {
        subject: req.query.get("person").parse().ok(),
        search: head.search().to_owned(),
        before: req.query.get("before").parse().ok().filter(|_| !csv),
        most: if csv { audit::FILE } else { audit::PAGE },
    };
    let begun = wanted.before.is_some();
    let entries = audit::list(req.actor()?, &req.services, wanted).await?;
    if csv {
        return file(lang, offset, entries);
    }
    let more = (entries.len() as u64 == audit::PAGE)
        .then(|| entries.last())
        .flatten()
        .map(|last| head.address(&[("before", &last.entry.id.to_string())]));
    let save = head.address(&[("as", "csv"), ("before", "")]);
    let newest = begun.then(|| head.address(&[("before", "")]));
    let searched = !head.search().is_empty();
    let title = lang.t("記録", "Audit trail");
    Ok(Page::new(title, move || {
        let empty = entries.is_empty();
        let rows: Vec<_> = entries
            .into_iter()
            .map(|entry| {
                let code = entry.entry.action;
                let words = audit_words::action(lang, &code);
                view! {
                    <tr>
                        <th scope="row">{day_and_time(lang, entry.entry.at, offset)}</th>
                        <td data-label=lang
                            .t(
                                "だれが",
                                "Who",
                            )>
                            {entry.actor.unwrap_or_else(|| lang.t("システム", "System").to_owned())}
                        </td>
                        <td data-label=lang
                            .t("何を", "What")>{words}" "<code class="soft">{code}</code></td>
                        <td data-label=lang.t("だれの", "Whose")>{entry.subject.unwrap_or_default()}</td>
                        <td>{entry.entry.detail}</td>
                    </tr>
                }
            })
            .collect();
        let list = if empty && searched {
            view! {
                <Empty text=lang.t("見つかりませんでした。", "Nothing was found.")>
                    <a class="quiet" href="/audit">
                        {lang.t("全部を見る", "Show all")}
                    </a>
                </Empty>
            }
            .into_any()
        } else if empty {
            view! {
                <Empty text=lang.t("まだ記録はありません。", "Nothing is recorded yet.")>
                    <span></span>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <div class="card table" tabindex="0" role="region" aria-label=title>
                    <table class="cards">
                        <thead>
                            <tr>
                                <th scope="col">{lang.t("いつ", "When")}</th>
                                <th scope="col">{lang.t("だれが", "Who")}</th>
                                <th scope="col">{lang.t("何を", "What")}</th>
                                <th scope="col">{lang.t("だれの", "Whose")}</th>
                                <th scope="col">{lang.t("くわしく", "Detail")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! {
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push" href=save>
                    "CSV"
                </a>
            </div>
            {head.view(lang)}
            {list}
            <div class="row no-print">
                {newest
                    .map(|path| {
                        view! {
                            <a class="quiet" href=path>
                                {lang.t("いちばん新しい記録へ", "To the newest")}
                            </a>
                        }
                    })}
                {more
                    .map(|path| {
                        view! {
                            <a class="quiet push" href=path>
                                {lang.t("もっと前の記録", "Older entries")}
                            </a>
                        }
                    })}
            </div>
        }
    })
    .into())
}

fn file(lang: Lang, offset: chrono::FixedOffset, entries: Vec<Entry>) -> Result<Reply> {
    let rows = entries.into_iter().map(|entry| {
        vec![
            day_and_time(lang, entry.entry.at, offset),
            entry
                .actor
                .unwrap_or_else(|| lang.t("システム", "System").to_owned()),
            entry.entry.action,
            entry.subject.unwrap_or_default(),
            entry.entry.detail,
        ]
    });
    let head = [
        lang.t("いつ", "When"),
        lang.t("だれが", "Who"),
        lang.t("何を", "What"),
        lang.t("だれの", "Whose"),
        lang.t("くわしく", "Details"),
    ];
    let head = head.map(str::to_owned).to_vec();
    Reply::csv("audit.csv", std::iter::once(head).chain(rows))
}
