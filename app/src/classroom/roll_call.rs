//! The roll call of a class session: one tap per learner.

use domain::{
    Lang,
    classroom::{Mark, is_missed},
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    classroom::{
        export::{mark_word, method_word},
        roll_call::{self, Late, Marked, RollCallLine, Setting},
        sessions,
        tables::class_session,
    },
    http::Who,
};

use uuid::Uuid;

use super::{made_up_chip, make_up_path, tone};
use crate::{
    islands::roll_call::{Counts, RollCall},
    ui::{self, Chip, Empty, Tone, clock, crumbs, time_range},
    web::{Page, Reply, Req, Saved},
};

/// The sheet. Coordinators read it.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let id = req.param("session")?;
    let sheet = roll_call::sheet(actor, &req.services, id).await?;
    let teaching = Who::TEACHING.admit(Some(actor)).is_ok();
    let zone = req.services.config.zone;
    // What "mark the rest" marked a moment ago, to undo it.
    let marked: Option<i64> = req.query.get("marked").parse().ok();
    let title = lang.t("出席をとる", "Roll call");
    let page = Page::new(title, move || {
        let session = sheet.session;
        let counts = count(&sheet.lines);
        let closed = session.closed_at.is_some();
        let when = time_range(lang, session.starts_at, session.ends_at, zone);
        let cohort = sheet.cohort;
        let cancelled = session.cancelled_at.is_some();
        let because = session.cancelled_because.clone().unwrap_or_default();
        let wall = (teaching && !closed && !cancelled).then(|| {
            let to = format!("/sessions/{id}/wall");
            view! {
                <a class="quiet" href=to>
                    {lang.t("コードを映す", "Show the code")}
                </a>
            }
        });
        let up = vec![
            ("/cohorts".to_owned(), lang.t("クラス", "Cohorts").to_owned()),
            (format!("/cohorts/{}", cohort.id), cohort.name.clone()),
        ];
        let empty = sheet.lines.is_empty();
        let to_cohort = format!("/cohorts/{}", cohort.id);
        let lines: Vec<_> = sheet
            .lines
            .into_iter()
            .map(|line| {
                let made_up = make_up(lang, &line, &session, teaching);
                learner(lang, line, teaching.then_some(session.id), zone, made_up)
            })
            .collect();
        let list = if cancelled {
            ().into_any()
        } else if empty {
            view! {
                <Empty text=lang
                    .t(
                        "このクラスには、まだだれもいません。",
                        "Nobody is in this cohort yet.",
                    )>
                    <a class="quiet" href=to_cohort>
                        {lang.t("学ぶ人を招待する", "Invite learners")}
                    </a>
                </Empty>
            }
            .into_any()
        } else {
            view! { <ul class="roll">{lines}</ul> }.into_any()
        };
        let keys = (teaching && !empty && !cancelled).then(|| {
            view! {
                <p class="soft wide-only">
                    {lang.t("キーボード: ", "Keyboard: ")}<kbd>"↑"</kbd>" "<kbd>"↓"</kbd>
                    {lang.t(" で人をえらび、", " choose a learner, ")}<kbd>"1"</kbd>"–"<kbd>"4"</kbd>
                    {lang.t(" で印をつけ、", " set the mark, ")}<kbd>"0"</kbd>
                    {lang.t(" で消します。", " clears it.")}
                </p>
            }
        });
        let unmarked = counts.unmarked;
        view! {
            {crumbs(up)}
            <div class="row">
                <h1>{title}</h1>
                <a class="quiet push no-print" href=format!("/sessions/{id}/edit")>
                    {lang.t("授業を直す", "Change the class")}
                </a>
                {wall}
            </div>
            <p class="soft">{when}" "{cohort.name}" "{session.place.clone()}" "{session.topic.clone()}</p>
            {cancelled
                .then(|| {
                    view! {
                        <p class="banner soon">
                            <strong>
                                {lang.t("この授業は、お休みです。", "This class is cancelled.")}
                            </strong>
                            " "
                            {because}
                        </p>
                    }
                })}
            {(closed && !cancelled)
                .then(|| {
                    view! {
                        <p class="banner calm">
                            {lang
                                .t(
                                    "この授業は閉じました。「まだ」の人は欠席として数えます。",
                                    "This class session is closed. Whoever has no mark counts as absent.",
                                )}
                        </p>
                    }
                })}
            {(!cancelled)
                .then(|| {
                    view! {
                        <div class="row roll-state">
                            <RollCall lang counts teaching />
                            {teaching.then(|| saved(lang))}
                        </div>
                    }
                })}
            {list}
            {keys}
            {(teaching && !cancelled).then(|| bulk(lang, unmarked, marked))}
            {(teaching && !cancelled).then(|| closing(lang, &session, unmarked))}
        }
    });
    Ok(if teaching {
        page.with_islands().with_outbox().with_script()
    } else {
        page
    }
    .into())
}

fn count(lines: &[RollCallLine]) -> Counts {
    let of = |mark| lines.iter().filter(|line| line.mark == mark).count();
    Counts {
        present: of(Some(Mark::Present)),
        late: of(Some(Mark::Late)),
        excused: of(Some(Mark::Excused)),
        absent: of(Some(Mark::Absent)),
        unmarked: of(None),
    }
}

/// That the absence was made up, and the way to make it up.
fn make_up(
    lang: Lang,
    line: &RollCallLine,
    session: &class_session::Model,
    teaching: bool,
) -> Option<AnyView> {
    let over = session.closed_at.is_some() || (line.mark.is_some() && session.ends_at <= chrono::Utc::now());
    if !over || !is_missed(line.mark) {
        return None;
    }
    let done = line.made_up.is_some();
    let link = teaching.then(|| {
        let word = match done {
            true => lang.t("補講を見る", "See the make-up"),
            false => lang.t("補講で補う", "Make up"),
        };
        view! {
            <a class="quiet" href=make_up_path(session.id, line.person)>
                {word}
                <span class="unseen">
                    {lang.t(format!("（{}さん）", line.name), format!(" ({})", line.name))}
                </span>
            </a>
        }
    });
    Some(view! { <span class="row">{line.made_up.map(|on| made_up_chip(lang, on))}{link}</span> }.into_any())
}

fn learner(
    lang: Lang,
    line: RollCallLine,
    teaching: Option<Uuid>,
    zone: server::Zone,
    made_up: Option<AnyView>,
) -> AnyView {
    let how = line
        .method
        .zip(line.set_at)
        .map(|(method, at)| format!("{} {}", clock(at, zone), method_word(lang, method)));
    let anchor = format!("p-{}", line.person);
    let late = line
        .late
        .map(|late| view! { <span class="soft">{too_late(lang, &late, zone)}</span> });
    let checked_in = line.checked_in.map(|at| {
        let at = clock(at, zone);
        view! {
            <span class="soft">
                {lang
                    .t(
                        format!(
                            "{at} に、本人がコードで出席しています。先生の印が優先です。",
                        ),
                        format!("Checked in by code at {at}. The instructor's mark counts."),
                    )}
            </span>
        }
    });
    let who = view! {
        <span class="who">
            <strong>{line.name.clone()}</strong>
            <span class="soft">{line.kana}</span>
            <span class="soft how">{how}</span>
            {late}
            {checked_in}
        </span>
    };
    let Some(session) = teaching else {
        let reason = (!line.reason.is_empty()).then(|| view! { <span class="soft">{line.reason}</span> });
        return view! {
            <li id=anchor>
                {who}<Chip tone=tone(line.mark) text=mark_word(lang, line.mark) />{reason}{made_up}
            </li>
        }
        .into_any();
    };
    let buttons: Vec<_> = Mark::ALL
        .into_iter()
        .map(|mark| {
            let on = (line.mark == Some(mark)).to_string();
            view! {
                <button name="mark" value=mark.code() aria-pressed=on>
                    {mark_word(lang, Some(mark))}
                </button>
            }
        })
        .collect();
    let person = line.person.to_string();
    let field = format!("reason-{}", line.person);
    let typed = ui::typed(("person", &person), "reason");
    let hidden = line.mark != Some(Mark::Excused) && typed.is_none();
    let reason = typed.unwrap_or(line.reason);
    let lane = format!("{session} {person}");
    let what = lang.t(
        format!("出席の印: {}さん", line.name),
        format!("Attendance mark: {}", line.name),
    );
    view! {
        <li id=anchor>
            {who}
            <form method="post" class="mark" data-keep="submit" data-lane=lane.clone() data-what=what.clone()>
                <input type="hidden" name="do" value="mark" />
                <input type="hidden" name="person" value=person.clone() />
                <div class="seg" role="group" aria-label=line.name.clone()>
                    {buttons}
                </div>
                <button class="quiet clear" name="mark" value="none">
                    {lang.t("消す", "Clear")}
                    <span class="unseen">
                        {lang
                            .t(
                                format!("（{}さんの印）", line.name),
                                format!(" the mark of {}", line.name),
                            )}
                    </span>
                </button>
            </form>
            <form method="post" class="reason" hidden=hidden data-keep="submit" data-lane=lane data-what=what>
                <input type="hidden" name="do" value="mark" />
                <input type="hidden" name="mark" value="excused" />
                <input type="hidden" name="person" value=person />
                <label for=field.clone()>{lang.t("理由", "Reason")}</label>
                <input id=field name="reason" value=reason maxlength="1000" />
                <button class="quiet">{lang.t("理由を保存", "Save the reason")}</button>
                {(!line.sees_reason)
                    .then(|| {
                        view! {
                            <span class="soft">
                                {lang
                                    .t(
                                        "前に書かれた理由は、このクラスの先生とコーディネーターだけに見えます。",
                                        "A reason from before is seen by the cohort's instructors and coordinators alone.",
                                    )}
                            </span>
                        }
                    })}
            </form> {made_up}
        </li>
    }
    .into_any()
}

/// That another mark came from a device after a newer one had been set.
fn too_late(lang: Lang, late: &Late, zone: server::Zone) -> String {
    let (at, mark) = (clock(late.set_at, zone), mark_word(lang, late.mark));
    let reason = match late.reason.as_str() {
        "" => String::new(),
        reason => lang.t(format!("（{reason}）"), format!(" ({reason})")),
    };
    lang.t(
        format!("{at} の「{mark}」{reason}が、あとから届きました。新しい印を残しています。"),
        format!("“{mark}”{reason} of {at} arrived later. The newer mark stays."),
    )
}

/// Whether what was tapped is safe; the script says it.
fn saved(lang: Lang) -> impl IntoView {
    view! {
        <p class="push save-state" role="status" data-kept="">
            <Chip tone=Tone::Met text=lang.t("✓ すべて保存しました", "✓ All saved") />
        </p>
    }
}

fn bulk(lang: Lang, unmarked: usize, marked: Option<i64>) -> impl IntoView {
    let undo = marked.map(|moment| {
        view! {
            <form method="post" class="banner met row">
                <span>
                    {lang
                        .t(
                            "✓ まだの人を、全員出席にしました。",
                            "✓ Everybody without a mark is now present.",
                        )}
                </span>
                <input type="hidden" name="moment" value=moment.to_string() />
                <button class="quiet" name="do" value="undo">
                    {lang.t("もとに戻す", "Undo")}
                </button>
            </form>
        }
    });
    let rest = (unmarked > 0).then(|| {
        let label = lang.t(
            "まだの人を、全員出席にする",
            "Mark everybody without a mark present",
        );
        view! {
            <form method="post" id="rest">
                <button class="quiet" name="do" value="rest">
                    {label}
                </button>
            </form>
        }
    });
    view! {
        <div class="row" id="bulk">
            {undo}
            {rest}
        </div>
    }
}

fn closing(lang: Lang, session: &class_session::Model, unmarked: usize) -> AnyView {
    if session.closed_at.is_some() {
        return view! {
            <form method="post">
                <button class="quiet" name="do" value="reopen">
                    {lang.t("もう一度開く", "Open it again")}
                </button>
            </form>
        }
        .into_any();
    }
    if session.starts_at > chrono::Utc::now() {
        return ().into_any();
    }
    let what = match unmarked {
        0 => lang.t(
            "全員に印がついています。".to_owned(),
            "Everybody has a mark.".to_owned(),
        ),
        _ => lang.t(
            format!("まだの {unmarked} 人は、欠席として数えます。"),
            format!("The {unmarked} without a mark will count as absent."),
        ),
    };
    view! {
        <details>
            <summary class="quiet">{lang.t("授業を閉じる", "Close the class session")}</summary>
            <form method="post" class="card">
                <p id="closing-note">{what}</p>
                <p class="soft">
                    {lang
                        .t(
                            "あとで、もう一度開くこともできます。",
                            "You can open it again later.",
                        )}
                </p>
                <button class="go" name="do" value="close">
                    {lang.t("閉じる", "Close it")}
                </button>
            </form>
        </details>
    }
    .into_any()
}

/// What may be posted to a roll call.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RollCallForm {
    /// Marks one learner.
    Mark {
        /// The learner.
        person: Uuid,
        /// The button.
        mark: Tap,
        /// Why the learner is away, where the form asks for it.
        reason: Option<String>,
    },
    /// Marks whoever has no mark present.
    Rest,
    /// Takes that back.
    Undo {
        /// When it was done, in microseconds since 1970.
        moment: i64,
    },
    /// Closes the class session.
    Close,
    /// Opens it again.
    Reopen,
}

/// A button of a learner's line.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tap {
    /// Present.
    Present,
    /// Late.
    Late,
    /// Excused.
    Excused,
    /// Absent.
    Absent,
    /// Clears the mark.
    None,
}

impl Tap {
    fn mark(self) -> Option<Mark> {
        match self {
            Tap::Present => Some(Mark::Present),
            Tap::Late => Some(Mark::Late),
            Tap::Excused => Some(Mark::Excused),
            Tap::Absent => Some(Mark::Absent),
            Tap::None => None,
        }
    }
}

/// Marks one learner or the rest, undoes that, closes or reopens.
pub async fn submit(req: &Req, form: RollCallForm) -> Result<Reply> {
    let actor = req.actor()?;
    let services = &req.services;
    let id = req.param("session")?;
    let back = format!("/sessions/{id}");
    match form {
        RollCallForm::Mark { person, mark, reason } => {
            let setting = Setting {
                person,
                mark: mark.mark(),
                reason: reason.as_deref(),
                key: req.key(),
                at: req.filled_at,
            };
            let marked = roll_call::set(actor, services, id, setting).await?;
            Ok(Reply::to(format!("{back}#p-{person}")).telling(Saved::late(marked == Marked::TooLate)))
        }
        RollCallForm::Rest => match roll_call::mark_rest(actor, services, id).await? {
            Some(moment) => Ok(Reply::to(format!("{back}?marked={moment}#bulk"))),
            None => Ok(Reply::to(back)),
        },
        RollCallForm::Undo { moment } => {
            roll_call::undo(actor, services, id, moment).await?;
            Ok(Reply::flash(req, back, "もとに戻しました。", "Undone."))
        }
        RollCallForm::Close => {
            sessions::close(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                back,
                "授業を閉じました。",
                "The class session is closed.",
            ))
        }
        RollCallForm::Reopen => {
            sessions::reopen(actor, services, id).await?;
            Ok(Reply::flash(
                req,
                back,
                "もう一度開きました。",
                "The class session is open again.",
            ))
        }
    }
}
