//! The forms on a cohort's page.

use domain::Lang;
use leptos::prelude::*;
use server::classroom::tables::cohort;

use crate::ui::{Field, Select, minutes_of_day};

/// One more class session.
pub(super) fn session(lang: Lang, cohort: &cohort::Model) -> impl IntoView + use<> {
    let place = cohort.place.clone();
    let starts = minutes_of_day(cohort.starts_minute);
    let ends = minutes_of_day(cohort.ends_minute);
    view! {
        <form method="post" class="stack">
            <div class="fields">
                <Field name="date" kind="date" label=lang.t("日", "Day") />
                <Field name="starts" kind="time" value=starts label=lang.t("始まり", "Starts") />
                <Field name="ends" kind="time" value=ends label=lang.t("終わり", "Ends") />
            </div>
            <Field name="place" value=place label=lang.t("場所", "Place") optional=true />
            <Field name="topic" label=lang.t("内容", "Topic") optional=true />
            <button class="go" name="do" value="session">
                {lang.t("授業を加える", "Add the class session")}
            </button>
        </form>
    }
}

/// Somebody new.
pub(super) fn invite(lang: Lang) -> impl IntoView {
    view! {
        <form method="post" class="stack">
            <Field name="name" label=lang.t("お名前", "Name") autocomplete="off" />
            <button class="go" name="do" value="invite">
                {lang.t("招待のリンクをつくる", "Make an invitation link")}
            </button>
        </form>
    }
}

/// Somebody who is here already.
pub(super) fn enrol(lang: Lang, candidates: Vec<(uuid::Uuid, String)>) -> AnyView {
    if candidates.is_empty() {
        return view! { <p class="soft">{lang.t("加えられる人はいません。", "There is nobody to add.")}</p> }
            .into_any();
    }
    let mut options = vec![(
        String::new(),
        lang.t("選んでください", "Please choose").to_owned(),
    )];
    options.extend(candidates.into_iter().map(|(id, name)| (id.to_string(), name)));
    view! {
        <form method="post" class="stack">
            <Select name="person" label=lang.t("学ぶ人", "Learner") options />
            <button class="go" name="do" value="enrol">
                {lang.t("クラスに加える", "Add to the cohort")}
            </button>
        </form>
    }
    .into_any()
}
