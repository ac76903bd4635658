//! Grading handed-in attempts of a quiz again by the keys that are live now.

use domain::{say, shown};
use leptos::prelude::*;
use serde::Deserialize;
use server::{Result, forms::ticked, learning::regrade};
use uuid::Uuid;

use crate::{
    ui::{Check, Chip, Empty, TextArea, Tone, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

/// What would change, and what was changed before.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let actor = req.actor()?;
    let (course, quiz) = (
        req.param_text("course").to_owned(),
        req.param_text("quiz").to_owned(),
    );
    let only_up = req.query.get("all") != "yes";
    let preview = regrade::preview(actor, &req.services, &course, &quiz, only_up).await?;
    let history = regrade::history(actor, &req.services, &course, &quiz).await?;
    let title = lang.t("採点のやり直し", "Grade again");
    Ok(Page::new(title, move || {
        let rows: Vec<_> = preview
            .changes
            .iter()
            .map(|change| {
                let score = |points: f64, most: f64, percent: f64| format!("{} / {} ({})", shown::points(points), shown::points(most), shown::percent(percent));
                let attempt = &change.attempt;
                let before = score(
                    attempt.points.unwrap_or_default(),
                    attempt.max_points.unwrap_or_default(),
                    attempt.percent.unwrap_or_default(),
                );
                let passed = (change.passed != attempt.passed.unwrap_or_default()).then(|| {
                    if change.passed {
                        view! { <Chip tone=Tone::Met text=lang.t("合格になる", "now passes") /> }.into_any()
                    } else {
                        view! { <Chip tone=Tone::Miss text=lang.t("不合格になる", "no longer passes") /> }.into_any()
                    }
                });
                view! {
                    <tr>
                        <th scope="row">
                            <a href=format!(
                                "/attempts/{}",
                                attempt.id,
                            )>{change.name.clone()}" "{attempt.number.to_string()}</a>
                        </th>
                        <td data-label=lang.t("いま", "Now")>{before}</td>
                        <td data-label=lang
                            .t(
                                "やり直すと",
                                "Then",
                            )>{score(change.points, change.most, change.percent)}" "{passed}</td>
                    </tr>
                }
            })
            .collect();
        let facts = say!(
            lang, all = preview.older, changed = preview.changes.len(), waiting = preview.waiting;
            all of "前の版で提出された {all} 件のうち、点数が変わるのは {changed} 件です。人の採点を待っている {waiting} 件は、そのままです。",
            one "Of {all} attempt handed in on another revision, {changed} would change. Waiting for a grader and left alone: {waiting}.",
            other "Of {all} attempts handed in on other revisions, {changed} would change. Waiting for a grader and left alone: {waiting}.",
        );
        let none = rows.is_empty();
        let done: Vec<_> = history
            .into_iter()
            .map(|done| {
                let text = say!(
                    lang, scores = done.scores, reason = done.row.reason;
                    scores of "{scores} 件の点数を変えました。理由: {reason}",
                    one "{scores} score changed. Reason: {reason}",
                    other "{scores} scores changed. Reason: {reason}",
                );
                view! {
                    <li class="stack">
                        <p>
                            {text}" "
                            <span class="soft">
                                {done.by.clone()}" "{day_and_time(lang, done.row.at, zone)}
                            </span>
                        </p>
                        {done
                            .row
                            .undone_at
                            .map(|at| {
                                view! {
                                    <p>
                                        <Chip tone=Tone::Calm text=lang.t("取り消しずみ", "undone") />
                                        " "
                                        <span class="soft">{day_and_time(lang, at, zone)}</span>
                                    </p>
                                }
                            })}
                        {done
                            .can_undo
                            .then(|| {
                                view! {
                                    <form method="post">
                                        <input type="hidden" name="regrade" value=done.row.id.to_string() />
                                        <button class="quiet" name="do" value="undo">
                                            {lang.t("元の点数に戻す", "Give back the scores before")}
                                        </button>
                                    </form>
                                }
                            })}
                    </li>
                }
            })
            .collect();
        view! {
            <div class="read">
                {crumbs(vec![(format!("/courses/{course}/quizzes/{quiz}"), format!("{course} / {quiz}"))])}
                <h1>{title}</h1> <p>{facts}</p>
                {if none {
                    view! {
                        <Empty text=lang.t("変わる点数はありません。", "No score would change.")>
                            <span></span>
                        </Empty>
                    }
                        .into_any()
                } else {
                    view! {
                        <div
                            class="card table"
                            tabindex="0"
                            role="region"
                            aria-label=lang.t("変わる点数", "Scores that would change")
                        >
                            <table class="cards">
                                <thead>
                                    <tr>
                                        <th scope="col">
                                            {lang.t("だれの、何回目", "Whose, which try")}
                                        </th>
                                        <th scope="col">{lang.t("いま", "Now")}</th>
                                        <th scope="col">{lang.t("やり直すと", "Then")}</th>
                                    </tr>
                                </thead>
                                <tbody>{rows}</tbody>
                            </table>
                        </div>
                        <form method="post" class="card">
                            <TextArea
                                name="reason"
                                label=lang
                                    .t(
                                        "理由（記録に残ります）",
                                        "Reason (kept in the audit trail)",
                                    )
                            />
                            <Check
                                name="only_up"
                                on=only_up
                                label=lang
                                    .t(
                                        "点数が下がる人は、そのままにする",
                                        "Leave alone whoever would lose points",
                                    )
                            />
                            <button class="go" name="do" value="apply">
                                {lang.t("採点し直す", "Grade again")}
                            </button>
                            <p class="soft">
                                {lang.t("あとで元に戻せます。", "This can be undone later.")}
                            </p>
                        </form>
                    }
                        .into_any()
                }}
                {only_up
                    .then(|| {
                        view! {
                            <p>
                                <a href="?all=yes">
                                    {lang
                                        .t(
                                            "点数が下がる人も見る",
                                            "Show those who would lose points, too",
                                        )}
                                </a>
                            </p>
                        }
                    })}
                {(!done.is_empty())
                    .then(|| {
                        view! {
                            <section class="card">
                                <h2>{lang.t("これまで", "So far")}</h2>
                                <ul class="stack">{done}</ul>
                            </section>
                        }
                    })}
            </div>
        }
    })
    .into())
}

/// What may be done here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RegradeForm {
    /// Grade again.
    Apply {
        /// Why.
        reason: String,
        /// Leave alone whoever would lose points.
        #[serde(default, deserialize_with = "ticked")]
        only_up: bool,
    },
    /// Take it back.
    Undo {
        /// Which.
        regrade: Uuid,
    },
}

/// Grades again, or takes it back.
pub async fn submit(req: &Req, form: RegradeForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let (course, quiz) = (req.param_text("course"), req.param_text("quiz"));
    let here = format!("/regrades/{course}/{quiz}");
    match form {
        RegradeForm::Apply { reason, only_up } => {
            let count = regrade::apply(actor, services, course, quiz, only_up, &reason).await?;
            Ok(Reply::flash(
                req,
                here,
                &format!("{count} 件を採点し直しました。"),
                &format!("{count} attempts were graded again."),
            ))
        }
        RegradeForm::Undo { regrade } => {
            regrade::undo(actor, services, regrade).await?;
            Ok(Reply::flash(
                req,
                here,
                "元の点数に戻しました。",
                "The scores before are back.",
            ))
        }
    }
}
