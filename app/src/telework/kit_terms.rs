//! `/kits/terms`: the text that borrowers agree to, and its versions.

use domain::telework::TextKind;
use server::{
    Result,
    telework::texts::{self, TextForm},
};

use super::text_form;
use crate::web::{Reply, Req};

/// The text and its versions.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let explained = lang.t(
        "変えると新しい版になり、これからの貸し出しに使われます。もう同意した人の文は、そのまま残ります。",
        "A change makes a new version for loans from now on. What people have agreed to stays as it was.",
    );
    let title = lang.t("貸し出しの約束", "Terms of a loan");
    let above = ("/kits", lang.t("貸し出す機器", "Kits to lend"));
    text_form::page(req, TextKind::Loan, title, above, explained).await
}

/// Makes a new version.
pub async fn submit(req: &Req, form: TextForm) -> Result<Reply> {
    texts::change(req.actor()?, &req.services, TextKind::Loan, form).await?;
    Ok(Reply::flash(req, "/kits/terms", "保存しました。", "Saved."))
}
