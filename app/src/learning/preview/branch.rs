//! The courses of a branch, with their problems.

use leptos::prelude::*;
use server::Result;

use super::look;
use crate::{
    catalog::words::{counts, problem_view},
    ui::Empty,
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let look = look(req).await?;
    let banner = look.banner(req);
    let title = look.branch.name.clone();
    Ok(Page::new(title.clone(), move || {
        let cards: Vec<_> = look
            .branch
            .courses()
            .iter()
            .map(|(name, found)| {
                let errors = found.problems.iter().filter(|problem| problem.is_error()).count();
                let problems: Vec<_> = found.problems.iter().map(|problem| problem_view(lang, problem)).collect();
                let (errors, warnings) = (errors as i64, (found.problems.len() - errors) as i64);
                let heading = match &found.course {
                    Some(course) => view! { <a href=look.to(&format!("/{}", course.id))>{course.title.get(look.lang).to_owned()}</a> }
                    .into_any(),
                    None => name.clone().into_any(),
                };
                view! {
                    <li class="card">
                        <h2>{heading}</h2>
                        <p class="soft">{counts(lang, errors, warnings)}</p>
                        {(!problems.is_empty()).then(|| view! { <ul class="stack problems">{problems}</ul> })}
                    </li>
                }
            })
            .collect();
        let empty = cards.is_empty();
        view! {
            {banner()}
            <h1>{title}</h1>
            <p class="soft">{look.branch.message.lines().next().unwrap_or_default().to_owned()}</p>
            {if empty {
                view! {
                    <Empty text=lang
                        .t(
                            "このブランチにコースはありません。",
                            "This branch has no course.",
                        )>
                        <span></span>
                    </Empty>
                }
                    .into_any()
            } else {
                view! { <ul class="stack">{cards}</ul> }.into_any()
            }}
        }
    })
    .into())
}
