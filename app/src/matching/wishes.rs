//! `/wishes`: what a learner wishes and can do, for matching.

use domain::matching::WorkMode;
use leptos::prelude::*;
use server::{
    Result,
    matching::{
        wishes::{self, WishesForm},
        words as codes,
    },
};

use super::words;
use crate::{
    ui::{Choices, Field, Select, TextArea, minutes_of_day},
    web::{Page, Reply, Req},
};

/// The form.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let it = wishes::get(actor, &req.services, actor.id)
        .await?
        .unwrap_or_default();
    let title = lang.t("仕事の希望", "My wishes for work");
    Ok(Page::new(title, move || {
        let modes: Vec<(String, String)> =
            WorkMode::ALL.map(|mode| (mode.code().to_owned(), words::mode(lang, mode).to_owned())).to_vec();
        let mut favourites = modes.clone();
        favourites.insert(0, (String::new(), lang.t("とくにない", "None").to_owned()));
        let chosen: Vec<String> = it.work_modes.iter().map(|mode| mode.code().to_owned()).collect();
        let favourite = chosen.first().cloned().unwrap_or_default();
        let time = |minutes: Option<u32>| {
            minutes.map(|it| minutes_of_day(i32::try_from(it).unwrap_or(0))).unwrap_or_default()
        };
        let yes_no = || {
            vec![
                ("yes".to_owned(), lang.t("ある", "Yes").to_owned()),
                ("no".to_owned(), lang.t("ない", "No").to_owned()),
                ("unknown".to_owned(), lang.t("わからない", "I do not know").to_owned()),
            ]
        };
        let chosen_word = |it: Option<bool>| {
            vec![match it {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unknown",
            }
            .to_owned()]
        };
        view! {
            <div class="read">
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "わかるところだけで大丈夫です。書かないところが、不利になることはありません。いつでも直せます。",
                            "Fill in what you know. What you leave empty never counts against you. You can change it at any time.",
                        )}
                </p>
                <form method="post" class="card">
                    <Choices
                        name="work_modes"
                        many=true
                        label=lang.t("どこで働けますか", "Where can you work?")
                        options=modes
                        chosen=chosen
                    />
                    <Select
                        name="favourite"
                        label=lang.t("いちばんよいのは", "What do you like best?")
                        options=favourites
                        value=favourite
                    />
                    <TextArea
                        name="places"
                        rows=2
                        label=lang.t("通える町", "Towns you can commute to")
                        value=it.max_commute_places.join("、")
                        hint=lang
                            .t(
                                "いくつかあるときは「、」で分けます。",
                                "Separate several with commas.",
                            )
                            .to_owned()
                    />
                    <div class="fields">
                        <Field
                            name="max_hours"
                            kind="number"
                            label=lang.t("週に何時間まで", "Most hours a week")
                            value=it.max_hours_per_week.map(|it| it.to_string()).unwrap_or_default()
                            optional=true
                        />
                        <Field
                            name="from"
                            kind="time"
                            label=lang.t("何時から", "From")
                            value=time(it.available_from)
                            optional=true
                        />
                        <Field
                            name="to"
                            kind="time"
                            label=lang.t("何時まで", "Until")
                            value=time(it.available_to)
                            optional=true
                        />
                    </div>
                    <Field
                        name="earliest_start"
                        kind="date"
                        label=lang.t("いつから働けますか", "When can you start?")
                        value=it.earliest_start.map(|it| it.to_string()).unwrap_or_default()
                        optional=true
                    />
                    <Choices
                        name="has_device"
                        label=lang
                            .t(
                                "家に、仕事に使えるパソコンがありますか",
                                "Is there a computer for work at home?",
                            )
                        options=yes_no()
                        chosen=chosen_word(it.has_device)
                    />
                    <Choices
                        name="has_line"
                        label=lang
                            .t(
                                "家に、速いインターネットがありますか",
                                "Is there a fast internet line at home?",
                            )
                        options=yes_no()
                        chosen=chosen_word(it.has_line)
                    />
                    <Choices
                        name="kinds"
                        many=true
                        label=lang.t("してみたい仕事", "Kinds of work you would like")
                        options=words::options(lang, codes::KINDS)
                        chosen=it.kinds.clone()
                    />
                    <button class="go">{lang.t("保存する", "Save")}</button>
                </form>
            </div>
        }
    })
    .with_furigana()
    .into())
}

/// Keeps the wishes.
pub async fn submit(req: &Req, form: WishesForm) -> Result<Reply> {
    wishes::save(req.actor()?, &req.services, form).await?;
    Ok(Reply::flash(
        req,
        "/work",
        "希望を保存しました。",
        "Your wishes are saved.",
    ))
}
