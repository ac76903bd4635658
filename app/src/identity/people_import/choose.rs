//! `/people/import`: choose a file of people.

use leptos::prelude::*;
use server::{Error, Result, identity::people_import::preview};
use uuid::Uuid;

use crate::{
    ui::crumbs,
    web::{Nothing, Page, Reply, Req},
};

/// The form; `?as=csv` saves an empty file with the headings.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let heads = lang.t(
        ["氏名", "ふりがな", "電話", "メール"],
        ["name", "kana", "phone", "email"],
    );
    if req.query.get("as") == "csv" {
        return Reply::csv("people.csv", [heads.map(str::to_owned).to_vec()]);
    }
    let error = req
        .errors()
        .iter()
        .find(|error| error.field == "file")
        .map(|error| error.message.get(lang).to_owned());
    let title = lang.t("名簿を取りこむ", "Bring people in from a file");
    Ok(Page::new(title, move || {
        let invalid = error.is_some().then_some("true");
        let error = error.map(|error| {
            view! {
                <span class="error" id="file-error">
                    {error}
                </span>
            }
        });
        view! {
            <div class="read">
                {crumbs(vec![("/people".into(), lang.t("人", "People").into())])} <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "Excel（.xlsx）か CSV の名簿から、学ぶ人をまとめて加えます。1行目は見出しです。氏名のほかは、なくてもかまいません。ほかの列は読みません。",
                            "Add learners from an Excel workbook (.xlsx) or a CSV. The first line has the headings; all but the name may be missing, and other columns are not read.",
                        )}
                </p> <p>
                    <code>{heads.join(lang.t("、", ", "))}</code>
                    " "
                    <a href="/people/import?as=csv">
                        {lang.t("見出しだけのファイル", "An empty file with them")}
                    </a>
                </p> <form method="post" class="card" enctype="multipart/form-data">
                    <p class="field">
                        <label for="file">{lang.t("ファイルを選ぶ", "Choose a file")}</label>
                        <input
                            id="file"
                            type="file"
                            name="file"
                            accept=".csv,.txt,.xlsx"
                            aria-invalid=invalid
                            aria-describedby=invalid.map(|_| "file-error")
                        />
                        {error}
                    </p>
                    <p>
                        {lang
                            .t(
                                "つぎのページで確かめるまで、だれも加わりません。",
                                "Nobody is added until you have checked it on the next page.",
                            )}
                    </p>
                    <button class="go">{lang.t("読みこんで確かめる", "Read it and check")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// Keeps the rows for a look at them.
pub async fn submit(req: &Req, _: Nothing) -> Result<Reply> {
    let file = req
        .files
        .first()
        .ok_or_else(|| Error::field("file", "ファイルを選んでください。", "Please choose a file."))?;
    let bytes = std::fs::read(&file.path)?;
    let key: Uuid = req.key();
    preview::upload(req.actor()?, &req.services, key, &file.name, &bytes).await?;
    Ok(Reply::to(format!("/people/import/{key}")))
}
