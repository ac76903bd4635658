//! A new cohort, with its weekly class sessions.

use domain::{Lang, say};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    classroom::new_cohort::{self, CohortFields, NewCohort},
};

use super::{
    cohort_fields::{self, First},
    holidays,
};
use crate::{
    ui::{Field, Select, crumbs, day_of},
    web::{FromPosted, Page, Posted, Reply, Req},
};

/// The form; with the days on which it would meet, when they were asked for.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let preview = match req.typed() {
        Some(NewCohortForm::Preview(new)) => new_cohort::preview(req.actor()?, &req.services, &new).ok(),
        Some(NewCohortForm::Create(_)) | None => None,
    };
    let courses = cohort_fields::courses(req);
    let teachers = cohort_fields::teachers(req).await?;
    let first = First::usual(req.actor()?);
    let days = [
        ("", lang.t("毎週の授業はない", "No weekly class")),
        ("0", lang.t("月曜日", "Monday")),
        ("1", lang.t("火曜日", "Tuesday")),
        ("2", lang.t("水曜日", "Wednesday")),
        ("3", lang.t("木曜日", "Thursday")),
        ("4", lang.t("金曜日", "Friday")),
        ("5", lang.t("土曜日", "Saturday")),
        ("6", lang.t("日曜日", "Sunday")),
    ];
    let days: Vec<_> = days
        .iter()
        .map(|(code, label)| ((*code).to_owned(), (*label).to_owned()))
        .collect();
    let title = lang.t("クラスを作る", "New cohort");
    Ok(Page::new(title, move || {
        let preview = preview.map(|days| {
            let holidays = holidays::warning(lang, &days).map(|warning| {
                view! {
                    <p class="banner soon" role="status">
                        {warning}
                    </p>
                }
            });
            let text = match (days.first(), days.last()) {
                (Some(first), Some(last)) => say!(
                    lang,
                    count = days.len(),
                    first = day_of(lang, *first),
                    last = day_of(lang, *last);
                    count of "授業は {count} 回できます。最初は {first}、最後は {last} です。",
                    one "{count} class session will be made, on {first}.",
                    other "{count} class sessions will be made, the first on {first}, the last on {last}.",
                ),
                (None, _) | (_, None) => lang.t(
                    "授業はまだできません。クラスを作ったあとで、1 回ずつ加えられます。".to_owned(),
                    "No class sessions will be made. You can add them one by one afterwards.".to_owned(),
                ),
            };
            view! {
                <p class="banner calm" role="status">
                    {text}
                </p>
                {holidays}
            }
        });
        view! {
            {crumbs(vec![("/cohorts".to_owned(), lang.t("クラス", "Cohorts").to_owned())])}
            <h1>{title}</h1>
            {preview}
            <form method="post" class="card">
                {cohort_fields::about(lang, &first)}
                <div class="fields">
                    <Select
                        name="weekday"
                        label=lang.t("毎週の授業", "Weekly class")
                        hint=lang
                            .t(
                                "曜日を選ぶと、最後の日まで毎週の授業ができます。",
                                "With a weekday, a class session is made for every week.",
                            )
                        options=days
                    />
                    <Field name="starts" kind="time" value="14:00" label=lang.t("始まり", "Starts") />
                    <Field name="ends" kind="time" value="16:00" label=lang.t("終わり", "Ends") />
                </div>
                {cohort_fields::learning(lang, first, courses, teachers)}
                <div class="row">
                    <button class="go" name="do" value="create">
                        {lang.t("クラスを作る", "Make the cohort")}
                    </button>
                    <button class="quiet" name="do" value="preview">
                        {lang.t("授業の回数を確かめる", "See how many class sessions")}
                    </button>
                </div>
            </form>
        }
    })
    .into())
}

/// What may be done with the form.
pub enum NewCohortForm {
    /// Say how many class sessions the cohort would have.
    Preview(NewCohort),
    /// Make it.
    Create(NewCohort),
}

/// The fields that an old cohort has, too, by the button that was pressed.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Pressed {
    Preview(CohortFields),
    Create(CohortFields),
}

impl FromPosted for NewCohortForm {
    fn read(mut posted: Posted) -> Result<Self> {
        let weekly = posted.fields.split_off(&["weekday", "starts", "ends"]).read()?;
        Ok(match posted.fields.read()? {
            Pressed::Preview(fields) => NewCohortForm::Preview(NewCohort { fields, weekly }),
            Pressed::Create(fields) => NewCohortForm::Create(NewCohort { fields, weekly }),
        })
    }
}

/// Makes the cohort, or only says how many class sessions it would have.
pub async fn submit(req: &Req, form: NewCohortForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let new = match form {
        NewCohortForm::Preview(new) => {
            new_cohort::preview(actor, services, &new)?;
            return Ok(Reply::again());
        }
        NewCohortForm::Create(new) => new,
    };
    let days = new_cohort::preview(actor, services, &new)?;
    let id = new_cohort::create(actor, services, req.key(), &new).await?;
    let count = days.len();
    let made = |lang: Lang| {
        let made = say!(
            lang,
            count of "クラスを作りました。授業は {count} 回です。",
            one "The cohort is made, with {count} class session.",
            other "The cohort is made, with {count} class sessions."
        );
        holidays::with_warning(lang, &made, &days)
    };
    Ok(Reply::flash(
        req,
        format!("/cohorts/{id}"),
        &made(Lang::Ja),
        &made(Lang::En),
    ))
}
