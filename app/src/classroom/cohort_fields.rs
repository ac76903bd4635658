//! The fields that the forms of a new and of an old cohort share.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Actor, Result,
    classroom::{tables::cohort, teachers},
};
use uuid::Uuid;

use crate::{
    ui::{Check, Choices, Field},
    web::Req,
};

/// The first values of the fields.
#[derive(Default)]
pub(super) struct First {
    name: String,
    place: String,
    starts_on: String,
    ends_on: String,
    late_percent: String,
    exclude_excused: bool,
    courses: Vec<String>,
    teachers: Vec<String>,
}

impl First {
    /// Of a new cohort: what most classrooms choose.
    pub(super) fn usual(maker: &Actor) -> First {
        First {
            teachers: vec![maker.id.to_string()],
            late_percent: "50".to_owned(),
            exclude_excused: true,
            ..First::default()
        }
    }

    /// Of a cohort that exists.
    pub(super) fn of(cohort: &cohort::Model, courses: Vec<String>, teachers: &[Uuid]) -> First {
        First {
            name: cohort.name.clone(),
            place: cohort.place.clone(),
            starts_on: cohort.starts_on.to_string(),
            ends_on: cohort.ends_on.to_string(),
            late_percent: format!("{:.0}", cohort.late_weight * 100.0),
            exclude_excused: cohort.exclude_excused,
            courses,
            teachers: teachers.iter().map(Uuid::to_string).collect(),
        }
    }
}

/// The courses that can be chosen: (id, title).
pub(super) fn courses(req: &Req) -> Vec<(String, String)> {
    let courses = req.services.catalog.courses();
    let option = |revision: &std::sync::Arc<server::catalog::Revision>| {
        let course = &revision.course;
        (course.id.clone(), course.title.get(req.lang).to_owned())
    };
    courses.iter().map(option).collect()
}

/// Who may teach it: (id, name).
pub(super) async fn teachers(req: &Req) -> Result<Vec<(String, String)>> {
    let found = teachers::choices(req.actor()?, &req.services).await?;
    Ok(found
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect())
}

/// Name, place and dates.
pub(super) fn about(lang: Lang, first: &First) -> impl IntoView + use<> {
    view! {
        <Field
            name="name"
            value=first.name.clone()
            label=lang.t("クラスの名前", "Name of the cohort")
            hint=lang.t("例: 秋の基礎クラス", "Such as: Autumn basics")
        />
        <Field
            name="place"
            value=first.place.clone()
            label=lang.t("場所", "Place")
            hint=lang.t("例: まちづくりセンター 2 階", "Such as: Community centre, 2nd floor")
        />
        <div class="fields">
            <Field
                name="starts_on"
                kind="date"
                value=first.starts_on.clone()
                label=lang.t("最初の日", "First day")
            />
            <Field
                name="ends_on"
                kind="date"
                value=first.ends_on.clone()
                label=lang.t("最後の日", "Last day")
            />
        </div>
    }
}

/// The courses, and how attendance counts.
pub(super) fn learning(
    lang: Lang,
    first: First,
    options: Vec<(String, String)>,
    teachers: Vec<(String, String)>,
) -> impl IntoView {
    let teachers = (!teachers.is_empty()).then(|| {
        view! {
            <Choices
                name="teacher"
                many=true
                label=lang.t("このクラスの先生", "Who teaches it")
                options=teachers
                chosen=first.teachers
            />
            <p class="soft">
                {lang
                    .t(
                        "このクラスの人の学びの記録と欠席の理由を見られる先生は、選んだ人だけです。だれも選ばないときは、クラスを作った人です。",
                        "Of the instructors, only they read the learning records and reasons of absence of its learners. Nobody chosen: whoever made the cohort.",
                    )}
            </p>
        }
    });
    let courses = if options.is_empty() {
        view! { <p class="soft">{lang.t("コースはまだありません。", "There are no courses yet.")}</p> }
            .into_any()
    } else {
        view! {
            <Choices
                name="course"
                many=true
                label=lang.t("学ぶコース", "Courses to take")
                options
                chosen=first.courses
            />
        }
        .into_any()
    };
    view! {
        {teachers}
        {courses}
        <h2>{lang.t("出席の数え方", "How attendance counts")}</h2>
        <Field
            name="late_percent"
            kind="number"
            inputmode="numeric"
            value=first.late_percent
            label=lang.t("遅刻は何％として数えますか", "What is coming late worth, in percent?")
            hint=lang
                .t(
                    "100 なら出席と同じ、0 なら欠席と同じです。",
                    "100 is the same as present, 0 the same as absent.",
                )
        />
        <Check
            name="exclude_excused"
            on=first.exclude_excused
            label=lang
                .t(
                    "「連絡あり」の日は、出席率に入れない",
                    "Leave excused sessions out of the rate",
                )
        />
    }
}
