//! `/outreach/new` and `/outreach/{session}/edit`: making an information session, a series or a copy of an
//! earlier one, and changing one.

use domain::{
    Lang,
    ids::InformationSessionId,
    outreach::{About, Help, Repeat, SessionState},
};
use leptos::prelude::*;
use server::clock::Zone;
use server::{
    Result,
    outreach::{
        sessions::{self, SessionForm},
        tables::information_session,
    },
};

use super::words;
use crate::{
    ui::{Choices, Field, Select, TextArea, clock, crumbs},
    web::{Page, Reply, Req},
};

/// The form: empty, as a copy (`?copy=`), or of the session of the address.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let zone = req.services.config.zone;
    let edited = match req.param_text("session") {
        "" => None,
        _ => Some(sessions::get(actor, &req.services, req.param("session")?).await?),
    };
    let copied = match req.query.get("copy").parse() {
        Ok(id) => Some(sessions::get(actor, &req.services, id).await?),
        Err(_) => None,
    };
    let title = match &edited {
        Some(_) => lang.t("説明会を直す", "Change the session"),
        None => lang.t("説明会をつくる", "Make a session"),
    };
    Ok(Page::new(title, move || {
        let mut up = vec![(
            "/outreach".to_owned(),
            lang.t("説明会", "Information sessions").to_owned(),
        )];
        up.extend(
            edited
                .as_ref()
                .map(|session| (format!("/outreach/{}", session.id), session.title.clone())),
        );
        let moving = edited
            .as_ref()
            .filter(|session| session.state == SessionState::Published)
            .map(|_| {
                view! {
                    <TextArea
                        name="moved_note"
                        label=lang
                            .t(
                                "日時や場所を変えるときの、申しこんだ人への言葉",
                                "A word to those who registered, when time or place change",
                            )
                        hint=lang
                            .t(
                                "変えたときは、申しこんだ人が「知らせる人」の一覧に並びます。",
                                "Those who registered are then listed as people to tell.",
                            )
                            .to_owned()
                        rows=2
                    />
                }
            });
        let is_new = edited.is_none();
        let copies = copied.is_some();
        let old = edited.or(copied);
        let series = is_new.then(|| series(lang));
        view! {
            <div class="read">
                {crumbs(up)} <h1>{title}</h1> <form method="post" class="card">
                    {fields(lang, old.as_ref(), copies, zone)}
                    {series}
                    {moving}
                    <button class="go">
                        {if is_new {
                            lang.t("下書きをつくる", "Make the draft")
                        } else {
                            lang.t("保存する", "Save")
                        }}
                    </button>
                </form>
            </div>
        }
    })
    .into())
}

/// `9:05` as a field for times wants it: `09:05`.
fn padded(clock: String) -> String {
    format!("{clock:0>5}")
}

fn fields(
    lang: Lang,
    old: Option<&information_session::Model>,
    copied: bool,
    zone: Zone,
) -> impl IntoView + use<> {
    let text =
        |of: fn(&information_session::Model) -> &str| old.map(|old| of(old).to_owned()).unwrap_or_default();
    let time = |of: fn(&information_session::Model) -> chrono::DateTime<chrono::Utc>, usual: &str| {
        old.map_or_else(|| usual.to_owned(), |old| padded(clock(of(old), zone)))
    };
    let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).date_naive().to_string();
    // A copy is for another day.
    let date = old
        .filter(|_| !copied)
        .map(|old| local(old.starts_at))
        .unwrap_or_default();
    let closes = old
        .filter(|old| !copied && old.closes_at != old.reception_at)
        .map(|old| server::clock::last_day(old.closes_at, zone).to_string())
        .unwrap_or_default();
    let about = About::ALL
        .map(|about| (about.code().to_owned(), words::about(lang, about).to_owned()))
        .to_vec();
    let helps = Help::ALL
        .map(|help| (help.code().to_owned(), words::help(lang, help).to_owned()))
        .to_vec();
    let chosen = old
        .map(|old| {
            sessions::helps(old)
                .into_iter()
                .map(|help| help.code().to_owned())
                .collect()
        })
        .unwrap_or_default();
    let language = old.map_or_else(
        || lang.t("日本語", "Japanese").to_owned(),
        |old| old.language.clone(),
    );
    view! {
        <Field
            name="title"
            label=lang.t("題", "Title")
            value=text(|old| &old.title)
            hint=lang
                .t("例: はじめての在宅ワーク説明会", "Such as: Working from home, a first look")
                .to_owned()
        />
        <Select
            name="about"
            label=lang.t("何の説明会", "What it is about")
            options=about
            value=old.map_or(About::Telework, |old| old.about).code()
        />
        <TextArea
            name="summary"
            label=lang.t("話す内容", "What will be told")
            value=text(|old| &old.summary)
            rows=5
        />
        <div class="fields">
            <Field name="date" kind="date" label=lang.t("日", "Day") value=date />
            <Field
                name="reception"
                kind="time"
                label=lang.t("受付の始まり", "Reception opens")
                value=time(|old| old.reception_at, "")
                hint=lang
                    .t("空なら、始まりの 20 分前", "Empty: 20 minutes before the start")
                    .to_owned()
                optional=true
            />
            <Field
                name="starts"
                kind="time"
                label=lang.t("始まり", "Starts")
                value=time(|old| old.starts_at, "14:00")
            />
            <Field
                name="ends"
                kind="time"
                label=lang.t("終わり", "Ends")
                value=time(|old| old.ends_at, "15:30")
            />
        </div>
        <Field
            name="closes"
            kind="date"
            label=lang.t("申しこみの最後の日", "Last day to register")
            value=closes
            hint=lang.t("空なら、受付が始まるまで", "Empty: until the reception opens").to_owned()
            optional=true
        />
        <div class="fields">
            <Field
                name="capacity"
                kind="number"
                inputmode="numeric"
                label=lang.t("席の数", "Seats")
                value=old.map_or_else(|| "20".to_owned(), |old| old.capacity.to_string())
            />
            <Field
                name="confirm_hours"
                kind="number"
                inputmode="numeric"
                label=lang
                    .t("繰り上がった人が返事をする時間", "Hours to confirm after moving up")
                value=old.map_or_else(|| "48".to_owned(), |old| old.confirm_hours.to_string())
            />
        </div>
        <h2>{lang.t("場所", "Place")}</h2>
        <Field
            name="venue"
            label=lang.t("会場", "Place")
            value=text(|old| &old.venue)
            hint=lang
                .t("オンラインだけなら、空のまま", "Leave empty where it is online only")
                .to_owned()
            optional=true
        />
        <Field
            name="address"
            label=lang.t("住所", "Address")
            value=text(|old| &old.address)
            optional=true
        />
        <Field
            name="map_url"
            kind="url"
            label=lang.t("地図のアドレス", "Address of a map")
            value=text(|old| &old.map_url)
            optional=true
        />
        <Field
            name="meeting_url"
            kind="url"
            label=lang.t("オンライン会議のアドレス", "Address of the online meeting")
            value=text(|old| &old.meeting_url)
            hint=lang
                .t("席が決まった人だけに見えます。", "Only those who have seats see it.")
                .to_owned()
            optional=true
        />
        <h2>{lang.t("そのほか", "More")}</h2>
        <Field
            name="contact"
            label=lang
                .t(
                    "問い合わせ先（名前・電話・メール）",
                    "Whom to ask (name, telephone, mail)",
                )
            value=text(|old| &old.contact)
            optional=true
        />
        <Field
            name="speakers"
            label=lang.t("話す人", "Speakers")
            value=text(|old| &old.speakers)
            optional=true
        />
        <Field name="language" label=lang.t("言葉", "Language") value=language optional=true />
        <Choices name="helps" label=lang.t("手助け", "Help there") options=helps chosen=chosen many=true />
        <TextArea
            name="help_note"
            label=lang.t("手助けについて、くわしく", "More about the help")
            value=text(|old| &old.help_note)
            rows=2
        />
    }
}

fn series(lang: Lang) -> impl IntoView {
    let none = (String::new(), lang.t("一度だけ", "Once").to_owned());
    let repeats =
        Repeat::ALL.map(|repeat| (repeat.code().to_owned(), words::repeat(lang, repeat).to_owned()));
    let options = std::iter::once(none).chain(repeats).collect();
    view! {
        <h2>{lang.t("くり返し", "Series")}</h2>
        <Select name="repeat" label=lang.t("くり返す", "Repeat") options=options />
        <Field
            name="times"
            kind="number"
            inputmode="numeric"
            label=lang.t("全部で何回（くり返すとき）", "How often in all (when repeated)")
            value="6"
            optional=true
        />
    }
}

/// Makes or changes the session.
pub async fn submit(req: &Req, form: SessionForm) -> Result<Reply> {
    let actor = req.actor()?;
    if req.param_text("session").is_empty() {
        let id: InformationSessionId = req.key();
        sessions::create(actor, &req.services, id, &form).await?;
        return Ok(Reply::flash(
            req,
            format!("/outreach/{id}"),
            "下書きができました。確かめて、公開してください。",
            "The draft is made. Please look at it, and publish it.",
        ));
    }
    let id: InformationSessionId = req.param("session")?;
    sessions::change(actor, &req.services, id, &form).await?;
    Ok(Reply::flash(
        req,
        format!("/outreach/{id}"),
        "保存しました。",
        "Saved.",
    ))
}
