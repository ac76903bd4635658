//! Making an absence up: at a class session that the learner came to, or alone on a day.

use domain::Lang;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Zone,
    classroom::{
        make_ups::{self, MadeUp, Way},
        tables::class_session,
    },
    forms::chosen,
};
use uuid::Uuid;

use super::{made_up_chip, make_up_path, mark_chip};
use crate::{
    ui::{Field, Select, crumbs, time_range},
    web::{Page, Reply, Req},
};

/// The absence, and the forms or what was noted.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (session, person) = (req.param("session")?, req.param("person")?);
    let sheet = make_ups::sheet(req.actor()?, &req.services, session, person).await?;
    let zone = req.services.config.zone;
    let title = lang.t("補講で補う", "Make up an absence");
    let unchosen = req
        .errors()
        .iter()
        .find(|error| error.field == "made_up")
        .map(|error| error.message.get(lang).to_owned());
    Ok(Page::new(title, move || {
        let session = sheet.session;
        let when = time_range(lang, session.starts_at, session.ends_at, zone);
        let cohort = sheet.cohort;
        let roll_call = format!("/sessions/{}", session.id);
        let up = vec![
            ("/cohorts".to_owned(), lang.t("クラス", "Cohorts").to_owned()),
            (format!("/cohorts/{}", cohort.id), cohort.name.clone()),
            (roll_call.clone(), lang.t("出席をとる", "Roll call").to_owned()),
        ];
        // Without a mark it counts as absent, and says so.
        let mark = sheet.mark.or(sheet.missed.then_some(domain::classroom::Mark::Absent));
        let name = lang.t(format!("{}さん", sheet.name), sheet.name.clone());
        let body = match (sheet.made_up, sheet.missed) {
            (Some(made_up), _) => noted(lang, made_up, zone),
            (None, true) => forms(lang, sheet.choices, unchosen, zone),
            (None, false) => view! {
                <p class="empty">
                    {lang
                        .t(
                            "この授業には、補うお休みがありません。授業を閉じた後に、欠席や連絡ありを補えます。",
                            "There is no absence to make up here. Absences can be made up once the class session is closed.",
                        )}
                </p>
            }
            .into_any(),
        };
        view! {
            <div class="read">
                {crumbs(up)} <h1>{title}</h1> <section class="card">
                    <h2>{name}</h2>
                    <p class="row">
                        <span>
                            {when}" "<span class="soft">{cohort.name.clone()}" "{session.topic.clone()}</span>
                        </span>
                        {mark_chip(lang, mark)}
                    </p>
                </section> {body} <p>
                    <a class="quiet" href=roll_call>
                        {lang.t("出席をとるページへもどる", "Back to the roll call")}
                    </a>
                </p>
            </div>
        }
    })
    .into())
}

fn noted(lang: Lang, made_up: MadeUp, zone: Zone) -> AnyView {
    let how = match &made_up.session {
        Some(session) => described(lang, session, zone),
        None => made_up.note.clone(),
    };
    view! {
        <section class="card">
            <h2>{lang.t("補講", "The make-up")}</h2>
            <p class="row">{made_up_chip(lang, made_up.on)}<span>{how}</span></p>
            <p class="soft">
                {lang.t(format!("書いた人: {}", made_up.by), format!("Noted by {}", made_up.by))}
            </p>
            <form method="post">
                <button class="quiet" name="do" value="remove">
                    {lang.t("補講を取り消す", "Undo the make-up")}
                </button>
            </form>
        </section>
    }
    .into_any()
}

fn described(lang: Lang, (session, cohort): &(class_session::Model, String), zone: Zone) -> String {
    let when = time_range(lang, session.starts_at, session.ends_at, zone);
    format!("{when} {cohort} {}", session.topic).trim_end().to_owned()
}

/// `unchosen` is what is wrong with the class session that was chosen.
fn forms(
    lang: Lang,
    choices: Vec<(class_session::Model, String)>,
    unchosen: Option<String>,
    zone: Zone,
) -> AnyView {
    let at_class = if choices.is_empty() {
        // Another has used the last one since the page was opened: no field is left to say it.
        let problem = unchosen.map(|problem| {
            view! {
                <p class="error" role="alert">
                    {problem}
                </p>
            }
        });
        view! {
            {problem}
            <p class="soft">
                {lang
                    .t(
                        "このお休みの後に、ほかのクラスの授業はまだありません。",
                        "No class session of another cohort after this absence yet.",
                    )}
            </p>
        }
        .into_any()
    } else {
        let mut options = vec![(
            String::new(),
            lang.t("選んでください", "Please choose").to_owned(),
        )];
        options.extend(
            choices
                .iter()
                .map(|choice| (choice.0.id.to_string(), described(lang, choice, zone))),
        );
        view! {
            <form method="post" class="stack">
                <Select name="made_up" label=lang.t("授業", "Class session") options />
                <button class="go" name="do" value="session">
                    {lang.t("この授業で補う", "Make up with this class")}
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="card">
            <h2>{lang.t("ほかのクラスの授業で補う", "With a class of another cohort")}</h2>
            <p class="soft">
                {lang
                    .t(
                        "ほかのクラスの授業に出たときに選びます。自分のクラスの授業は、もう数えてあるので選べません。ひとつの授業で補えるのは、お休み 1 回です。",
                        "For a class of another cohort that the learner came to. Classes of the learner’s own cohorts count already. A class session makes up for one absence.",
                    )}
            </p>
            {at_class}
        </section>
        <section class="card">
            <h2>{lang.t("個別の補講で補う", "With an individual make-up")}</h2>
            <form method="post" class="stack">
                <Field name="date" kind="date" label=lang.t("補講の日", "Day of the make-up") />
                <Field name="note" label=lang.t("したこと", "What was done") />
                <button class="go" name="do" value="alone">
                    {lang.t("補講を書く", "Note the make-up")}
                </button>
            </form>
        </section>
    }
    .into_any()
}

/// What may be done with an absence.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum MakeUpForm {
    /// It was made up at a class session.
    Session {
        /// Which.
        #[serde(deserialize_with = "chosen")]
        made_up: Option<Uuid>,
    },
    /// It was made up alone.
    Alone {
        /// The day.
        date: String,
        /// What was done.
        note: String,
    },
    /// It was not made up.
    Remove,
}

/// Notes a make-up, or takes it back.
pub async fn submit(req: &Req, form: MakeUpForm) -> Result<Reply> {
    let actor = req.actor()?;
    let services = &req.services;
    let (session, person) = (req.param("session")?, req.param("person")?);
    let back = make_up_path(session, person);
    let way = match form {
        MakeUpForm::Session { made_up } => Way::Session(made_up),
        MakeUpForm::Alone { date, note } => Way::Alone { date, note },
        MakeUpForm::Remove => {
            make_ups::remove(actor, services, session, person).await?;
            return Ok(Reply::flash(
                req,
                back,
                "補講を取り消しました。",
                "The make-up is undone.",
            ));
        }
    };
    make_ups::add(actor, services, (session, person), way, req.key()).await?;
    Ok(Reply::flash(
        req,
        back,
        "補講を書きました。",
        "The make-up is noted.",
    ))
}
