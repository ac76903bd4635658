//! The two languages of the product, and text that exists in both.

use serde::{Deserialize, Serialize};

crate::coded_enum! {
    /// A language of the product.
    #[derive(Default)]
    pub enum Lang {
        /// Japanese, the first language.
        #[default]
        Ja = "ja",
        /// English, complete.
        En = "en",
    }
}

impl Lang {
    /// The other language.
    pub fn other(self) -> Lang {
        match self {
            Lang::Ja => Lang::En,
            Lang::En => Lang::Ja,
        }
    }

    /// Chooses between the two wordings of one sentence. Every sentence of the product goes through
    /// here, so that neither language can be forgotten.
    pub fn t<T>(self, ja: T, en: T) -> T {
        match self {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

/// A short text in one or both languages, as authors write it: `{ ja = "…", en = "…" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The Japanese wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ja: Option<String>,
    /// The English wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// The wording in `lang`, else in the other language, else nothing.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = lang.t((&self.ja, &self.en), (&self.en, &self.ja));
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_wording_falls_back_to_the_other_language() {
        let text = Text {
            ja: Some("橋".into()),
            en: None,
        };
        assert_eq!(text.get(Lang::En), "橋");
    }
}
