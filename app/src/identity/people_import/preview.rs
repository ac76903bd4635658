//! `/people/import/{import}`: what is in a file, what is wrong at its cells, who may be here already; and
//! after it was confirmed, who was made.

use domain::{Lang, say};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    identity::people_import::{
        confirm::{self, Confirmed},
        preview::{self, Checked, Field, Preview, Same},
    },
};
use uuid::Uuid;

use crate::{
    ui::{Select, crumbs, lang},
    web::{Page, Reply, Req},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let it = preview::get(req.actor()?, &req.services, req.param("import")?).await?;
    // What was ticked when the page is shown again.
    let ticked: Option<Vec<usize>> = req
        .typed_fields()
        .map(|fields| fields.all("make").filter_map(|line| line.parse().ok()).collect());
    let title = lang.t("名簿を取りこむ", "Bring people in from a file");
    Ok(Page::new(title, move || {
        let file = it.import.file_name.clone();
        let body = if it.import.done_at.is_some() {
            made(it).into_any()
        } else {
            rows(it, ticked).into_any()
        };
        view! {
            {crumbs(
                vec![
                    ("/people".into(), lang.t("人", "People").into()),
                    ("/people/import".into(), title.into()),
                ],
            )}
            <h1>{file}</h1>
            {body}
        }
    })
    .into())
}

fn rows(it: Preview, ticked: Option<Vec<usize>>) -> impl IntoView {
    let lang = lang();
    let all = it.rows.len();
    let wrong = it.rows.iter().filter(|row| !row.problems.is_empty()).count();
    let known = it.rows.iter().filter(|row| row.same.is_some()).count();
    let said = say!(
        lang,
        all of "{all} 人のうち、直すところがある行 {wrong}、もういるかもしれない人 {known}。印の付いた人だけを加えます。",
        one "{all} person; {wrong} to be corrected, {known} perhaps here already. Only who is ticked is added.",
        other "{all} people; {wrong} to be corrected, {known} perhaps here already. Only who is ticked is added.",
    );
    let lines: Vec<_> = it
        .rows
        .into_iter()
        .map(|row| {
            let on = match &ticked {
                Some(ticked) => ticked.contains(&row.row.line),
                None => row.same.is_none(),
            };
            line(lang, row, on)
        })
        .collect();
    let mut cohorts = vec![(String::new(), lang.t("どこにも入れない", "none").to_owned())];
    cohorts.extend(it.cohorts.into_iter().map(|(id, name)| (id.to_string(), name)));
    let title = lang.t("名簿", "The people");
    view! {
        <form method="post" class="stack">
            <p>{said}</p>
            <div class="card table" tabindex="0" role="region" aria-label=title>
                <table class="cards">
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("加える", "Add")}</th>
                            <th scope="col">{lang.t("名前", "Name")}</th>
                            <th scope="col">{lang.t("ふりがな", "Reading")}</th>
                            <th scope="col">{lang.t("電話", "Phone")}</th>
                            <th scope="col">{lang.t("メール", "Sign-in name")}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            <Select
                name="cohort"
                label=lang.t("入れるクラス", "Put them into a cohort")
                options=cohorts
            />
            <div class="row">
                <button class="go" name="do" value="confirm">
                    {lang.t("印の付いた人を加える", "Add who is ticked")}
                </button>
                <button class="quiet" name="do" value="discard">
                    {lang.t("やめる（このファイルを忘れる）", "Do not (forget this file)")}
                </button>
            </div>
        </form>
    }
}

fn line(lang: Lang, checked: Checked, on: bool) -> impl IntoView {
    let cell = |field: Field| {
        let problems: Vec<_> = checked
            .problems
            .iter()
            .filter(|(at, _)| *at == field)
            .map(|(_, problem)| view! { <span class="error">{problem.get(lang).to_owned()}</span> })
            .collect();
        view! {
            {checked.row.cell(field).to_owned()}
            " "
            {problems}
        }
    };
    let same = checked.same.as_ref().map(|same| {
        let text = match same {
            Same::Here(_, name) => lang.t(
                format!("もういる「{name}」と同じ人かもしれません。"),
                format!("Perhaps the same as {name}, who is here already."),
            ),
            Same::Line(line) => lang.t(
                format!("{line}行目と同じ人かもしれません。"),
                format!("Perhaps the same as in line {line}."),
            ),
        };
        let link = match same {
            Same::Here(id, _) => {
                Some(view! { <a href=format!("/people/{id}")>{lang.t("その人を見る", "Look")}</a> })
            }
            Same::Line(_) => None,
        };
        view! { <span class="soft">{text}" "{link}</span> }
    });
    let number = checked.row.line.to_string();
    let label = lang.t(
        format!("{} を加える", checked.row.name),
        format!("Add {}", checked.row.name),
    );
    let tick = if checked.problems.is_empty() {
        view! { <input type="checkbox" name="make" value=number.clone() checked=on aria-label=label /> }
            .into_any()
    } else {
        view! { <span class="error">{lang.t("直してください", "to be corrected")}</span> }.into_any()
    };
    view! {
        <tr>
            <td>
                <label class="row">{tick} <span class="soft">{number}</span></label>
            </td>
            <td>{cell(Field::Name)} {same}</td>
            <td data-label=lang.t("ふりがな", "Reading")>{cell(Field::Kana)}</td>
            <td data-label=lang.t("電話", "Phone")>{cell(Field::Phone)}</td>
            <td data-label=lang.t("メール", "Sign-in name")>{cell(Field::Email)}</td>
        </tr>
    }
}

fn made(it: Preview) -> impl IntoView {
    let lang = lang();
    let people: Vec<_> = it
        .made
        .into_iter()
        .map(|(id, name)| {
            view! {
                <li>
                    <a href=format!("/people/{id}")>{name}</a>
                </li>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{lang.t("加えた人", "Who was added")}</h2>
            <ul>{people}</ul>
        </section>
        <form method="post" class="card" action=format!("/people/import/{}/cards", it.import.id)>
            <h2>{lang.t("招待のカード", "Invitation cards")}</h2>
            <p>
                {lang
                    .t(
                        "ひとりに1枚、はじめてサインインするためのカードを作ります。印刷して、切って、渡してください。作り直すと、前のカードは使えなくなります。",
                        "A card for each, for the first sign-in. Print them, cut them, and hand them over. Made again, the cards before are good no more.",
                    )}
            </p>
            <button class="go">{lang.t("カードを作る", "Make the cards")}</button>
        </form>
    }
}

/// What may be done with a file.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ImportForm {
    /// Bring people in.
    Confirm(Confirmed),
    /// Forget it.
    Discard(Confirmed),
}

/// Brings people in, or forgets the file.
pub async fn submit(req: &Req, form: ImportForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: Uuid = req.param("import")?;
    match form {
        ImportForm::Confirm(confirmed) => {
            let count = confirm::confirm(actor, services, id, confirmed).await?;
            let (ja, en) = (
                say!(Lang::Ja, count of "{count} 人を加えました。", one "{count} person is added.", other "{count} people are added."),
                say!(Lang::En, count of "{count} 人を加えました。", one "{count} person is added.", other "{count} people are added."),
            );
            Ok(Reply::flash(req, format!("/people/import/{id}"), &ja, &en))
        }
        ImportForm::Discard(_) => {
            confirm::discard(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                "/people/import",
                "ファイルを忘れました。だれも加えていません。",
                "The file is forgotten. Nobody was added.",
            ))
        }
    }
}
