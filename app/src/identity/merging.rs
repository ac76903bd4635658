//! `/people/{person}/merge`: put two accounts of one person together, and part them again.

use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result,
    identity::merging::{self, DAYS, Other},
};
use uuid::Uuid;

use crate::{
    ui::{Choices, crumbs, lang},
    web::{Page, Reply, Req},
};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let id: Uuid = req.param("person")?;
    let it = merging::get(req.actor()?, &req.services, id).await?;
    let title = lang.t(
        "同じ人のアカウントをまとめる",
        "Put two accounts of one person together",
    );
    Ok(Page::new(title, move || {
        let undoable: Vec<_> = it
            .undoable
            .into_iter()
            .map(|(merge, name)| {
                view! {
                    <li>
                        <form method="post" class="row">
                            <span>{name}</span>
                            <input type="hidden" name="merge" value=merge.to_string() />
                            <button class="quiet" name="do" value="undo">
                                {lang.t("もとに戻す", "Part them again")}
                            </button>
                        </form>
                    </li>
                }
            })
            .collect();
        let undoable = (!undoable.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>
                        {lang
                            .t(
                                format!("まとめたアカウント（{DAYS}日のあいだ戻せます）"),
                                format!("Put together (can be parted for {DAYS} days)"),
                            )}
                    </h2>
                    <ul class="stack">{undoable}</ul>
                </section>
            }
        });
        let kept = it.kept.name.clone();
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        ("/people".into(), lang.t("人", "People").into()),
                        (format!("/people/{id}"), kept.clone()),
                    ],
                )} <h1>{title}</h1> {choosing(kept, it.others)} {undoable}
            </div>
        }
    })
    .into())
}

fn choosing(kept: String, others: Vec<Other>) -> AnyView {
    let lang = lang();
    if others.is_empty() {
        return view! {
            <p>
                {lang
                    .t(
                        "名前・ふりがな・電話が同じ人は、ほかにいません。",
                        "Nobody else has the same name, reading or telephone number.",
                    )}
            </p>
        }
        .into_any();
    }
    let options = others
        .into_iter()
        .map(|other| {
            let more = [other.kana, other.email, other.phone];
            let more: Vec<String> = more.into_iter().flatten().collect();
            let text = format!("{} ({})", other.name, more.join(lang.t("・", ", ")));
            (other.id.to_string(), text)
        })
        .collect::<Vec<_>>();
    view! {
        <form method="post" class="card">
            <p>
                {lang
                    .t(
                        format!(
                            "えらんだアカウントの記録を「{kept}」に移し、えらんだアカウントを閉じます。両方にあるもの（同じクラスなど）は、そのまま残ります。{DAYS}日のあいだは、もとに戻せます。",
                        ),
                        format!(
                            "What is held under the chosen account is moved to {kept}, and the chosen account is closed. What both have, such as a place in the same cohort, stays where it is. They can be parted again for {DAYS} days.",
                        ),
                    )}
            </p>
            <Choices name="other" label=lang.t("同じ人", "The same person") options />
            <button class="go" name="do" value="merge">
                {lang.t("まとめる", "Put them together")}
            </button>
        </form>
    }
    .into_any()
}

/// What may be done here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum MergeForm {
    /// Put together.
    Merge {
        /// The account that is closed.
        #[serde(default)]
        other: String,
    },
    /// Part again.
    Undo {
        /// What was put together.
        merge: Uuid,
    },
}

/// Puts together, or parts.
pub async fn submit(req: &Req, form: MergeForm) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let id: Uuid = req.param("person")?;
    let back = format!("/people/{id}/merge");
    match form {
        MergeForm::Merge { other } => {
            let other = other.parse().map_err(|_| {
                server::Error::field("other", "ひとりを選んでください。", "Please choose one.")
            })?;
            merging::merge(actor, services, req.key(), id, other).await?;
            Ok(Reply::flash(
                req,
                back,
                "まとめました。",
                "They are put together.",
            ))
        }
        MergeForm::Undo { merge } => {
            merging::undo(actor, services, merge).await?;
            Ok(Reply::flash(
                req,
                back,
                "もとに戻しました。",
                "They are parted again.",
            ))
        }
    }
}
