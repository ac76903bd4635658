//! `/data-requests/{request}`: a request, its answer, and of an erasure what it would do and who decides.

use domain::Lang;
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Services,
    identity::own_data::{
        erase::{self, Erasure, Fate},
        requests::{self, Decided, Kind, Outcome, RequestPage},
        rules,
    },
};
use uuid::Uuid;

use super::words;
use crate::{
    ui::{Chip, Choices, TextArea, crumbs, day, day_of},
    web::{Page, Reply, Req},
};

/// A line of what erasing does: what, how many, what becomes of it, and why.
type Row = (&'static str, u64, Fate, Option<&'static str>);

fn rows(services: &Services, lang: Lang, erasure: &Erasure) -> Vec<Row> {
    erasure
        .lines
        .iter()
        .filter_map(|line| {
            let rule = rules::rule(services, &line.table)?;
            let why = match line.fate {
                Fate::Anonymised | Fate::HeldByLaw => erase::why(rule).map(|why| rules::words(lang, why)),
                Fate::Removed | Fate::HeldByMatter => None,
            };
            Some((rules::words(lang, rule.title), line.rows, line.fate, why))
        })
        .collect()
}

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let (actor, services) = (req.actor()?, &req.services);
    let it = requests::get(actor, services, req.param("request")?).await?;
    let zone = services.config.zone;
    let plan = it.plan.as_ref().map(|(plan, _)| rows(services, lang, plan));
    let done = it.done.as_ref().map(|done| rows(services, lang, done));
    let open: Vec<String> = it
        .plan
        .iter()
        .flat_map(|(_, open)| open)
        .map(|matter| matter.what.get(lang).to_owned())
        .collect();
    let title = lang.t("データの請求", "A request about data");
    Ok(Page::new(title, move || {
        let (tone, text) = words::outcome(lang, it.request.outcome.as_deref());
        let named = |id: Option<Uuid>| id.and_then(|id| it.names.get(&id).cloned()).unwrap_or_default();
        let person = if it.gone {
            view! { <strong>{it.person.clone()}</strong> }.into_any()
        } else {
            view! { <a href=format!("/people/{}/data", it.request.person_id)>{it.person.clone()}</a> }
                .into_any()
        };
        let answered = it.request.answered_at.map(|at| {
            let (day, by) = (day(lang, at, zone), named(it.request.answered_by));
            view! {
                <p>
                    {lang
                        .t(
                            format!("{day}、{by} が答えました。"),
                            format!("Answered on {day} by {by}."),
                        )}
                </p>
                <p>{it.request.answer.clone()}</p>
            }
        });
        let entered = named(Some(it.request.entered_by));
        let facts = lang.t(
            format!(
                "{} 受付（書いた人: {entered}）。答えの期日: {}",
                day(lang, it.request.received_at, zone),
                day_of(lang, it.request.due_on)
            ),
            format!(
                "Received on {} (written by {entered}). The answer is due on {}.",
                day(lang, it.request.received_at, zone),
                day_of(lang, it.request.due_on)
            ),
        );
        let wish =
            (!it.request.wish.is_empty()).then(|| view! { <p class="tip">{it.request.wish.clone()}</p> });
        let done = done.map(|rows| {
            let title = lang.t("何をしたか（証明）", "What was done (the proof)");
            view! {
                <section class="card">
                    <h2>{title}</h2>
                    {table(lang, title, rows)}
                </section>
            }
        });
        let erasing = plan.map(|rows| erasing(lang, &it, rows, open));
        let answering = it.request.answered_at.is_none().then(|| answering(lang, it.kind));
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/data-requests".into(), lang.t("データの請求", "Requests about data").into()),
                    ],
                )} <h1>{words::kind(lang, it.kind)}</h1> <section class="card">
                    <div class="row">{person} <Chip tone text /></div>
                    <p class="soft">{facts}</p>
                    {wish}
                    {answered}
                </section> {done} {erasing} {answering}
            </div>
        }
    })
    .into())
}

fn table(lang: Lang, title: &'static str, rows: Vec<Row>) -> impl IntoView {
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(what, count, fate, why)| {
            let (tone, text) = words::fate(lang, fate);
            view! {
                <tr>
                    <th scope="row">{what}</th>
                    <td data-label=lang.t("件数", "Rows")>{count}</td>
                    <td data-label=lang.t("どうなるか", "What becomes of it")>
                        <Chip tone text />
                    </td>
                    <td data-label=lang.t("理由", "Why")>{why}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table" tabindex="0" role="region" aria-label=title>
            <table class="cards">
                <thead>
                    <tr>
                        <th scope="col">{lang.t("何が", "What")}</th>
                        <th scope="col">{lang.t("件数", "Rows")}</th>
                        <th scope="col">{lang.t("どうなるか", "What becomes of it")}</th>
                        <th scope="col">{lang.t("理由", "Why")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn erasing(lang: Lang, it: &RequestPage, rows: Vec<Row>, open: Vec<String>) -> impl IntoView + use<> {
    let open: Vec<_> = open.into_iter().map(|what| view! { <li>{what}</li> }).collect();
    let open = (!open.is_empty()).then(|| {
        view! {
            <div class="tip stack">
                <p>
                    {lang
                        .t(
                            "終わっていない用件があります。そのための記録と名前は、用件が終わった夜に消えます。ほかは、すぐに消えます。",
                            "There are open matters. What they need, and the name, go in the night after they have ended; the rest goes at once.",
                        )}
                </p>
                <ul>{open}</ul>
            </div>
        }
    });
    let first = it.request.first_by.and_then(|id| it.names.get(&id).cloned());
    let (heading, button) = match first {
        None => (
            lang.t("2人が決めます。まだ、だれも決めていません。", "Two people decide. Nobody has yet.").to_owned(),
            lang.t("消すことに決める（1人目）", "Decide to erase (first)"),
        ),
        Some(name) => (
            lang.t(
                format!("1人目は {name} です。2人目が決めると、すぐに消えます。もとには戻せません。"),
                format!("{name} decided first. When a second person decides, it is erased at once, and cannot be brought back."),
            ),
            lang.t("消すことに決める（2人目。すぐに消えます）", "Decide to erase (second; done at once)"),
        ),
    };
    let decide = if it.may_decide {
        view! {
            <button class="go" name="do" value="erase">
                {button}
            </button>
        }
        .into_any()
    } else {
        view! {
            <p class="soft">
                {lang
                    .t(
                        "もうひとりの人に、決めてもらってください。",
                        "Please ask another person to decide.",
                    )}
            </p>
        }
        .into_any()
    };
    let title = lang.t("消すと、こうなります", "What erasing does");
    view! {
        <form method="post" class="card">
            <h2>{title}</h2>
            {open}
            {table(lang, title, rows)}
            <p>{heading}</p>
            {decide}
        </form>
    }
}

fn answering(lang: Lang, kind: Kind) -> impl IntoView {
    let outcomes: Vec<Outcome> = match kind {
        Kind::Erasure => vec![Outcome::Refused],
        Kind::Disclosure | Kind::Correction | Kind::Stop => {
            vec![Outcome::Done, Outcome::Partly, Outcome::Refused]
        }
    };
    let chosen = match outcomes.as_slice() {
        [only] => vec![only.code().to_owned()],
        _ => Vec::new(),
    };
    let options = outcomes
        .into_iter()
        .map(|outcome| {
            let text = words::outcome(lang, Some(outcome.code())).1;
            (outcome.code().to_owned(), text.to_owned())
        })
        .collect::<Vec<_>>();
    let title = match kind {
        Kind::Erasure => lang.t("消さないと答える", "Answer that it is not erased"),
        Kind::Disclosure | Kind::Correction | Kind::Stop => lang.t("答える", "Answer"),
    };
    view! {
        <form method="post" class="card">
            <h2>{title}</h2>
            <Choices name="outcome" label=lang.t("どうなったか", "What came of it") options chosen />
            <TextArea
                name="answer"
                label=lang
                    .t(
                        "本人への答え（できないときは、理由も）",
                        "What the person is told, with the reason where it is not done",
                    )
            />
            <button class="go" name="do" value="answer">
                {lang.t("答える", "Answer")}
            </button>
        </form>
    }
}

/// What may be done with a request.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RequestForm {
    /// An answer.
    Answer(requests::Reply),
    /// A decision to erase.
    Erase,
}

/// Answers, or decides.
pub async fn submit(req: &Req, form: RequestForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: Uuid = req.param("request")?;
    let back = format!("/data-requests/{id}");
    match form {
        RequestForm::Answer(reply) => {
            requests::answer(actor, services, id, reply).await?;
            Ok(Reply::flash(req, back, "答えました。", "It is answered."))
        }
        RequestForm::Erase => match requests::decide(actor, services, id).await? {
            Decided::First => Ok(Reply::flash(
                req,
                back,
                "あなたは、消すことに決めました。あとひとりの人が決めると、消えます。",
                "You have decided to erase. It is done when a second person decides, too.",
            )),
            Decided::Done => Ok(Reply::flash(
                req,
                back,
                "消しました。何をしたかは、下にあります。",
                "It is erased. What was done stands below.",
            )),
        },
    }
}
