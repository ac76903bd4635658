//! `/people/{person}/allowances`: more tries or more time at a test for one learner.

use domain::{Lang, catalog::Item};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Zone,
    learning::{
        allowances::{self, AllowanceForm},
        report::{self, PersonReport},
    },
};
use uuid::Uuid;

use super::report_words::title as item_title;
use crate::{
    ui::{Field, Select, crumbs, day},
    web::{Page, Reply, Req},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let id = req.param("person")?;
    let report = report::of_person(req.actor()?, &req.services, id).await?;
    let zone = req.services.config.zone;
    let title = lang.t("テストの回数・時間をふやす", "More tries or time at a test");
    Ok(Page::new(title, move || {
        let up = vec![
            ("/people".to_owned(), lang.t("人", "People").to_owned()),
            (format!("/people/{id}"), report.person.name.clone()),
            (
                format!("/people/{id}/learning"),
                lang.t("学びの進み", "Progress").to_owned(),
            ),
        ];
        view! { <div class="read">{crumbs(up)} <h1>{title}</h1> {more(lang, &report, zone)}</div> }
    })
    .into())
}

/// What was allowed beyond what quizzes say, and the form to allow more.
fn more(lang: Lang, report: &PersonReport, zone: Zone) -> impl IntoView + use<> {
    let titled = |course_id: &str, quiz: &str| {
        let found = report
            .courses
            .iter()
            .find(|it| it.revision.course.id == course_id);
        found.map_or_else(
            || format!("{course_id}/{quiz}"),
            |it| item_title(lang, &it.revision.course, &Item::Quiz(quiz.to_owned())),
        )
    };
    let mut options = vec![(
        String::new(),
        lang.t("選んでください", "Please choose").to_owned(),
    )];
    for it in &report.courses {
        let course = &it.revision.course;
        let items = course.units.iter().flat_map(|unit| &unit.items);
        options.extend(items.filter(|item| !item.is_lesson()).map(|item| {
            let name = format!("{}: {}", course.title.get(lang), item_title(lang, course, item));
            (format!("{}/{}", course.id, item.id()), name)
        }));
    }
    let granted: Vec<_> = report
        .allowances
        .iter()
        .map(|(row, by)| {
            let title = titled(&row.course_id, &row.quiz_id);
            let parts = [
                (row.tries, lang.t("回", " tries")),
                (row.minutes, lang.t("分", " minutes")),
            ];
            let parts: Vec<String> = parts
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, unit)| format!("+{count}{unit}"))
                .collect();
            let what = parts.join(lang.t("・", ", "));
            let label = lang.t(
                format!("「{title}」の {what} を取り消す"),
                format!("Take back {what} at “{title}”"),
            );
            let on = day(lang, row.granted_at, zone);
            view! {
                <li>
                    <form method="post" class="row">
                        <span>
                            <strong>{title}</strong>
                            " "
                            {what}
                            <br />
                            <span class="soft">{on}" "{by.clone()}" — "{row.reason.clone()}</span>
                        </span>
                        <input type="hidden" name="allowance" value=row.id.to_string() />
                        <button class="quiet push" name="do" value="withdraw" aria-label=label>
                            {lang.t("取り消す", "Take back")}
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    let granted = (!granted.is_empty()).then(|| view! { <ul class="stack">{granted}</ul> });
    view! {
        <section class="card">
            <p>
                {lang
                    .t(
                        "回数を使いきった人、読むのに時間がかかる人、通信が切れた人のために。時間は、今受けているテストでもすぐにのびます。",
                        "For those who used all their tries, need longer to read, or lost the line. A test that is open now gets the minutes at once.",
                    )}
            </p>
            {granted}
            <form method="post" class="stack">
                <Select name="quiz" label=lang.t("テスト", "Test") options />
                <div class="fields">
                    <Field
                        name="tries"
                        kind="number"
                        inputmode="numeric"
                        value="1"
                        label=lang.t("ふやす回数", "More tries")
                    />
                    <Field
                        name="minutes"
                        kind="number"
                        inputmode="numeric"
                        value="0"
                        label=lang.t("ふやす時間（分）", "More minutes")
                    />
                </div>
                <Field
                    name="reason"
                    label=lang.t("理由（記録に残ります）", "Reason (kept in the audit trail)")
                />
                <div class="row">
                    <button class="go" name="do" value="grant">
                        {lang.t("ふやす", "Allow it")}
                    </button>
                </div>
            </form>
        </section>
    }
}

/// What may be done here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum MoreForm {
    /// Allow more.
    Grant(AllowanceForm),
    /// Take it back.
    Withdraw {
        /// What was allowed.
        allowance: Uuid,
    },
}

/// Allows more, or takes it back.
pub async fn submit(req: &Req, form: MoreForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let person = req.param("person")?;
    let back = format!("/people/{person}/allowances");
    match form {
        MoreForm::Grant(form) => {
            allowances::grant(actor, services, req.key(), person, &form).await?;
            Ok(Reply::flash(
                req,
                back,
                "ふやしました。今受けているテストと、つぎの回から使えます。",
                "Allowed, for a test that is open now and from the next try.",
            ))
        }
        MoreForm::Withdraw { allowance } => {
            allowances::withdraw(actor, services, allowance).await?;
            Ok(Reply::flash(req, back, "取り消しました。", "Taken back."))
        }
    }
}
