//! `/readiness`: the learner's own page: what is missing, the next step, and what was decided.

use domain::{
    Lang,
    readiness::{How, Status, Step},
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Error, Result,
    readiness::{
        About,
        checklist::{self, CheckForm, Found},
        decisions,
        evaluate::{self, Picture},
        nearness, next_step,
    },
};
use uuid::Uuid;

use super::{
    appeals, criteria, decided,
    rules::{RuleQuery, back},
    step, words,
};
use crate::{
    ui::{Chip, Empty, Tone},
    web::{Page, Reply, Req},
};

/// Shows the page.
pub async fn show(req: &Req) -> Result<Reply> {
    let (actor, lang) = (req.actor()?, req.lang);
    let title = lang.t("仕事の準備", "Ready for work");
    let asked = RuleQuery::of(req);
    let rule = match nearness::shown(actor, &req.services, actor.id, &asked).await {
        Err(Error::NotFound) if asked.is_empty() => return Ok(nothing(req, title)),
        rule => rule?,
    };
    let rule = rule.rule.id.as_str();
    let picture = evaluate::picture(actor, &req.services, actor.id, rule).await?;
    let decisions = decisions::history(actor, &req.services, actor.id, rule).await?;
    let latest = decisions
        .first()
        .map(|shown| decided::decided(lang, &req.services, shown));
    let appeal = match decisions.first() {
        Some(latest) => {
            let open = matches!(req.typed(), Some(OwnForm::Appeal { .. }));
            Some(appeals::mine(req, latest.row.id, open).await?)
        }
        None => None,
    };
    let others = others(req, rule).await?;
    let rule_title = picture.rule.rule.title.get(lang).to_owned();
    let lead = lead(req, &picture).await?;
    let own = own_items(req, &picture);
    let cards = criteria::cards(lang, &req.services, &picture, true, true);

    Ok(Page::new(title, move || {
        let decision = latest.map(|latest| {
            view! {
                <section class="card">
                    <h2>{lang.t("教室の決定", "What the classroom decided")}</h2>
                    {latest.brief(lang)}
                    {appeal.map(|appeal| appeal())}
                </section>
            }
        });
        let check = (!own.is_empty()).then(|| {
            let lines: Vec<_> = own.into_iter().map(|item| own_line(lang, item)).collect();
            view! {
                <section class="card no-print" id="check">
                    <h2>{lang.t("自分で確かめる", "Check by yourself")}</h2>
                    <p>
                        {lang
                            .t(
                                "家で確かめて、ボタンをおしてください。あとから直せます。わからないときは、教室で聞いてください。",
                                "Look at it at home, and press the button. You can change it later. If you are not sure, please ask in class.",
                            )}
                    </p>
                    <ul class="own-items">{lines}</ul>
                </section>
            }
        });
        view! {
            <div class="read readiness">
                <h1>{title}</h1>
                {lead}
                {decision}
                <section class="card">
                    <h2>{rule_title}</h2>
                    {criteria::list(lang, cards, false)}
                </section>
                {check}
                {others}
            </div>
        }
    })
    .with_furigana()
    .into())
}

/// The other kinds of work one may get ready for, the nearest first.
async fn others(req: &Req, current: &str) -> Result<Option<AnyView>> {
    let lang = req.lang;
    if req.services.catalog.rules().len() < 2 {
        return Ok(None);
    }
    let actor = req.actor()?;
    let all = nearness::nearest(actor, &req.services, actor.id).await?;
    let links: Vec<_> = all
        .iter()
        .filter(|near| near.rule.rule.id != current)
        .map(|near| {
            let (fine, of) = near.criteria();
            let path = format!("/readiness?rule={}", near.rule.rule.id);
            let title = near.rule.rule.title.get(lang).to_owned();
            let count = lang.t(format!("{of} つのうち {fine} つ"), format!("{fine} of {of}"));
            view! {
                <li class="row">
                    <a href=path>{title}</a>
                    <span class="soft push">{count}</span>
                </li>
            }
        })
        .collect();
    let view = view! {
        <section class="card no-print">
            <h2>{lang.t("ほかの仕事の準備", "Getting ready for other work")}</h2>
            <ul class="stack">{links}</ul>
        </section>
    };
    Ok(Some(view.into_any()))
}

/// What a learner may say here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum OwnForm {
    /// What is in order at home, or is not after all.
    #[serde(rename = "")]
    Check {
        /// The items, each `requirement/item`.
        #[serde(default)]
        items: Vec<String>,
        /// Whether they are in order.
        ok: Option<Found>,
    },
    /// That a decision is not right.
    Appeal {
        /// Which.
        decision: Uuid,
        /// Why.
        #[serde(default)]
        appeal: String,
    },
}

/// Records what the learner says about the own home, or an objection.
pub async fn submit(req: &Req, form: OwnForm) -> Result<Reply> {
    let actor = req.actor()?;
    let (items, ok) = match form {
        OwnForm::Check { items, ok } => (items, ok),
        OwnForm::Appeal { decision, appeal } => return object(req, decision, &appeal).await,
    };
    let rule = nearness::shown(actor, &req.services, actor.id, &RuleQuery::of(req)).await?;
    let about = About {
        key: req.key(),
        person: actor.id,
        rule_id: &rule.rule.id,
    };
    let check = CheckForm {
        items,
        how: Some(How::SelfReported),
        ok,
        note: String::new(),
    };
    checklist::record(actor, &req.services, about, check).await?;
    Ok(Reply::flash(
        req,
        back(req, &rule.rule.id),
        "記録しました。",
        "Noted.",
    ))
}

async fn object(req: &Req, decision: Uuid, words: &str) -> Result<Reply> {
    let actor = req.actor()?;
    server::readiness::appeals::appeal(actor, &req.services, decision, words, req.key()).await?;
    Ok(Reply::flash(
        req,
        req.path.clone(),
        "伝えました。署名した人とは別の人が答えます。",
        "Sent. Somebody other than the signer answers it.",
    ))
}

/// The first thing on the page: where one stands, and the one next step.
async fn lead(req: &Req, picture: &Picture) -> Result<AnyView> {
    let lang = req.lang;
    let missing = picture.evaluation.missing().count();
    let (tone, standing) = decided::standing(lang, &req.services, picture.standing);
    let rule = &picture.rule.rule;
    let under = Some((rule, &picture.evaluation));
    let next = next_step::next_step(req.actor()?, &req.services, under, picture.standing).await?;
    let shown = step::step(lang, &req.services, Some(rule), &next);
    let counted = match next {
        Step::Towards { .. } | Step::Learn { .. } if missing > 0 => Some(lang.t(
            format!("あと {missing} つです。次はこれです。"),
            format!("{missing} to go. This comes next."),
        )),
        Step::Towards { .. }
        | Step::Learn { .. }
        | Step::Sign
        | Step::Work
        | Step::AtWork
        | Step::Finished => None,
    };
    // The page itself is where one waits.
    let shown = match next {
        Step::Sign => view! { <p>{shown.note}</p> }.into_any(),
        Step::Towards { .. } | Step::Learn { .. } | Step::Work | Step::AtWork | Step::Finished => {
            step::view(shown).into_any()
        }
    };
    let view = view! {
        <section class="card next">
            <div class="row">
                <p class="soft">{lang.t("つぎにすること", "The next thing to do")}</p>
                <span class="push">
                    <Chip tone=tone text=standing />
                </span>
            </div>
            {counted.map(|counted| view! { <p>{counted}</p> })}
            {shown}
        </section>
    };
    Ok(view.into_any())
}

/// An item that learners check alone.
struct OwnItem {
    /// `requirement/item`.
    name: String,
    title: String,
    done: bool,
}

/// The items that the rule lets a learner check alone, without those that staff found in order.
fn own_items(req: &Req, picture: &Picture) -> Vec<OwnItem> {
    let mut own_items = Vec::new();
    for criterion in &picture.evaluation.criteria {
        let Some(requirement) = picture.rule.rule.requirement(&criterion.requirement) else {
            continue;
        };
        if !requirement.takes(How::SelfReported) {
            continue;
        }
        for item in &criterion.items {
            let own = item.how.is_none_or(|how| how == How::SelfReported);
            let done = item.status == Status::Met;
            if own || !done {
                own_items.push(OwnItem {
                    name: format!("{}/{}", requirement.id, item.item),
                    title: words::item(req.lang, requirement, &item.item),
                    done,
                });
            }
        }
    }
    own_items
}

/// One item with its one button: to say that it is done, or to take that back.
fn own_line(lang: Lang, item: OwnItem) -> impl IntoView {
    let OwnItem { name, title, done } = item;
    let (ok, word) = if done {
        ("no", lang.t("まだでした", "Not yet, after all"))
    } else {
        ("yes", lang.t("できています", "This is done"))
    };
    let label = format!("{title}: {word}");
    // After the press the browser comes back to this line: a redirect keeps the place of its form.
    let anchor = format!("own-{}", name.replace('/', "-"));
    let tick = done.then(|| view! { <Chip tone=Tone::Met text=lang.t("✓ できた", "✓ Done") /> });
    view! {
        <li id=anchor.clone()>
            <form method="post" action=format!("#{anchor}") class="row">
                <input type="hidden" name="items" value=name />
                <span class="own-title">{title}</span>
                {tick}
                <button class="quiet" name="ok" value=ok aria-label=label>
                    {word}
                </button>
            </form>
        </li>
    }
}

fn nothing(req: &Req, title: &'static str) -> Reply {
    let lang = req.lang;
    Page::new(title, move || {
        view! {
            <div class="read">
                <h1>{title}</h1>
                <Empty text=lang
                    .t(
                        "仕事の準備で何が要るかは、まだ決まっていません。決まると、ここに出ます。",
                        "What it takes to be ready for work is not set yet. It will be shown here.",
                    )>
                    <a class="go" href="/courses">
                        {lang.t("コースを見る", "See the courses")}
                    </a>
                </Empty>
            </div>
        }
    })
    .into()
}
