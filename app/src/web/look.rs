//! How a person wants pages to look: text size, furigana and language, remembered in a cookie.

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

/// `POST /look`: changes one switch and goes back to the page it stood on.
pub async fn look(req: &Req) -> Result<Reply> {
    let mut look = req.look;
    let mut lang = req.lang;
    match req.form.get("set") {
        "text" => look.large = !look.large,
        "furigana" => look.furigana = !look.furigana,
        "lang" => lang = lang.other(),
        _ => {}
    }
    if let Some(actor) = &req.actor {
        sign_in::choose_looks(actor, &req.services, lang, look.large, look.furigana).await?;
    }
    let back = Req::own_address(req.form.get("back"));
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
