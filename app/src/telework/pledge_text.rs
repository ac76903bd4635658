//! `/pledge/text`: the text of the pledge, and its versions.

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
        "変えると新しい版になり、みんなにもう一度読んで同意してもらいます。前に同意した文は、そのまま残ります。",
        "A change makes a new version, which everybody is asked to read and agree to again. What was agreed to before stays.",
    );
    let title = lang.t("情報を守る約束", "The pledge");
    let above = ("/incidents", lang.t("できごと", "Incidents"));
    text_form::page(req, TextKind::Pledge, title, above, explained).await
}

/// Makes a new version.
pub async fn submit(req: &Req, form: TextForm) -> Result<Reply> {
    texts::change(req.actor()?, &req.services, TextKind::Pledge, form).await?;
    Ok(Reply::flash(req, "/pledge/text", "保存しました。", "Saved."))
}
