//! `/kits/terms`: the text that borrowers agree to, and its versions.

use domain::telework::TextKind;
use leptos::prelude::*;
use server::{
    Result,
    telework::texts::{self, TextForm},
};

use crate::{
    ui::{TextArea, crumbs, day},
    web::{Page, Reply, Req},
};

/// The text and its versions.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let versions = texts::versions(&req.services, TextKind::Loan).await?;
    let title = lang.t("貸し出しの約束", "Terms of a loan");
    Ok(Page::new(title, move || {
        let now = versions.first().cloned();
        let (number, ja, en) = now.map(|it| (it.number, it.ja, it.en)).unwrap_or_default();
        let older: Vec<_> = versions
            .into_iter()
            .skip(1)
            .map(|it| {
                let since = it.made_at.map_or_else(String::new, |at| day(lang, at, zone));
                view! {
                    <details>
                        <summary>
                            {lang
                                .t(
                                    format!("第{}版 {since}", it.number),
                                    format!("Version {} {since}", it.number),
                                )}
                        </summary>
                        <p class="terms">{it.get(lang).to_owned()}</p>
                    </details>
                }
            })
            .collect();
        let older = (!older.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{lang.t("前の版", "Earlier versions")}</h2>
                    {older}
                </section>
            }
        });
        view! {
            <div class="read">
                {crumbs(vec![("/kits".to_owned(), lang.t("貸し出す機器", "Kits to lend").to_owned())])}
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "変えると新しい版になり、これからの貸し出しに使われます。もう同意した人の文は、そのまま残ります。",
                            "A change makes a new version for loans from now on. What people have agreed to stays as it was.",
                        )}
                </p> <form method="post" class="card">
                    <h2>{lang.t(format!("第{number}版"), format!("Version {number}"))}</h2>
                    <input type="hidden" name="from" value=number.to_string() />
                    <TextArea name="ja" label=lang.t("日本語", "Japanese") value=ja rows=12 />
                    <TextArea name="en" label=lang.t("英語", "English") value=en rows=12 />
                    <button class="go">{lang.t("新しい版にする", "Make it a new version")}</button>
                </form> {older}
            </div>
        }
    })
    .into())
}

/// Makes a new version.
pub async fn submit(req: &Req, form: TextForm) -> Result<Reply> {
    texts::change(req.actor()?, &req.services, TextKind::Loan, form).await?;
    Ok(Reply::flash(req, "/kits/terms", "保存しました。", "Saved."))
}
