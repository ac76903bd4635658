//! `/cohorts/{cohort}/edit`: another name, place, dates, courses or rule for a cohort.

use leptos::prelude::*;
use server::{
    Result,
    classroom::{changes, cohorts, new_cohort::CohortFields, teachers},
};

use super::cohort_fields::{self, First};
use crate::{
    ui::crumbs,
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let full = cohorts::get(req.actor()?, &req.services, req.param("cohort")?).await?;
    let options = cohort_fields::courses(req);
    let choices = cohort_fields::teachers(req).await?;
    let teachers = teachers::of(req.actor()?, &req.services, full.cohort.id).await?;
    let title = lang.t("クラスを直す", "Change the cohort");
    Ok(Page::new(title, move || {
        let first = First::of(&full.cohort, full.courses, &teachers);
        let up = vec![
            ("/cohorts".to_owned(), lang.t("クラス", "Cohorts").to_owned()),
            (format!("/cohorts/{}", full.cohort.id), full.cohort.name),
        ];
        view! {
            {crumbs(up)}
            <h1>{title}</h1>
            <form method="post" class="card">
                {cohort_fields::about(lang, &first)}
                <p class="soft">
                    {lang
                        .t(
                            "場所を変えると、これからの授業の場所も変わります。授業の日と時間は、1 回ずつ直せます。",
                            "With another place, the coming classes move there, too. Days and times are changed class by class.",
                        )}
                </p>
                {cohort_fields::learning(lang, first, options, choices)}
                <p class="soft">
                    {lang
                        .t(
                            "数え方を変えると、これまでの出席率も変わります。署名した決定は変わりません。",
                            "Another rule changes the rates so far, too. Signed decisions stay as they are.",
                        )}
                </p>
                <button class="go">{lang.t("保存する", "Save")}</button>
            </form>
        }
    })
    .into())
}

/// Saves.
pub async fn submit(req: &Req, fields: CohortFields) -> Result<Reply> {
    let cohort = req.param("cohort")?;
    changes::change_cohort(req.actor()?, &req.services, cohort, &fields).await?;
    Ok(Reply::flash(
        req,
        format!("/cohorts/{cohort}"),
        "クラスを直しました。",
        "The cohort is changed.",
    ))
}
