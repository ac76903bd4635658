//! How a person wants pages to look: text size, furigana and language, remembered in a cookie.

use serde::Deserialize;
use server::{Result, identity::sign_in};

use super::{Reply, Req};

/// Text size and furigana.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// Larger text (about 140 %).
    pub large: bool,
    /// Readings above the kanji.
    pub furigana: bool,
}

impl Look {
    /// Reads the cookie's value; readings are shown unless turned off.
    pub(super) fn read(cookie: Option<&str>) -> Look {
        let value = cookie.unwrap_or_default();
        Look {
            large: value.contains("large"),
            furigana: !value.contains("plain"),
        }
    }

    pub(super) fn write(self) -> String {
        format!(
            "{}-{}",
            if self.large { "large" } else { "normal" },
            if self.furigana { "ruby" } else { "plain" }
        )
    }
}

/// What one of the header's switches posts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookForm {
    set: Switch,
    /// What it is from now on, where a script has changed the page already; else the opposite of before.
    on: Option<bool>,
    #[serde(default)]
    back: String,
}

/// A switch of the header.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Switch {
    Text,
    Furigana,
    Lang,
}

/// `POST /look`: changes one switch and goes back to the page it stood on.
pub async fn look(req: &Req, form: LookForm) -> Result<Reply> {
    let mut look = req.look;
    let mut lang = req.lang;
    match form.set {
        Switch::Text => look.large = form.on.unwrap_or(!look.large),
        Switch::Furigana => look.furigana = form.on.unwrap_or(!look.furigana),
        Switch::Lang => lang = lang.other(),
    }
    if let Some(actor) = &req.actor {
        sign_in::choose_looks(actor, &req.services, lang, look.large, look.furigana).await?;
    }
    let back = Req::own_address(&form.back);
    Ok(Reply::to(back).looking(req, Some((lang, look))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_comes_back_from_its_cookie() {
        for large in [false, true] {
            for furigana in [false, true] {
                let look = Look { large, furigana };
                assert_eq!(Look::read(Some(&look.write())), look);
            }
        }
    }
}
