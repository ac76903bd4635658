//! `/settings`: what the classroom says about itself on its front page, on posters and papers.

use leptos::prelude::*;
use server::{
    Result,
    identity::classroom_settings::{self, ClassroomSettings, FirstLessons, REMOVAL_DAYS},
};

use crate::{
    ui::{Choices, Field, TextArea},
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let settings = classroom_settings::get(&req.services).await?;
    let title = lang.t("教室の設定", "About the classroom");
    Ok(Page::new(title, move || {
        let lessons = [
            (
                FirstLessons::Open,
                lang.t("各コースの最初の課を、だれでも読める", "Everybody may read the first lesson of each course"),
            ),
            (
                FirstLessons::Closed,
                lang.t("学ぶ人だけが読める", "Only those who learn here"),
            ),
        ]
        .map(|(value, label)| (value.code().to_owned(), label.to_owned()))
        .to_vec();
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "はじめてのページ、ポスター、説明会のページに出ます。",
                            "This stands on the front page, on posters and on the pages of information sessions.",
                        )}
                </p>
                <p>
                    <a href="/">{lang.t("はじめのページ", "The first page")}</a>
                </p>
                <form method="post" class="card">
                    <Field
                        name="name"
                        label=lang.t("教室の名前", "Name of the classroom")
                        value=settings.name
                    />
                    <Field
                        name="name_en"
                        label=lang.t("英語の名前", "Name in English")
                        value=settings.name_en
                        optional=true
                    />
                    <TextArea
                        name="about"
                        label=lang.t("どんな教室か", "Who we are")
                        value=settings.about
                        rows=4
                    />
                    <TextArea
                        name="about_en"
                        label=lang.t("どんな教室か（英語）", "Who we are (in English)")
                        value=settings.about_en
                        rows=4
                    />
                    <Field
                        name="address"
                        label=lang.t("住所", "Address")
                        value=settings.address
                        optional=true
                    />
                    <Field
                        name="map_url"
                        kind="url"
                        label=lang.t("地図のアドレス", "Address of a map")
                        value=settings.map_url
                        optional=true
                    />
                    <TextArea
                        name="way"
                        label=lang
                            .t(
                                "来かた（バス、駐車場、入口）",
                                "How to come (bus, parking, the door)",
                            )
                        value=settings.way
                        rows=3
                    />
                    <Field
                        name="phone"
                        kind="tel"
                        label=lang.t("電話番号", "Telephone number")
                        value=settings.phone
                        optional=true
                    />
                    <Field
                        name="mail"
                        kind="email"
                        label=lang.t("メールアドレス", "E-mail address")
                        value=settings.mail
                        optional=true
                    />
                    <TextArea
                        name="hours"
                        label=lang.t("開いている時間", "Opening hours")
                        value=settings.hours
                        rows=2
                    />
                    <Choices
                        name="first_lessons"
                        label=lang.t("最初の課", "First lessons")
                        options=lessons
                        chosen=vec![settings.first_lessons.code().to_owned()]
                    />
                    <Field
                        name="removal_days"
                        kind="number"
                        inputmode="numeric"
                        label=lang
                            .t(
                                "説明会に来なかった人の名前を、何日たったら消すか",
                                "After how many days names of those who never came are removed",
                            )
                        value=settings.removal_days
                        hint=lang.t(format!("空なら {REMOVAL_DAYS} 日"), format!("Empty: {REMOVAL_DAYS}"))
                        optional=true
                    />
                    <button class="go">{lang.t("保存する", "Save")}</button>
                </form>
                <p>
                    <a href="/outreach/removal">
                        {lang.t("消す名前を先に確かめる", "Look at what is to be removed")}
                    </a>
                </p>
            </div>
        }
    })
    .into())
}

/// Saves it.
pub async fn submit(req: &Req, form: ClassroomSettings) -> Result<Reply> {
    classroom_settings::save(req.actor()?, &req.services, form).await?;
    Ok(Reply::flash(req, "/settings", "保存しました。", "Saved."))
}
