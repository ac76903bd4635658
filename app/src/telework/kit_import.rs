//! `/kits/import`: many kits from a table.

use leptos::prelude::*;
use server::{Error, Result, telework::kit_import};

use crate::{
    ui::{crumbs, file_field},
    web::{Nothing, Page, Reply, Req},
};

/// What the table looks like, and the field for it.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let title = lang.t("表から読みこむ", "Read a table");
    Ok(Page::new(title, move || {
        let name = |(ja, en): (&'static str, &'static str)| lang.t(ja, en);
        view! {
            <div class="read">
                {crumbs(vec![("/kits".to_owned(), lang.t("貸し出す機器", "Kits to lend").to_owned())])}
                <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "表計算ソフトで作って、「CSV UTF-8」で保存したファイルを読みこみます。同じ番号の機器があれば、書いてあることを直します。貸し出しや記録は変わりません。",
                            "Reads a table that a spreadsheet program saved as “CSV UTF-8”. A kit whose number is known already is changed; loans and history stay.",
                        )}
                </p> <div class="card table" tabindex="0" role="region" aria-label=lang.t("例", "Example")>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{name(kit_import::NUMBER)}</th>
                                <th scope="col">{name(kit_import::KIND)}</th>
                                <th scope="col">{name(kit_import::NAME)}</th>
                                <th scope="col">{name(kit_import::PARTS)}</th>
                                <th scope="col">{name(kit_import::NOTE)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            <tr>
                                <td>"PC-01"</td>
                                <td>{lang.t("パソコン", "Computer")}</td>
                                <td>"Model A"</td>
                                <td>{lang.t("電源 / マウス", "Power cord / mouse")}</td>
                                <td></td>
                            </tr>
                        </tbody>
                    </table>
                </div> <form method="post" enctype="multipart/form-data" class="card">
                    {file_field("file", lang.t("ファイル", "File"), ".csv,text/csv")}
                    <button class="go">{lang.t("読みこむ", "Read it")}</button>
                </form>
            </div>
        }
    })
    .into())
}

/// Reads the table.
pub async fn submit(req: &Req, _: Nothing) -> Result<Reply> {
    let Some(file) = req.files.first() else {
        return Err(Error::field(
            "file",
            "ファイルを選んでください。",
            "Please choose a file.",
        ));
    };
    let (added, changed) = kit_import::import(req.actor()?, &req.services, &file.path, file.size).await?;
    let ja = format!("{added} 台を加え、{changed} 台を直しました。");
    let en = format!("Added: {added}, changed: {changed}.");
    Ok(Reply::flash(req, "/kits", &ja, &en))
}
