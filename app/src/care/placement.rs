//! `/care/{placement}`: one person at work: the follow-ups, writing down a contact, ending.

use domain::{
    Lang,
    care::{Contact, FollowUpStatus, Outcome, Visibility, opens_on},
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Zone,
    care::{
        contacts::{self, ContactForm},
        follow_ups::{self, FollowUpRow},
        placements,
    },
};

use super::words;
use crate::{
    ui::{Chip, Choices, Field, Select, TextArea, crumbs, day_and_time, day_of},
    web::{Page, Reply, Req},
};

/// The placement.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let it = follow_ups::of_placement(req.actor()?, &req.services, req.param("placement")?).await?;
    let today = req.services.config.today();
    let title = lang.t(
        format!("{}さんの仕事", it.person),
        format!("{} at work", it.person),
    );
    let heading = title.clone();
    // A form with an error stays open when the page is shown again.
    let typed = req.typed();
    let moving = matches!(typed, Some(PlacementForm::Move { .. }));
    let ending = matches!(typed, Some(PlacementForm::End { .. }));
    Ok(Page::new(title, move || {
        let open: Vec<&FollowUpRow> =
            it.follow_ups.iter().filter(|row| row.status != FollowUpStatus::Done && !row.falls_away).collect();
        let first = open.first().map(|row| row.follow_up.id.to_string()).unwrap_or_default();
        let options: Vec<(String, String)> = it
            .follow_ups
            .iter()
            .filter(|row| !row.falls_away && opens_on(row.follow_up.due_on) <= today)
            .map(|row| {
                let day = words::day_of_plan(lang, row.follow_up.day);
                (row.follow_up.id.to_string(), format!("{day} — {}", day_of(lang, row.follow_up.due_on)))
            })
            .collect();
        let starts = day_of(lang, it.placement.starts_on);
        let first_day = it.placement.starts_on.to_string();
        let ended = it.placement.ended_on.map(|day| {
            let day = day_of(lang, day);
            view! {
                <form method="post" class="banner calm row">
                    <span>
                        {lang.t(format!("{day}に終わりました。"), format!("Ended on {day}."))}
                    </span>
                    <button class="quiet push" name="do" value="resume">
                        {lang.t("終わりを取り消す", "Take the end back")}
                    </button>
                </form>
            }
        });
        let running = it.placement.ended_on.is_none();
        let rows: Vec<_> = it.follow_ups.into_iter().map(|row| follow_up(lang, zone, row)).collect();
        let record = (!options.is_empty()).then(|| contact_form(lang, options, first));
        let end = running.then(|| {
            view! {
                <details class="card" open=ending>
                    <summary class="quiet danger">
                        {lang.t("この仕事を終わりにする…", "End this placement…")}
                    </summary>
                    <form method="post" class="stack">
                        <p>
                            {lang
                                .t(
                                    "終わりの日より後の連絡はなくなり、求人の席が空きます。書いたことは残ります。",
                                    "Follow-ups after that day fall away and the seat is free again. What was written stays.",
                                )}
                        </p>
                        <Field
                            name="ended_on"
                            kind="date"
                            label=lang.t("終わりの日", "Last day")
                            value=today.to_string()
                        />
                        <button class="quiet danger" name="do" value="end">
                            {lang.t("終わりにする", "End it")}
                        </button>
                    </form>
                </details>
            }
        });
        view! {
            <div class="read">
                {crumbs(vec![("/care".to_owned(), lang.t("その後の連絡", "Follow-ups").to_owned())])}
                <h1>{heading}</h1> <p>
                    <b>{it.opening}</b>
                    " "
                    {it.employer}
                    " — "
                    {lang.t(format!("{starts}から"), format!("since {starts}"))}
                </p> {ended} <ol class="stack">{rows}</ol> {record} <details class="card" open=moving>
                    <summary class="quiet">
                        {lang.t("始まりの日を直す…", "Correct the first day…")}
                    </summary>
                    <form method="post" class="stack">
                        <p>
                            {lang
                                .t(
                                    "連絡の日も、いっしょに動きます。",
                                    "The follow-ups move with it.",
                                )}
                        </p>
                        <Field
                            name="starts_on"
                            kind="date"
                            label=lang.t("始まりの日", "First working day")
                            value=first_day
                        />
                        <div class="row">
                            <button class="quiet" name="do" value="move">
                                {lang.t("直す", "Correct it")}
                            </button>
                        </div>
                    </form>
                </details> {end}
            </div>
        }
    })
    .into())
}

fn follow_up(lang: Lang, zone: Zone, row: FollowUpRow) -> impl IntoView + use<> {
    let (tone, text) = words::status(lang, row.status);
    let chip = if row.falls_away {
        view! { <span class="soft">{lang.t("なくなりました", "fell away")}</span> }.into_any()
    } else {
        view! { <Chip tone=tone text=text /> }.into_any()
    };
    let contacts: Vec<_> = row
        .contacts
        .into_iter()
        .map(|it| {
            let kind = if it.reached {
                Contact::Reached
            } else {
                Contact::Tried
            };
            let outcome = it.outcome.map(|it| words::outcome(lang, it));
            let note = match it.note {
                Some(note) => view! { <p class="note">{note}</p> }.into_any(),
                None => view! {
                    <p class="soft">
                        {lang
                            .t(
                                "（このメモは、書いた人と管理者だけが読めます）",
                                "(Only its author and administrators may read this note)",
                            )}
                    </p>
                }
                .into_any(),
            };
            let reads = words::visibility(lang, it.visibility);
            // "Only me" is told from the author's side; to an administrator it says who else reads.
            let reads = if it.visibility == Visibility::Confidential {
                lang.t("書いた人と管理者だけ", "its author and administrators")
            } else {
                reads
            };
            view! {
                <li>
                    <p>
                        <b>{words::contact(lang, kind)}</b>
                        " "
                        {outcome}
                        " "
                        <span class="soft">{day_and_time(lang, it.at, zone)}" "{it.by}" · "{reads}</span>
                    </p>
                    {note}
                </li>
            }
        })
        .collect();
    view! {
        <li class="card">
            <div class="row">
                <h2>{words::day_of_plan(lang, row.follow_up.day)}</h2>
                <span>{day_of(lang, row.follow_up.due_on)}</span>
                <span class="push">{chip}</span>
            </div>
            <ul class="stack">{contacts}</ul>
        </li>
    }
}

fn contact_form(lang: Lang, options: Vec<(String, String)>, first: String) -> impl IntoView + use<> {
    let kinds = Contact::ALL
        .map(|it| (it.code().to_owned(), words::contact(lang, it).to_owned()))
        .to_vec();
    let mut outcomes = vec![(String::new(), lang.t("選ばない", "Not said").to_owned())];
    outcomes.extend(Outcome::ALL.map(|it| (it.code().to_owned(), words::outcome(lang, it).to_owned())));
    let readers = Visibility::ALL
        .map(|it| (it.code().to_owned(), words::visibility(lang, it).to_owned()))
        .to_vec();
    view! {
        <form method="post" class="card next">
            <h2>{lang.t("連絡を書きとめる", "Write down a contact")}</h2>
            <Select
                name="follow_up"
                label=lang.t("どの連絡", "Which follow-up")
                options=options
                value=first
            />
            <Choices
                name="contact"
                label=lang.t("話せましたか", "Did you reach the person?")
                options=kinds
                hint=lang
                    .t(
                        "話せたときだけ、連絡がすんだことになります。",
                        "Only reaching the person completes the follow-up.",
                    )
                    .to_owned()
            />
            <Select
                name="outcome"
                label=lang.t("どうでしたか（話せたとき）", "How is it? (when reached)")
                options=outcomes
            />
            <Field
                name="last_day"
                kind="date"
                optional=true
                label=lang
                    .t(
                        "最後の日（やめた・別の仕事に変わったとき）",
                        "Last working day (of who has left)",
                    )
                hint=lang
                    .t(
                        "この日で、この仕事は終わりになります。",
                        "The placement ends on that day.",
                    )
            />
            <TextArea name="note" label=lang.t("メモ", "Note") />
            <Choices
                name="visibility"
                label=lang.t("メモを読める人", "Who may read the note")
                options=readers
                chosen=vec!["team".to_owned()]
            />
            <button class="go" name="do" value="record">
                {lang.t("書きとめる", "Write it down")}
            </button>
        </form>
    }
}

/// What may be done with a placement.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PlacementForm {
    /// Write down a contact.
    Record(ContactForm),
    /// Correct the first day.
    Move {
        /// The day.
        #[serde(default)]
        starts_on: String,
    },
    /// It is over.
    End {
        /// The last day.
        #[serde(default)]
        ended_on: String,
    },
    /// It is not over after all.
    Resume,
}

/// Writes down a contact, corrects the first day, ends the placement or takes its end back.
pub async fn submit(req: &Req, form: PlacementForm) -> Result<Reply> {
    let (actor, services, id) = (req.actor()?, &req.services, req.param("placement")?);
    let (ja, en) = match form {
        PlacementForm::Record(form) => {
            contacts::record(actor, services, req.key(), id, form).await?;
            ("書きとめました。", "Written down.")
        }
        PlacementForm::Move { starts_on } => {
            placements::change_start(actor, services, id, &starts_on).await?;
            ("始まりの日を直しました。", "The first day is corrected.")
        }
        PlacementForm::End { ended_on } => {
            placements::end(actor, services, id, &ended_on).await?;
            ("終わりにしました。", "Ended.")
        }
        PlacementForm::Resume => {
            placements::resume(actor, services, id).await?;
            ("終わりを取り消しました。", "The work goes on.")
        }
    };
    Ok(Reply::flash(req, format!("/care/{id}"), ja, en))
}
