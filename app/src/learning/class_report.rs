//! `/cohorts/{cohort}/progress`: how the learners of a cohort get on in a course, and who may need help.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Result, Services,
    catalog::Revision,
    learning::report::{self, ClassRow},
};

use super::report_words::{cell, concern, concerns, passed, title as item_title};
use crate::{
    ui::{Empty, Meter, PrintButton, crumbs, day},
    web::{Page, Reply, Req},
};

/// The page. `?course=` chooses a course of the cohort, `?show=concern` those who may need help; `?as=csv`
/// saves every item of everybody.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let id = req.param("cohort")?;
    let found = report::of_cohort(req.actor()?, &req.services, id, req.query.get("course")).await?;
    if req.query.get("as") == "csv"
        && let Some(revision) = &found.course
    {
        return file(lang, &req.services, revision, &found.rows);
    }
    let only = req.query.get("show") == "concern";
    let everybody = found.rows.len();
    let concerned = found
        .rows
        .iter()
        .filter(|row| !row.standing.concerns.is_empty())
        .count();
    let here = format!("/cohorts/{id}/progress");
    let zone = req.services.config.zone;
    let title = lang.t("学びの進み", "Progress");
    Ok(Page::new(format!("{title}: {}", found.cohort.name), move || {
        let up = vec![
            ("/cohorts".to_owned(), lang.t("クラス", "Cohorts").to_owned()),
            (format!("/cohorts/{id}"), found.cohort.name.clone()),
        ];
        let Some(revision) = found.course else {
            return view! {
                {crumbs(up)}
                <h1>{title}</h1>
                <Empty text=lang
                    .t(
                        "このクラスには、まだコースがありません。",
                        "This cohort has no course yet.",
                    )>
                    <a class="quiet" href=format!("/cohorts/{id}/edit")>
                        {lang.t("コースを選ぶ", "Choose courses")}
                    </a>
                </Empty>
            }
            .into_any();
        };
        let course = &revision.course;
        let courses: Vec<_> = found
            .courses
            .iter()
            .map(|other| {
                let now = (other.course.id == course.id).then_some("page");
                let path = format!("{here}?course={}", other.course.id);
                view! {
                    <a class="chip calm" href=path aria-current=now>
                        {other.course.title.get(lang).to_owned()}
                    </a>
                }
            })
            .collect();
        let filter = [
            (
                "",
                lang.t(format!("全員 {everybody}"), format!("Everybody {everybody}")),
            ),
            (
                "concern",
                lang.t(
                    format!("声をかけたい人 {concerned}"),
                    format!("May need a word {concerned}"),
                ),
            ),
        ];
        let filter: Vec<_> = filter
            .into_iter()
            .map(|(code, label)| {
                let now = (only == (code == "concern")).then_some("page");
                let path = format!("{here}?course={}&show={code}", course.id);
                view! {
                    <a class="chip calm" href=path aria-current=now>
                        {label}
                    </a>
                }
            })
            .collect();
        let rows: Vec<_> = found
            .rows
            .into_iter()
            .filter(|row| !only || !row.standing.concerns.is_empty())
            .map(|row| {
                let last = row.standing.last.map(|at| day(lang, at, zone));
                line(lang, &revision, row, last)
            })
            .collect();
        let list = if rows.is_empty() {
            view! {
                <Empty text=lang.t("ここに出る人はいません。", "Nobody is listed here.")>
                    <a class="quiet" href=format!("/cohorts/{id}")>
                        {lang.t("クラスへもどる", "Back to the cohort")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <div class="card table" tabindex="0" role="region" aria-label=title>
                    <table class="cards">
                        <thead>
                            <tr>
                                <th scope="col">{lang.t("名前", "Name")}</th>
                                <th scope="col">{lang.t("進み", "Progress")}</th>
                                <th scope="col">{lang.t("つぎ", "Next")}</th>
                                <th scope="col">{lang.t("合格したテスト", "Tests passed")}</th>
                                <th scope="col">{lang.t("最後に学んだ日", "Last active")}</th>
                                <th scope="col">{lang.t("気になること", "May need a word")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        let save = format!("{here}?course={}&as=csv", course.id);
        view! {
            {crumbs(up)}
            <div class="row">
                <h1>{title}</h1>
                <span class="soft">{course.title.get(lang).to_owned()}</span>
                <a class="quiet push no-print" href=save>
                    "CSV"
                </a>
                <PrintButton />
            </div>
            {(found.courses.len() > 1)
                .then(|| {
                    view! {
                        <nav class="row no-print" aria-label=lang.t("コース", "Courses")>
                            {courses}
                        </nav>
                    }
                })}
            <nav class="row no-print" aria-label=lang.t("しぼりこみ", "Filter")>
                {filter}
            </nav>
            {list}
        }
        .into_any()
    })
    .into())
}

fn line(lang: Lang, revision: &Revision, row: ClassRow, last: Option<String>) -> impl IntoView + use<> {
    let course = &revision.course;
    let (done, total) = (row.standing.progress.done, row.standing.progress.total);
    let percent = f64::from(done) * 100.0 / f64::from(total.max(1));
    let next = match &row.standing.progress.next {
        Some(item) => item_title(lang, course, item),
        None => lang.t("✓ 全部終わった", "✓ all done").to_owned(),
    };
    let (passed, tests) = passed(course, &row.standing);
    let last = last.unwrap_or_else(|| lang.t("まだ", "not yet").to_owned());
    let worry = concerns(lang, course, &row.standing);
    let label = (!worry.is_empty()).then(|| lang.t("気になること", "May need a word"));
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/people/{}/learning", row.person)>{row.name}</a>
                " "
                <span class="soft">{row.kana}</span>
            </th>
            <td data-label=lang.t("進み", "Progress")>
                <Meter percent label=format!("{done} / {total}") />
                {format!("{done} / {total}")}
            </td>
            <td data-label=lang.t("つぎ", "Next")>{next}</td>
            <td data-label=lang
                .t("合格したテスト", "Tests passed")>{format!("{passed} / {tests}")}</td>
            <td data-label=lang.t("最後に学んだ日", "Last active")>{last}</td>
            <td class="concerns" data-label=label>
                {worry}
            </td>
        </tr>
    }
}

/// Every item of everybody: a column for each, with a tick or the best score.
fn file(lang: Lang, services: &Services, revision: &Revision, rows: &[ClassRow]) -> Result<Reply> {
    let course = &revision.course;
    let zone = services.config.zone;
    let items = course.units.iter().flat_map(|unit| &unit.items);
    let mut head: Vec<String> = [
        lang.t("名前", "Name"),
        lang.t("ふりがな", "Reading"),
        lang.t("終わった数", "Done"),
        lang.t("全部の数", "Of"),
        lang.t("最後に学んだ日", "Last active"),
        lang.t("気になること", "May need a word"),
    ]
    .map(str::to_owned)
    .to_vec();
    head.extend(items.map(|item| item_title(lang, course, item)));
    let lines = rows.iter().map(|row| {
        let standing = &row.standing;
        let last = standing
            .last
            .map(|at| at.with_timezone(&zone).date_naive().to_string());
        let worry: Vec<String> = standing
            .concerns
            .iter()
            .map(|it| concern(lang, course, it))
            .collect();
        let mut line = vec![
            row.name.clone(),
            row.kana.clone().unwrap_or_default(),
            standing.progress.done.to_string(),
            standing.progress.total.to_string(),
            last.unwrap_or_default(),
            worry.join(lang.t("、", "; ")),
        ];
        line.extend(standing.progress.items.iter().map(cell));
        line
    });
    Reply::csv(
        format!("progress-{}.csv", course.id),
        std::iter::once(head).chain(lines),
    )
}
