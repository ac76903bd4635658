//! The bar of an author's preview: whose eyes, and every problem.

use domain::{Lang, catalog::Severity, identity::Role, say};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Error, Result,
    catalog::{Problem, preview::Preview},
    forms::chosen,
    identity::sign_in,
};

use crate::web::{Reply, Req};

/// Whose eyes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EyesForm {
    /// The role; none is a visitor.
    #[serde(deserialize_with = "chosen")]
    role: Option<Role>,
    /// The page it was pressed on.
    back: String,
}

/// `POST /previewing/as`: looks with the eyes of another role. There is no such address but in a preview.
pub async fn look_as(req: &Req, form: EyesForm) -> Result<Reply> {
    let preview = req.services.preview.as_ref().ok_or(Error::NotFound)?;
    let back = Req::own_address(&form.back).to_owned();
    let Some(role) = form.role else {
        return Ok(Reply::to("/?as=visitor").signed_out(req));
    };
    let person = preview.person(role).ok_or(Error::NotFound)?;
    let token = sign_in::open(&req.services, person, &req.user_agent).await?;
    Ok(Reply::to(back).signed_in(req, &token, Some(1)))
}

/// Begins to look with a learner's eyes, at this page.
pub async fn begin(req: &Req, page: String) -> Result<Reply> {
    let preview = req.services.preview.as_ref().ok_or(Error::NotFound)?;
    let person = preview.person(Role::Learner).ok_or(Error::NotFound)?;
    let token = sign_in::open(&req.services, person, &req.user_agent).await?;
    Ok(Reply::to(page).signed_in(req, &token, Some(1)))
}

/// How many problems the bar of each page lists.
const LISTED: usize = 100;

/// The bar.
pub fn bar(req: &Req, preview: &Preview) -> String {
    let lang = req.lang;
    let now = req.actor.as_ref().and_then(|actor| actor.roles.first().copied());
    let eyes = [
        (None, lang.t("来た人", "Visitor")),
        (Some(Role::Learner), lang.t("学ぶ人", "Learner")),
        (Some(Role::Instructor), lang.t("先生", "Instructor")),
        (Some(Role::Coordinator), lang.t("コーディネーター", "Coordinator")),
    ];
    let buttons: Vec<_> = eyes
        .into_iter()
        .map(|(role, word)| {
            let pressed = (role == now).to_string();
            let code = role.map(Role::code).unwrap_or_default();
            view! {
                <button class="quiet" name="role" value=code aria-pressed=pressed>
                    {word}
                </button>
            }
        })
        .collect();
    let problems = preview.problems();
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let hints = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Hint)
        .count();
    let warnings = problems.len() - errors - hints;
    let counts = match (problems.is_empty(), lang) {
        (true, Lang::Ja) => "問題はありません".to_owned(),
        (true, Lang::En) => "No problems".to_owned(),
        (false, _) => {
            say!(
                lang,
                errors of "エラー {errors}、", one "{errors} error, ", other "{errors} errors, ",
            ) + &say!(
                lang,
                warnings of "注意 {warnings}、", one "{warnings} warning, ", other "{warnings} warnings, ",
            ) + &say!(
                lang,
                hints of "気づき {hints}", one "{hints} hint", other "{hints} hints",
            )
        }
    };
    let mut list: Vec<_> = problems
        .iter()
        .take(LISTED)
        .map(|problem| line(lang, problem).into_any())
        .collect();
    let more = problems.len().saturating_sub(LISTED);
    if more > 0 {
        let text = lang.t(
            format!("ほか {more} 件。全部は kakehashi check で見られます。"),
            format!("{more} more; kakehashi check lists them all."),
        );
        list.push(view! { <li>{text}</li> }.into_any());
    }
    let back = req.path.clone();
    view! {
        <div class="preview-bar no-print" role="group" data-preview="" aria-label=lang.t("下見", "Preview")>
            <form method="post" action="/previewing/as" class="row">
                <strong>{lang.t("下見", "Preview")}</strong>
                <input type="hidden" name="back" value=back />
                {buttons}
            </form>
            {if list.is_empty() {
                view! { <p>{counts}</p> }.into_any()
            } else {
                view! {
                    <details>
                        <summary>{counts}</summary>
                        <ol class="stack">{list}</ol>
                    </details>
                }
                    .into_any()
            }}
        </div>
    }
    .to_html()
}

fn line(lang: Lang, problem: &Problem) -> impl IntoView + use<> {
    let place = problem
        .place
        .as_ref()
        .map(|place| format!(":{}:{}", place.line, place.column));
    let name = format!("{}{}", problem.path, place.unwrap_or_default());
    let name = match page_of(&problem.path) {
        Some(page) => view! { <a href=page>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let mark = match problem.severity {
        Severity::Error => "✕ ",
        Severity::Warning => "△ ",
        Severity::Hint => "○ ",
    };
    let help = problem.help.as_ref().map(|help| help.get(lang).to_owned());
    view! {
        <li>
            {mark}{problem.code.clone()}" "{name}<br /> {problem.message.get(lang).to_owned()}" "
            <span class="soft">{help}</span>
        </li>
    }
}

/// The page on which a file is seen.
fn page_of(path: &str) -> Option<String> {
    let (course, file) = path.split_once('/')?;
    let stem = file.strip_suffix(".md")?;
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    Some(match stem.strip_suffix(".quiz") {
        Some(quiz) => format!("/courses/{course}/quizzes/{quiz}"),
        None => format!("/courses/{course}/lessons/{stem}"),
    })
}
