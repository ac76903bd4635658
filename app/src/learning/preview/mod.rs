//! A branch before it is live, as a chosen learner would find it at a chosen time. Only authors see
//! these pages; nothing is written, and nothing is counted.

pub mod branch;
pub mod course;
pub mod file;
pub mod index;
pub mod lesson;
pub mod quiz;

use chrono::{DateTime, Local, NaiveDateTime, Utc};
use domain::{Lang, catalog::Question};
use leptos::prelude::*;
use server::{
    Result,
    catalog::branches::{self, Branch},
    learning::eyes::{self, Eyes},
};
use uuid::Uuid;

use super::question;
use crate::{catalog::words::short, ui::day_and_time, web::Req};

/// A branch, and whose eyes look at it.
struct Look {
    branch: Branch,
    eyes: Eyes,
    /// `/preview/{source}/{branch}`.
    base: String,
    /// `?as=…&at=…`, or nothing.
    query: String,
    /// The learner's language, else that of the page.
    lang: Lang,
}

async fn look(req: &Req) -> Result<Look> {
    let actor = req.actor()?;
    let source = req.param("source")?;
    let branch = branches::open(actor, &req.services, source, req.param_text("branch")).await?;
    let person = req.query.get("as").parse::<Uuid>().ok();
    let typed = req.query.get("at");
    let at = moment(req, typed).unwrap_or_else(Utc::now);
    let eyes = eyes::eyes(actor, &req.services, person, at).await?;
    let mut pairs = Vec::new();
    if let Some(person) = person {
        pairs.push(("as", person.to_string()));
    }
    if !typed.is_empty() {
        pairs.push(("at", typed.to_owned()));
    }
    let query = if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", serde_html_form::to_string(&pairs).unwrap_or_default())
    };
    Ok(Look {
        base: format!("/preview/{source}/{}", segment(&branch.name)),
        lang: eyes.lang.unwrap_or(req.lang),
        branch,
        eyes,
        query,
    })
}

/// A time as a form gives it (`2026-11-24T14:00`), on the classroom's clock.
fn moment(req: &Req, text: &str) -> Option<DateTime<Utc>> {
    let local: NaiveDateTime = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
    Some(server::clock::moment(local, req.services.config.zone))
}

/// A name as one part of an address; branches have slashes.
pub fn segment(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

impl Look {
    fn to(&self, rest: &str) -> String {
        format!("{}{rest}{}", self.base, self.query)
    }

    /// HTML of the branch, whose links and pictures lead within the branch.
    fn html(&self, html: &str) -> String {
        within(html, &self.base, &self.query)
    }

    /// What this is, and through whose eyes.
    fn banner(&self, req: &Req) -> impl FnOnce() -> AnyView + Send + 'static + use<> {
        let lang = req.lang;
        let (name, commit, author) = (
            self.branch.name.clone(),
            short(&self.branch.commit),
            self.branch.author.clone(),
        );
        let at = day_and_time(lang, self.eyes.at, req.services.config.zone);
        let person = match &self.eyes.person {
            Some((_, name)) => name.clone(),
            None => lang.t("はじめての学習者", "a new learner").to_owned(),
        };
        let change = format!("/preview/{}{}", self.branch.source.id, self.query);
        move || {
            view! {
                <div class="banner preview row" role="note">
                    <strong>{lang.t("下見", "Preview")}</strong>
                    <span>{name}" "<code>{commit}</code>" "{author}</span>
                    <span>{format!("{}{person}, {at}", lang.t("だれとして: ", "as "))}</span>
                    <a class="push" href=change>
                        {lang.t("変える", "Change")}
                    </a>
                </div>
            }
            .into_any()
        }
    }
}

fn within(html: &str, base: &str, query: &str) -> String {
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(at) = rest.find("=\"/courses/") {
        let (before, found) = rest.split_at(at);
        let found = found.strip_prefix("=\"/courses").unwrap_or_default();
        let (address, after) = found.split_once('"').unwrap_or((found, ""));
        let (path, anchor) = match address.split_once('#') {
            Some((path, anchor)) => (path, format!("#{anchor}")),
            None => (address, String::new()),
        };
        // A picture needs no eyes.
        let query = if path.contains("/files/") { "" } else { query };
        let query = query.replace('&', "&amp;");
        out.push_str(before);
        out.push_str(&format!("=\"{base}{path}{query}{anchor}\""));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A question that can be looked at and not answered.
fn asked(look: &Look, lang: Lang, asked: &Question, number: Option<usize>) -> AnyView {
    let Some(text) = asked.text(look.lang) else {
        return ().into_any();
    };
    let order = domain::learning::choice_order(asked, 1);
    let title = look.html(&text.title_html);
    let heading = match number {
        Some(number) => view! { <h2>{number.to_string()}". "<span inner_html=title></span></h2> }.into_any(),
        None => view! { <h3 inner_html=title></h3> }.into_any(),
    };
    let hints: Vec<_> = text
        .hints
        .iter()
        .map(|hint| {
            let hint = look.html(hint);
            view! {
                <details>
                    <summary>{lang.t("ヒント", "Hint")}</summary>
                    <div inner_html=hint></div>
                </details>
            }
        })
        .collect();
    let explanation = text.explanation_html.as_ref().map(|html| look.html(html));
    let body = look.html(&question::body(look.lang, asked, None));
    view! {
        <section class="card question" id=format!("q-{}", asked.id)>
            {heading}
            <fieldset disabled class="stack" lang=look.lang.code()>
                <legend class="unseen">
                    {lang.t("答えることはできません", "It cannot be answered here")}
                </legend>
                <div class="prose" inner_html=body></div>
                {question::practice_fields(look.lang, asked, &order, None, &asked.id)}
            </fieldset>
            {hints}
            <details>
                <summary>{lang.t("正解と説明", "Right answer and explanation")}</summary>
                <div>{question::right_answer(look.lang, asked)}</div>
                {explanation.map(|html| view! { <div class="feedback" inner_html=html></div> })}
            </details>
        </section>
    }
    .into_any()
}

/// The time that the form begins with.
fn now_typed(req: &Req) -> String {
    let zone = req.services.config.zone;
    Local::now()
        .with_timezone(&zone)
        .format("%Y-%m-%dT%H:%M")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_pictures_stay_within_the_branch() {
        let html = r##"<a href="/courses/it/lessons/b#x">b</a><img src="/courses/it/files/i.svg"><a href="/account">c</a>"##;
        assert_eq!(
            within(html, "/preview/s/b", "?as=1&at=2"),
            r##"<a href="/preview/s/b/it/lessons/b?as=1&amp;at=2#x">b</a><img src="/preview/s/b/it/files/i.svg"><a href="/account">c</a>"##
        );
    }

    #[test]
    fn a_branch_is_one_part_of_an_address() {
        assert_eq!(segment("lesson/mouse 2"), "lesson%2Fmouse%202");
    }
}
