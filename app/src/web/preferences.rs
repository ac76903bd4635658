//! How a person wants pages to look: text size, furigana and language, remembered in a cookie.

/// Text size and furigana.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Preferences {
    /// Larger text (about 140 %).
    pub large: bool,
    /// Readings above the kanji.
    pub furigana: bool,
}

impl Preferences {
    /// Reads the cookie's value; readings are shown unless turned off.
    pub(super) fn read(cookie: Option<&str>) -> Preferences {
        let value = cookie.unwrap_or_default();
        Preferences {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_comes_back_from_its_cookie() {
        for large in [false, true] {
            for furigana in [false, true] {
                let preferences = Preferences { large, furigana };
                assert_eq!(Preferences::read(Some(&preferences.write())), preferences);
            }
        }
    }
}
