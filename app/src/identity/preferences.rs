//! `/preferences`: the switches of the header, for text size, furigana and language.

use serde::Deserialize;
use server::{Result, identity::sign_in};

use crate::web::{Reply, Req};

/// One switch.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Switch {
    Text,
    Furigana,
    Lang,
}

/// What one of the switches sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreferencesForm {
    set: Switch,
    /// What it is from now on, where a script has changed the page already; else the opposite of before.
    on: Option<bool>,
    /// The page it stood on.
    #[serde(default)]
    back: String,
}

/// `POST /preferences`: changes one switch and goes back to the page it stood on.
pub async fn change(req: &Req, form: PreferencesForm) -> Result<Reply> {
    let mut preferences = req.preferences;
    let mut lang = req.lang;
    match form.set {
        Switch::Text => preferences.large = form.on.unwrap_or(!preferences.large),
        Switch::Furigana => preferences.furigana = form.on.unwrap_or(!preferences.furigana),
        Switch::Lang => lang = lang.other(),
    }
    if let Some(actor) = &req.actor {
        sign_in::choose_preferences(
            actor,
            &req.services,
            lang,
            preferences.large,
            preferences.furigana,
        )
        .await?;
    }
    let back = Req::own_address(&form.back);
    Ok(Reply::to(back).with_preferences(req, Some((lang, preferences))))
}
