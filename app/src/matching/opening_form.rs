//! `/openings/new` and `/openings/{opening}/edit`: everything about a job.

use domain::matching::WorkMode;
use leptos::prelude::*;
use server::{
    Result,
    catalog::competences,
    matching::{
        employers,
        openings::{self, OpeningForm},
        tables::opening,
        teaching, words as codes,
    },
};

use super::words;
use crate::{
    ui::{Check, Choices, Field, Select, TextArea, crumbs, minutes_of_day},
    web::{Page, Reply, Req},
};

/// The form, empty or with what is known.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let known = match req.param_text("opening") {
        "" => None,
        _ => Some(
            openings::get(actor, &req.services, req.param("opening")?)
                .await?
                .opening,
        ),
    };
    let mut companies: Vec<(String, String)> = employers::names(actor, &req.services)
        .await?
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect();
    let no_company = companies.is_empty();
    companies.insert(
        0,
        (
            String::new(),
            lang.t("選んでください", "Please choose").to_owned(),
        ),
    );
    let mut rules = vec![(String::new(), lang.t("きまりなし", "None").to_owned())];
    rules.extend(
        req.services
            .catalog
            .rules()
            .iter()
            .map(|it| (it.rule.id.clone(), it.rule.title.get(lang).to_owned())),
    );
    let stored = |list: &str| -> Vec<String> {
        list.split(',')
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let essential = known.as_ref().map(|it| stored(&it.essential)).unwrap_or_default();
    let desirable = known.as_ref().map(|it| stored(&it.desirable)).unwrap_or_default();
    let mut tags = teaching::competences(&req.services);
    tags.extend(essential.iter().chain(&desirable).cloned());
    let tags: Vec<(String, String)> = tags
        .into_iter()
        .map(|tag| (tag.clone(), competences::name(&tag).get(lang).to_owned()))
        .collect();
    let title = if known.is_some() {
        lang.t("求人を直す", "Change the opening")
    } else {
        lang.t("求人をつくる", "New opening")
    };
    Ok(Page::new(title, move || {
        let it = known.unwrap_or_else(empty);
        let date = |date: chrono::NaiveDate| {
            if it.seats == 0 {
                String::new()
            } else {
                date.to_string()
            }
        };
        let time = |minutes: i32| {
            if it.from_minute == 0 && it.to_minute == 0 {
                String::new()
            } else {
                minutes_of_day(minutes)
            }
        };
        let number = |number: i32| {
            if number == 0 {
                String::new()
            } else {
                number.to_string()
            }
        };
        let modes = WorkMode::ALL
            .map(|mode| (mode.code().to_owned(), words::mode(lang, mode).to_owned()))
            .to_vec();
        let hint = no_company.then(|| {
            view! {
                <p class="tip">
                    {lang.t("先に会社を加えてください。", "Please add a company first.")}" "
                    <a href="/employers">{lang.t("会社へ", "To the companies")}</a>
                </p>
            }
        });
        view! {
            <div class="read">
                {crumbs(vec![("/openings".to_owned(), lang.t("求人", "Openings").to_owned())])}
                <h1>{title}</h1> {hint} <form method="post" class="card">
                    <Select
                        name="employer"
                        label=lang.t("会社", "Company")
                        options=companies
                        value=if it.employer_id.is_nil() { String::new() } else { it.employer_id.to_string() }
                    />
                    <Field
                        name="title"
                        label=lang.t("仕事の名前", "Name of the job")
                        value=it.title.clone()
                        hint=lang
                            .t(
                                "例: データ入力（在宅・週20時間）",
                                "Such as: Data entry (telework, 20 hours a week)",
                            )
                            .to_owned()
                    />
                    <Select
                        name="kind"
                        label=lang.t("仕事の種類", "Kind of work")
                        options=words::options(lang, codes::KINDS)
                        value=it.kind.clone()
                    />
                    <TextArea
                        name="description"
                        label=lang.t("仕事の中身", "What the work is")
                        value=it.description.clone()
                    />
                    <Choices
                        name="work_mode"
                        label=lang.t("働く場所", "Where the work is done")
                        options=modes
                        chosen=vec![it.work_mode.to_string()]
                    />
                    <Field
                        name="place"
                        label=lang.t("会社のある町", "Town of the workplace")
                        value=it.place.clone()
                        optional=true
                    />
                    <Field
                        name="wage"
                        label=lang.t("給料", "Pay")
                        value=it.wage.clone()
                        optional=true
                        hint=lang.t("例: 時給 1,150円", "Such as: 1,150 yen an hour").to_owned()
                    />
                    <div class="fields">
                        <Field
                            name="hours_per_week"
                            kind="number"
                            label=lang.t("週の時間", "Hours a week")
                            value=number(it.hours_per_week)
                        />
                        <Field
                            name="from"
                            kind="time"
                            label=lang.t("始まり", "From")
                            value=time(it.from_minute)
                            optional=true
                        />
                        <Field
                            name="to"
                            kind="time"
                            label=lang.t("終わり", "To")
                            value=time(it.to_minute)
                            optional=true
                        />
                    </div>
                    <div class="fields">
                        <Field
                            name="starts_on"
                            kind="date"
                            label=lang.t("はじめの日", "First working day")
                            value=date(it.starts_on)
                        />
                        <Field
                            name="closes_on"
                            kind="date"
                            label=lang.t("紹介の締め切り", "Last day to refer somebody")
                            value=date(it.closes_on)
                        />
                        <Field
                            name="seats"
                            kind="number"
                            label=lang.t("人数", "How many people")
                            value=number(it.seats)
                        />
                    </div>
                    <Check
                        name="equipment_provided"
                        label=lang.t("会社がパソコンを貸す", "The company lends a computer")
                        on=it.equipment_provided
                    />
                    <Choices
                        name="essential"
                        many=true
                        label=lang.t("必要な力", "Essential skills")
                        options=tags.clone()
                        chosen=essential
                        hint=lang.t("コースで学べる力です。", "What the courses teach.").to_owned()
                    />
                    <Choices
                        name="desirable"
                        many=true
                        label=lang.t("あるとよい力", "Helpful skills")
                        options=tags
                        chosen=desirable
                    />
                    <Select
                        name="rule"
                        label=lang.t("求める準備", "Readiness asked for")
                        options=rules
                        value=it.rule_id.clone().unwrap_or_default()
                    />
                    <button class="go">{lang.t("保存する", "Save")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// An opening that is not made yet: no seats.
fn empty() -> opening::Model {
    opening::Model {
        id: uuid::Uuid::nil(),
        employer_id: uuid::Uuid::nil(),
        title: String::new(),
        kind: String::new(),
        description: String::new(),
        work_mode: WorkMode::Telework,
        place: String::new(),
        wage: String::new(),
        hours_per_week: 0,
        from_minute: 0,
        to_minute: 0,
        starts_on: chrono::NaiveDate::default(),
        equipment_provided: false,
        essential: String::new(),
        desirable: String::new(),
        seats: 0,
        rule_id: None,
        closes_on: chrono::NaiveDate::default(),
        created_at: chrono::DateTime::UNIX_EPOCH,
        closed_at: None,
    }
}

/// Keeps the opening.
pub async fn submit(req: &Req, form: OpeningForm) -> Result<Reply> {
    let actor = req.actor()?;
    let id = match req.param_text("opening") {
        "" => req.key(),
        _ => {
            openings::get(actor, &req.services, req.param("opening")?)
                .await?
                .opening
                .id
        }
    };
    openings::save(actor, &req.services, id, form).await?;
    Ok(Reply::flash(
        req,
        format!("/openings/{id}"),
        "保存しました。",
        "Saved.",
    ))
}
