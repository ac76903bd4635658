//! Accepting an answer afterwards: what it would change, the change to the course's source, and the
//! buttons that accept it and take it back.

use domain::{Lang, learning::accepted::Extra, shown};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    learning::accepted::{self, AcceptancePreview, Change, Place, Proposal},
};

use super::question;
use crate::{
    ui::{Chip, TextArea, Tone, crumbs, day_and_time},
    web::{Page, Reply, Req},
};

fn place(req: &Req) -> Place {
    let blank = req.query.get("blank");
    Place {
        course: req.param_text("course").to_owned(),
        quiz: req.param_text("quiz").to_owned(),
        question: req.query.get("question").to_owned(),
        extra: Extra {
            blank: (!blank.is_empty()).then(|| blank.to_owned()),
            answer: req.query.get("answer").trim().to_owned(),
        },
    }
}

/// The page; `?as=patch` saves the change to the source.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let place = place(req);
    let look = accepted::look(req.actor()?, &req.services, &place).await?;
    if req.query.get("as") == "patch" {
        let proposal = look.proposal.ok_or(server::Error::NotFound)?;
        let name = format!("{}-{}.patch", place.quiz, place.question);
        return Ok(Reply::file(name, "text/x-diff; charset=utf-8", proposal.diff));
    }
    let here = format!("/items/{}/{}", place.course, place.quiz);
    let patch = {
        let blank = place.extra.blank.as_deref().unwrap_or_default();
        let query = [
            ("question", place.question.as_str()),
            ("blank", blank),
            ("answer", place.extra.answer.as_str()),
            ("as", "patch"),
        ];
        format!(
            "{here}/accept?{}",
            serde_html_form::to_string(query).unwrap_or_default()
        )
    };
    let title = if look.standing.is_some() {
        lang.t("あとから正解にした答え", "An answer accepted afterwards")
    } else {
        lang.t("この答えも正解にする", "Accept this too")
    };
    Ok(Page::new(title, move || {
        let AcceptancePreview {
            question: asked,
            standing,
            in_source,
            changes,
            proposal,
        } = look;
        let heading = asked.text(lang).map(|text| text.title_html.clone()).unwrap_or_default();
        let blank = place.extra.blank.as_ref().map(|blank| format!("[{blank}] "));
        let source = if in_source {
            view! {
                <p>
                    <Chip tone=Tone::Met text=lang.t("教材にも入りました", "in the source now") />
                </p>
            }.into_any()
        } else {
            proposed(lang, proposal, patch)
        };
        let stands = standing.is_some();
        let standing = standing.map(|standing| {
            view! {
                <p>
                    <Chip tone=Tone::Met text=lang.t("正解になっています", "accepted") />
                </p>
                <p class="soft">
                    {standing.by}" "{day_and_time(lang, standing.row.at, zone)}" — "{standing.row.reason}
                </p>
            }
        });
        let form = if stands {
            view! {
                <form method="post" class="stack">
                    <button class="quiet danger" name="do" value="take-back">
                        {lang.t("正解にするのをやめる", "Take this back")}
                    </button>
                </form>
            }
            .into_any()
        } else {
            view! {
                <form method="post" class="stack">
                    <TextArea
                        name="reason"
                        label=lang.t("理由（記録に残ります）", "Reason (kept in the audit trail)")
                    />
                    <button class="go" name="do" value="accept">
                        {lang.t("正解にする", "Accept it")}
                    </button>
                    <p class="soft">
                        {lang
                            .t(
                                "すぐに、すべての回の採点で正解になります。点が下がる人はいません。あとで取り消せます。",
                                "It counts at once for every attempt. Nobody loses points. It can be taken back.",
                            )}
                    </p>
                </form>
            }
            .into_any()
        };
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/items".to_owned(), lang.t("問題の分析", "Item analysis").to_owned()),
                        (here.clone(), format!("{} / {}", place.course, place.quiz)),
                    ],
                )} <h1>{title}</h1> <section class="card next">
                    <h2 inner_html=heading></h2>
                    <p>
                        <span class="soft">{lang.t("書かれた答え: ", "Answer: ")}</span>
                        {blank}
                        <strong class="typed">{place.extra.answer.clone()}</strong>
                    </p>
                    {question::right_answer(lang, &asked)
                        .map(|right| {
                            view! {
                                <p>
                                    <span class="soft">{lang.t("正しい答え: ", "Right answer: ")}</span>
                                    {right}
                                </p>
                            }
                        })}
                    {standing}
                    {effect(lang, &changes, stands)}
                    {form}
                </section> <section class="card">
                    <h2>{lang.t("教材に書くこと", "For the course's source")}</h2>
                    {source}
                </section>
            </div>
        }
    })
    .into())
}

/// The change to the source, to be saved and given to `git apply`.
fn proposed(lang: Lang, proposal: Option<Proposal>, patch: String) -> AnyView {
    let Some(proposal) = proposal else {
        return view! {
            <p>
                {lang
                    .t(
                        "変える行を、自動では作れませんでした（`reject:` の行と合わない、または書き方が特別です）。教材のファイルに、手で書き足してください。",
                        "No line could be proposed: a `reject:` line may stand against it, or the place is written in a special way. Please add the answer to the file by hand.",
                    )}
            </p>
        }
        .into_any();
    };
    let lines: Vec<_> = proposal
        .diff
        .lines()
        .map(|line| {
            let class = match line.as_bytes() {
                [b'+', b'+', ..] | [b'-', b'-', ..] => "",
                [b'+', ..] => "added",
                [b'-', ..] => "removed",
                _ => "",
            };
            view! { <span class=class>{line.to_owned()}"\n"</span> }
        })
        .collect();
    view! {
        <p>
            {lang
                .t(
                    "教材のこの行を変えると、次の版からは教材だけで正解になります。",
                    "With this line changed, the course accepts it by itself from its next revision on.",
                )}
        </p>
        <pre class="diff" tabindex="0" role="region" aria-label=proposal.path>
            <code>{lines}</code>
        </pre>
        <p>
            <a class="quiet" href=patch>
                {lang.t("変更をファイルで保存（.patch）", "Save the change (.patch)")}
            </a>
        </p>
        <p class="soft">
            {lang.t("教材の git のフォルダーで ", "In the course's git folder: ")}
            <code>"git apply FILE.patch"</code>
        </p>
    }
    .into_any()
}

/// Whose scores change.
fn effect(lang: Lang, changes: &[Change], back: bool) -> AnyView {
    let passing = changes
        .iter()
        .filter(|change| change.passed != change.attempt.passed.unwrap_or_default())
        .count();
    let facts = match (lang, back, changes.len()) {
        (Lang::Ja, false, 0) => "点が変わる回はありません。これからの答えには効きます。".to_owned(),
        (Lang::En, false, 0) => "No score would change. It counts for answers to come.".to_owned(),
        (Lang::Ja, true, 0) => "取り消しても、点が変わる回はありません。".to_owned(),
        (Lang::En, true, 0) => "No score would change by taking it back.".to_owned(),
        (Lang::Ja, false, count) => {
            format!("{count} 回の点が上がり、そのうち {passing} 回が合格になります。")
        }
        (Lang::En, false, count) => {
            format!("Scores that would rise: {count}. Of them now passing: {passing}.")
        }
        (Lang::Ja, true, count) => {
            format!("取り消すと {count} 回の点が元に戻り、そのうち {passing} 回が合格でなくなります。")
        }
        (Lang::En, true, count) => {
            format!("Scores that would go back: {count}. Of them no longer passing: {passing}.")
        }
    };
    let rows: Vec<_> = changes
        .iter()
        .map(|change| {
            let before = change.attempt.percent.unwrap_or_default();
            let turns = change.passed != change.attempt.passed.unwrap_or_default();
            let chip = turns.then(|| {
                if change.passed {
                    view! { <Chip tone=Tone::Met text=lang.t("合格になる", "now passes") /> }.into_any()
                } else {
                    view! { <Chip tone=Tone::Miss text=lang.t("合格でなくなる", "no longer passes") /> }
                        .into_any()
                }
            });
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!(
                            "/attempts/{}",
                            change.attempt.id,
                        )>
                            {change.name.clone()}" "{change.attempt.number.to_string()}{lang.t("回目", "")}
                        </a>
                    </th>
                    <td data-label=lang.t("いま", "Now")>{shown::percent(before)}</td>
                    <td data-label=lang
                        .t("そのあと", "Then")>{shown::percent(change.score.percent)}" "{chip}</td>
                </tr>
            }
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <div
                class="table"
                tabindex="0"
                role="region"
                aria-label=lang.t("変わる点", "Scores that change")
            >
                <table class="cards">
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("だれの、何回目", "Whose, which try")}</th>
                            <th scope="col">{lang.t("いま", "Now")}</th>
                            <th scope="col">{lang.t("そのあと", "Then")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <p>{facts}</p>
        {table}
    }
    .into_any()
}

/// What may be done with an answer.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum AcceptForm {
    /// It is right, too.
    Accept {
        /// Why.
        reason: String,
    },
    /// It is not, after all.
    TakeBack,
}

/// Accepts the answer, or takes that back.
pub async fn submit(req: &Req, form: AcceptForm) -> Result<Reply> {
    let actor = req.actor()?;
    let place = place(req);
    let here = format!("/items/{}/{}", place.course, place.quiz);
    match form {
        AcceptForm::Accept { reason } => {
            let count = accepted::accept(actor, &req.services, &place, &reason).await?;
            Ok(Reply::flash(
                req,
                here,
                &format!("正解にしました。{count} 回の点が上がりました。"),
                &format!("Accepted. Scores that rose: {count}."),
            ))
        }
        AcceptForm::TakeBack => {
            let count = accepted::take_back(actor, &req.services, &place).await?;
            Ok(Reply::flash(
                req,
                here,
                &format!("取り消しました。{count} 回の点が元に戻りました。"),
                &format!("Taken back. Scores that went back: {count}."),
            ))
        }
    }
}
