//! `…/data/all`: everything that is held about a person, to be read and printed.

use domain::{Lang, say};
use leptos::prelude::*;
use server::{
    Result,
    identity::own_data::{gather, rules},
};
use uuid::Uuid;

use super::{given, values};
use crate::{
    ui::{PrintButton, crumbs, day},
    web::{Page, Reply, Req},
};

/// Whose data the address is about: the one that it names, else one's own.
pub(super) fn whose(req: &Req) -> Result<Uuid> {
    if req.param_text("person").is_empty() {
        Ok(req.actor()?.id)
    } else {
        req.param("person")
    }
}

/// A section as it is drawn.
struct Drawn {
    title: &'static str,
    count: usize,
    held_back: usize,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let person = whose(req)?;
    let everything = gather::everything(actor, &req.services, person).await?;
    let zone = req.services.config.zone;
    let sections: Vec<Drawn> = everything
        .sections
        .iter()
        .map(|section| {
            let (heads, rows) = values::table(lang, zone, &everything, section);
            Drawn {
                title: rules::words(lang, section.rule.title),
                count: section.rows.len(),
                held_back: section.held_back,
                heads,
                rows,
            }
        })
        .collect();
    let acted: Vec<(&'static str, u64)> = everything
        .acted
        .iter()
        .map(|(rule, count)| (rules::words(lang, rule.title), *count))
        .collect();
    let today = day(lang, server::db::now(), zone);
    let back = if person == actor.id {
        "/me/data".to_owned()
    } else {
        format!("/people/{person}/data")
    };
    let title = lang.t("わたしのデータ", "My data");
    let (name, given) = (everything.name, everything.given);
    Ok(Page::new(title, move || {
        let sections: Vec<_> = sections.into_iter().map(|it| section(lang, it)).collect();
        let acted: Vec<_> = acted
            .into_iter()
            .map(|(title, count)| view! { <li>{format!("{title}: {count}")}</li> })
            .collect();
        let acted = (!acted.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>
                        {lang
                            .t(
                                "行った人として名前がある記録の数",
                                "Where you are named as the one who acted, and how often",
                            )}
                    </h2>
                    <ul>{acted}</ul>
                </section>
            }
        });
        view! {
            {crumbs(vec![(back, title.into())])}
            <div class="row">
                <h1>{lang.t(format!("{name} さんのデータ"), format!("The data of {name}"))}</h1>
                <span class="push">
                    <PrintButton />
                </span>
            </div>
            <p class="soft">
                {lang
                    .t(
                        format!("{today} 現在。この教室が持っているものの全部です。"),
                        format!("As of {today}: all that this classroom holds."),
                    )}
            </p>
            <section class="card">
                <h2>{lang.t("だれに渡したか", "Who received what")}</h2>
                {given::table(lang, zone, given)}
            </section>
            {sections}
            {acted}
        }
    })
    .into())
}

fn section(lang: Lang, it: Drawn) -> impl IntoView + use<> {
    let heads = it.heads;
    let rows: Vec<_> = it
        .rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = row
                .into_iter()
                .zip(&heads)
                .map(|(text, head)| view! { <td data-label=head.clone()>{text}</td> })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let heads: Vec<_> = heads
        .into_iter()
        .map(|head| view! { <th scope="col">{head}</th> })
        .collect();
    let held_back = it.held_back;
    let held_back = (held_back > 0).then(|| {
        let said = say!(
            lang,
            held_back of "このうち {held_back} 件の文は、ここには出していません。読みたいときは、「見せてほしい」と請求してください。",
            one "The text of {held_back} of them is not shown here. To read it, make a request to see it.",
            other "The texts of {held_back} of them are not shown here. To read them, make a request to see them.",
        );
        view! { <p class="tip">{said}</p> }
    });
    view! {
        <section class="card">
            <h2>{format!("{} ({})", it.title, it.count)}</h2>
            {held_back}
            <div class="table" tabindex="0" role="region" aria-label=it.title>
                <table class="cards">
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
