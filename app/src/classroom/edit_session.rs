//! `/sessions/{session}/edit`: a class moves, or does not take place.

use domain::Lang;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    classroom::{
        changes,
        sessions::{self, NewSession},
        tables::class_session,
    },
};

use super::holidays;
use crate::{
    ui::{Field, clock, crumbs, time_range},
    web::{Page, Reply, Req},
};

/// The forms.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (session, cohort) = sessions::get(req.actor()?, &req.services, req.param("session")?).await?;
    let zone = req.services.config.zone;
    let title = lang.t("授業を直す", "Change the class session");
    Ok(Page::new(title, move || {
        let when = time_range(lang, session.starts_at, session.ends_at, zone);
        let up = vec![
            ("/cohorts".to_owned(), lang.t("クラス", "Cohorts").to_owned()),
            (format!("/cohorts/{}", cohort.id), cohort.name),
            (format!("/sessions/{}", session.id), when),
        ];
        let date = session.starts_at.with_timezone(&zone).date_naive().to_string();
        let starts = clock(session.starts_at, zone);
        let ends = clock(session.ends_at, zone);
        let cancelling = cancelling(lang, &session);
        view! {
            <div class="read">
                {crumbs(up)} <h1>{title}</h1> <form method="post" class="card">
                    <h2>{lang.t("日・時間・場所", "Day, time and place")}</h2>
                    <div class="fields">
                        <Field name="date" kind="date" value=date label=lang.t("日", "Day") />
                        <Field
                            name="starts"
                            kind="time"
                            value=padded(starts)
                            label=lang.t("始まり", "Starts")
                        />
                        <Field name="ends" kind="time" value=padded(ends) label=lang.t("終わり", "Ends") />
                    </div>
                    <Field name="place" value=session.place label=lang.t("場所", "Place") optional=true />
                    <Field name="topic" value=session.topic label=lang.t("内容", "Topic") optional=true />
                    <button class="go" name="do" value="change">
                        {lang.t("保存する", "Save")}
                    </button>
                </form> {cancelling}
            </div>
        }
    })
    .into())
}

/// `9:05` as a field for times wants it: `09:05`.
fn padded(clock: String) -> String {
    format!("{clock:0>5}")
}

fn cancelling(lang: Lang, session: &class_session::Model) -> AnyView {
    if session.cancelled_at.is_some() {
        return view! {
            <form method="post" class="card">
                <h2>{lang.t("この授業は、お休みです", "This class is cancelled")}</h2>
                <p>{session.cancelled_because.clone()}</p>
                <button class="go" name="do" value="restore">
                    {lang.t("やっぱり授業をする", "It takes place after all")}
                </button>
            </form>
        }
        .into_any();
    }
    view! {
        <form method="post" class="card">
            <h2>{lang.t("休講にする", "Cancel the class")}</h2>
            <p>
                {lang
                    .t(
                        "学ぶ人のホームに、お休みと出ます。出席率には入りません。あとで取り消せます。",
                        "Learners see it on their start page. It counts for nobody's attendance. You can take it back.",
                    )}
            </p>
            <Field
                name="because"
                label=lang.t("学ぶ人に伝えること", "What learners are told")
                hint=lang
                    .t(
                        "例: 祝日のため。次は 12 月 1 日です。",
                        "Such as: public holiday; the next class is on 1 December.",
                    )
                optional=true
            />
            <div class="row">
                <button class="quiet" name="do" value="cancel">
                    {lang.t("休講にする", "Cancel it")}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// What may be done with a class session.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ChangeForm {
    /// Another day, time, place or topic.
    Change(NewSession),
    /// It does not take place.
    Cancel {
        /// What learners are told; may be empty.
        #[serde(default)]
        because: String,
    },
    /// It takes place after all.
    Restore,
}

/// Changes, cancels, or takes the cancellation back.
pub async fn submit(req: &Req, form: ChangeForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: uuid::Uuid = req.param("session")?;
    let said = |(ja, en): (&str, &str), days: &[chrono::NaiveDate]| {
        Reply::flash(
            req,
            format!("/sessions/{id}"),
            &holidays::with_warning(Lang::Ja, ja, days),
            &holidays::with_warning(Lang::En, en, days),
        )
    };
    Ok(match form {
        ChangeForm::Change(new) => {
            changes::change_session(actor, services, id, new).await?;
            let day = sessions::day(actor, services, id).await?;
            said(("授業を直しました。", "The class session is changed."), &[day])
        }
        ChangeForm::Cancel { because } => {
            changes::cancel(actor, services, id, &because).await?;
            said(("休講にしました。", "The class is cancelled."), &[])
        }
        ChangeForm::Restore => {
            changes::restore(actor, services, id).await?;
            said(("休講を取り消しました。", "The class takes place."), &[])
        }
    })
}
