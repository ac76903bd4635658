//! `/openings/{opening}/posting`: what the law asks a job offer to say, item by item.

use std::collections::BTreeMap;

use domain::{Lang, say};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    matching::posting::{self, Input, Item, Values},
};
use uuid::Uuid;

use super::posting_sheet;
use crate::{
    ui::crumbs,
    web::{Form, Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let found = posting::get(req.actor()?, &req.services, req.param("opening")?).await?;
    let today = req.services.config.today();
    let title = lang.t("求人票に書くこと", "What the offer has to say");
    Ok(Page::new(title, move || {
        let id = found.opening.opening.id;
        let missing = found.missing().len();
        let state = if missing == 0 {
            view! {
                <p class="banner met">
                    {lang
                        .t(
                            "必要な項目は、全部書かれています。",
                            "Everything that is asked for is said.",
                        )}
                </p>
            }
            .into_any()
        } else {
            view! {
                <p class="banner soon">
                    {say!(
                        lang,
                        missing of "あと {missing} つ、書く項目があります。途中でも保存できます。",
                        one "{missing} item is still to be said. You can save it as it is.",
                        other "{missing} items are still to be said. You can save them as they are.",
                    )}
                </p>
            }
            .into_any()
        };
        let typed: Option<Values> = use_context::<Form>().map(|form| {
            let pairs = form.values.iter();
            pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        });
        let error = use_context::<Form>().and_then(|form| {
            let error = form.errors.first()?;
            Some(error.message.get(lang).to_owned())
        });
        let values = typed.as_ref().unwrap_or(&found.values);
        let items: Vec<_> = posting::items()
            .iter()
            .map(|item| field(lang, item, values))
            .collect();
        view! {
            <div class="read">
                {crumbs(vec![(format!("/openings/{id}"), found.opening.opening.title.clone())])}
                <h1>{title}</h1> {state} {posting_sheet::warning(lang, &found, today)} <p>
                    <a class="quiet" href=format!("/openings/{id}/sheet")>
                        {lang.t("求人票を見る・印刷する", "See and print the offer")}
                    </a>
                </p> <form method="post" class="card">
                    {error
                        .map(|error| {
                            view! {
                                <p class="error" id="items-error" role="alert">
                                    {error}
                                </p>
                            }
                        })}
                    {items}
                    <button class="go">{lang.t("保存する", "Save")}</button>
                </form>
            </div>
        }
    })
    .into())
}

fn field(lang: Lang, item: &'static Item, values: &Values) -> impl IntoView + use<> {
    let value = values.get(&item.id).cloned().unwrap_or_default();
    let missing = item.is_missing(values);
    let applies = item.applies(values);
    let id = item.id.as_str();
    let hint = item.hint(lang);
    let described = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let choose = || {
        (
            String::new(),
            lang.t("選んでください", "Please choose").to_owned(),
        )
    };
    let select = |options: Vec<(String, String)>| {
        let options: Vec<_> = std::iter::once(choose())
            .chain(options)
            .map(|(option, label)| {
                let selected = option == value;
                view! {
                    <option value=option selected=selected>
                        {label}
                    </option>
                }
            })
            .collect();
        view! {
            <select id=id name=id aria-describedby=described.clone()>
                {options}
            </select>
        }
        .into_any()
    };
    let input = match item.input {
        Input::Text => view! { <input id=id name=id value=value.clone() maxlength="1000" aria-describedby=described.clone() /> }
        .into_any(),
        Input::Number => view! { <input id=id name=id value=value.clone() inputmode="decimal" aria-describedby=described.clone() /> }
        .into_any(),
        Input::YesNo => select(vec![
            ("yes".to_owned(), lang.t("あり", "Yes").to_owned()),
            ("no".to_owned(), lang.t("なし", "No").to_owned()),
        ]),
        Input::Choice => select(
            item.options
                .iter()
                .map(|option| (option.id.clone(), option.name(lang).to_owned()))
                .collect(),
        ),
        Input::Prefecture => select(
            posting::prefectures()
                .into_iter()
                .map(|name| (name.to_owned(), name.to_owned()))
                .collect(),
        ),
    };
    let mark = if missing {
        Some(lang.t("（まだ）", " (to be said)"))
    } else if applies {
        None
    } else {
        Some(lang.t(
            "（今の答えでは、いりません）",
            " (not asked for with these answers)",
        ))
    };
    view! {
        <p class="field">
            <label for=id>
                {item.name(lang)} {mark.map(|mark| view! { <span class="hint">{mark}</span> })}
            </label>
            {input}
            {described
                .map(|described| {
                    view! {
                        <span class="hint" id=described>
                            {hint}
                        </span>
                    }
                })}
        </p>
    }
}

/// What the form says, by the ids of items; anything else is refused.
#[derive(Deserialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub struct PostingForm(Values);

impl TryFrom<BTreeMap<String, String>> for PostingForm {
    type Error = String;

    fn try_from(said: BTreeMap<String, String>) -> std::result::Result<Self, String> {
        let unknown = |id: &&String| !posting::items().iter().any(|item| item.id == **id);
        match said.keys().find(unknown) {
            Some(id) => Err(format!("no item {id}")),
            None => Ok(PostingForm(said)),
        }
    }
}

/// Keeps it.
pub async fn submit(req: &Req, form: PostingForm) -> Result<Reply> {
    let id: Uuid = req.param("opening")?;
    posting::save(req.actor()?, &req.services, id, &form.0).await?;
    Ok(Reply::flash(
        req,
        format!("/openings/{id}/posting"),
        "保存しました。",
        "Saved.",
    ))
}
