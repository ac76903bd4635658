//! Every course, with one's own progress.

use leptos::prelude::*;
use server::{Result, learning::progress};

use crate::{
    ui::{Empty, Meter},
    web::{Page, Reply, Req},
};

/// The list.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let courses = progress::of_all(req.actor()?, &req.services).await?;
    Ok(Page::new(lang.t("コース", "Courses"), move || {
        let cards: Vec<_> = courses
            .into_iter()
            .map(|course| {
                let (done, total) = (course.progress.done, course.progress.total);
                let facts = &course.revision.course;
                view! {
                    <li class="card">
                        <h2>
                            <a href=format!("/courses/{}", facts.id)>{facts.title.get(lang).to_owned()}</a>
                        </h2>
                        <p>{facts.summary.get(lang).to_owned()}</p>
                        <Meter
                            percent=f64::from(done) * 100.0 / f64::from(total.max(1))
                            label=format!("{done} / {total}")
                        />
                        <p class="soft">
                            {format!("{done} / {total}")}" · " {lang.t("およそ ", "about ")}
                            {facts.hours.to_string()}{lang.t(" 時間", " hours")}
                        </p>
                    </li>
                }
            })
            .collect();
        let empty = cards.is_empty();
        view! {
            <h1>{lang.t("コース", "Courses")}</h1>
            {if empty {
                view! {
                    <Empty text=lang.t("まだコースがありません。", "There are no courses yet.")>
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
