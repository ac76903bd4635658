//! `/readiness/{person}`: every piece of evidence beside the verdict, and the forms to check, waive
//! and sign.

use domain::{
    identity::{Role, policy},
    readiness::{How, Recommendation, Standing, Verdict, valid_until},
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    http::Who,
    identity::reading,
    readiness::{
        About,
        checklist::{self, CheckForm},
        decisions::{self, SignForm},
        evaluate::{self, Picture},
        nearness,
        tables::waiver,
        waivers::{self, WaiverForm},
    },
};
use uuid::Uuid;

use super::{
    appeals, criteria, decided,
    rules::{RuleQuery, back, rule_chips},
    words,
};
use crate::{
    ui::{Chip, Choices, Field, Select, TextArea, crumbs, until},
    web::{Page, Reply, Req},
};

/// Shows the page, with the picture of the person's bridge that the room above draws.
pub async fn show(req: &Req, bridge: impl FnOnce() -> AnyView + Send + 'static) -> Result<Reply> {
    let (actor, lang) = (req.actor()?, req.lang);
    let person = req.param("person")?;
    let rule = nearness::shown(actor, &req.services, person, &RuleQuery::of(req)).await?;
    let rule = rule.rule.id.as_str();
    let picture = evaluate::picture(actor, &req.services, person, rule).await?;
    let history = decisions::history(actor, &req.services, person, rule).await?;
    let history: Vec<_> = history
        .iter()
        .map(|shown| decided::decided(lang, &req.services, shown))
        .collect();
    let chips = rule_chips(req, &format!("/readiness/{person}"), &picture.rule.rule.id);
    let name = lang.t(format!("{}さん", picture.name), picture.name.clone());
    let title = lang.t(
        format!("{}さんの準備", picture.name),
        format!("Readiness of {}", picture.name),
    );
    let (tone, standing) = decided::standing(lang, &req.services, picture.standing);
    let version: String = picture.rule.hash.chars().take(8).collect();
    let rule_title = picture.rule.rule.title.get(lang).to_owned();
    let decide = decide(req, &picture);
    let check = check(req, &picture);
    let waivers = waivers::holding(actor, &req.services, person, rule).await?;
    let waive = waive(req, &picture, waivers);
    let appeals = appeals::card(req, person).await?;
    let opens = reading::may(actor, &req.services, person, policy::Field::HandedIn).await?;
    let cards = criteria::cards(lang, &req.services, &picture, false, opens);
    let account = format!("/people/{person}");
    // The board is for those who sign; others come from the list of people.
    let up = match Who::COORDINATING.admit(Some(actor)) {
        Ok(()) => (
            "/readiness/board".to_owned(),
            lang.t("準備の一覧", "Readiness board").to_owned(),
        ),
        Err(_) => ("/people".to_owned(), lang.t("人", "People").to_owned()),
    };

    Ok(Page::new(title, move || {
        let history: Vec<_> = history
            .into_iter()
            .map(|decided| view! { <li class="criterion">{decided.full(lang)}</li> })
            .collect();
        let history = if history.is_empty() {
            view! { <p class="soft">{lang.t("まだ決定はありません。", "Nothing has been decided yet.")}</p> }
                .into_any()
        } else {
            view! { <ol class="criteria">{history}</ol> }.into_any()
        };
        view! {
            {crumbs(vec![up])}
            <div class="row">
                <h1>{name}</h1>
                <Chip tone=tone text=standing />
                <a class="quiet push no-print" href=format!("{account}/learning")>
                    {lang.t("学びの進み", "Progress")}
                </a>
                <a class="quiet no-print" href=account>
                    {lang.t("アカウント", "Account")}
                </a>
            </div>
            {chips}
            {bridge()}
            <div class="two readiness">
                <section class="card">
                    <h2>{rule_title}</h2>
                    <p class="soft">{lang.t("規則の版 ", "Rule version ")}{version}</p>
                    {criteria::list(lang, cards, true)}
                </section>
                {decide}
            </div>
            {appeals.map(|appeals| appeals())}
            <div class="two-even no-print">{check}{waive}</div>
            <section class="card readiness">
                <h2>{lang.t("これまでの決定", "Decisions so far")}</h2>
                {history}
            </section>
        }
    })
    .into())
}

/// What staff may do here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ReadinessForm {
    /// Record a check.
    Check(CheckForm),
    /// Let a requirement pass for a time.
    Waive(WaiverForm),
    /// Take that back.
    Withdraw {
        /// The waiver.
        waiver: Uuid,
    },
    /// Answer an objection.
    AnswerAppeal {
        /// Which.
        appeal_id: Uuid,
        /// The answer.
        #[serde(default)]
        appeal_answer: String,
    },
    /// Sign a decision.
    Sign(SignForm),
}

/// Records a check, a waiver or a decision.
pub async fn submit(req: &Req, form: ReadinessForm) -> Result<Reply> {
    let (actor, services, person) = (req.actor()?, &req.services, req.param("person")?);
    let rule = nearness::shown(actor, services, person, &RuleQuery::of(req)).await?;
    let rule_id = rule.rule.id.as_str();
    let about = About {
        key: req.key(),
        person,
        rule_id,
    };
    let (ja, en) = match form {
        ReadinessForm::Check(form) => {
            checklist::record(actor, services, about, form).await?;
            ("確認を記録しました。", "The check is recorded.")
        }
        ReadinessForm::Waive(form) => {
            waivers::grant(actor, services, about, form).await?;
            ("免除を記録しました。", "The waiver is recorded.")
        }
        ReadinessForm::Withdraw { waiver } => {
            waivers::withdraw(actor, services, waiver).await?;
            ("免除を取り消しました。", "The waiver is withdrawn.")
        }
        ReadinessForm::AnswerAppeal {
            appeal_id,
            appeal_answer,
        } => {
            let key = req.key();
            server::readiness::appeals::answer(actor, services, appeal_id, &appeal_answer, key).await?;
            ("答えを送りました。", "The answer was sent.")
        }
        ReadinessForm::Sign(form) => {
            decisions::sign(actor, services, about, form).await?;
            ("署名しました。", "Signed.")
        }
    };
    Ok(Reply::flash(req, back(req, rule_id), ja, en))
}

fn decide(req: &Req, picture: &Picture) -> AnyView {
    let lang = req.lang;
    let recommended = match picture.evaluation.recommendation {
        Recommendation::Ready => lang
            .t("足りないものはありません", "nothing is missing")
            .to_owned(),
        Recommendation::Almost { missing } | Recommendation::NotYet { missing } => {
            lang.t(format!("あと {missing} つ"), format!("{missing} to go"))
        }
    };
    let recommended = lang.t(
        format!("規則のすすめ: {recommended}"),
        format!("The rule says: {recommended}"),
    );
    let heading = lang.t("決める", "Decide");
    let may = req.actor.as_ref().is_some_and(|actor| {
        actor.id != picture.person && (actor.is(Role::Coordinator) || actor.is(Role::Administrator))
    });
    if !may {
        return view! {
            <section class="card">
                <h2>{heading}</h2>
                <p>{recommended}</p>
                <p class="soft">
                    {lang
                        .t(
                            "決めて署名するのは、コーディネーターです（自分のことには署名できません）。",
                            "A coordinator decides and signs (nobody for themselves).",
                        )}
                </p>
            </section>
        }
        .into_any();
    }
    let ready = picture.evaluation.recommendation == Recommendation::Ready;
    let mut options = Vec::new();
    if ready {
        options.push((
            Verdict::Ready.code().to_owned(),
            lang.t("準備できた", "Ready").to_owned(),
        ));
    }
    options.push((
        Verdict::NotYet.code().to_owned(),
        lang.t(
            "まだ（本人に理由が見えます）",
            "Not yet (the learner sees the reason)",
        )
        .to_owned(),
    ));
    options.push((
        Verdict::ReadyByOverride.code().to_owned(),
        lang.t(
            "例外として認める（理由が要ります）",
            "As an exception (needs a reason)",
        )
        .to_owned(),
    ));
    let last = valid_until(Verdict::Ready, server::db::now(), &picture.rule.rule.sign_off)
        .map(|at| req.services.config.last_day(at).to_string())
        .unwrap_or_default();
    let seen = picture.rule.hash.clone();
    let again = match picture.standing {
        Standing::Undecided => None,
        Standing::Ready { .. } | Standing::Expired | Standing::NotYet => Some(lang.t(
            "新しい署名は、前の決定に代わります。前の決定も残ります。",
            "A new signature replaces the earlier decision, which is kept.",
        )),
    };
    view! {
        <section class="card">
            <h2>{heading}</h2>
            <p>{recommended}</p>
            {again.map(|text| view! { <p class="soft">{text}</p> })}
            <form method="post" class="stack no-print">
                <input type="hidden" name="seen" value=seen />
                <Choices name="verdict" label=lang.t("決定", "Decision") options=options />
                <TextArea
                    name="reason"
                    label=lang.t("理由（本人に見えます）", "Reason (the learner sees it)")
                />
                <Field
                    name="until"
                    kind="date"
                    optional=true
                    label=lang.t("いつまで", "Until")
                    value=last
                    hint=lang.t("「まだ」のときは使いません。", "Not used for “Not yet”.")
                />
                <button class="go" name="do" value="sign">
                    {lang.t("署名する", "Sign")}
                </button>
            </form>
        </section>
    }
    .into_any()
}

fn check(req: &Req, picture: &Picture) -> Option<AnyView> {
    let lang = req.lang;
    if req.actor.as_ref().is_some_and(|actor| actor.id == picture.person) {
        return None;
    }
    let listed: Vec<_> = picture
        .rule
        .rule
        .require
        .iter()
        .filter(|requirement| requirement.takes(How::Observed) || requirement.takes(How::File))
        .filter(|requirement| !requirement.observed_items().is_empty())
        .collect();
    let options: Vec<(String, String)> = listed
        .iter()
        .flat_map(|requirement| {
            let group = words::requirement(lang, &req.services, requirement);
            let several = listed.len() > 1;
            requirement.observed_items().into_iter().map(move |item| {
                let title = words::item(lang, requirement, item);
                let label = if several {
                    format!("{group}: {title}")
                } else {
                    title
                };
                (format!("{}/{item}", requirement.id), label)
            })
        })
        .collect();
    if options.is_empty() {
        return None;
    }
    let how = [How::Observed, How::File]
        .into_iter()
        .map(|how| (how.code().to_owned(), words::how(lang, how).to_owned()))
        .collect();
    let outcome = vec![
        ("yes".to_owned(), lang.t("よい", "In order").to_owned()),
        ("no".to_owned(), lang.t("まだ", "Not yet").to_owned()),
    ];
    Some(
        view! {
            <section class="card" id="check">
                <h2>{lang.t("確認を記録する", "Record a check")}</h2>
                <form method="post" class="stack">
                    <Choices
                        name="items"
                        label=lang.t("確認したもの", "What was checked")
                        options=options
                        many=true
                    />
                    <Choices
                        name="how"
                        label=lang.t("どう確かめたか", "How it is known")
                        options=how
                        chosen=vec![How::Observed.code().to_owned()]
                    />
                    <Choices
                        name="ok"
                        label=lang.t("結果", "Outcome")
                        options=outcome
                        chosen=vec!["yes".to_owned()]
                    />
                    <TextArea
                        name="note"
                        label=lang.t("メモ（本人に見えます）", "Note (the learner sees it)")
                        rows=2
                    />
                    <button class="go" name="do" value="check">
                        {lang.t("記録する", "Record")}
                    </button>
                </form>
            </section>
        }
        .into_any(),
    )
}

fn waive(req: &Req, picture: &Picture, held: Vec<(waiver::Model, String)>) -> Option<AnyView> {
    let lang = req.lang;
    let actor = req.actor.as_ref().filter(|actor| actor.id != picture.person)?;
    let options: Vec<(String, String)> = picture
        .rule
        .rule
        .require
        .iter()
        .filter_map(|requirement| {
            let waiver = requirement
                .waiver
                .as_ref()
                .filter(|waiver| actor.is(waiver.role))?;
            let title = words::requirement(lang, &req.services, requirement);
            let days = waiver.max_days;
            let label = lang.t(
                format!("{title}（{days} 日まで）"),
                format!("{title} (up to {days} days)"),
            );
            Some((requirement.id.clone(), label))
        })
        .collect();
    if options.is_empty() {
        return None;
    }
    let zone = req.services.config.zone;
    let held: Vec<_> = held
        .into_iter()
        .map(|(row, by)| {
            let title = picture.rule.rule.requirement(&row.requirement_id).map_or_else(
                || row.requirement_id.clone(),
                |requirement| words::requirement(lang, &req.services, requirement),
            );
            let until = until(lang, row.until, zone);
            let line = lang.t(format!("{until} まで（{by}）"), format!("until {until}, by {by}"));
            view! {
                <li>
                    <form method="post" class="row">
                        <input type="hidden" name="waiver" value=row.id.to_string() />
                        <span>
                            <strong>{title}</strong>
                            " "
                            <span class="soft">{line}<br />{row.reason}</span>
                        </span>
                        <button class="quiet danger push" name="do" value="withdraw">
                            {lang.t("免除を取り消す", "Withdraw")}
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    let held = (!held.is_empty()).then(|| {
        view! {
            <h3>{lang.t("いまの免除", "Waivers now")}</h3>
            <ul class="stack">{held}</ul>
        }
    });
    Some(
        view! {
            <section class="card" id="waive">
                <h2>{lang.t("しばらく免除する", "Waive for a time")}</h2>
                {held}
                <form method="post" class="stack">
                    <Select
                        name="requirement"
                        label=lang.t("免除するもの", "What to waive")
                        options=options
                    />
                    <TextArea
                        name="waiver_reason"
                        label=lang.t("免除の理由", "Reason for the waiver")
                        rows=2
                    />
                    <Field name="waiver_until" kind="date" label=lang.t("最後の日", "Last day") />
                    <button class="go" name="do" value="waive">
                        {lang.t("免除する", "Waive")}
                    </button>
                </form>
            </section>
        }
        .into_any(),
    )
}
