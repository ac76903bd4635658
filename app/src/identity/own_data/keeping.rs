//! `/keeping`: how long what is kept, where that comes from, and what would go tonight.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Result,
    identity::own_data::{
        rules,
        times::{self, Chosen, DueRow, LONGEST, Time},
    },
};

use crate::{
    ui::{Field, Select},
    web::{Page, Reply, Req},
};

/// The table and the form; `?as=csv` saves the rows that would go.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (actor, services) = (req.actor()?, &req.services);
    if req.query.get("as") == "csv" {
        let rows = times::dry_run(actor, services).await?;
        return dry_run(lang, rows);
    }
    let times = times::all(actor, services).await?;
    let title = lang.t("保存の期間", "How long data is kept");
    Ok(Page::new(title, move || {
        let kinds = times
            .iter()
            .map(|time| (time.keeping.kind.to_owned(), rules::words(lang, time.keeping.title).to_owned()))
            .collect::<Vec<_>>();
        let rows: Vec<_> = times.into_iter().map(|time| row(lang, time)).collect();
        view! {
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push no-print" href="/keeping?as=csv">
                    {lang.t("いま消えるものの一覧（CSV）", "What would go now (CSV)")}
                </a>
            </div>
            <p>
                {lang
                    .t(
                        "期間を過ぎたものは、毎晩3時すぎに消えます。ここに出ている数は、いま消えるはずの数です。何がいくつ消えたかは、記録に残ります。",
                        "What is past its time goes each night after three. The numbers here are what would go now. The trail tells how much of what went.",
                    )}
            </p>
            <div class="card table" tabindex="0" role="region" aria-label=title>
                <table class="cards">
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("何を", "What")}</th>
                            <th scope="col">{lang.t("どのくらい", "How long")}</th>
                            <th scope="col">{lang.t("根拠", "Where that comes from")}</th>
                            <th scope="col">{lang.t("いま消える数", "Would go now")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <form method="post" class="card no-print">
                <h2>{lang.t("期間を変える", "Change a time")}</h2>
                <Select name="kind" label=lang.t("何を", "What") options=kinds />
                <Field
                    name="months"
                    label=lang.t("何か月", "For how many months")
                    inputmode="numeric"
                    optional=true
                    hint=lang
                        .t(
                            format!("{LONGEST}か月まで。空なら、ずっと残します。"),
                            format!("Up to {LONGEST}. Nothing keeps it for ever."),
                        )
                />
                <button class="go">{lang.t("変える", "Change it")}</button>
            </form>
        }
    })
    .into())
}

fn row(lang: Lang, time: Time) -> impl IntoView {
    let months = match time.months {
        None => lang.t("ずっと", "for ever").to_owned(),
        Some(months) => {
            domain::say!(lang, months of "{months}か月", one "{months} month", other "{months} months")
        }
    };
    let source = if time.chosen {
        lang.t("この教室で選びました", "chosen here")
    } else {
        rules::words(lang, time.keeping.source)
    };
    view! {
        <tr>
            <th scope="row">{rules::words(lang, time.keeping.title)}</th>
            <td data-label=lang.t("どのくらい", "How long")>{months}</td>
            <td data-label=lang.t("根拠", "Where that comes from")>{source}</td>
            <td data-label=lang.t("いま消える数", "Would go now")>{time.due}</td>
        </tr>
    }
}

fn dry_run(lang: Lang, rows: Vec<DueRow>) -> Result<Reply> {
    let head = vec![
        lang.t("何を", "What").to_owned(),
        lang.t("いつの", "Since").to_owned(),
        lang.t("だれの", "Whose").to_owned(),
    ];
    let rows = rows.into_iter().map(|row| {
        vec![
            rules::words(lang, row.keeping.title).to_owned(),
            row.since,
            row.person.unwrap_or_default(),
        ]
    });
    Reply::csv("would-go.csv", std::iter::once(head).chain(rows))
}

/// Changes a time.
pub async fn submit(req: &Req, form: Chosen) -> Result<Reply> {
    times::choose(req.actor()?, &req.services, form).await?;
    Ok(Reply::flash(req, "/keeping", "変えました。", "It is changed."))
}
